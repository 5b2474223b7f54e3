"""What exports and their tests compare with: torch's answer, and sound that needs no data."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from models.acoustic import AcousticNet
from models.frontend import FrontEnd, mel_energies, pcen


def torch_posteriors(
    net: AcousticNet, samples: npt.NDArray[np.float32], front: FrontEnd
) -> npt.NDArray[np.float32]:
    """Log-posteriors of a clip by torch, `[40 ms frames, phones]`; samples beyond whole chunks are left out."""
    usable = len(samples) // (8 * front.hop) * (8 * front.hop)
    features = pcen(mel_energies(samples[:usable], front), front)
    with torch.inference_mode():
        result: npt.NDArray[np.float32] = net(torch.from_numpy(features)[None])[0].log_softmax(1).numpy()
    return result


def babble(seconds: float, seed: int = 0) -> npt.NDArray[np.float32]:
    """Sound with the rhythm and colour of speech, for checks that need no data."""
    rng = np.random.default_rng(seed)
    time = np.arange(int(seconds * 16_000)) / 16_000
    pitch = 120 + 30 * np.sin(2 * np.pi * 0.7 * time)
    buzz = sum(np.sin(2 * np.pi * np.cumsum(pitch) / 16_000 * k) / k for k in range(1, 25))
    envelope = np.clip(np.sin(2 * np.pi * 3.1 * time), 0, 1) * (time % 2.0 < 1.5)
    return (0.08 * buzz * envelope + 0.003 * rng.standard_normal(len(time))).astype(np.float32)
