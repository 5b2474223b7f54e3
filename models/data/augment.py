"""Augmentation of mel energies: what a room, a microphone, a voice and a noise do to sound, in the power domain.

All functions take energies (not logarithms), float32 `[10 ms frames, bands]`. Powers of unrelated sounds add in the
mean, so noise is added as energy; a gain or a microphone's colour multiplies; a room smears the envelope with an
exponential tail; a longer or shorter vocal tract shifts the bands. `SpecAugment` (Park et al., Interspeech 2019)
masks the normalised features.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from models.frontend import FrontEnd

Array = npt.NDArray[np.float32]


def decibel(value: float) -> np.float32:
    """A level in dB as a factor of power."""
    return np.float32(10.0 ** (value / 10.0))


@lru_cache
def band_centres(front: FrontEnd) -> npt.NDArray[np.float64]:
    """Centre of each mel band in Hz."""
    low, high = (2595.0 * np.log10(1.0 + hz / 700.0) for hz in (front.low_hz, front.high_hz))
    mel = np.linspace(low, high, front.bands + 2)[1:-1]
    return np.asarray(700.0 * (10.0 ** (mel / 2595.0) - 1.0))


def another_voice(
    logs: Array, speed: float, tract: float, front: FrontEnd
) -> tuple[Array, npt.NDArray[np.intp]]:
    """Speak `speed` times as fast, with a vocal tract `tract` times as short (frequencies scale with it).

    Takes and returns log energies; the second result says which old frame each new one came from.
    """
    frames = max(1, round(len(logs) / speed))
    where = np.minimum(np.arange(frames) * speed, len(logs) - 1.001)
    low = where.astype(np.intp)
    part = (where - low).astype(np.float32)[:, None]
    high = np.minimum(low + 1, len(logs) - 1)
    slow = logs[low] * (1.0 - part) + logs[high] * part
    centres = band_centres(front)
    bands = np.interp(centres / tract, centres, np.arange(front.bands))
    below = np.minimum(bands.astype(np.intp), front.bands - 2)
    share = (bands - below).astype(np.float32)
    return slow[:, below] * (1.0 - share) + slow[:, below + 1] * share, low


def hiss(frames: int, front: FrontEnd, rng: np.random.Generator) -> Array:
    """White noise as mel energies see it, of mean power 1."""
    freedom = 1.0 + 0.12 * np.arange(front.bands)  # wide bands average more bins and fluctuate less
    return rng.gamma(freedom, 1.0 / freedom, (frames, front.bands)).astype(np.float32)


def clatter(frames: int, front: FrontEnd, rng: np.random.Generator) -> Array:
    """Things that knock: dishes, cutlery, keys, steps; mean power 1.

    Blows at random moments, one to eight a second, each of a colour and a level of its own, ringing for 20 to 250 ms,
    high tones the shorter.
    """
    blows = np.zeros((frames, front.bands))
    moments = np.flatnonzero(rng.random(frames) < rng.uniform(0.01, 0.08))
    tilt = rng.normal(0.0, 8.0) * np.linspace(-1.0, 1.0, front.bands)
    for moment in moments:
        colour_of_one = 10.0 ** (tilt / 10.0) * colour(front, rng, 9.0)
        blows[moment] += decibel(float(rng.normal(0.0, 8.0))) * colour_of_one
    ring = rng.uniform(2.0, 25.0) * np.linspace(1.5, 0.5, front.bands)
    decay = 10.0 ** (-6.0 / np.maximum(ring, 1.0) / 2.0)
    for band in range(front.bands):
        blows[:, band] = lfilter([1.0], [1.0, -decay[band]], blows[:, band])
    rough = blows * hiss(frames, front, rng)
    result: Array = (rough / (rough.sum(axis=1).mean() / front.bands + 1e-9)).astype(np.float32)
    return result


def colour(front: FrontEnd, rng: np.random.Generator, strength: float) -> Array:
    """A smooth random frequency response, factors of power `[bands]`; `strength` is its deviation in dB."""
    position = np.arange(front.bands) / front.bands
    curve = np.zeros(front.bands)
    for order in (0.5, 1.0, 1.5, 2.5):
        curve += rng.normal(0.0, strength / 2.0) * np.cos(2 * np.pi * (order * position + rng.uniform()))
    return (10.0 ** (curve / 10.0)).astype(np.float32)


def band_limit(front: FrontEnd, rng: np.random.Generator) -> Array:
    """A telephone, a small loudspeaker or a steep high-pass: factors of power `[bands]`."""
    centres = band_centres(front)
    factors = np.ones(front.bands, np.float32)
    if rng.random() < 0.6:
        factors[centres > rng.uniform(3000, 6500)] = 1e-3
    if rng.random() < 0.6:
        factors[centres < rng.uniform(100, 400)] = 1e-2
    return factors


def room(energies: Array, rng: np.random.Generator) -> Array:
    """A diffuse tail of 0.15 to 0.9 s, 0 to 15 dB below the direct sound."""
    decay = 10.0 ** (-6.0 * 0.01 / rng.uniform(0.15, 0.9))
    level = decibel(-float(rng.uniform(0.0, 15.0))) * (1.0 - decay)
    tail = lfilter([0.0, 0.0, level], [1.0, -decay], energies, axis=0)
    result: Array = energies + tail.astype(np.float32)
    return result


def mask(features: Array, rng: np.random.Generator) -> None:
    """SpecAugment in place: up to two bands of up to 6, up to two holes of up to 120 ms."""
    frames, bands = features.shape
    for _ in range(rng.integers(0, 3)):
        width = int(rng.integers(1, 7))
        start = int(rng.integers(0, bands - width))
        features[:, start : start + width] = 0.0
    for _ in range(rng.integers(0, 3)):
        width = int(rng.integers(1, 13))
        start = int(rng.integers(0, frames - width))
        features[start : start + width] = 0.0
