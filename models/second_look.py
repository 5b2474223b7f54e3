"""A second look at an utterance that is over: a GRU that reads what was heard backwards, and corrects it.

The model that listens knows 200 ms of the future. Once somebody has stopped speaking, all of it is there, and reading a
few seconds backwards costs a millisecond. It reads what the last GRU passes on, which says more than the posteriors
that are made of it, and begins as no correction at all. After the second pass of Sainath et al. 2019, "Two-pass
end-to-end speech recognition", and Narayanan et al. 2021, "Cascaded encoders for unifying streaming and non-streaming
ASR".

Its weights are rounded as it learns, to so few bits that they fit into the metadata of the model they correct
(`models/look_graph.py`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn

from models.gru import steps
from models.rounding import rounded


@dataclass(frozen=True, slots=True)
class LookShape:
    """Sizes of a second look; they travel in its file."""

    inputs: int = 256
    """Units of the model that is corrected."""
    units: int = 144
    bits: int = 5
    """Of a weight: signed, symmetric, with a scale a row."""
    phones: int = 98


class SecondLook(nn.Module):
    """What the last GRU passes on `[batch, frames, inputs]`, and logits `[batch, frames, phones]`, to better logits."""

    def __init__(self, shape: LookShape) -> None:
        super().__init__()
        self.shape = shape
        self.gru = nn.GRU(shape.inputs, shape.units, batch_first=True)
        self.output = nn.Linear(shape.units, shape.phones)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, inner: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        """Logits with the correction."""
        inward, recurrent, outward = (rounded(one, self.shape.bits)[0] for one in self.matrices)
        read = inner.detach().transpose(0, 1).flip(0)
        bias_in, bias = (getattr(self.gru, f"bias_{which}_l0") for which in ("ih", "hh"))
        told = nn.functional.linear(read, inward, bias_in)
        states = steps(told, recurrent, bias).flip(0).transpose(0, 1)
        corrected: torch.Tensor = logits.detach() + nn.functional.linear(states, outward, self.output.bias)
        return corrected

    @property
    def matrices(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """What the input tells the gates, what the state tells them, and what the state tells the output."""
        told, recalled = (getattr(self.gru, f"weight_{which}_l0") for which in ("ih", "hh"))
        return told, recalled, self.output.weight


def save_look(look: SecondLook, path: Path, about: dict[str, object]) -> None:
    """Write it with its sizes, and what else is to be known of it."""
    weights = {name: value.detach().half() for name, value in look.state_dict().items()}
    torch.save({"shape": asdict(look.shape), "look": weights, **about}, path)


def load_look(path: Path) -> SecondLook:
    """A second look that `save_look` wrote."""
    state = torch.load(path, weights_only=True, map_location="cpu")
    look = SecondLook(LookShape(**state["shape"]))
    look.load_state_dict({name: value.float() for name, value in state["look"].items()})
    return look.eval()
