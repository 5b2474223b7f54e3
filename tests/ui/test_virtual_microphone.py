"""A recording is played into a microphone that PortAudio opens, and a lamp in the Home screen goes on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.audio.file import read_recording
from assistant.demo import recordings
from tests.pulse import VirtualMicrophone

pytestmark = pytest.mark.pulse

ROOT = Path(__file__).parents[2]
LAMP = "light.counter_light"
SETTLE = 0.5
"""Seconds after the button before somebody speaks."""


@pytest.fixture
def window(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.spoken_window", str(tmp_path), LAMP],
        env=virtual_microphone.environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # ALSA and PortAudio write there
        text=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


def wait_for(window: subprocess.Popen[str], start: str) -> None:
    """Read what the window says until the lamp's row begins like this."""
    assert window.stdout is not None
    seen = []
    for line in window.stdout:
        seen.append(json.loads(line))
        if str(seen[-1].get("row", "")).startswith(start):
            return
    pytest.fail(f"the window ended, after {seen}")


def test_a_spoken_command_turns_a_lamp_on(
    virtual_microphone: VirtualMicrophone, window: subprocess.Popen[str]
) -> None:
    spoken = next(one for one in recordings() if one.text == "turn on the kitchen lights")
    wait_for(window, "off")
    assert window.stdin is not None
    window.stdin.write("\n")
    window.stdin.flush()
    time.sleep(SETTLE)
    virtual_microphone.play(read_recording(spoken.file))
    wait_for(window, "on")
    window.communicate("")
    assert window.returncode == 0
