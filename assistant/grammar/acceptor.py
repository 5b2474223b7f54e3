"""The word-level acceptor: what the sentence compiler makes and the phone network is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Words = tuple[str, ...]
"""Spoken words in order: lower-case English words, or single Mandarin characters."""


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """One label of the acceptor: a word, or a reference to a list with its constraint."""

    text: str
    """The word itself, or the key of `Acceptor.lists`, such as ``name[domain=light]``."""
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Acceptor:
    """A deterministic, minimal, acyclic or cyclic automaton over `Symbol`; it knows no intents."""

    start: int
    finals: frozenset[int]
    arcs: tuple[tuple[int, Symbol, int], ...]
    """`(source state, symbol, target state)`, sorted."""
    lists: Mapping[str, tuple[Words, ...]]
    """Every list symbol's spoken forms, each once; an empty list never matches."""

    @property
    def states(self) -> int:
        """Number of states; they are `0 .. states - 1`."""
        return 1 + max((max(s, t) for s, _, t in self.arcs), default=self.start)
