"""The front end in torch: PCM to mel energies to PCEN, exactly as the exported graph computes it.

Frames are 25 ms every 10 ms and end where the streaming graph's end: frame `t` covers samples
`[160 t - 240, 160 t + 160)`, so eight frames belong to one chunk of 80 ms and nothing looks ahead.

PCEN: Wang et al., "Trainable frontend for robust and far-field keyword spotting", ICASSP 2017.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import torch
from scipy.signal import lfilter

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """Sizes and constants; they travel in the model's metadata."""

    sample_rate: int = 16_000
    window: int = 400
    hop: int = 160
    bands: int = 40
    low_hz: float = 60.0
    high_hz: float = 7_800.0
    pcen_smooth: float = 0.025
    """Weight of the newest 10 ms frame in the running energy."""
    pcen_gain: float = 0.98
    pcen_bias: float = 2.0
    pcen_root: float = 0.5
    pcen_floor: float = 1e-6
    pcen_start: float = 1e-3
    """Running energy before the first frame: about that of a quiet room."""

    @property
    def overlap(self) -> int:
        """Samples of the past that the first frame of a chunk still needs."""
        return self.window - self.hop


@lru_cache
def dft_matrix(front: FrontEnd) -> Array:
    """Windowed real DFT as one matrix `[window, 2 * bins]`: cosines, then sines."""
    n = np.arange(front.window)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * n / front.window)
    angle = 2 * np.pi * np.outer(n, np.arange(front.window // 2 + 1)) / front.window
    return np.concatenate([np.cos(angle), -np.sin(angle)], axis=1).astype(np.float32) * hann[:, None].astype(
        np.float32
    )


def mel_edges(front: FrontEnd) -> npt.NDArray[np.float64]:
    """Where the triangles begin, peak and end, in Hz `[bands + 2]`."""

    def to_mel(hz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return 2595.0 * np.log10(1.0 + hz / 700.0)

    edges_mel = np.linspace(
        to_mel(np.array(front.low_hz)), to_mel(np.array(front.high_hz)), front.bands + 2, dtype=np.float64
    )
    edges: npt.NDArray[np.float64] = 700.0 * (10.0 ** (edges_mel / 2595.0) - 1.0)
    return edges


@lru_cache
def mel_matrix(front: FrontEnd) -> Array:
    """Triangular HTK mel filters, `[bins, bands]`, each with peak 1 (torchaudio's default)."""
    bins = np.linspace(0, front.sample_rate / 2, front.window // 2 + 1)
    edges = mel_edges(front)
    rising = (bins[:, None] - edges[None, :-2]) / (edges[1:-1] - edges[:-2])[None]
    falling = (edges[None, 2:] - bins[:, None]) / (edges[2:] - edges[1:-1])[None]
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


def _waves(samples: Array, front: FrontEnd) -> torch.Tensor:
    """Cosines, then sines of every frame, `[samples // hop, 2 * bins]`."""
    frames = len(samples) // front.hop
    padded = np.concatenate([np.zeros(front.overlap, np.float32), samples[: frames * front.hop]])
    windows = torch.from_numpy(padded).unfold(0, front.window, front.hop)
    return windows @ torch.from_numpy(dft_matrix(front))


def spectrum(samples: Array, front: FrontEnd) -> npt.NDArray[np.complex64]:
    """Spectrum of every frame, complex64 `[samples // hop, window // 2 + 1]`."""
    parts = _waves(samples, front).numpy()
    bins = front.window // 2 + 1
    result: npt.NDArray[np.complex64] = parts[:, :bins] + np.complex64(1j) * parts[:, bins:]
    return result


def mel_energies(samples: Array, front: FrontEnd) -> Array:
    """Mel band energies of a whole clip, float32 `[samples // hop, bands]`."""
    bins = front.window // 2 + 1
    with torch.inference_mode():
        parts = _waves(samples, front)
        power = parts[:, :bins].square() + parts[:, bins:].square()
        energies: Array = (power @ torch.from_numpy(mel_matrix(front))).numpy()
    return energies


def pcen(energies: Array, front: FrontEnd) -> Array:
    """Per-channel energy normalisation over time (axis 0 of `[frames, bands]`), starting from `pcen_start`."""
    keep = 1.0 - front.pcen_smooth
    start = np.full((1, energies.shape[1]), keep * front.pcen_start, np.float32)
    smooth, _ = lfilter([front.pcen_smooth], [1.0, -keep], energies, axis=0, zi=start)
    gained = energies / (front.pcen_floor + smooth.astype(np.float32)) ** front.pcen_gain
    result: Array = ((gained + front.pcen_bias) ** front.pcen_root - front.pcen_bias**front.pcen_root).astype(
        np.float32
    )
    return result
