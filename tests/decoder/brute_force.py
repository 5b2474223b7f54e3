"""The slow truth: all sentences of a small acceptor, each aligned by a plain loop over frames and phones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import numpy as np

from assistant.grammar.acceptor import Acceptor, Words
from assistant.grammar.scoring import Rows

Lexicon = Mapping[str, tuple[tuple[str, ...], ...]]


class Dictionary:
    """A pronouncer over a plain mapping that counts its questions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.asked: list[str] = []

    def pronounce(self, word: str) -> tuple[tuple[str, ...], ...]:
        self.asked.append(word)
        return self.lexicon[word]


def sentences(acceptor: Acceptor, longest: int = 6) -> set[Words]:
    """Every sentence of at most `longest` symbols."""
    found: set[Words] = set()
    paths: list[tuple[int, Words]] = [(acceptor.start, ())]
    for _ in range(longest + 1):
        found.update(words for state, words in paths if state in acceptor.finals)
        paths = [
            (target, words + said)
            for state, words in paths
            for source, symbol, target in acceptor.arcs
            if source == state
            for said in (acceptor.lists[symbol.text] if symbol.is_list else ((symbol.text,),))
        ]
    return found


def spellings(words: Words, lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """Every way to say `words`, in phones."""
    for parts in itertools.product(*(lexicon[word] for word in words)):
        yield tuple(itertools.chain(*parts))


def alignment_score(rows: Rows, columns: list[int], lead_in_cost: float) -> float:
    """Best score of laying all frames against the phones, state by state as the topology says."""
    states = 1 + 2 * len(columns)  # lead-in, then phone and blank of each position
    score = [-np.inf] * states
    score[0] = 0.0
    for row in rows.astype(float):
        new = [-np.inf] * states
        new[0] = score[0] + max(row[0], -lead_in_cost)
        for place, column in enumerate(columns):
            phone, blank = 1 + 2 * place, 2 + 2 * place
            before = score[0] if place == 0 else max(score[phone - 1], score[phone - 2])
            new[phone] = row[column] + max(score[phone], before)
            new[blank] = row[0] + max(score[phone], score[blank])
        score = new
    return max(score[-2:])


def sentence_score(
    rows: Rows,
    words: Words,
    lexicon: Lexicon,
    inventory: Mapping[str, int],
    *,
    word_cost: float = 0.0,
    lead_in_cost: float = np.inf,
) -> float:
    """Best score of `words` over all their pronunciations."""
    best = max(
        alignment_score(rows, [inventory[phone] for phone in phones], lead_in_cost)
        for phones in spellings(words, lexicon)
    )
    return best - word_cost * len(words)
