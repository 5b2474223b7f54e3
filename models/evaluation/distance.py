"""Edit distances between what was said and what was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Distances = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Edits:
    """How one sequence was made into another."""

    pairs: tuple[tuple[int | None, int | None], ...]
    """(said, heard) of every step; None where one of them has nothing."""

    @property
    def substituted(self) -> int:
        """Heard as something else."""
        return sum(said is not None and heard is not None and said != heard for said, heard in self.pairs)

    @property
    def deleted(self) -> int:
        """Said and not heard."""
        return sum(heard is None for _, heard in self.pairs)

    @property
    def inserted(self) -> int:
        """Heard and not said."""
        return sum(said is None for said, _ in self.pairs)

    @property
    def errors(self) -> int:
        """The edit distance."""
        return self.substituted + self.deleted + self.inserted


def after(before: Distances, said: int, heard: Codes) -> Distances:
    """One more symbol was said: distances to every beginning of `heard`, `[len(heard) + 1]`, from those before it."""
    now = before + 1
    np.minimum(now[1:], before[:-1] + (heard != said), out=now[1:])
    places = np.arange(len(now))
    reached: Distances = np.minimum.accumulate(now - places) + places
    return reached


def edits(said: Sequence[int], heard: Sequence[int]) -> Edits:
    """The fewest edits that make `said` into `heard`; of equals the one that substitutes rather than deletes."""
    codes = np.array(heard, np.int64)
    rows = [np.arange(len(codes) + 1)]
    for one in said:
        rows.append(after(rows[-1], one, codes))
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(said), len(codes)
    while i or j:
        here = int(rows[i][j])
        if i and j and here == rows[i - 1][j - 1] + (said[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((said[i], heard[j]))
        elif i and here == rows[i - 1][j] + 1:
            i -= 1
            pairs.append((said[i], None))
        else:
            j -= 1
            pairs.append((None, heard[j]))
    return Edits(tuple(reversed(pairs)))


def least_edits(words: Sequence[Sequence[Sequence[int]]], heard: Sequence[int]) -> tuple[int, int]:
    """Errors and length of the best choice of one variant of each word: `words[word][variant]` are its symbols.

    The length is that of the first variants, so that both ways to count divide by the same number.
    """
    codes = np.array(heard, np.int64)
    row = np.arange(len(codes) + 1)
    for variants in words:
        ends = []
        for variant in variants:
            reached = row
            for symbol in variant:
                reached = after(reached, symbol, codes)
            ends.append(reached)
        if ends:
            row = np.minimum.reduce(ends)
    return int(row[-1]), sum(len(variants[0]) for variants in words if variants)
