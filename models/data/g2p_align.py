"""Which letter of a word says which phones: expectation maximisation over a whole dictionary."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.speech.phones import Phones

MOST_PHONES = 2
"""What one letter can say at most: "x" is K S, "u" is Y UW."""

_EM_WORDS = 25_000  # enough for 26 letters; all words are aligned afterwards
_ITERATIONS = 8
_FLOOR = 1e-7  # of a probability: unseen pairs stay possible when all words are aligned

Probabilities = dict[tuple[str, Phones], float]


@dataclass(frozen=True, slots=True)
class Example:
    """A word and what each of its letters says."""

    word: str
    chunks: tuple[Phones, ...]
    """As many as letters; () for a silent one."""


def _arcs(word: str, phones: Phones) -> Iterator[tuple[int, int, int]]:
    """Every `(letter, first phone, phones said)` that lies on a complete alignment."""
    rest = len(word)
    for i in range(len(word)):
        rest -= 1
        low, high = max(0, len(phones) - MOST_PHONES * (rest + 1)), min(len(phones), MOST_PHONES * i)
        for j in range(low, high + 1):
            for said in range(MOST_PHONES + 1):
                if j + said <= len(phones) <= j + said + MOST_PHONES * rest:
                    yield i, j, said


def _expect(word: str, phones: Phones, probabilities: Probabilities, counts: Probabilities) -> None:
    """Add the expected counts of one word."""
    arcs = [
        (i, j, n, probabilities.get((word[i], phones[j : j + n]), _FLOOR)) for i, j, n in _arcs(word, phones)
    ]
    forward: dict[tuple[int, int], float] = defaultdict(float, {(0, 0): 1.0})
    backward: dict[tuple[int, int], float] = defaultdict(float, {(len(word), len(phones)): 1.0})
    for i, j, said, probability in arcs:
        forward[i + 1, j + said] += forward[i, j] * probability
    for i, j, said, probability in reversed(arcs):
        backward[i, j] += backward[i + 1, j + said] * probability
    total = backward[0, 0]
    if total <= 0.0:
        return
    for i, j, said, probability in arcs:
        counts[word[i], phones[j : j + said]] += (
            forward[i, j] * probability * backward[i + 1, j + said] / total
        )


def _maximise(counts: Probabilities) -> Probabilities:
    totals: dict[str, float] = defaultdict(float)
    for (letter, _), count in counts.items():
        totals[letter] += count
    return {pair: count / totals[pair[0]] for pair, count in counts.items()}


def _best(word: str, phones: Phones, probabilities: Probabilities) -> Example | None:
    """The likeliest alignment (Viterbi), or None where the letters are too few for the phones."""
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for i, j, said in _arcs(word, phones):
        if (i, j) not in best:
            continue
        probability = probabilities.get((word[i], phones[j : j + said]), _FLOOR)
        score = best[i, j][0] + math.log(max(probability, _FLOOR))
        if (i + 1, j + said) not in best or score > best[i + 1, j + said][0]:
            best[i + 1, j + said] = (score, said)
    if (len(word), len(phones)) not in best:
        return None
    chunks: list[Phones] = []
    j = len(phones)
    for i in range(len(word), 0, -1):
        said = best[i, j][1]
        chunks.append(phones[j - said : j])
        j -= said
    return Example(word, tuple(reversed(chunks)))


def align(pronunciations: Sequence[tuple[str, Phones]]) -> list[Example]:
    """Align all `(word, phones)`; those that cannot be aligned (acronyms) are left out."""
    sample = random.Random(0).sample(pronunciations, min(_EM_WORDS, len(pronunciations)))
    probabilities: Probabilities = {}
    for _ in range(_ITERATIONS):
        counts: Probabilities = defaultdict(float)
        for word, phones in sample:
            _expect(word, phones, probabilities, counts)
        probabilities = _maximise(counts)
    aligned = (_best(word, phones, probabilities) for word, phones in pronunciations)
    return [example for example in aligned if example is not None]
