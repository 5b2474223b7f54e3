"""Noise added to energies, beside noise added to sound, for a model that knows nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from models.acoustic import AcousticNet, Shape
from models.recipes import measure_mixing
from models.recipes.measure_mixing import Spoken, compare

pytestmark = pytest.mark.train


def test_all_ways_are_the_same_where_there_is_hardly_any_noise() -> None:
    torch.manual_seed(3)
    net = AcousticNet(Shape(units=16, layers=1, channels=16)).eval()
    time = np.arange(16_000) / 16_000
    tone = (0.1 * np.sin(2 * np.pi * 500 * time)).astype(np.float32)
    noise = np.random.default_rng(4).normal(0.0, 0.1, 32_000).astype(np.float32)
    clips = [Spoken(tone, np.array([5, 9], np.uint8))] * 3
    quiet, loud = (compare(net, clips, [noise], level) for level in (200.0, 0.0))
    assert len(quiet) == len(measure_mixing.WAYS)
    np.testing.assert_allclose(quiet, quiet[0], rtol=1e-3)
    assert abs(loud[0] - quiet[0]) > 1e-3  # the noise is heard
    assert len(set(loud)) == len(loud)


def test_without_noise_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    net = AcousticNet(Shape(units=16, layers=1, channels=16))
    averaged = {name: value.half() for name, value in net.state_dict().items()}
    shape = {name: getattr(net.shape, name) for name in net.shape.__dataclass_fields__}
    torch.save({"averaged": averaged, "shape": shape}, tmp_path / "net.pt")
    words = ["recipe", "--weights", str(tmp_path / "net.pt"), "--speech", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit):
        measure_mixing.main()
    assert "no noise" in capsys.readouterr().err
