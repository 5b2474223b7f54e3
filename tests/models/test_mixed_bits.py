"""Bits of every matrix, by what rounding it costs."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from assistant.speech.model import AcousticModel
from assistant.speech.phones import INVENTORY
from models.acoustic import AcousticNet, Shape
from models.export_check import babble, torch_posteriors
from models.frontend import FrontEnd
from models.recipes import mixed
from models.recipes.export import export
from models.recipes.measure_phones import Said
from models.recipes.mixed import BITS, Matrix, choose, names_of, sweep, with_bits
from models.recipes.train import Recipe, Trainer, load_weights
from tests.models.conftest import run

pytestmark = pytest.mark.train
FACTS: dict[str, object] = {"update": 1, "seconds": 1.0, "recipe": {}}


def untrained(units: int = 40) -> AcousticNet:
    torch.manual_seed(3)
    net = AcousticNet(Shape(channels=16, units=units, layers=2, phones=len(INVENTORY)))
    with torch.no_grad():
        for value in net.parameters():
            value.mul_(2.0)
    return net.eval()


def matrix(name: str, weights: int, *more: float) -> Matrix:
    """Distances grow by `more` a bit less."""
    return Matrix(name, weights, dict(zip(BITS, np.cumsum([0.0, *more]).tolist(), strict=True)))


def bytes_of(matrices: list[Matrix], bits: dict[str, int]) -> int:
    return sum(one.bytes(bits[one.name]) for one in matrices)


def far_of(matrices: list[Matrix], bits: dict[str, int]) -> float:
    return sum(one.distances[bits[one.name]] for one in matrices)


SOME = [matrix("a", 8000, 0.001, 0.01, 0.1, 1.0, 9.0), matrix("b", 8000, 0.0, 0.0, 0.0, 0.002, 0.5)]


def test_bits_go_where_they_help() -> None:
    assert choose(SOME, most_bytes=16_000) == {"a": 8, "b": 5}  # what costs nothing is not kept
    assert choose(SOME, most_bytes=11_000) == {"a": 7, "b": 4}
    assert choose(SOME, most_bytes=10_900) == {"a": 6, "b": 4}
    assert choose(SOME, farthest=0.012) == {"a": 7, "b": 4}
    assert choose(SOME, farthest=0.0) == {"a": 8, "b": 5}


def test_a_budget_that_nothing_keeps_to_is_refused() -> None:
    with pytest.raises(ValueError, match="6000 bytes, more than 5999"):
        choose(SOME, most_bytes=5999)


@given(
    st.lists(
        st.tuples(st.integers(8, 10_000), st.lists(st.floats(0.0, 0.2), min_size=5, max_size=5)),
        min_size=1,
        max_size=6,
    ),
    st.floats(3.0, 8.0),
)
def test_a_budget_is_kept_and_more_of_it_never_hurts(
    rows: list[tuple[int, list[float]]], width: float
) -> None:
    matrices = [matrix(str(number), weights, *more) for number, (weights, more) in enumerate(rows)]
    budget = sum(one.bytes(3) for one in matrices) + (width - 3.0) * sum(one.weights for one in matrices) / 8
    bits = choose(matrices, most_bytes=budget)
    assert bytes_of(matrices, bits) <= budget
    assert far_of(matrices, choose(matrices, most_bytes=2 * budget)) <= far_of(matrices, bits) + 1e-12
    allowed = far_of(matrices, bits)
    within = choose(matrices, farthest=allowed)
    assert far_of(matrices, within) <= allowed + 1e-12


def test_a_sweep_rounds_one_matrix_at_a_time() -> None:
    net = untrained()
    with torch.no_grad():
        net.conv_2.weight.zero_()  # nothing to lose
    said = [Said(np.random.default_rng(n).random((80, 40), np.float32), [5, 9, 30]) for n in range(4)]
    found = {one.name: one for one in sweep(net, said)}
    assert list(found) == names_of(net)
    assert "conv_1.weight" not in found
    assert set(found["conv_2.weight"].distances.values()) == {0.0}
    costs = found["output.weight"].distances
    assert costs[8] == 0.0
    assert list(costs.values()) == sorted(costs.values())
    assert costs[3] > costs[6]


@pytest.mark.parametrize("int8", [False, True])
def test_the_graph_hears_with_the_same_bits_as_torch(tmp_path: Path, int8: bool) -> None:
    net = untrained()
    bits = dict(zip(names_of(net), (8, 7, 6, 5, 4, 5), strict=True))
    small = with_bits(net, bits)
    assert [small.bits_of(name) for name in ("conv_1.weight", *bits)] == [8, *bits.values()]
    export(small, FACTS, tmp_path / "m.onnx", int8=int8)
    sound = babble(3.0)
    expected = torch_posteriors(small, sound, FrontEnd())
    found = AcousticModel(tmp_path / "m.onnx").posteriors(sound)[: len(expected)]
    assert np.abs(np.exp(found) - np.exp(expected)).max() < (0.05 if int8 else 1e-4)
    assert np.abs(expected - torch_posteriors(net, sound, FrontEnd())).max() > 0.01


def test_a_run_goes_on_with_the_bits_it_began_with(tmp_path: Path) -> None:
    shape = with_bits(untrained(), {"output.weight": 4}).shape
    trainer = Trainer(Recipe(updates=1), tmp_path, shape=shape)
    assert trainer.net.shape == shape
    trainer.save()
    again = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert Shape(**again["shape"]) == shape
    assert Trainer(Recipe(bits=5), tmp_path / "other", shape=shape).net.shape.mixed == {}


def test_chosen_bits_are_in_the_file(
    speech: Path,
    tmp_path: Path,
    aligned: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [
        json.loads(line) for line in (speech / "words-train.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    held_out = "".join(json.dumps(row | {"split": "valid"}) + "\n" for row in rows)
    (speech / "words-valid.jsonl").write_text(held_out, encoding="utf-8")
    shutil.copy(aligned / "words-train.npz", aligned / "words-valid.npz")
    net = untrained(units=16)
    torch.save({"averaged": net.state_dict(), "shape": asdict(net.shape)}, tmp_path / "net.pt")
    weights = sum(net.get_parameter(name).numel() for name in names_of(net))
    places = ["--speech", speech, "--alignments", aligned, "--clips", 3, "--sweep", tmp_path / "sweep.json"]
    run(monkeypatch, mixed.main, tmp_path / "net.pt", tmp_path / "m.pt", "--bytes", weights * 5 // 8, *places)
    small, _ = load_weights(tmp_path / "m.pt")
    sizes = [net.get_parameter(name).numel() * bits // 8 for name, bits in small.shape.mixed.items()]
    assert set(small.shape.mixed) == set(names_of(net))
    assert sum(sizes) <= weights * 5 // 8
    assert "phone errors" in capsys.readouterr().out
    monkeypatch.setattr(mixed, "sweep", None)  # the second time it is read
    run(monkeypatch, mixed.main, tmp_path / "net.pt", tmp_path / "n.pt", "--distance", 1000.0, *places)
    assert set(load_weights(tmp_path / "n.pt")[0].shape.mixed.values()) == {3}
    with pytest.raises(SystemExit):
        run(monkeypatch, mixed.main, tmp_path / "net.pt", tmp_path / "n.pt", "--bytes", 10, *places)
