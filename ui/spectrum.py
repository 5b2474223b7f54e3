"""From sound to what a spectrogram shows: a column of loudness in mel bands each 10 ms. Only for the eye."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from assistant.types import SAMPLE_RATE, Samples
from ui.events import Picture

BANDS = 64
HOP = 160
"""Samples between two columns: 10 ms."""
WINDOW = 512
COLUMNS_A_SECOND = SAMPLE_RATE // HOP

_QUIET_DB, _LOUD_DB = -85.0, -20.0
"""What is drawn as black and as white, dB of full scale within a band."""


class Spectrum:
    """Sound in pieces of any length, columns out."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(WINDOW - HOP, np.float32)

    def push(self, samples: Samples) -> Picture:
        """The columns that `[samples]` completes, `[columns, BANDS]`."""
        joined = np.concatenate([self._rest, samples])
        count = max(0, (len(joined) - WINDOW) // HOP + 1)
        self._rest = joined[count * HOP :]
        if not count:
            return np.zeros((0, BANDS), np.uint8)
        frames = np.lib.stride_tricks.sliding_window_view(joined, WINDOW)[: count * HOP : HOP]
        power = np.abs(np.fft.rfft(frames * _window(), axis=1)) ** 2 / WINDOW
        decibels = 10.0 * np.log10(power @ _bands() + 1e-12)
        shown = (decibels - _QUIET_DB) / (_LOUD_DB - _QUIET_DB)
        columns: Picture = (np.clip(shown, 0.0, 1.0) * 255).astype(np.uint8)
        return columns


def picture_of(samples: Samples) -> Picture:
    """The whole of `[samples]` at once."""
    return Spectrum().push(samples)


@cache
def _window() -> npt.NDArray[np.float64]:
    window: npt.NDArray[np.float64] = np.hanning(WINDOW)
    return window


@cache
def _bands() -> npt.NDArray[np.float64]:
    """Triangles on the mel scale from 60 Hz to 7.6 kHz, `[bins, BANDS]`, each of sum one."""
    low, high = (2595.0 * np.log10(1.0 + hertz / 700.0) for hertz in (60.0, 7600.0))
    edges = 700.0 * (10.0 ** (np.linspace(low, high, BANDS + 2) / 2595.0) - 1.0)
    bins = np.fft.rfftfreq(WINDOW, 1.0 / SAMPLE_RATE)
    left, middle, right = edges[:-2], edges[1:-1], edges[2:]
    # The lowest triangles are narrower than a bin: each is widened to hold one.
    step = bins[1]
    rising = (bins[:, None] - np.minimum(left, middle - step)) / np.maximum(middle - left, step)
    falling = (np.maximum(right, middle + step) - bins[:, None]) / np.maximum(right - middle, step)
    weights = np.clip(np.minimum(rising, falling), 0.0, None)
    scaled: npt.NDArray[np.float64] = weights / weights.sum(axis=0)
    return scaled
