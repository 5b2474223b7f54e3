"""How loud the input is."""

from __future__ import annotations

import numpy as np

from assistant.events import Level
from assistant.types import AudioChunk, Samples

SILENCE_DB = -120.0
"""dB of full scale that digital silence, and anything below, is reported as."""


def measure(samples: Samples) -> tuple[float, float]:
    """RMS in dB of full scale, never below `SILENCE_DB`, and the largest absolute sample.

    `samples` is finite, `[samples]`; none at all is silence.
    """
    if samples.size == 0:
        return SILENCE_DB, 0.0
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    floor = 10.0 ** (SILENCE_DB / 10.0)
    return 10.0 * float(np.log10(max(power, floor))), float(np.abs(samples).max())


def level_of(chunk: AudioChunk) -> Level:
    """The event that shows the input level of `chunk`."""
    rms_db, peak = measure(chunk.samples)
    return Level(rms_db=rms_db, peak=peak, overruns=chunk.overruns)
