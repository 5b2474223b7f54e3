"""The trained letter tagger as an ONNX graph with int8 weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from assistant.speech.phones import Phones

if TYPE_CHECKING:
    from models.data.make_g2p import Tagger

Array = npt.NDArray[np.float32]


class _Graph:
    """Nodes and constants under way."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def weights(self, name: str, value: Array) -> str:
        """An int8 constant widened by one scale for the whole tensor."""
        scale = np.float32(np.abs(value).max() / 127)
        small = self.constant(f"{name}.int8", np.round(value / scale).astype(np.int8))
        return self.node("DequantizeLinear", [small, self.constant(f"{name}.scale", np.asarray(scale))], name)

    def node(
        self, operator: str, inputs: Sequence[str], output: str, **attributes: int | str | list[int]
    ) -> str:
        node = helper.make_node(operator, inputs, [output])
        node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        self.nodes.append(node)
        return output


def _gates(weights: Array) -> Array:
    """Torch's order reset, update, new to ONNX's update, reset, hidden; rows are gates."""
    reset, update, new = np.split(weights, 3)
    return np.concatenate([update, reset, new])


def write_graph(model: Tagger, letters: str, chunks: Sequence[Phones], path: Path) -> None:
    """Write `letters int64 [n] -> log_probabilities float32 [n, chunks]`; both inventories go into the metadata.

    Letters count from 1 in the order of the metadata's `letters`; its `chunks` are separated by commas.
    """
    values = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    graph = _Graph()
    embedded = graph.node(
        "Gather", [graph.weights("embedding", values["embedding.weight"]), "letters"], "embedded"
    )
    axis = graph.constant("axis1", np.asarray([1], np.int64))
    hidden = graph.node("Unsqueeze", [embedded, axis], "sequence")  # [n, 1, embedding]
    units = model.gru.hidden_size
    flat = graph.constant("flat", np.asarray([0, 1, 2 * units], np.int64))
    for layer in range(model.gru.num_layers):
        both = [f"l{layer}", f"l{layer}_reverse"]
        inputs = [
            hidden,
            graph.weights(f"w{layer}", np.stack([_gates(values[f"gru.weight_ih_{way}"]) for way in both])),
            graph.weights(f"r{layer}", np.stack([_gates(values[f"gru.weight_hh_{way}"]) for way in both])),
            graph.constant(
                f"b{layer}",
                np.stack(
                    [
                        np.concatenate([_gates(values[f"gru.bias_{kind}_{way}"]) for kind in ("ih", "hh")])
                        for way in both
                    ]
                ),
            ),
        ]
        out = graph.node(
            "GRU", inputs, f"gru{layer}", direction="bidirectional", hidden_size=units, linear_before_reset=1
        )
        swapped = graph.node("Transpose", [out], f"swapped{layer}", perm=[0, 2, 1, 3])  # [n, 1, 2, units]
        hidden = graph.node("Reshape", [swapped, flat], f"hidden{layer}")
    rows = graph.node("Squeeze", [hidden, axis], "rows")
    matrix = graph.weights("output", values["output.weight"].T.copy())
    product = graph.node("MatMul", [rows, matrix], "product")
    scores = graph.node("Add", [product, graph.constant("output.bias", values["output.bias"])], "scores")
    graph.node("LogSoftmax", [scores], "log_probabilities", axis=-1)
    result = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "g2p",
            [helper.make_tensor_value_info("letters", TensorProto.INT64, ["n"])],
            [helper.make_tensor_value_info("log_probabilities", TensorProto.FLOAT, ["n", len(chunks)])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    helper.set_model_props(
        result,
        {"letters": letters, "chunks": ",".join(" ".join(chunk) for chunk in chunks), "source": "CMUdict"},
    )
    onnx.checker.check_model(result)
    path.write_bytes(result.SerializeToString())
