"""Where the speech of a recorded word begins and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.data.shards import RATE

HOP = RATE // 100
"""10 ms, the step of levels."""


@dataclass(frozen=True)
class Trim:
    """How silence is told from speech. Levels are in dB, times in hops of 10 ms."""

    below_peak: float = 40.0
    """What is this much quieter than the loudest hop is silence, where noise allows."""
    above_noise: float = 8.0
    """What is not this much above the noise is silence."""
    contrast: float = 15.0
    """Less than this between noise and the loudest hop: nothing was said, or too much noise to tell."""
    shortest: int = 4
    """A shorter burst at the ends is a click of a key, not speech."""
    keep: int = 15
    """Silence left at both ends: weak sounds and the closure before a last t lie below the threshold."""


def levels(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Root mean square of each 10 ms in dB of full scale, `[samples // 160]`; digital silence is -120."""
    hops = sound[: len(sound) // HOP * HOP].astype(np.float64).reshape(-1, HOP)
    power: npt.NDArray[np.float64] = 10 * np.log10((hops**2).mean(axis=1) + 1e-12)
    return power


def spoken_part(sound: npt.NDArray[np.float32], trim: Trim | None = None) -> slice | None:
    """The samples from `keep` before the speech until `keep` after it; None where no speech stands out."""
    trim = trim or Trim()
    level = levels(sound)
    if not len(level):
        return None
    loudest, noise = float(level.max()), float(np.percentile(level, 10))
    if loudest - noise < trim.contrast:
        return None
    loud = level > max(loudest - trim.below_peak, noise + trim.above_noise)
    # Runs of loud hops; gaps of 20 ms do not end a run.
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    starts, ends = bounds[::2], bounds[1::2]
    joined = starts[1:] - ends[:-1] <= 2
    starts, ends = starts[np.append(True, ~joined)], ends[np.append(~joined, True)]
    long = ends - starts >= trim.shortest
    if not long.any():
        return None
    first = max(0, int(starts[long][0]) - trim.keep)
    last = min(len(level), int(ends[long][-1]) + trim.keep)
    return slice(first * HOP, last * HOP)
