"""The phone network: an acceptor of words and lists, with every word spelled out in phones.

Each distinct pair of a symbol and the state it leads to becomes one *instance*: a copy of the symbol's
prefix tree over phones. The acceptor's states become *junctions*, points without sound between instances.
Because an instance belongs to its target state, leaving it needs no memory of where it was entered from: no
return stack, and the network is exact, and small.

A list's tree holds all its entries, several words long where a name is; an instance is copied by shifting
array offsets, so a home with 500 names is built in a fraction of a second.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.errors import GrammarError, PronunciationError
from assistant.grammar.acceptor import Acceptor, Symbol, Words
from assistant.grammar.forest import Forest, Indices, Spelling, plant

MOST_VARIANTS = 64
"""Pronunciations kept of one list entry; the usual one of every word comes first."""


class Pronouncer(Protocol):
    """Who knows how words are said."""

    def pronounce(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Every pronunciation of one word, the usual one first."""
        ...


@dataclass(frozen=True, slots=True)
class Output:
    """What the end of a spelling means: its words, and how many phones each of them took."""

    words: Words
    lengths: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Network:
    """Positions (one phone of one word at one place of a sentence) and how tokens move between them.

    A position has at most one predecessor besides junctions, its parent in the tree; its successors are
    neighbours.
    """

    start: int
    """The junction where sentences begin."""
    final: npt.NDArray[np.bool_]
    """Junctions where a sentence may end, shape `[junctions]`."""
    phones: int
    """Columns that posteriors must have."""
    phone: Indices
    """Column of each position's phone, shape `[positions]`."""
    first_child: Indices
    """First successor inside the tree, shape `[positions]`."""
    children: Indices
    """Number of successors inside the tree; they are neighbours, shape `[positions]`."""
    exit: Indices
    """Junction that a position leads to where a word or entry ends in it, else -1, shape `[positions]`."""
    exit_words: Indices
    """Words that end there, the fewest where entries sound alike, shape `[positions]`."""
    node: Indices
    """The position's node in `forest`, shape `[positions]`."""
    entry_start: Indices
    """Where a junction's first positions begin in `entry_position`, shape `[junctions + 1]`."""
    entry_position: Indices
    """First positions of everything that may follow each junction."""
    forest: Forest
    outputs: tuple[Output, ...]
    """What the labels of `forest` stand for."""
    instances: int

    @property
    def positions(self) -> int:
        """Number of positions; each has a phone state and an optional blank state behind it."""
        return len(self.phone)

    @property
    def junctions(self) -> int:
        """Number of junctions, one for each state of the acceptor."""
        return len(self.final)

    @cached_property
    def entry_phone(self) -> Indices:
        """Phone columns of `entry_position`."""
        return self.phone[self.entry_position]

    @cached_property
    def entries(self) -> Indices:
        """How many first positions follow each junction, shape `[junctions]`."""
        return np.diff(self.entry_start)

    def ends(self, position: int) -> list[Output]:
        """Everything that may have been said when a token leaves `position` for its junction."""
        return [self.outputs[label] for label in self.forest.labels(int(self.node[position]))]

    def path(self, position: int) -> tuple[int, ...]:
        """Phone columns from the instance's first position to `position`."""
        return self.forest.path(int(self.node[position]))


def build_network(acceptor: Acceptor, pronouncer: Pronouncer, inventory: Mapping[str, int]) -> Network:
    """Spell out `acceptor` in the phones of `inventory` (phone to column of the posteriors, 0 is blank).

    Every word is pronounced once. Raises PronunciationError for a word that cannot be said with this
    inventory, GrammarError for a list that the acceptor names and does not have.
    """
    states = 1 + max(acceptor.states - 1, *acceptor.finals, 0)
    symbols: dict[Symbol, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    arcs: list[tuple[int, int]] = []  # (source state, instance)
    for source, symbol, state in acceptor.arcs:
        tree = symbols.setdefault(symbol, len(symbols))
        arcs.append((source, pairs.setdefault((tree, state), len(pairs))))
    spellings, outputs = _spell(acceptor, symbols, Speller(pronouncer, inventory))
    forest = plant(spellings, len(symbols))

    instance_tree = np.array([tree for tree, _ in pairs], np.intp)
    target = np.array([state for _, state in pairs], np.intp)
    sizes = np.diff(forest.start)[instance_tree]
    base = np.concatenate(([0], np.cumsum(sizes))).astype(np.intp)
    shift = np.repeat(base[:-1] - forest.start[instance_tree], sizes)
    node = np.arange(base[-1]) - shift
    ends = np.diff(forest.end_start) > 0
    entry_start, entry_position = _entries(arcs, states, base, forest.roots[instance_tree])
    final = np.zeros(states, bool)
    final[list(acceptor.finals)] = True
    return Network(
        start=acceptor.start,
        final=final,
        phones=max(inventory.values()) + 1,
        phone=forest.phone[node],
        first_child=forest.first_child[node] + shift,
        children=forest.children[node],
        exit=np.where(ends[node], np.repeat(target, sizes), -1),
        exit_words=_fewest_words(forest, outputs)[node],
        node=node,
        entry_start=entry_start,
        entry_position=entry_position,
        forest=forest,
        outputs=outputs,
        instances=len(pairs),
    )


class Speller:
    """Phones of words and entries in the columns of one model, each word pronounced once."""

    def __init__(self, pronouncer: Pronouncer, inventory: Mapping[str, int]) -> None:
        self._pronouncer = pronouncer
        self._columns = {phone: chr(column) for phone, column in inventory.items() if column > 0}
        self._words: dict[str, tuple[str, ...]] = {}
        self._entries: dict[Words, tuple[tuple[str, Output], ...]] = {}

    def entry(self, words: Words) -> tuple[tuple[str, Output], ...]:
        """Each distinct way to say `words` in a row, phones as `chr(column)`; at most `MOST_VARIANTS`.

        Raises PronunciationError for a word that cannot be said with this inventory.
        """
        if words not in self._entries:
            ways: dict[str, Output] = {}
            variants = itertools.product(*(self._word(word) for word in words))
            for parts in itertools.islice(variants, MOST_VARIANTS):
                ways.setdefault("".join(parts), Output(words, tuple(map(len, parts))))
            self._entries[words] = tuple(ways.items())
        return self._entries[words]

    def _word(self, word: str) -> tuple[str, ...]:
        if word not in self._words:
            ways = self._pronouncer.pronounce(word)
            if not ways or not all(ways):
                raise PronunciationError(
                    f'"{word}" has no pronunciation', f'Give "{word}" a line in your lexicon, or leave it out'
                )
            try:
                said = ["".join(self._columns[phone] for phone in way) for way in ways]
            except KeyError as error:
                raise PronunciationError(
                    f'"{word}" is said with the phone {error}, which the acoustic model does not know',
                    f'Give "{word}" other phones in your lexicon, or use a model that knows this one',
                ) from error
            self._words[word] = tuple(dict.fromkeys(said))
        return self._words[word]


def _spell(
    acceptor: Acceptor, symbols: Mapping[Symbol, int], speller: Speller
) -> tuple[list[Spelling], tuple[Output, ...]]:
    """Spellings of all symbols, and what their labels stand for."""
    labels: dict[Output, int] = {}
    spellings: list[Spelling] = []
    for symbol, tree in symbols.items():
        for words in _alternatives(acceptor, symbol):
            for phones, output in speller.entry(words):
                label = labels.setdefault(output, len(labels))
                spellings.append(Spelling(tree, phones, label))
    return spellings, tuple(labels)


def _alternatives(acceptor: Acceptor, symbol: Symbol) -> Iterator[Words]:
    """What may be said for one symbol."""
    if not symbol.is_list:
        yield (symbol.text,)
        return
    if symbol.text not in acceptor.lists:
        raise GrammarError(
            f'the sentences use the list "{symbol.text}", which does not exist',
            "Add the list, or correct its name",
        )
    for words in dict.fromkeys(acceptor.lists[symbol.text]):
        if not words:
            raise GrammarError(
                f'the list "{symbol.text}" has an entry without words',
                "Give the entry a name that can be said",
            )
        yield words


def _entries(
    arcs: list[tuple[int, int]], states: int, base: Indices, roots: Indices
) -> tuple[Indices, Indices]:
    """First positions behind each junction, as starts and one flat array."""
    source, instance = np.array(sorted(arcs), np.intp).reshape(-1, 2).T
    counts = roots[instance]
    first = np.cumsum(counts) - counts
    positions = np.repeat(base[instance] - first, counts) + np.arange(counts.sum())
    per_state = np.bincount(np.repeat(source, counts), minlength=states)
    return np.concatenate(([0], np.cumsum(per_state))).astype(np.intp), positions


def _fewest_words(forest: Forest, outputs: tuple[Output, ...]) -> Indices:
    """Fewest words of any spelling that ends in each node; 0 where none does."""
    words = np.array([len(output.words) for output in outputs], np.intp)
    fewest = np.zeros(len(forest.phone), np.intp)
    ends = np.flatnonzero(np.diff(forest.end_start))
    if len(ends):
        fewest[ends] = np.minimum.reduceat(words[forest.end_label], forest.end_start[ends])
    return fewest
