"""The microphone against a real sound server, through PortAudio."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.types import SAMPLE_RATE, Samples
from tests.pulse import VirtualMicrophone

pytestmark = pytest.mark.pulse

ROOT = Path(__file__).parents[2]


class Ear:
    """A process that listens to the virtual microphone."""

    def __init__(self, microphone: VirtualMicrophone, path: Path) -> None:
        self._path = path
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.audio.hear", str(path)],
            env=microphone.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # ALSA and PortAudio write there what they think of a lost server
            text=True,
        )
        self.events: list[str] = []

    def wait_for(self, kind: str) -> None:
        """Read events until one of this kind."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.events.append(json.loads(line)["event"])
            if self.events[-1] == kind:
                return
        pytest.fail(f"the listening process ended, after {self.events}")

    def hang_up(self) -> Samples:
        """End the process; what it heard, `[samples]`."""
        rest, _ = self._process.communicate("")
        self.events += [json.loads(line)["event"] for line in rest.splitlines()]
        assert self._process.returncode == 0
        heard: Samples = np.load(self._path)
        return heard

    def losses(self) -> list[str]:
        """What was said of the device so far."""
        return [event for event in self.events if event.startswith("device_")]

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def ear(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[Ear]:
    ear = Ear(virtual_microphone, tmp_path / "heard.npy")
    yield ear
    ear.kill()


def chirp(low: float, high: float, seconds: float = 1.5) -> Samples:
    """A tone that rises from `low` to `high` Hz: its place in a recording is unmistakable."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    phase = 2 * np.pi * (low * time + (high - low) * time**2 / (2 * seconds))
    return (0.5 * np.sin(phase)).astype(np.float32)


def likeness(heard: Samples, played: Samples) -> float:
    """Largest normalised cross-correlation: 1 where `heard` has all of `played` in it."""
    size = len(heard) + len(played)
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size)), size)
    energy = np.convolve(np.square(heard, dtype=np.float64), np.ones(1), "same")
    window = np.concatenate([[0.0], np.cumsum(energy)])
    spans = window[len(played) :] - window[: -len(played)]
    scale = np.sqrt(np.maximum(spans, 1e-9)) * np.linalg.norm(played)
    return float(np.max(product[: len(spans)] / scale))


def test_what_is_played_is_heard(virtual_microphone: VirtualMicrophone, ear: Ear) -> None:
    played = chirp(300, 3_000)
    ear.wait_for("listening")
    virtual_microphone.play(played)
    ear.wait_for("quiet")
    heard = ear.hang_up()
    assert likeness(heard, played) > 0.9
    assert likeness(heard, chirp(5_000, 7_000)) < 0.3
    assert ear.losses() == []


def test_a_killed_server_is_one_loss_and_one_return(virtual_microphone: VirtualMicrophone, ear: Ear) -> None:
    before, after = chirp(300, 3_000), chirp(3_000, 300)
    ear.wait_for("listening")
    virtual_microphone.play(before)
    ear.wait_for("quiet")
    virtual_microphone.kill()
    ear.wait_for("device_lost")
    virtual_microphone.start()
    ear.wait_for("device_back")
    virtual_microphone.play(after)
    ear.wait_for("quiet")
    heard = ear.hang_up()
    assert ear.losses() == ["device_lost", "device_back"]
    assert likeness(heard, before) > 0.9
    assert likeness(heard, after) > 0.9


def test_a_frozen_server_keeps_nobody_from_leaving(virtual_microphone: VirtualMicrophone, ear: Ear) -> None:
    ear.wait_for("listening")
    virtual_microphone.freeze()
    ear.wait_for("device_lost")  # closing the stream hangs from here on
    ear.hang_up()
    assert ear.losses() == ["device_lost"]


def test_a_frozen_server_that_wakes_up_is_heard_again(
    virtual_microphone: VirtualMicrophone, ear: Ear
) -> None:
    played = chirp(300, 3_000)
    ear.wait_for("listening")
    virtual_microphone.freeze()
    ear.wait_for("device_lost")
    virtual_microphone.thaw()
    ear.wait_for("device_back")
    virtual_microphone.play(played)
    ear.wait_for("quiet")
    assert likeness(ear.hang_up(), played) > 0.9
    assert ear.losses() == ["device_lost", "device_back"]
