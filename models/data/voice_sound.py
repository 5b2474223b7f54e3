"""From what a synthesiser says to a clip: ends trimmed, 16 kHz, a level."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

Sound = npt.NDArray[np.float32]
RATE = 16_000
_WINDOW = 0.01
_FLOOR_DB = -42.0
"""Below the loudest 10 ms: Kokoro's own breath and hum lie lower, the weakest final consonants above."""


def trimmed(sound: Sound, rate: int, margin: float = 0.05) -> Sound:
    """The part between the first and the last 10 ms that are loud enough, with `margin` seconds on either side.

    Empty where the sound is digital silence.
    """
    size = int(_WINDOW * rate)
    count = len(sound) // size
    if count == 0:
        return sound[:0]
    power = np.square(sound[: count * size].reshape(count, size)).mean(axis=1)
    if not power.any():
        return sound[:0]
    loud = np.flatnonzero(power > power.max() * 10 ** (_FLOOR_DB / 10))
    extra = int(margin * rate)
    return sound[max(0, int(loud[0]) * size - extra) : (int(loud[-1]) + 1) * size + extra]


def to_clip(sound: Sound, rate: int, peak_db: float = -6.0) -> Sound:
    """Trimmed, resampled to `RATE`, its largest sample `peak_db` below full scale. Empty for silence."""
    words = trimmed(sound, rate)
    if not len(words):
        return words
    resampled = soxr.resample(words, rate, RATE).astype(np.float32)
    level = np.float32(10 ** (peak_db / 20) / np.abs(resampled).max())
    return np.asarray(resampled * level, np.float32)
