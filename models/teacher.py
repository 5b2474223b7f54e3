"""A teacher: what Whisper's encoder hears, made phones by a small network.

The encoder is frozen and its rows are stored (`models/data/embeddings.py`), so that only this network runs while a
pupil trains. It hears the whole window, the past and the future; it answers as late as its pupil does, so that both
place a phone in the same frame.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.data.embeddings import STEP
from models.data.whisper import WIDTH


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of a teacher; they travel in its file."""

    channels: int = 256
    units: int = 160
    """Of each direction."""
    phones: int = 98
    delay: int = 10
    """By how many 20 ms rows its answers come late: as late as its pupil's."""
    dropout: float = 0.2


class Teacher(nn.Module):
    """Stored rows `[batch, rows, 512]` int8, an even number, to logits `[batch, rows / 2, phones]` of 40 ms each."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.drop = nn.Dropout(sizes.dropout)
        self.conv = nn.Conv1d(WIDTH, sizes.channels, 5, stride=2, padding=2)
        self.gru = nn.GRU(sizes.channels, sizes.units, batch_first=True, bidirectional=True)
        self.output = nn.Linear(sizes.channels + 2 * sizes.units, sizes.phones)

    @property
    def delay(self) -> int:
        """As `Shape.delay`."""
        return self.sizes.delay

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Logits, `Sizes.delay` rows late."""
        late = nn.functional.pad(rows, (0, 0, self.sizes.delay, 0))[:, : rows.shape[1]]
        x = self.drop(late.float() * STEP)
        x = nn.functional.gelu(self.conv(x.transpose(1, 2))).transpose(1, 2)
        around, _ = self.gru(self.drop(x))
        logits: torch.Tensor = self.output(torch.cat([x, around], dim=2))
        return logits


class Hints(nn.Module):
    """Says from the inside of a pupil what Whisper hears; thrown away after training.

    Posteriors of 98 phones are little of what the encoder knows of a frame. Romero et al. 2015, "FitNets: Hints for
    thin deep nets".
    """

    def __init__(self, units: int, delay: int) -> None:
        super().__init__()
        self.delay = delay
        self.guess = nn.Linear(units, WIDTH)

    def forward(self, inner: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """Mean squared error of guesses from a layer `[batch, rows / 2, units]` at stored rows `[batch, rows, 512]`.

        What was heard is to be guessed `delay` rows late; rows have variance 1, so that guessing nothing costs 1.
        """
        late = nn.functional.pad(rows, (0, 0, self.delay, 0))[:, : rows.shape[1]]
        wanted = late.float().reshape(len(rows), -1, 2, WIDTH).mean(dim=2) * STEP
        return nn.functional.mse_loss(self.guess(inner).float(), wanted)


def save_teacher(net: Teacher, path: Path) -> None:
    """Write sizes and weights, in half precision, in one file."""
    part = path.with_suffix(".part")
    weights = {name: value.half() for name, value in net.state_dict().items()}
    torch.save({"teacher": asdict(net.sizes), "weights": weights}, part)
    part.replace(path)


def load_teacher(path: Path) -> Teacher | None:
    """What `save_teacher` wrote; None for weights of another kind, such as `models/released/inglenook.pt`."""
    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    if "teacher" not in state:
        return None
    net = Teacher(Sizes(**state["teacher"]))
    net.load_state_dict(state["weights"])
    return net.eval()
