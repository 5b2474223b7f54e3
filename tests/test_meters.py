"""Counting energy and instructions: a made-up powercap folder, and the kernel's own software events."""

from __future__ import annotations

import platform
from pathlib import Path

import numpy as np
import pytest

from assistant import bench
from assistant.builder import pronouncer_of
from assistant.ears import EarMaker
from assistant.meters import EnergyCounter, InstructionCounter
from assistant.paths import bundled_model
from assistant.settings import Config
from assistant.speech.model import AcousticModel

TASK_CLOCK = (1, 1)
"""PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK: nanoseconds; machines without counters of instructions have it."""


def zone(folder: Path, name: str, energy: int, whole: int = 1_000_000) -> Path:
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "energy_uj").write_text(f"{energy}\n")
    (place / "max_energy_range_uj").write_text(f"{whole}\n")
    return place


def test_energy_is_that_of_all_packages(tmp_path: Path) -> None:
    for number in (0, 1):
        zone(tmp_path, f"intel-rapl:{number}", 100)
    zone(tmp_path, "intel-rapl:0:0", 5)  # a part of package 0
    counter = EnergyCounter.open(tmp_path)
    assert counter is not None
    zone(tmp_path, "intel-rapl:0", 500_100)
    zone(tmp_path, "intel-rapl:1", 250_100)
    zone(tmp_path, "intel-rapl:0:0", 400_000)
    assert counter.spent() == pytest.approx(0.75)
    assert counter.spent() == 0.0


def test_an_energy_counter_that_began_anew(tmp_path: Path) -> None:
    zone(tmp_path, "intel-rapl:0", 900_000)
    counter = EnergyCounter.open(tmp_path)
    assert counter is not None
    zone(tmp_path, "intel-rapl:0", 100_000)
    assert counter.spent() == pytest.approx(0.2)


@pytest.mark.parametrize("broken", ["absent", "empty", "unreadable"])
def test_no_energy_counter(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "powercap"
    if broken != "absent":
        folder.mkdir()
    if broken == "unreadable":
        (zone(folder, "intel-rapl:0", 1) / "energy_uj").write_text("denied")
    assert EnergyCounter.open(folder) is None


@pytest.mark.skipif(platform.system() != "Linux", reason="perf_event_open is Linux's")
def test_events_are_counted_by_the_kernel() -> None:
    counter = InstructionCounter.open(TASK_CLOCK)
    if counter is None:
        pytest.skip("the kernel lets nobody count here")
    counter.spent()
    sum(range(200_000))
    first = counter.spent()
    assert first > 0
    assert 0 <= counter.spent() < first
    counter.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        counter.spent()


def test_what_nobody_counts_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert InstructionCounter.open((99, 99)) is None
    monkeypatch.setattr(platform, "machine", lambda: "mos6502")
    assert InstructionCounter.open(TASK_CLOCK) is None


class Steady:
    """A counter that says the same each time."""

    def __init__(self, answer: float) -> None:
        self.answer, self.closed = answer, False

    def spent(self) -> float:
        return self.answer

    def close(self) -> None:
        self.closed = True


def test_bench_takes_off_what_the_idle_machine_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    model = AcousticModel(bundled_model())
    energy, counter = Steady(50.0), Steady(7e6)
    monkeypatch.setattr(EnergyCounter, "open", lambda: energy)
    monkeypatch.setattr(InstructionCounter, "open", lambda: counter)
    monkeypatch.setattr(bench, "IDLE_SECONDS", 0.01)
    spotter = EarMaker(model.facts, pronouncer_of(Config())).spotter(["hey inglenook"])
    sounds = [np.zeros(32_000, np.float32)]
    # 50 J in 10 ms are 5 kW: more than 50 J while it listens, so that nothing is left.
    assert bench._metered(model, spotter, sounds) == (0.0, 7e6)
    assert counter.closed
    monkeypatch.setattr(bench, "IDLE_SECONDS", 1e9)
    monkeypatch.setattr("time.sleep", lambda _: None)
    joules, _ = bench._metered(model, spotter, sounds)
    assert joules == pytest.approx(50.0, rel=1e-3)
