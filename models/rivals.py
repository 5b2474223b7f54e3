"""How much better the right phones fit than all other sequences of phones: CTC, made to choose among sequences.

CTC only makes the right sequence likely, each frame by itself. The decoder however compares whole sequences, and
takes something off blank to make up for what CTC never learnt. Here the sum over the right sequence's paths is divided
by the sum over all sequences' paths, weighted by a bigram of phones: Xiang and Ou 2019, "CRF-based single-stage
acoustic modeling with CTC topology", which is lattice-free MMI (Povey et al. 2016) with CTC's paths. A frame's
posteriors sum to 1, and so do all paths without a bigram: the loss is CTC's then. A power of the bigram between 0 and 1
lies between the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

UNSEEN = 0.05
"""Share of a phone's followers that may be any phone, as frequent as it is."""


def phone_bigram(
    sequences: Iterable[tuple[npt.NDArray[np.uint8], float]], phones: int
) -> npt.NDArray[np.float32]:
    """Probabilities `[phones, phones]` that a column follows a row, of sequences of phones and their weights.

    Row 0 is the beginning of a window, which may be anywhere: how frequent phones are. Column 0, blank, is zero.
    """
    counts = np.zeros((phones, phones))
    for sequence, weight in sequences:
        share = weight / max(len(sequence), 1)
        np.add.at(counts, (sequence[:-1], sequence[1:]), share)
        counts[0] += share * np.bincount(sequence, minlength=phones)
    counts[0] += 1e-6 * counts[0].sum() + 1e-9
    counts[:, 0] = 0.0
    usual = counts[0] / counts[0].sum()
    totals = counts.sum(axis=1, keepdims=True)
    follows = np.where(totals > 0, counts / np.maximum(totals, 1e-12), usual)
    found: npt.NDArray[np.float32] = ((1.0 - UNSEEN) * follows + UNSEEN * usual).astype(np.float32)
    return found


def weakened(bigram: npt.NDArray[np.float32], power: float) -> torch.Tensor:
    """The bigram to a power, at 0 without influence; a phone is never followed by blank."""
    follows = torch.from_numpy(bigram) ** power
    follows[:, 0] = 0.0
    return follows


class _AllPaths(torch.autograd.Function):
    """Logarithm of the sum over all paths; its gradient are the frames' posteriors under that sum."""

    @staticmethod
    def forward(context: Any, logs: torch.Tensor, follows: torch.Tensor) -> torch.Tensor:
        """Forward in time, each frame scaled to a sum of 1: `phone` is in a phone, `rest` in blank after it."""
        likely = logs.exp()
        batch, frames, phones = likely.shape
        others = follows * (1.0 - torch.eye(phones))
        phone = likely.new_zeros(batch, phones)
        rest = likely.new_zeros(batch, phones)
        rest[:, 0] = 1.0  # nothing was said yet
        phone_at, rest_at, scales = [], [], []
        for t in range(frames):
            entered = phone @ others + rest @ follows
            phone, rest = likely[:, t] * (phone + entered), likely[:, t, :1] * (phone + rest)
            scale = (phone.sum(1) + rest.sum(1)).clamp(min=1e-30)[:, None]
            phone, rest = phone / scale, rest / scale
            phone_at.append(phone)
            rest_at.append(rest)
            scales.append(scale)
        context.save_for_backward(likely, follows, others)
        context.at = phone_at, rest_at, scales
        return torch.stack(scales, 1)[:, :, 0].log().sum(1)

    @staticmethod
    def backward(context: Any, given: torch.Tensor) -> tuple[torch.Tensor, None]:
        """Backward in time."""
        likely, follows, others = context.saved_tensors
        phone_at, rest_at, scales = context.at
        batch, frames, phones = likely.shape
        after_phone = likely.new_ones(batch, phones)
        after_rest = likely.new_ones(batch, phones)
        found = likely.new_empty(batch, frames, phones)
        for t in range(frames - 1, -1, -1):
            found[:, t] = phone_at[t] * after_phone
            found[:, t, 0] = (rest_at[t] * after_rest).sum(1)
            into = likely[:, t] * after_phone / scales[t]
            resting = likely[:, t, :1] * after_rest / scales[t]
            after_phone = into + into @ others.T + resting
            after_rest = into @ follows.T + resting
        return found * given[:, None, None], None


def all_paths(logs: torch.Tensor, follows: torch.Tensor) -> torch.Tensor:
    """Log of the sum over all paths of all phone sequences `[batch]`.

    `logs` are log-posteriors `[batch, frames, phones]` with blank first, `follows` is `phone_bigram`'s matrix. A path
    says a phone or blank at each frame; the same phone twice needs a blank between, as in CTC.
    """
    found: torch.Tensor = _AllPaths.apply(logs, follows)  # type: ignore[no-untyped-call]
    return found


def against_rivals(
    logs: torch.Tensor,
    targets: torch.Tensor,
    lengths: torch.Tensor,
    right: torch.Tensor,
    follows: torch.Tensor,
) -> torch.Tensor:
    """Negative log-posterior a phone of the right sequences among all.

    `right` is CTC's loss a window `[batch]`, `targets` are all windows' phones in a row. Windows whose phones do
    not fit into their frames (CTC loss 0 or infinite) do not count.
    """
    first = torch.zeros_like(targets)
    starts = lengths.cumsum(0) - lengths
    first[starts[lengths > 0]] = 1
    before = torch.where(first == 1, 0, targets.roll(1))
    expected = follows[before, targets].clamp(min=1e-9).log()
    which = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
    language = expected.new_zeros(len(lengths)).index_add(0, which, expected)
    usable = torch.isfinite(right) & (right > 0)
    loss = right - language + all_paths(logs, follows)
    return torch.where(usable, loss, 0.0).sum() / (lengths * usable).sum().clamp(min=1)
