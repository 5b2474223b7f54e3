"""Counting on another processor: the arithmetic, and the driver that runs there, run here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant.paths import bundled_model
from models.recipes.bench_arm import DRIVER, KINDS, PIS, Arm, Count, measure, table

ROOT = Path(__file__).parents[2]


class Exact(Arm):
    """A processor that needs 1,000 instructions to start and 300 for the sound."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def instructions(self, processor: str, arguments: list[str]) -> int:
        self.asked.append((processor, arguments))
        return 1_000 + 300 * int(arguments[-1])


def test_what_hearing_costs_is_told_from_what_starting_costs() -> None:
    arm = Exact()
    count = measure(arm, Path("m.onnx"), "cortex-a53", "model", Path("s.npy"), seconds=2.0)
    assert count == Count("model", "cortex-a53", 150.0, 1_000.0)
    assert {(processor, *arguments[:3]) for processor, arguments in arm.asked} == {
        ("cortex-a53", "m.onnx", "s.npy", "model")
    }


def test_estimates_are_ranges() -> None:
    console = Console(record=True, width=200)
    pi = PIS[0]
    console.print(table([Count("model", pi.processor, 0.06 * pi.hertz, 3.0 * pi.hertz)]))
    shown = console.export_text()
    assert pi.name in shown
    assert f"{0.06 / pi.most:.3f} to {0.06 / pi.least:.3f}" in shown
    assert f"{3.0 / pi.most:.1f} to {3.0 / pi.least:.1f} s" in shown
    assert PIS[1].name not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_the_driver_listens_in_every_way(kind: str, tmp_path: Path) -> None:
    sound = tmp_path / "sound.npy"
    np.save(sound, np.zeros(16_000, np.float32))
    arguments = [str(bundled_model()), str(sound), kind, "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-c", DRIVER, *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
