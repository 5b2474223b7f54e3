"""Small random grammars, pronunciations and posteriors for property tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from assistant.grammar.acceptor import Acceptor, Symbol, Words
from assistant.types import Posteriors
from tests.decoder.brute_force import Lexicon

INVENTORY = {"<blank>": 0, "A": 1, "B": 2, "C": 3, "D": 4}
PHONES = [phone for phone, column in INVENTORY.items() if column]
VOCABULARY = ("one", "two", "three", "four")


@dataclass(frozen=True)
class Case:
    """One random test."""

    acceptor: Acceptor
    lexicon: Lexicon
    posteriors: Posteriors


pronunciations = st.lists(st.sampled_from(PHONES), min_size=1, max_size=3).map(tuple)
lexicons = st.fixed_dictionaries(
    {word: st.lists(pronunciations, min_size=1, max_size=2, unique=True).map(tuple) for word in VOCABULARY}
)
entries = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2).map(tuple)
lists = st.lists(entries, min_size=0, max_size=4, unique=True).map(tuple)
symbols = st.one_of(
    st.sampled_from(VOCABULARY).map(Symbol),
    st.sampled_from(["{x}", "{y}"]).map(lambda key: Symbol(key, is_list=True)),
)


@st.composite
def acceptors(draw: st.DrawFn, states: int = 4, *, cyclic: bool = False) -> Acceptor:
    """Deterministic acceptors of a few states; states are in order where no cycle is wanted."""
    arcs: dict[tuple[int, Symbol], int] = {}
    for source in range(states):
        for symbol in draw(st.lists(symbols, max_size=3, unique=True)):
            lowest = 0 if cyclic else source + 1
            if lowest < states:
                arcs[source, symbol] = draw(st.integers(lowest, states - 1))
    return Acceptor(
        start=0,
        finals=frozenset(draw(st.sets(st.integers(0, states - 1), min_size=1))),
        arcs=tuple(sorted((source, symbol, target) for (source, symbol), target in arcs.items())),
        lists={"{x}": draw(lists), "{y}": draw(lists)},
    )


def posteriors(frames: int, sharpness: float, seed: int) -> Posteriors:
    """Random log-posteriors; the sharper, the more one phone stands out in each frame."""
    noise = np.random.default_rng(seed).normal(size=(frames, len(INVENTORY))) * sharpness
    logs = noise - np.log(np.exp(noise).sum(axis=1, keepdims=True))
    return np.asarray(logs, np.float32)


@st.composite
def cases(draw: st.DrawFn, *, cyclic: bool = False, longest: int = 9) -> Case:
    """A random grammar and something random that was said."""
    frames = draw(st.integers(0, longest))
    sharpness = draw(st.sampled_from([0.5, 2.0, 5.0]))
    return Case(
        acceptor=draw(acceptors(cyclic=cyclic)),
        lexicon=draw(lexicons),
        posteriors=posteriors(frames, sharpness, draw(st.integers(0, 2**32 - 1))),
    )


def said(
    columns: list[int], frames_each: int = 1, blanks: int = 1, sure: float = 0.9, width: int = 5
) -> Posteriors:
    """Posteriors of a clear voice: each phone for some frames, blanks before, between and after."""
    plan: list[int] = [0] * blanks
    for column in columns:
        plan += [column] * frames_each + [0] * blanks
    return plain(plan, sure, width)


def plain(plan: list[int], sure: float = 0.9, width: int = 5) -> Posteriors:
    """Posteriors with probability `sure` on the planned column of each frame, the rest shared."""
    probabilities = np.full((len(plan), width), (1 - sure) / (width - 1))
    probabilities[np.arange(len(plan)), plan] = sure
    return np.asarray(np.log(probabilities), np.float32)


def sentence(*words: str, lists_: dict[str, tuple[Words, ...]] | None = None) -> Acceptor:
    """An acceptor of one sentence; words in braces are lists."""
    chain = tuple(
        (state, Symbol(word, is_list=word.startswith("{")), state + 1) for state, word in enumerate(words)
    )
    return Acceptor(start=0, finals=frozenset({len(words)}), arcs=chain, lists=lists_ or {})


def chunks(posteriors: Posteriors, sizes: list[int]) -> Iterator[Posteriors]:
    """The posteriors cut into pieces of the given sizes, and the rest."""
    at = 0
    for size in sizes:
        yield posteriors[at : at + size]
        at += size
    yield posteriors[at:]
