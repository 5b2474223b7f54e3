"""The closest sentence of a grammar to any text: what makes a command of a free transcript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.grammar.acceptor import Acceptor, Words
from models.evaluation.distance import Codes, Distances, after


@dataclass(frozen=True)
class _Arc:
    """One word, or one value of a list, between two states."""

    source: int
    words: Words
    target: int


class ClosestSentence:
    """Finds the sentence with the fewest character edits to a text, of all that an acyclic acceptor accepts.

    It is exact without writing the sentences out (the orders have millions): for every state, the distances of the best
    rest of a sentence to every end of the text are computed once, backwards; the sentence is then read off forwards.
    """

    def __init__(self, acceptor: Acceptor) -> None:
        """Raises ValueError for an acceptor with a cycle."""
        arcs: list[_Arc] = []
        for source, symbol, target in acceptor.arcs:
            values: Sequence[Words] = acceptor.lists[symbol.text] if symbol.is_list else [(symbol.text,)]
            arcs += [_Arc(source, words, target) for words in values]
        self._from: list[list[_Arc]] = [[] for _ in range(acceptor.states)]
        for arc in arcs:
            self._from[arc.source].append(arc)
        self._start, self._finals = acceptor.start, acceptor.finals
        self._order = self._topological()

    def find(self, text: str) -> str:
        """The closest sentence; text and sentence are compared letter by letter, spaces among them."""
        codes = _codes(text)
        rest = self._rest(codes)
        row: Distances = np.arange(len(codes) + 1)
        words: list[str] = []
        state = self._start
        while True:
            stop = int(row[-1]) if state in self._finals else None
            best: tuple[int, _Arc, Distances] | None = None
            for arc in self._from[state]:
                reached = _through(row, _letters(arc, first=not words), codes)
                cost = int((reached + rest[arc.target]).min())
                if best is None or cost < best[0]:
                    best = cost, arc, reached
            if best is None or (stop is not None and stop <= best[0]):
                return " ".join(words)
            _, arc, row = best
            words += arc.words
            state = arc.target

    def _rest(self, codes: Codes) -> list[Distances]:
        """By state and place in the text: the fewest edits from there to the end of both, `[states][letters + 1]`."""
        never = np.full(len(codes) + 1, 1_000_000)
        rest = [never] * len(self._from)
        backwards = codes[::-1]
        for state in reversed(self._order):
            ways = [np.arange(len(codes), -1, -1)] if state in self._finals else []
            for arc in self._from[state]:
                letters = _letters(arc, first=state == self._start)
                ways.append(_through(rest[arc.target][::-1], letters[::-1], backwards)[::-1])
            if ways:
                rest[state] = np.minimum.reduce(ways)
        return rest

    def _topological(self) -> list[int]:
        order: list[int] = []
        entered: set[int] = set()

        def visit(state: int, path: frozenset[int]) -> None:
            if state in path:
                raise ValueError("a grammar with a cycle has no end of sentences")
            if state in entered:
                return
            entered.add(state)
            for target in {arc.target for arc in self._from[state]}:
                visit(target, path | {state})
            order.append(state)

        visit(self._start, frozenset())
        return order[::-1]


def sentences_of(acceptor: Acceptor, most: int) -> Iterator[str]:
    """The first `most` sentences in order of their states; to check `ClosestSentence` against."""
    waiting: list[tuple[int, Words]] = [(acceptor.start, ())]
    for _ in range(most):
        while waiting:
            state, said = waiting.pop()
            for source, symbol, target in acceptor.arcs:
                if source == state:
                    values = acceptor.lists[symbol.text] if symbol.is_list else ((symbol.text,),)
                    waiting += [(target, (*said, *value)) for value in values]
            if state in acceptor.finals:
                yield " ".join(said)
                break


def _through(row: Distances, letters: Sequence[int], codes: Codes) -> Distances:
    for letter in letters:
        row = after(row, letter, codes)
    return row


def _letters(arc: _Arc, *, first: bool) -> list[int]:
    text = " ".join(arc.words)
    return [ord(letter) for letter in (text if first else f" {text}")]


def _codes(text: str) -> Codes:
    return np.array([ord(letter) for letter in text], np.int64)
