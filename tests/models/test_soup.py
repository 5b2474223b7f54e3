"""Averaged models."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

from models.recipes import soup, train
from models.recipes.export import load_run, save_weights

pytestmark = pytest.mark.train


def weights(folder: Path, seed: int, units: int = 16) -> Path:
    train.Trainer(train.Recipe(units=units, layers=1, channels=8, seed=seed), folder / str(seed)).save()
    path = folder / f"{seed}.pt"
    save_weights(folder / str(seed), path)
    return path


def test_the_average_lies_between_and_can_be_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = weights(tmp_path, 1), weights(tmp_path, 2)
    out = tmp_path / "soup.pt"
    monkeypatch.setattr(sys, "argv", ["soup", str(one), str(other), "--out", str(out)])
    soup.main()
    nets = [load_run(path)[0] for path in (one, other, out)]
    first, second, mean = (net.output.weight for net in nets)
    assert not torch.allclose(first, second)
    torch.testing.assert_close(mean, (first + second) / 2, atol=1e-3, rtol=1e-2)
    alone = soup.average([torch.load(one, weights_only=True)])
    assert torch.equal(alone["averaged"]["output.weight"], torch.load(one)["averaged"]["output.weight"])


def test_a_file_that_does_not_name_all_of_its_shape_is_as_good(tmp_path: Path) -> None:
    states = [torch.load(weights(tmp_path, seed), weights_only=True) for seed in (1, 2)]
    del states[0]["shape"]["mixed"]  # as released before there was such a thing
    assert soup.average(states)["shape"] == states[1]["shape"]


def test_models_of_different_shapes_have_no_average(tmp_path: Path) -> None:
    states = [
        torch.load(weights(tmp_path, seed, units), weights_only=True) for seed, units in ((1, 16), (2, 24))
    ]
    with pytest.raises(ValueError, match="same shape"):
        soup.average(states)
