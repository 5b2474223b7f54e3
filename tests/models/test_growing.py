"""A model grows: it says what it said, later where it looks ahead, and what is new can learn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

from models.acoustic import AcousticNet, Shape
from models.recipes import grow, train
from models.recipes.export import save_weights

pytestmark = pytest.mark.train
SHAPE = Shape(channels=12, units=20, layers=3)


def made(seed: int = 4) -> AcousticNet:
    torch.manual_seed(seed)
    return AcousticNet(SHAPE).eval()


def test_more_units_say_the_same() -> None:
    net = made()
    large = grow.grow(net, 33, look_ahead=0)
    sound = torch.rand(2, 80, SHAPE.bands)
    assert (large.shape.units, large.shape.delay) == (33, SHAPE.delay)
    with torch.inference_mode():
        torch.testing.assert_close(large(sound), net(sound), atol=1e-5, rtol=1e-5)


def test_who_looks_ahead_says_it_later() -> None:
    net = made()
    with torch.no_grad():
        for gru in net.grus:  # without a memory, so that how it began is soon forgotten
            for name, value in gru.named_parameters():
                if name.startswith("weight_hh"):
                    value.zero_()
                if name.startswith("bias_ih"):
                    value[SHAPE.units : 2 * SHAPE.units] = -4.0
    large = grow.grow(net, 33, look_ahead=2)
    assert (large.shape.kernel_2, large.shape.delay) == (SHAPE.kernel_2 + 4, SHAPE.delay + 4)
    sound = torch.rand(2, 160, SHAPE.bands)
    with torch.inference_mode():
        torch.testing.assert_close(large(sound)[:, 22:], net(sound)[:, 20:-2], atol=1e-4, rtol=1e-4)


def test_new_units_and_the_new_future_learn() -> None:
    large = grow.grow(made(), 33, look_ahead=1)
    before = {name: value.clone() for name, value in large.state_dict().items()}
    optimizer = torch.optim.SGD(large.parameters(), lr=0.5)
    for _ in range(2):  # what is not listened to at first learns once it is
        logits = large(torch.rand(4, 80, SHAPE.bands))
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), torch.randint(0, 98, (80,)))
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    after = large.state_dict()
    assert (after["output.weight"][:, 20:] != 0).any()
    assert (after["conv_2.weight"][:, :, SHAPE.kernel_2 :] != 0).any()
    assert (after["grus.0.weight_ih_l0"][20:33] != before["grus.0.weight_ih_l0"][20:33]).any()


@pytest.mark.parametrize(("units", "look_ahead"), [(19, 0), (20, -1), (12, 0)])
def test_nothing_shrinks(units: int, look_ahead: int) -> None:
    with pytest.raises(ValueError, match="grow"):
        grow.grow(made(), units, look_ahead)


def test_a_size_that_would_change_the_connections_is_refused() -> None:
    with pytest.raises(ValueError, match="residual"):
        grow.grow(AcousticNet(Shape(channels=24, units=20)), 24, 0)


def test_the_command_writes_weights_to_train_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    train.Trainer(train.Recipe(units=20, layers=3, channels=12), tmp_path / "run").save()
    save_weights(tmp_path / "run", tmp_path / "old.pt")
    arguments = [tmp_path / "old.pt", tmp_path / "new.pt", "--units", 30, "--look-ahead", 1]
    monkeypatch.setattr(sys, "argv", ["grow", *map(str, arguments)])
    grow.main()
    assert "million weights" in capsys.readouterr().out
    large, _ = train.load_weights(tmp_path / "new.pt")
    trainer = train.Trainer(
        train.Recipe(units=30, layers=3, channels=12), tmp_path / "more", shape=large.shape
    )
    trainer.start_from(tmp_path / "new.pt")
    assert trainer.net.shape == large.shape
    assert large.shape.delay == SHAPE.delay + 2
