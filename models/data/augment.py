"""Augmentation of mel energies: what a room, a microphone, a voice and a noise do to sound, in the power domain.

All functions take energies (not logarithms), float32 `[10 ms frames, bands]`. Powers of unrelated sounds add in the
mean only: within a frame they interfere, and `Waves.together` adds them so. A gain or a microphone's colour
multiplies; a room smears the envelope with an exponential tail; a longer or shorter vocal tract shifts the bands.
`SpecAugment` (Park et al., Interspeech 2019) masks the normalised features.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from models.frontend import FrontEnd, mel_matrix, spectrum

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


@dataclass(frozen=True)
class Waves:
    """What is random in two sounds that are known by their energies only; both arrays are `[frames, bands]`.

    They come from white noises that went through the front end itself, since neighbouring frames and bands share
    samples and are alike: energies that fluctuate as fast as they like are too easily told from speech.
    """

    hiss: Array
    """Energies of white noise, every band with a mean of 1."""
    cosine: Array
    """How two unrelated sounds interfere: -1 where they cancel, 1 where both amplitudes add."""

    def rows(self, table: Array, frames: int, rng: np.random.Generator) -> Array:
        """Any `frames` rows of one of the two in a row."""
        start = int(rng.integers(len(table)))
        found: Array = np.take(table, np.arange(start, start + frames), axis=0, mode="wrap")
        return found

    def together(self, first: Array, second: Array, rng: np.random.Generator) -> Array:
        """Energies of two unrelated sounds at once: `a + b + 2 cos sqrt(a b)`, and not `a + b`."""
        both: Array = first + second
        both += 2.0 * self.rows(self.cosine, len(first), rng) * np.sqrt(first * second)
        return np.maximum(both, 0.0, out=both)


def waves(frames: int, front: FrontEnd, rng: np.random.Generator) -> Waves:
    """Waves of so many frames of 10 ms."""
    first, second = (
        spectrum(rng.normal(size=frames * front.hop).astype(np.float32), front) for _ in range(2)
    )
    mel = mel_matrix(front)
    one, other = ((np.abs(each) ** 2) @ mel for each in (first, second))
    cosine = ((first.conj() * second).real @ mel) / np.sqrt(one * other)
    return Waves((one / one.mean(axis=0)).astype(np.float32), cosine.astype(np.float32))


def clatter(hiss: Array, front: FrontEnd, rng: np.random.Generator) -> Array:
    """Things that knock: dishes, cutlery, keys, steps; mean power 1.

    Blows at random moments, one to eight a second, each of a colour and a level of its own, ringing for 20 to 250 ms,
    high tones the shorter. `hiss` is the noise that rings.
    """
    frames = len(hiss)
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
    rough = blows * hiss
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


def room(energies: Array, waves: Waves, rng: np.random.Generator) -> Array:
    """A diffuse tail of 0.15 to 0.9 s, 0 to 15 dB below the direct sound; so many echoes fluctuate as noise does."""
    decay = 10.0 ** (-6.0 * 0.01 / rng.uniform(0.15, 0.9))
    level = decibel(-float(rng.uniform(0.0, 15.0))) * (1.0 - decay)
    tail = lfilter([0.0, 0.0, level], [1.0, -decay], energies, axis=0).astype(np.float32)
    return waves.together(energies, tail * waves.rows(waves.hiss, len(tail), rng), rng)


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
