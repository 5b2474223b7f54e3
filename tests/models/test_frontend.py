from __future__ import annotations

import numpy as np
import pytest
import torch

from models.export_check import babble
from models.frontend import FrontEnd, mel_energies, pcen

pytestmark = pytest.mark.train


def test_mel_energies_are_torchaudios() -> None:
    transforms = pytest.importorskip("torchaudio.transforms")
    front = FrontEnd()
    reference = transforms.MelSpectrogram(
        front.sample_rate,
        n_fft=front.window,
        hop_length=front.hop,
        f_min=front.low_hz,
        f_max=front.high_hz,
        n_mels=front.bands,
        center=False,
    )
    sound = babble(2.0)
    padded = torch.from_numpy(np.concatenate([np.zeros(front.overlap, np.float32), sound]))
    expected = reference(padded).T.numpy()
    np.testing.assert_allclose(mel_energies(sound, front), expected, rtol=1e-3, atol=1e-4)


def test_pcen_is_its_definition() -> None:
    front = FrontEnd()
    energies = np.random.default_rng(1).gamma(1.0, 1.0, (50, 3)).astype(np.float32)
    smooth = np.full(3, front.pcen_start)
    for frame, result in zip(energies, pcen(energies, front), strict=True):
        smooth = (1 - front.pcen_smooth) * smooth + front.pcen_smooth * frame
        gained = frame / (front.pcen_floor + smooth) ** front.pcen_gain
        expected = (gained + front.pcen_bias) ** front.pcen_root - front.pcen_bias**front.pcen_root
        np.testing.assert_allclose(result, expected, rtol=1e-4)


def test_pcen_forgets_the_volume() -> None:
    front = FrontEnd()
    energies = np.random.default_rng(2).gamma(1.0, 1.0, (800, 4)).astype(np.float32) + 0.1
    quiet, loud = pcen(energies, front), pcen(energies * 1000.0, front)
    assert np.abs(quiet[400:] - loud[400:]).max() < 0.3
    assert np.abs(quiet[400:]).mean() > 0.2  # and it is not simply nothing
