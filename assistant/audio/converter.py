"""From any rate and any number of channels to 16 kHz mono, block by block."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

from assistant.types import SAMPLE_RATE, Samples

Block = npt.NDArray[np.float32]
"""Interleaved sound as devices and files give it, float32, shape `[frames, channels]`."""


class Converter:
    """Makes 16 kHz mono of blocks of one stream; cutting the stream differently changes nothing.

    Samples that are not finite become silence and are counted, as one of them would poison the resampler
    and the model's carried state for good. The rest is clipped to [-1, 1].
    """

    def __init__(self, rate: int) -> None:
        """Convert from `rate` Hz."""
        self._resampler = (
            None if rate == SAMPLE_RATE else soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
        )
        self.repaired = 0
        """Samples so far that were not finite."""

    def convert(self, block: Block) -> Samples:
        """The mean of the channels of `[frames, channels]` at 16 kHz, `[samples]`; resampling lags."""
        finite = np.isfinite(block)
        if not finite.all():
            self.repaired += int(block.size - np.count_nonzero(finite))
            block = np.where(finite, block, np.float32(0.0))
        mono = np.clip(block, -1.0, 1.0).mean(axis=1, dtype=np.float32)
        return self._resample(mono, last=False)

    def finish(self) -> Samples:
        """What the resampler still holds at the end of the stream, `[samples]`."""
        return self._resample(np.empty(0, dtype=np.float32), last=True)

    def _resample(self, mono: Samples, *, last: bool) -> Samples:
        if self._resampler is None:
            return mono
        resampled: Samples = self._resampler.resample_chunk(mono, last=last)
        return np.clip(resampled, -1.0, 1.0)  # a filter overshoots at full scale
