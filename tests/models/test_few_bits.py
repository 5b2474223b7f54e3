"""Models whose weights have few bits: what the file holds, what runs, and what learns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from assistant.speech.model import AcousticModel
from assistant.speech.phones import INVENTORY
from models.acoustic import AcousticNet, Shape
from models.export_check import babble, torch_posteriors
from models.frontend import FrontEnd
from models.graph import Graph
from models.packing import pieces
from models.recipes.export import export, load_run, save_weights
from models.recipes.train import Recipe, Trainer, load_weights

pytestmark = pytest.mark.train
FACTS: dict[str, object] = {"update": 1, "seconds": 1.0, "recipe": {}}


def untrained(bits: int, units: int = 40) -> AcousticNet:
    torch.manual_seed(3)
    net = AcousticNet(Shape(channels=16, units=units, layers=2, phones=len(INVENTORY), bits=bits))
    with torch.no_grad():
        for value in net.parameters():
            value.mul_(2.0)
    return net.eval()


def loaded(value: np.ndarray, bits: int) -> np.ndarray:
    """Numbers as ONNX Runtime has them after it has put them together."""
    graph = Graph(int8=True)
    name = graph.whole(value, bits)
    output = helper.make_tensor_value_info(name, TensorProto.INT8, value.shape)
    made = helper.make_graph(graph.nodes, "numbers", [], [output], graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    found: np.ndarray = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {})[0]
    return found


@given(st.integers(2, 7), st.integers(1, 5), st.integers(1, 3), st.integers(0, 99))
def test_numbers_are_what_they_were(bits: int, rows: int, columns: int, seed: int) -> None:
    most = 1 << bits - 1
    value = np.random.default_rng(seed).integers(-most, most, (8 * rows, columns)).astype(np.int8)
    assert np.array_equal(loaded(value, bits), value)
    assert sum(len(piece.packed) for piece in pieces(value, bits)) == value.size * bits // 8


def test_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 16"):
        pieces(np.array([0] * 7 + [16], np.int8), 5)
    with pytest.raises(ValueError, match="whole bytes"):
        pieces(np.zeros(9, np.int8), 5)


@pytest.mark.parametrize("bits", [4, 5, 6])
@pytest.mark.parametrize("int8", [False, True])
def test_the_graph_hears_with_the_same_bits_as_torch(tmp_path: Path, bits: int, int8: bool) -> None:
    net = untrained(bits)
    path = tmp_path / "m.onnx"
    export(net, FACTS, path, int8=int8)
    sound = babble(3.0)
    expected = torch_posteriors(net, sound, FrontEnd())
    found = AcousticModel(path).posteriors(sound)[: len(expected)]
    # What is left in int8 is how finely activations are told apart.
    assert np.abs(np.exp(found) - np.exp(expected)).max() < (0.05 if int8 else 1e-4)


def test_a_file_has_only_the_bits_that_are_used(tmp_path: Path) -> None:
    sizes = []
    for bits in (0, 6, 5, 4):
        export(untrained(bits, units=160), FACTS, tmp_path / "m.onnx", int8=True)
        sizes.append((tmp_path / "m.onnx").stat().st_size)
    weights = 160 * 3 * (16 + 160 + 2 * 160) + 98 * 160 + 16 * 16 * 8
    assert sizes[0] - sizes[1] > weights * 2 / 8
    assert sizes[1] - sizes[2] == pytest.approx(weights / 8, abs=1500)
    assert sizes[2] - sizes[3] == pytest.approx(weights / 8, abs=1500)


def test_it_learns_with_few_bits_and_says_so(tmp_path: Path) -> None:
    shape = Shape(channels=8, units=12, layers=2)
    recipe = Recipe(bits=4, rate=0.01, warm_up=1, ctc_from=1.0, updates=30)
    trainer = Trainer(recipe, tmp_path, shape=shape)
    assert trainer.net.shape == replace(shape, bits=4)
    torch.manual_seed(1)
    features, labels = torch.rand(4, 40, 40), torch.randint(1, 98, (4, 1)).expand(4, 10).contiguous()
    losses = [trainer.learn(features, labels)["dense"] for _ in range(30)]
    assert losses[-1] < 0.7 * losses[0]
    values = trainer.net.kept("output.weight").detach()[0].numpy()
    assert len(np.unique(values)) <= 15
    trainer.save()
    save_weights(tmp_path, tmp_path / "w.pt")
    assert load_weights(tmp_path / "w.pt")[0].shape.bits == 4
    assert load_run(tmp_path)[0].shape.bits == 4


def test_weights_without_a_word_of_bits_are_not_rounded() -> None:
    net = untrained(0)
    assert net.kept("output.weight") is net.output.weight
