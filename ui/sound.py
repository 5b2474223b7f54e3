"""Three seconds from a microphone and back through the speakers, and answers read aloud where there is a voice."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

import numpy as np

from assistant.audio.level import measure
from assistant.audio.microphone import Microphone
from assistant.errors import DeviceFailed
from assistant.types import SAMPLE_RATE, Samples
from ui.tasks import Report

TEST_SECONDS = 3.0


def record(device: str | int | None, report: Report, level: Callable[[float, float], object]) -> Samples:
    """Hear three seconds, `[samples]`; `level` gets dB and peak of each chunk. Raises AudioError."""
    pieces: list[Samples] = []
    with Microphone(device, lambda _event: None) as microphone:
        for chunk in microphone:
            pieces.append(chunk.samples)
            level(*measure(chunk.samples))
            report(min(1.0, chunk.start / TEST_SECONDS))
            if chunk.start >= TEST_SECONDS:
                break
    return np.concatenate([np.zeros(0, np.float32), *pieces])


def play(samples: Samples) -> None:
    """Play `[samples]` to the end. Raises DeviceFailed where there is no output."""
    try:
        import sounddevice

        sounddevice.play(samples, SAMPLE_RATE, blocking=True)
    except Exception as error:
        raise DeviceFailed(
            f"It cannot be played: {error}", "Check the loudspeaker in the system's settings"
        ) from error


def make_voice() -> Callable[[str], None] | None:
    """Something that reads a text aloud, or None: Qt's speech is in no package that this app needs."""
    if importlib.util.find_spec("PySide6.QtTextToSpeech") is None:
        return None
    module = importlib.import_module("PySide6.QtTextToSpeech")
    engine = module.QTextToSpeech()
    if not engine.availableVoices():
        return None

    def say(text: str) -> None:
        engine.say(text)

    return say
