"""Noise for evaluation: mixing at a ratio, and clips that hold nothing else."""

from __future__ import annotations

import math

import numpy as np

from assistant.types import SAMPLE_RATE, Samples

_FRAME = 2048
"""Samples of the frames whose largest energies are compared."""


def with_noise(sound: Samples, noise: Samples, snr: float, rng: np.random.Generator) -> Samples:
    """Add noise so that the ratio of the largest energies of 2048-sample frames is `snr` dB.

    That is how the public speech-to-intent benchmark mixes (FINDINGS), so that figures can be compared.
    """
    piece = cut(noise, len(sound), rng)
    gain = math.sqrt(_loudest(sound) / (_loudest(piece) + 1e-12) / 10 ** (snr / 10))
    mixed = sound + np.float32(gain) * piece
    result: Samples = (mixed / max(1.0, float(np.abs(mixed).max()))).astype(np.float32)
    return result


def cut(noise: Samples, samples: int, rng: np.random.Generator) -> Samples:
    """A random piece of `noise`, repeated where it is too short."""
    start = int(rng.integers(0, max(1, len(noise) - samples)))
    return np.resize(noise[start : start + samples], samples)


def silence_clips(noises: list[Samples], count: int, rng: np.random.Generator) -> list[Samples]:
    """One second each of background noise at a random volume, as Speech Commands makes its clips of silence."""
    return [
        (cut(noises[number % len(noises)], SAMPLE_RATE, rng) * rng.uniform()).astype(np.float32)
        for number in range(count if noises else 0)
    ]


def _loudest(values: Samples) -> float:
    frames = values[: len(values) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return float((frames.astype(np.float64) ** 2).sum(axis=1).max()) if len(frames) else 1e-9
