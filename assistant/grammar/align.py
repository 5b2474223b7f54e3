"""Forced alignment: which frame says which phone, once the phones are known.

Token passing remembers only junctions. For the few sentences that matter at the end, the frames are laid
against their phones again, all sentences in one pass. That gives word times inside names of several words,
word scores for the confidence, and exact scores of the runners-up, whose word boundaries the lattice had
shared with the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.grammar.scoring import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """The best way to lay the frames against one sequence of phones."""

    score: float
    """Sum over all frames, float64; -inf where there are fewer frames than phones."""
    place: npt.NDArray[np.intp]
    """Index into the phones for each frame, the last one begun; -1 before the first, shape `[frames]`."""
    blank: npt.NDArray[np.bool_]
    """Whether a frame is spent in blank (or in the lead-in) instead of the phone itself, shape `[frames]`."""


def align(
    rows: Rows, chains: Sequence[Sequence[int]], lead_in: npt.NDArray[np.float64]
) -> tuple[Alignment, ...]:
    """Align normalised `rows` `[frames, phones]` with each of `chains`, the columns of its phones in order.

    `lead_in[t]` is the score of having said nothing in the frames before `t`, shape `[frames + 1]`. The
    topology is that of `assistant.grammar.beam`; the sentence ends with the last frame, which may be blank.
    """
    lengths = np.array([len(chain) for chain in chains], np.intp)
    width = int(lengths.max(initial=0))
    frames = len(rows)
    if not width:
        silent = Alignment(float(lead_in[-1]), np.full(frames, -1, np.intp), np.ones(frames, bool))
        return tuple(silent for _ in chains)
    columns = np.zeros((len(chains), width), np.intp)
    for at, chain in enumerate(chains):
        columns[at, : len(chain)] = chain
    said = rows[:, columns].astype(np.float64)  # [frames, chains, width]

    phone = np.full(columns.shape, -np.inf)
    blank = np.full(columns.shape, -np.inf)
    before = np.empty(columns.shape)
    stayed = np.empty(said.shape, bool)  # the phone state came from itself, not from the phone before
    in_phone = np.empty((frames + 1, *columns.shape), bool)  # the better of phone and blank after each frame
    in_phone[0] = False
    for t in range(frames):
        value = np.maximum(phone, blank)
        before[:, 0] = lead_in[t]
        before[:, 1:] = value[:, :-1]
        stayed[t] = phone >= before
        phone = np.maximum(phone, before) + said[t]
        blank = value + rows[t, 0]
        in_phone[t + 1] = phone >= blank
    final = np.maximum(phone, blank)[np.arange(len(chains)), np.maximum(lengths - 1, 0)]
    place, rested = _trace(lengths, stayed, in_phone)
    return tuple(
        Alignment(float(final[at] if length else lead_in[-1]), place[at], rested[at])
        for at, length in enumerate(lengths)
    )


def _trace(
    lengths: npt.NDArray[np.intp], stayed: npt.NDArray[np.bool_], in_phone: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Walk all chains back from their ends: place and blank of each frame, shape `[chains, frames]`."""
    frames, chains = len(stayed), len(lengths)
    every = np.arange(chains)
    place = np.empty((chains, frames), np.intp)
    rested = np.ones((chains, frames), bool)
    now = lengths - 1
    resting = ~in_phone[frames, every, now]
    for t in range(frames - 1, -1, -1):
        place[:, t] = now
        rested[:, t] = resting | (now < 0)
        # A phone that was not stayed in was entered from the phone before; both came from the better state
        # there.
        entered = ~resting & (now >= 0) & ~stayed[t, every, now]
        stays = ~resting & ~entered
        now = now - entered
        resting = np.where(stays, False, ~in_phone[t, every, now])
    return place, rested
