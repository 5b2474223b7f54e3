"""What is to be small: errors of frames, of phones in order, against rivals, and the distance to a teacher."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from models.rivals import against_rivals


def collapse(labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """CTC targets of frame labels `[batch, frames]`: changes of phone, without silence; and their lengths."""
    before = nn.functional.pad(labels, (1, 0))[:, :-1]
    starts = (labels != 0) & (labels != before)
    lengths = starts.sum(dim=1)
    targets = labels[starts]
    return targets, lengths


def losses(
    logits: torch.Tensor, labels: torch.Tensor, with_ctc: bool, follows: torch.Tensor | None = None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Cross-entropy a frame, CTC a phone and the loss against rivals a phone (0 where they are not asked for).

    `follows` is `phone_bigram`'s matrix, for the last.
    """
    logits = logits.float()
    dense = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
    none = torch.zeros(())
    if not with_ctc:
        return dense, none, none
    targets, lengths = collapse(labels)
    frames = torch.full((len(logits),), logits.shape[1], dtype=torch.long)
    logs = logits.log_softmax(2)
    spikes = nn.functional.ctc_loss(
        logs.transpose(0, 1), targets, frames, lengths, reduction="none", zero_infinity=True
    )
    rivals = none if follows is None else against_rivals(logs, targets, lengths, spikes, follows)
    return dense, spikes.sum() / lengths.sum().clamp(min=1), rivals


def ctc_of(net: nn.Module, features: npt.NDArray[np.float32], phones: Sequence[int]) -> float:
    """CTC loss of a clip's phones, in nats; `net` makes logits `[1, 40 ms frames, phones]` of its `[frames, bands]`."""
    with torch.inference_mode():
        logs = net(torch.from_numpy(features)[None]).float().log_softmax(2).transpose(0, 1)
        targets, lengths = torch.tensor([list(phones)]), torch.tensor([len(phones)])
        found = nn.functional.ctc_loss(
            logs, targets, torch.tensor([len(logs)]), lengths, reduction="sum", zero_infinity=True
        )
    return float(found)


def distance(logits: torch.Tensor, teacher: torch.Tensor, later: int = 0) -> torch.Tensor:
    """Kullback-Leibler divergence a frame of a student from its teacher, both `[batch, frames, phones]`.

    The student answers `later` frames of 40 ms later than the teacher (earlier, where that is negative). Hinton et al.
    2015, "Distilling the Knowledge in a Neural Network", at temperature 1.
    """
    frames = logits.shape[1]
    logits, teacher = logits[:, max(0, later) :], teacher[:, max(0, -later) :]
    logits, teacher = logits[:, : frames - abs(later)], teacher[:, : frames - abs(later)]
    expected, found = teacher.float().log_softmax(2), logits.float().log_softmax(2)
    return nn.functional.kl_div(found, expected, reduction="none", log_target=True).sum(2).mean()
