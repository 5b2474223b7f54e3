"""Weights that are zero: which, and that they stay so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

from models.recipes import mask
from models.recipes.export import save_weights
from models.recipes.train import Recipe, Trainer, load_weights

pytestmark = pytest.mark.train
SMALL = {"units": 20, "layers": 2, "channels": 12}


def test_the_smallest_weights_leave() -> None:
    torch.manual_seed(1)
    weights = torch.randn(6, 4, 5)
    found = mask.masked(weights, 0.75)
    assert int((found == 0).sum()) == 90
    left = weights[found != 0]
    assert left.abs().min() > weights[found == 0].abs().max()
    torch.testing.assert_close(found[found != 0], left)
    assert mask.masked(torch.ones(9), 0.5).all()


def test_none_leave_where_none_shall() -> None:
    weights = torch.randn(3, 3)
    assert mask.masked(weights, 0.0) is weights
    with pytest.raises(ValueError, match="share"):
        mask.masked(weights, 1.0)


@pytest.mark.parametrize("keep", [True, False])
def test_zeros_stay_zero_where_they_shall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    Trainer(Recipe(**SMALL), tmp_path / "run").save()  # type: ignore[arg-type]
    save_weights(tmp_path / "run", tmp_path / "whole.pt")
    arguments = ["mask", str(tmp_path / "whole.pt"), str(tmp_path / "masked.pt"), "--zeros", "0.5"]
    monkeypatch.setattr(sys, "argv", arguments)
    mask.main()
    before = load_weights(tmp_path / "masked.pt")[0].grus[0].weight_hh_l0

    recipe = Recipe(**SMALL, keep_zeros=keep, rate=0.01, warm_up=1, updates=100)  # type: ignore[arg-type]
    trainer = Trainer(recipe, tmp_path / "run")
    trainer.start_from(tmp_path / "masked.pt")
    for _ in range(3):
        trainer.learn(torch.rand(2, 80, 40), torch.randint(0, 98, (2, 20)))
    for net in (trainer.net, trainer.averaged):
        after = net.grus[0].weight_hh_l0
        assert isinstance(before, torch.Tensor)
        assert isinstance(after, torch.Tensor)
        assert (after != before).any()
        share = float((after[before == 0] == 0).float().mean())
        assert share == 1.0 if keep else share < 0.5
