"""The acoustic model in torch: PCEN frames to phone log-posteriors, streaming by construction.

Two strided causal convolutions bring 10 ms frames to 40 ms, then a stack of GRUs with residual connections, then one
linear layer. Nothing looks ahead; the targets are delayed instead (`Shape.delay`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import nn

from models.gru import gru
from models.rounding import rounded

FIRST, FIRST_BITS = "conv_1.weight", 8
"""Of a weight of the first convolution, where others have fewer than they could: it reads PCEN, whose range is wide."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a model; they travel in its checkpoint and metadata."""

    bands: int = 40
    channels: int = 160
    units: int = 320
    layers: int = 3
    phones: int = 98
    kernel_1: int = 5
    kernel_2: int = 4
    stride: int = 2
    """Of each convolution: frames of 10, 20, 40 ms."""
    delay: int = 6
    """By how many 20 ms labels targets come late: what the model may hear of the future, 120 ms."""
    bits: int = 0
    """Of a weight, in which the model learned to hear and is kept: the first convolution's have `FIRST_BITS`, biases
    all; 0: as many as there are."""
    mixed: Mapping[str, int] = field(default_factory=dict)
    """The same for single matrices, by the parameter's name (`models/recipes/mixed.py`)."""


class AcousticNet(nn.Module):
    """PCEN `[batch, 10 ms frames, bands]` to logits `[batch, 40 ms frames, phones]`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.conv_1 = nn.Conv1d(shape.bands, shape.channels, shape.kernel_1, shape.stride)
        self.conv_2 = nn.Conv1d(shape.channels, shape.channels, shape.kernel_2, shape.stride)
        widths = [shape.channels] + [shape.units] * (shape.layers - 1)
        self.grus = nn.ModuleList(nn.GRU(width, shape.units, batch_first=True) for width in widths)
        self.output = nn.Linear(shape.units, shape.phones)
        self.dropped = 0.0
        """Share of units that a window does without while it is learnt from; see `locked_dropout`."""

    @property
    def delay(self) -> int:
        """As `Shape.delay`."""
        return self.shape.delay

    def bits_of(self, name: str) -> int:
        """Of each weight of a matrix, by the parameter's name; 0: as many as there are."""
        shape = self.shape
        if name == FIRST and (shape.bits or shape.mixed):
            return FIRST_BITS
        return shape.mixed.get(name, shape.bits)

    def kept(self, name: str) -> torch.Tensor:
        """A matrix, `[outputs, ...]`, as it is heard with."""
        weights, bits = self.get_parameter(name), self.bits_of(name)
        return rounded(weights.flatten(1), bits)[0].view_as(weights) if bits else weights

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """Logits; the number of input frames must be a multiple of four."""
        return self.with_inner(frames)[0]

    def with_inner(self, frames: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """Logits, and what two convolutions and each GRU pass on, `[batch, time, channels or units]`."""
        logits, inner, _ = self.through(frames, None)
        return logits, inner

    def onward(self, frames: torch.Tensor, past: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits and the GRUs' last states, of streams whose GRUs were left in the states `past`.

        States are `[layers, batch, units]`, no `past` is the beginning of a stream. Convolutions begin anew.
        """
        logits, _, last = self.through(frames, past)
        return logits, last

    def through(
        self, frames: torch.Tensor, past: torch.Tensor | None
    ) -> tuple[torch.Tensor, list[torch.Tensor], torch.Tensor]:
        """Everything: logits, what `with_inner` gives and what `onward` gives."""
        shape = self.shape
        x = frames.transpose(1, 2)
        inner: list[torch.Tensor] = []
        kernels = self.kept(FIRST), self.kept("conv_2.weight")
        for layer, kernel in zip((self.conv_1, self.conv_2), kernels, strict=True):
            padded = nn.functional.pad(x, (kernel.shape[2] - shape.stride, 0))
            x = torch.relu(nn.functional.conv1d(padded, kernel, layer.bias, shape.stride)).transpose(1, 2)
            inner.append(x)
            x = x.transpose(1, 2)
        x = inner[-1]
        states: list[torch.Tensor] = []
        for number, one in enumerate(self.grus):
            before = None if past is None else past[number : number + 1].to(x.dtype)
            bits = [self.bits_of(f"grus.{number}.weight_{which}_l0") for which in ("ih", "hh")]
            ours = torch.is_grad_enabled() or any(bits)
            heard = locked_dropout(x, self.dropped)
            y, state = gru(one, heard, before, (bits[0], bits[1])) if ours else one(heard, before)
            states.append(state[0])
            x = y + x if y.shape[-1] == x.shape[-1] else y
            inner.append(x)
        x = locked_dropout(x, self.dropped)
        logits = nn.functional.linear(x, self.kept("output.weight"), self.output.bias)
        return logits, inner, torch.stack(states)


def locked_dropout(x: torch.Tensor, share: float) -> torch.Tensor:
    """`x`, `[batch, time, units]`, with the same units at rest during all of a window, the others louder instead.

    Nothing happens without gradients. Gal and Ghahramani 2016, "A theoretically grounded application of dropout in
    recurrent neural networks": a mask that changes with every step is noise that a GRU averages away.
    """
    if not share or not torch.is_grad_enabled():
        return x
    kept = torch.rand(len(x), 1, x.shape[2], device=x.device) >= share
    return x * (kept / (1.0 - share)).to(x.dtype)
