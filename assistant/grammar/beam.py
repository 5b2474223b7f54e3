"""Token passing over the phone network, for the positions that can still win.

CTC topology: a position p has a phone state and, behind it, a blank state. With row the normalised scores
of a frame and pred(p) the position before p (or the junction before an instance),

    phone(p) = row[phone of p] + max(phone(p), phone(pred(p)), blank(pred(p)))
    blank(p) = row[0]          + max(phone(p), blank(p))

where all on the right is of the frame before.

Unlike strict CTC, phone(pred) -> phone(p) is allowed when both are the same phone: across a word boundary a
geminate ("lamp post") may be said as one long phone, and then the model gives no blank between the two.

Only positions within a beam of the best are kept, as parallel arrays, so the work per frame depends on how
uncertain the sound is and not on how many names the home has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.grammar.forest import Indices
from assistant.grammar.network import Network

Scores = npt.NDArray[np.float64]

_PHONE, _BLANK = range(2)
"""Columns of the scores."""

_POSITION, _PHONE_NODE, _BLANK_NODE, _BLANK_SINCE = range(4)
"""Columns of the marks: the position, the lattice nodes at which the tokens of its phone state and of its
blank state entered the instance, and the first frame of the blank state's present stay."""


@dataclass(frozen=True, slots=True)
class Crossings:
    """Junctions reached in a frame, as parallel arrays: where, how well, and the lattice node of each."""

    junction: Indices
    score: Scores
    node: Indices


@dataclass(frozen=True, slots=True)
class Exits:
    """Tokens that end a word or list entry in a frame, as parallel arrays."""

    junction: Indices
    """Where they lead to."""
    position: Indices
    """Where they come from."""
    score: Scores
    node: Indices
    """Lattice node at which they entered the instance they leave."""
    phone_end: Indices
    """Frame after the last one spent in a phone; what follows it is blank."""


@dataclass(frozen=True, slots=True)
class _Entered:
    """Tokens that enter a position's phone state; each position once."""

    position: Indices
    score: Scores
    node: Indices


class Tokens:
    """The active tokens and their step from frame to frame; arrays are parallel, one row a position."""

    def __init__(self, network: Network, beam: float, most: int, word_cost: float) -> None:
        self._network = network
        self._beam = beam
        self._most = most
        self._word_cost = word_cost
        self._slot = np.full(network.positions, -1, np.intp)  # scratch: where a position stands in the arrays
        self._count = np.arange(1024)
        self._scores = np.zeros((0, 2))  # of the phone state and the blank state
        self._marks = np.zeros((0, 4), np.intp)  # what `_POSITION` .. `_BLANK_SINCE` name
        self._update()

    @property
    def position(self) -> Indices:
        """The active positions, in no order."""
        return self._marks[:, _POSITION]

    @property
    def nodes(self) -> Indices:
        """Every lattice node that a token remembers."""
        return self._marks[:, _PHONE_NODE : _BLANK_NODE + 1].ravel()

    def step(self, row: npt.NDArray[np.float32], frame: int, crossings: Crossings, rival: float) -> float:
        """Move all tokens through one frame; returns the best score, of tokens or of `rival` (the lead-in).

        `crossings` are the junctions of the frame before, from which new words are entered.
        """
        scores = np.empty_like(self._scores)
        scores[:, _PHONE] = self._scores[:, _PHONE] + row[self._network.phone[self.position]]
        scores[:, _BLANK] = self.value + row[0]
        best = max(rival, float(scores.max(initial=-np.inf)))
        floor = best - self._beam
        reach = floor - float(row[1:].max())  # who scores less cannot enter any phone
        entered = _joined(
            self._into_children(row, reach, floor), self._into_words(row, crossings, reach, floor)
        )

        self._scores = scores
        self._marks[:, _BLANK_NODE] = self.node
        self._marks[self.in_phone, _BLANK_SINCE] = frame
        if entered is not None:
            best = max(best, float(entered.score.max()))
            self._merge(entered)
        self._prune(best - self._beam)
        return best

    def exits(self, frame: int) -> Exits:
        """Tokens that may leave their instance at the end of `frame`, word costs paid."""
        junction = self._network.exit[self.position]
        at = (junction >= 0).nonzero()[0]
        marks = self._marks.take(at, axis=0)
        position = marks[:, _POSITION]
        score = self.value[at]
        if self._word_cost:
            score = score - self._word_cost * self._network.exit_words[position]
        phone_end = np.where(self.in_phone[at], frame + 1, marks[:, _BLANK_SINCE])
        return Exits(junction[at], position, score, self.node[at], phone_end)

    def keep(self, at: Indices) -> None:
        """Keep only the tokens at these indices of the arrays."""
        self._scores = self._scores.take(at, axis=0)
        self._marks = self._marks.take(at, axis=0)
        self._update()

    def renumber(self, numbers: Indices) -> None:
        """Lattice nodes got new numbers: `numbers[old]`."""
        both = slice(_PHONE_NODE, _BLANK_NODE + 1)
        self._marks[:, both] = numbers[self._marks[:, both]]
        self._update()

    def _into_children(self, row: npt.NDArray[np.float32], reach: float, floor: float) -> _Entered | None:
        """Who enters the next phone of its word."""
        network = self._network
        parent = (self.value >= reach).nonzero()[0]
        if not len(parent):
            return None
        position = self.position[parent]
        which, child = self._fan_out(network.first_child[position], network.children[position])
        parent = parent[which]
        score: Scores = self.value[parent] + row[network.phone[child]]
        good = (score >= floor).nonzero()[0]
        if not len(good):
            return None
        return _Entered(child[good], score[good], self.node[parent[good]])

    def _into_words(
        self, row: npt.NDArray[np.float32], crossings: Crossings, reach: float, floor: float
    ) -> _Entered | None:
        """Who enters the first phone of a word or entry, from the best junction where several lead there."""
        network = self._network
        open_ = (crossings.score >= reach).nonzero()[0]
        if not len(open_):
            return None
        open_ = open_[crossings.score[open_].argsort()]
        junction = crossings.junction[open_]
        which, entry = self._fan_out(network.entry_start[junction], network.entries[junction])
        score = crossings.score[open_][which] + row[network.entry_phone[entry]]
        good = (score >= floor).nonzero()[0]
        if not len(good):
            return None
        position = network.entry_position[entry[good]]
        # Junctions come worst first, and the last of repeated assignments stays: the best of each position.
        order = self._numbers(len(good))
        self._slot[position] = order
        winner = (self._slot[position] == order).nonzero()[0]
        self._slot[position] = -1
        good = good[winner]
        node = crossings.node[open_][which[good]]
        return _Entered(position[winner], score[good], node)

    def _fan_out(self, first: Indices, counts: Indices) -> tuple[Indices, Indices]:
        """All of `first[i] .. first[i] + counts[i] - 1`, and for each of them its i; `first` is not empty."""
        ends = counts.cumsum()
        which = self._numbers(len(counts)).repeat(counts)
        return which, (first - ends + counts)[which] + self._numbers(int(ends[-1]))

    def _merge(self, entered: _Entered) -> None:
        """Take up tokens that enter a position (each position once), active already or new."""
        slot, position = self._slot, self.position
        slot[position] = self._numbers(len(position))
        at = slot[entered.position]
        slot[position] = -1
        met = (at >= 0).nonzero()[0]
        if len(met):
            better = met[entered.score[met] > self._scores[at[met], _PHONE]]
            self._scores[at[better], _PHONE] = entered.score[better]
            self._marks[at[better], _PHONE_NODE] = entered.node[better]
        if len(met) == len(at):
            return
        new = (at < 0).nonzero()[0]
        scores = np.full((len(new), 2), -np.inf)
        scores[:, _PHONE] = entered.score[new]
        marks = np.zeros((len(new), 4), np.intp)
        marks[:, _POSITION] = entered.position[new]
        marks[:, _PHONE_NODE] = marks[:, _BLANK_NODE] = entered.node[new]
        self._scores = np.concatenate((self._scores, scores))
        self._marks = np.concatenate((self._marks, marks))

    def _prune(self, floor: float) -> None:
        """Drop tokens below `floor`, and the worst where there are too many."""
        value = np.maximum(self._scores[:, _PHONE], self._scores[:, _BLANK])
        good = (value >= floor).nonzero()[0]
        if len(good) > self._most:
            good = good[value[good].argpartition(len(good) - self._most)[-self._most :]]
        self.keep(good)

    def _update(self) -> None:
        """Work out what follows from scores and marks: the better state of each position, and its node."""
        phone, blank = self._scores[:, _PHONE], self._scores[:, _BLANK]
        self.in_phone = phone >= blank
        self.value = np.maximum(phone, blank)
        self.node = np.where(self.in_phone, self._marks[:, _PHONE_NODE], self._marks[:, _BLANK_NODE])

    def _numbers(self, count: int) -> Indices:
        """`0 .. count - 1`, without making it anew each time."""
        if count > len(self._count):
            self._count = np.arange(2 * count)
        return self._count[:count]


def _joined(one: _Entered | None, other: _Entered | None) -> _Entered | None:
    if one is None or other is None:
        return one if other is None else other
    return _Entered(
        np.concatenate((one.position, other.position)),
        np.concatenate((one.score, other.score)),
        np.concatenate((one.node, other.node)),
    )
