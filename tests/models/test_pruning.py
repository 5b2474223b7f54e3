"""Units leave a model: what stays says the same as the whole with the others silenced, and learns on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

from models.acoustic import AcousticNet, Shape
from models.losses import distance
from models.recipes import prune, train
from models.recipes.export import save_weights

pytestmark = pytest.mark.train
SHAPE = Shape(channels=12, units=20, layers=3)


def made(seed: int = 4) -> AcousticNet:
    torch.manual_seed(seed)
    return AcousticNet(SHAPE).eval()


def silence(net: AcousticNet, units: torch.Tensor, first: torch.Tensor, second: torch.Tensor) -> None:
    """Make `net` say what it would say without these units and channels: zero in, zero out."""
    with torch.no_grad():
        for layer, places in ((net.conv_1, first), (net.conv_2, second)):
            layer.weight[places] = 0.0
            assert layer.bias is not None
            layer.bias[places] = 0.0
        gates = torch.cat([units + gate * SHAPE.units for gate in range(3)])
        for gru in net.grus:
            for value in gru.parameters():
                value[gates] = 0.0  # a fresh value of tanh(0), and a state that stays 0


def test_what_stays_is_the_whole_with_the_rest_silent() -> None:
    torch.manual_seed(0)
    units, first, second = torch.arange(0, 20, 2), torch.arange(3, 12), torch.arange(9)
    whole = made()
    small = prune.prune(made(), units, first, second)
    silence(whole, torch.arange(1, 20, 2), torch.arange(3), torch.arange(9, 12))
    sound = torch.rand(2, 80, SHAPE.bands)
    with torch.inference_mode():
        torch.testing.assert_close(small(sound), whole(sound), atol=1e-5, rtol=1e-5)
    assert small.shape == Shape(channels=9, units=10, layers=3)


def test_units_that_say_nothing_go_first() -> None:
    net = made()
    idle = torch.tensor([2, 3, 11])
    silence(net, idle, torch.tensor([5]), torch.tensor([0]))
    batches = [(torch.rand(4, 80, SHAPE.bands), torch.randint(0, 98, (4, 20))) for _ in range(3)]
    units, (first, second) = prune.importance(net, batches)
    assert set(units.argsort()[:3].tolist()) == set(idle.tolist())
    assert (int(first.argmin()), int(second.argmin())) == (5, 0)
    left = prune.kept(units, 17)
    assert left.tolist() == [unit for unit in range(20) if unit not in idle.tolist()]


@pytest.mark.parametrize("count", [0, 21])
def test_no_more_than_there_are_can_stay(count: int) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        prune.kept(torch.rand(20), count)


def test_a_size_that_would_change_the_connections_is_refused() -> None:
    with pytest.raises(ValueError, match="residual"):
        prune.prune(made(), torch.arange(9), torch.arange(9), torch.arange(9))


def test_a_pruned_model_learns_from_the_whole_one(tmp_path: Path) -> None:
    trainer = train.Trainer(train.Recipe(units=20, layers=3, channels=12), tmp_path / "run")
    trainer.save()
    save_weights(tmp_path / "run", tmp_path / "whole.pt")
    whole, facts = train.load_weights(tmp_path / "whole.pt")
    assert facts["update"] == 0
    small = prune.prune(whole, torch.arange(14), torch.arange(8), torch.arange(8))
    recipe = train.Recipe(
        units=14,
        layers=3,
        channels=8,
        rate=0.01,
        warm_up=1,
        updates=100_000,
        dense_weight=0.0,
        ctc_weight=0.0,
    )
    student = train.Trainer(recipe, tmp_path / "student", whole.eval())
    student.net.load_state_dict(small.state_dict())
    torch.manual_seed(1)
    features, labels = torch.rand(4, 80, 40), torch.randint(0, 98, (4, 20))
    found = [student.learn(features, labels)["away"] for _ in range(60)]
    assert found[-1] < 0.5 * found[0]
    assert distance(whole(features), whole(features)).item() == pytest.approx(0.0, abs=1e-6)


def test_the_command_writes_weights_to_train_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    train.Trainer(train.Recipe(units=20, layers=3, channels=12), tmp_path / "run").save()
    save_weights(tmp_path / "run", tmp_path / "whole.pt")

    class Windows(torch.utils.data.IterableDataset[tuple[torch.Tensor, torch.Tensor]]):
        def __init__(self, *_: object, seed: int, delay: int) -> None:
            assert delay == SHAPE.delay
            torch.manual_seed(seed)

        def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
            while True:
                yield torch.rand(80, 40), torch.randint(0, 98, (20,))

    monkeypatch.setattr(prune, "Windows", Windows)
    arguments = [tmp_path / "whole.pt", tmp_path / "small.pt", "--units", 15, "--channels", 8, "--batches", 2]
    monkeypatch.setattr(sys, "argv", ["prune", *map(str, arguments)])
    prune.main()
    assert "million weights" in capsys.readouterr().out
    small, _ = train.load_weights(tmp_path / "small.pt")
    assert (small.shape.units, small.shape.channels) == (15, 8)
