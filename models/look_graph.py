"""A second look as a small ONNX graph of its own, packed so that it travels in the metadata of the model it corrects.

Its few-bit weights are int8 in the graph and lose the bits they do not use to LZMA; scales and biases are kept in half
precision; metadata is text, hence base 85.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from assistant.speech.second_look import packed
from models.rounding import rounded
from models.second_look import SecondLook

Number = TypeVar("Number", bound=np.generic)


def look_graph(look: SecondLook) -> onnx.ModelProto:
    """Log-posteriors `[frames, phones]` of one utterance and what they were made of, to better ones."""
    shape = look.shape
    constants: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []

    def constant(name: str, value: npt.NDArray[np.generic]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def half(name: str, value: npt.NDArray[np.float32]) -> str:
        """A constant that is kept in half precision and used in single."""
        kept = constant(f"{name}_half", value.astype(np.float16))
        nodes.append(helper.make_node("Cast", [kept], [name], to=TensorProto.FLOAT))
        return name

    def weights(name: str, value: torch.Tensor, *, gates: bool) -> str:
        """Rows in few bits; of gates, in ONNX's order (update, reset, new) and with a direction in front."""
        rows, scale = rounded(value.detach(), shape.bits)
        whole, scales = torch.round(rows / scale).numpy().astype(np.int8), scale.numpy()[:, 0]
        names = (
            constant(f"{name}_whole", _reordered(whole)[None] if gates else whole),
            half(f"{name}_scale", _reordered(scales) if gates else scales),
        )
        nodes.append(helper.make_node("DequantizeLinear", names, [name], axis=int(gates)))
        return name

    inward, recurrent, outward = look.matrices
    biases = [getattr(look.gru, f"bias_{which}_l0").detach().numpy() for which in ("ih", "hh")]
    bias = np.concatenate([_reordered(one) for one in biases])[None]
    gates = weights("inward", inward, gates=True), weights("recurrent", recurrent, gates=True)
    nodes += [
        helper.make_node("Unsqueeze", ["inner", constant("axis", np.array([1]))], ["one_inner"]),
        helper.make_node(
            "GRU",
            ["one_inner", *gates, half("bias", bias)],
            ["one_state"],
            hidden_size=shape.units,
            direction="reverse",
            linear_before_reset=1,
        ),
        helper.make_node("Reshape", ["one_state", constant("rows", np.array([-1, shape.units]))], ["states"]),
    ]
    out = weights("outward", outward, gates=False), half("out_bias", look.output.bias.detach().numpy())
    nodes += [
        helper.make_node("Gemm", ["states", *out], ["correction"], transB=1),
        helper.make_node("Add", ["log_posteriors", "correction"], ["corrected"]),
        helper.make_node("LogSoftmax", ["corrected"], ["again"], axis=1),
    ]
    rows: list[str | int | None] = ["frames", shape.phones]
    read: list[str | int | None] = ["frames", shape.inputs]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "second_look",
            [
                helper.make_tensor_value_info("log_posteriors", TensorProto.FLOAT, rows),
                helper.make_tensor_value_info("inner", TensorProto.FLOAT, read),
            ],
            [helper.make_tensor_value_info("again", TensorProto.FLOAT, rows)],
            constants,
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
        producer_name="inglenook",
    )
    onnx.checker.check_model(model)
    return model


def look_entry(look: SecondLook) -> str:
    """What the metadata of a model holds of it."""
    return packed(look_graph(look).SerializeToString())


def _reordered(rows: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Rows of torch's gates (reset, update, new) as ONNX has them (update, reset, new)."""
    reset, update, new = np.split(rows, 3)
    return np.concatenate([update, reset, new])
