"""The streaming ONNX graph of an `AcousticNet`, front end included, written node by node.

Input: `pcm [1, 1280]` (80 ms) and `state [1, S]`; output: `log_posteriors [2, phones]`, `next_state [1, S]` and, where
there is a second look that reads it, what the last layer passes on, `inner [2, units]`.
A stream begins with a state of zeros. ONNX Runtime has no quantized GRU, so the cell is written out, and its matrix
products are `com.microsoft.DynamicQuantizeMatMul`: int8 weights with a scale a column, activations quantized to uint8
as they come (FINDINGS: the only form that is both small and fast).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from models.acoustic import AcousticNet
from models.frontend import FrontEnd, mel_edges
from models.packing import BYTE, offset, pieces

Array = npt.NDArray[np.float32]
CHUNK_FRAMES = 8
"""10 ms frames a chunk."""
MOST = 127
"""The largest number of eight bits with a sign, of which there is a negative one too."""
FORMAT = "1"
"""Version of this contract; the runtime refuses others."""


@dataclass
class Graph:
    """A graph under construction: nodes and constants, and the state that goes round."""

    int8: bool
    small: bool = False
    """Whether what is no int8 weight is kept in fewer bytes, too."""
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)
    state_sizes: list[int] = field(default_factory=list)
    next_states: list[str] = field(default_factory=list)
    _names: int = 0
    _known: dict[tuple[object, ...], str] = field(default_factory=dict)

    def name(self, stem: str) -> str:
        """A fresh name."""
        self._names += 1
        return f"{stem}_{self._names}"

    def constant(self, value: npt.NDArray[np.generic], stem: str = "c") -> str:
        """An initializer; equal ones are one, so that unrolled steps share their weights."""
        value = np.ascontiguousarray(value)
        key = (value.dtype.str, value.shape, value.tobytes())
        if key not in self._known:
            self._known[key] = self.name(stem)
            self.constants.append(numpy_helper.from_array(value, self._known[key]))
        return self._known[key]

    def op(self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> list[str]:
        """A node with `outputs` results."""
        names = [self.name(kind.lower()) for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def one(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """A node with one result."""
        return self.op(kind, *inputs, **attributes)[0]

    def ints(self, *values: int) -> str:
        """A constant list of int64."""
        return self.constant(np.array(values, np.int64), "i")

    def rows(self, value: str, start: int, stop: int, axis: int = 0) -> str:
        """A slice along one axis."""
        return self.one("Slice", value, self.ints(start), self.ints(stop), self.ints(axis))

    def carry(self, size: int) -> int:
        """Reserve `size` values of state; the index names its part of the split."""
        self.state_sizes.append(size)
        self.next_states.append("")
        return len(self.state_sizes) - 1

    def half(self, value: Array) -> str:
        """A constant kept in half precision, as released weights are; ORT widens it once, while loading."""
        return self.one("Cast", self.constant(value.astype(np.float16), "h"), to=TensorProto.FLOAT)

    def floats(self, weights: Array) -> str:
        """Constant weights `[in, out]` of a product in floating point, in a file of small ones in fewer bytes."""
        if not self.int8:
            return self.constant(weights, "w")
        if not self.small:
            return self.half(weights)
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-8).astype(np.float32) / np.float32(MOST)
        whole = self.constant(np.round(weights / scale).astype(np.int8), "q")
        return self.one("Mul", self.one("Cast", whole, to=TensorProto.FLOAT), self.half(scale))

    def whole(self, value: npt.NDArray[np.int8], bits: int = BYTE) -> str:
        """Constant numbers of `bits` bits, without the others in the file; ORT puts them together while loading."""
        if bits == BYTE:
            return self.constant(value, "q")
        key = ("whole", value.shape, value.tobytes())
        if key not in self._known:
            parts = []
            for piece in pieces(value, bits):
                bytes_ = self.one("Cast", self.constant(piece.packed, "q"), to=TensorProto.INT32)
                spread = self.one("Div", bytes_, self.constant(piece.places))
                part = self.one("Mod", spread, self.constant(np.array(1 << piece.bits, np.int32)))
                if piece.shift:
                    part = self.one("Mul", part, self.constant(np.array(1 << piece.shift, np.int32)))
                parts.append(self.one("Reshape", part, self.ints(*value.shape)))
            number = parts[0]
            for part in parts[1:]:
                number = self.one("Add", number, part)
            number = self.one("Sub", number, self.constant(np.array(offset(bits), np.int32)))
            self._known[key] = self.one("Cast", number, to=TensorProto.INT8)
        return self._known[key]

    def matmul(
        self, value: str, weights: Array, bias: Array, bits: int = BYTE, *, int8: bool | None = None
    ) -> str:
        """`value @ weights + bias`, weights `[in, out]`, of so many bits where the product is in int8."""
        if not (self.int8 if int8 is None else int8):
            return self.one("Add", self.one("MatMul", value, self.floats(weights)), self.constant(bias, "b"))
        most = 2 ** (bits - 1) - 1
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-8).astype(np.float32) / np.float32(most)
        quantized = np.clip(np.round(weights / scale), -most, most).astype(np.int8)
        return self.one(
            "DynamicQuantizeMatMul",
            value,
            self.whole(quantized, bits),
            self.half(scale) if self.small else self.constant(scale, "s"),
            self.constant(np.zeros(weights.shape[1], np.int8), "z"),
            self.half(bias) if self.small else self.constant(bias, "b"),
            domain="com.microsoft",
        )


def _array(value: object) -> Array:
    """A parameter of a layer as numpy; torch types a GRU's parameters loosely."""
    if not isinstance(value, torch.Tensor):
        raise TypeError(f"not a tensor: {type(value)}")
    result: Array = value.detach().numpy()
    return result


def _dft(graph: Graph, front: FrontEnd) -> str:
    """`dft_matrix(front)` as arithmetic on constants: ORT does it once, while loading; the file is 0.6 MB smaller."""
    n = graph.constant(np.arange(front.window, dtype=np.int64)[:, None])
    k = graph.constant(np.arange(front.window // 2 + 1, dtype=np.int64)[None])
    turn = graph.one("Mod", graph.one("Mul", n, k), graph.ints(front.window))
    circle = graph.constant(np.array(2.0 * np.pi / front.window, np.float32))
    angle = graph.one("Mul", graph.one("Cast", turn, to=TensorProto.FLOAT), circle)
    waves = graph.one("Concat", graph.one("Cos", angle), graph.one("Neg", graph.one("Sin", angle)), axis=1)
    hann = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(front.window) / front.window)
    return graph.one("Mul", waves, graph.constant(hann.astype(np.float32)[:, None]))


def _mel(graph: Graph, front: FrontEnd) -> str:
    """`mel_matrix(front)` in the same way, in double precision: 29 KB less."""
    edges = mel_edges(front)
    bins = graph.one("Cast", graph.constant(np.arange(front.window // 2 + 1)[:, None]), to=TensorProto.DOUBLE)
    hertz = graph.one("Mul", bins, graph.constant(np.array(front.sample_rate / front.window)))
    wide = graph.constant(np.diff(edges)[None])
    rising = graph.one(
        "Div",
        graph.one("Sub", hertz, graph.constant(edges[None, :-2])),
        graph.rows(wide, 0, front.bands, axis=1),
    )
    falling = graph.one(
        "Div",
        graph.one("Sub", graph.constant(edges[None, 2:]), hertz),
        graph.rows(wide, 1, front.bands + 1, axis=1),
    )
    inside = graph.one("Min", rising, falling)
    return graph.one("Cast", graph.one("Max", inside, graph.constant(np.zeros(1))), to=TensorProto.FLOAT)


def _front_end(graph: Graph, front: FrontEnd, tail: str, energy: str) -> tuple[str, str, str]:
    """PCEN frames `[8, bands]`, the next tail of samples and the next running energy."""
    samples = graph.one("Concat", tail, "pcm", axis=1)
    next_tail = graph.rows(
        samples, CHUNK_FRAMES * front.hop, CHUNK_FRAMES * front.hop + front.overlap, axis=1
    )
    starts = graph.constant(np.arange(CHUNK_FRAMES, dtype=np.int64)[:, None] * front.hop)
    index = graph.one("Add", starts, graph.constant(np.arange(front.window, dtype=np.int64)[None]))
    flat = graph.one("Reshape", samples, graph.ints(-1))
    windows = graph.one("Gather", flat, index)
    spectrum = graph.one("MatMul", windows, _dft(graph, front))
    power = graph.one("Mul", spectrum, spectrum)
    mel = _mel(graph, front)
    energies = graph.one("MatMul", power, graph.one("Concat", mel, mel, axis=0))
    # The recursion m_t = (1 - s) m_{t-1} + s e_t over a chunk is one lower-triangular product plus the carried m.
    keep = 1.0 - front.pcen_smooth
    ages = np.subtract.outer(np.arange(CHUNK_FRAMES), np.arange(CHUNK_FRAMES))
    lower = np.where(ages >= 0, front.pcen_smooth * keep ** np.maximum(ages, 0), 0.0).astype(np.float32)
    fading = (keep ** np.arange(1, CHUNK_FRAMES + 1)).astype(np.float32)[:, None]
    start = graph.constant(np.array([[front.pcen_start]], np.float32))
    before = graph.one("Add", energy, start)  # a state of zeros stands for the starting energy
    recent = graph.one("MatMul", graph.constant(lower), energies)
    smooth = graph.one("Add", recent, graph.one("Mul", graph.constant(fading), before))
    next_energy = graph.one("Sub", graph.rows(smooth, CHUNK_FRAMES - 1, CHUNK_FRAMES), start)
    floored = graph.one("Add", smooth, graph.constant(np.array(front.pcen_floor, np.float32)))
    gain = graph.one("Pow", floored, graph.constant(np.array(-front.pcen_gain, np.float32)))
    biased = graph.one(
        "Add", graph.one("Mul", energies, gain), graph.constant(np.array(front.pcen_bias, np.float32))
    )
    root = graph.one("Pow", biased, graph.constant(np.array(front.pcen_root, np.float32)))
    offset = graph.constant(np.array(front.pcen_bias**front.pcen_root, np.float32))
    return graph.one("Sub", root, offset), next_tail, next_energy


def _convolution(
    graph: Graph, value: str, past: str, rows: int, net: AcousticNet, name: str, *, int8: bool
) -> tuple[str, str]:
    """A causal strided convolution over `rows` new rows and the carried ones; and the rows to carry on.

    `name` is the layer's.
    """
    layer = net.get_submodule(name)
    if not isinstance(layer, torch.nn.Conv1d):
        raise TypeError(f"not a convolution: {type(layer)}")
    weights_name = f"{name}.weight"
    kernel, stride = layer.kernel_size[0], layer.stride[0]
    keep = kernel - stride
    joined = graph.one("Concat", past, value, axis=0)
    index = np.arange(rows // stride)[:, None] * stride + np.arange(kernel)[None]
    windows = graph.one("Gather", joined, graph.constant(index.astype(np.int64)))
    flat = graph.one("Reshape", windows, graph.ints(rows // stride, -1))
    weights = _array(net.kept(weights_name)).transpose(2, 1, 0).reshape(-1, layer.out_channels)
    bias = _array(layer.bias) if layer.bias is not None else np.zeros(layer.out_channels, np.float32)
    product = graph.matmul(flat, weights, bias, net.bits_of(weights_name) or BYTE, int8=graph.int8 and int8)
    result = graph.one("Relu", product)
    return result, graph.rows(joined, rows, rows + keep)


def _gru(graph: Graph, value: str, past: str, steps: int, net: AcousticNet, number: int) -> tuple[str, str]:
    """The cell of Cho et al. 2014 as torch and cuDNN have it (reset after the product), unrolled over the steps."""
    layer = net.grus[number]
    if not isinstance(layer, torch.nn.GRU):
        raise TypeError(f"not a GRU: {type(layer)}")
    units = layer.hidden_size
    names = [f"grus.{number}.weight_{which}_l0" for which in ("ih", "hh")]
    inward, inner = (_array(net.kept(name)).T for name in names)
    bits_in, bits = (net.bits_of(name) or BYTE for name in names)
    entry = graph.matmul(value, inward, _array(layer.bias_ih_l0), bits_in)
    entries = (
        graph.op("Split", entry, graph.ints(*[1] * steps), axis=0, outputs=steps) if steps > 1 else [entry]
    )
    states = []
    sizes = graph.ints(2 * units, units)
    for step in entries:
        recurrent = graph.matmul(past, inner, _array(layer.bias_hh_l0), bits)
        entry_gates, entry_new = graph.op("Split", step, sizes, axis=1, outputs=2)
        recurrent_gates, recurrent_new = graph.op("Split", recurrent, sizes, axis=1, outputs=2)
        gates = graph.one("Sigmoid", graph.one("Add", entry_gates, recurrent_gates))
        reset, update = graph.op("Split", gates, graph.ints(units, units), axis=1, outputs=2)
        fresh = graph.one("Tanh", graph.one("Add", entry_new, graph.one("Mul", reset, recurrent_new)))
        past = graph.one("Add", fresh, graph.one("Mul", update, graph.one("Sub", past, fresh)))
        states.append(past)
    return (graph.one("Concat", *states, axis=0) if steps > 1 else past), past


def build(
    net: AcousticNet,
    front: FrontEnd,
    inventory: tuple[str, ...],
    about: dict[str, str],
    *,
    int8: bool,
    inner: bool = False,
) -> onnx.ModelProto:
    """The whole graph with its metadata.

    Args:
        net: trained weights; its last layer must have one output a phone of `inventory`.
        front: constants of the front end.
        inventory: phone of every output column, the blank first.
        about: further metadata (training summary, penalties, calibration); values are strings.
        int8: quantize all matrix products but the front end's and the first convolution's.
        inner: put out what the last layer passes on, too.
    """
    if net.output.out_features != len(inventory):
        raise ValueError(
            f"the model has {net.output.out_features} outputs, the inventory {len(inventory)} phones"
        )
    graph, shape = Graph(int8, small=bool(net.shape.bits or net.shape.mixed)), net.shape
    keep_1, keep_2 = shape.kernel_1 - shape.stride, shape.kernel_2 - shape.stride
    sizes = [front.overlap, front.bands, keep_1 * shape.bands, keep_2 * shape.channels]
    sizes += [shape.units] * shape.layers
    parts = graph.op("Split", "state", graph.ints(*sizes), axis=1, outputs=len(sizes))
    features, next_tail, next_energy = _front_end(graph, front, parts[0], parts[1])
    past_1 = graph.one("Reshape", parts[2], graph.ints(keep_1, shape.bands))
    past_2 = graph.one("Reshape", parts[3], graph.ints(keep_2, shape.channels))
    # The first convolution reads PCEN, whose range is wide and whose cost is small: it stays in fp32.
    x, next_1 = _convolution(graph, features, past_1, CHUNK_FRAMES, net, "conv_1", int8=False)
    x, next_2 = _convolution(graph, x, past_2, CHUNK_FRAMES // 2, net, "conv_2", int8=True)
    carried = [next_tail, next_energy]
    carried += [graph.one("Reshape", value, graph.ints(1, -1)) for value in (next_1, next_2)]
    width = shape.channels
    for number, past in enumerate(parts[4:]):
        y, last = _gru(graph, x, past, CHUNK_FRAMES // 4, net, number)
        x = graph.one("Add", y, x) if width == shape.units else y
        width = shape.units
        carried.append(last)
    last_bits = net.bits_of("output.weight") or BYTE
    logits = graph.matmul(x, _array(net.kept("output.weight")).T, _array(net.output.bias), last_bits)
    graph.nodes.append(helper.make_node("LogSoftmax", [logits], ["log_posteriors"], axis=1))
    graph.nodes.append(helper.make_node("Concat", carried, ["next_state"], axis=1))
    frames = CHUNK_FRAMES // 4
    told = [helper.make_tensor_value_info("inner", TensorProto.FLOAT, [frames, shape.units])] if inner else []
    graph.nodes += [helper.make_node("Identity", [x], ["inner"]) for _ in told]
    total, chunk = sum(sizes), CHUNK_FRAMES * front.hop
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "inglenook",
            [
                helper.make_tensor_value_info("pcm", TensorProto.FLOAT, [1, chunk]),
                helper.make_tensor_value_info("state", TensorProto.FLOAT, [1, total]),
            ],
            [
                helper.make_tensor_value_info("log_posteriors", TensorProto.FLOAT, [frames, len(inventory)]),
                helper.make_tensor_value_info("next_state", TensorProto.FLOAT, [1, total]),
                *told,
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
        producer_name="inglenook",
    )
    metadata = {
        "inglenook_format": FORMAT,
        "phones": json.dumps(inventory),
        "sample_rate": str(front.sample_rate),
        "chunk_samples": str(chunk),
        "frame_shift_ms": "40",
        "delay_ms": str(net.shape.delay * 20),
        "precision": "int8" if int8 else "fp32",
        **about,
    }
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    return model
