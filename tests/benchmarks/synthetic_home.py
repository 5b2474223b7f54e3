"""A made-up home whose grammar has the shape of the real ones: what a bigger or stranger package would ask
for.

Shape after FINDINGS.md: about 1,070 states, 5,800 arcs, 2,070 (symbol, target) pairs of which 276 are lists.
"""

from __future__ import annotations

import numpy as np

from assistant.grammar.acceptor import Acceptor, Symbol, Words

INVENTORY = {"<blank>": 0} | {f"p{number}": number for number in range(1, 97)}
ENGLISH_PHONES = 39
STATES, PAIRS, LIST_SHARE, LAYERS = 1_070, 2_070, 0.133, 12
Pronunciation = tuple[str, ...]


class MadeUpLexicon:
    """Random pronunciations, the same ones for the same seed; about every fifth word has two."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._known: dict[str, tuple[Pronunciation, ...]] = {}

    def pronounce(self, word: str) -> tuple[Pronunciation, ...]:
        """Two to eight phones, mostly four or five."""
        if word not in self._known:
            usual = self._say()
            other = tuple(phone if self._random.random() < 0.8 else self._phone() for phone in usual)
            ways = (usual, other) if self._random.random() < 0.2 and other != usual else (usual,)
            self._known[word] = ways
        return self._known[word]

    def _say(self) -> Pronunciation:
        length = int(np.clip(self._random.normal(4.5, 1.5), 2, 8))
        return tuple(self._phone() for _ in range(length))

    def _phone(self) -> str:
        return f"p{self._random.integers(1, ENGLISH_PHONES + 1)}"


def lists(names: int, random: np.random.Generator) -> dict[str, tuple[Words, ...]]:
    """Names by domain, rooms, and numbers, as the intents' lists are."""
    nouns = [f"noun{number}" for number in range(max(20, names // 3))]
    rooms: list[Words] = [(f"room{number}",) for number in range(15)]
    devices: dict[Words, None] = {}
    while len(devices) < names:
        room, noun = rooms[random.integers(len(rooms))], nouns[random.integers(len(nouns))]
        devices[(*room, noun) if random.random() < 0.7 else (noun, f"noun{random.integers(20)}")] = None
    every = tuple(devices)
    found: dict[str, tuple[Words, ...]] = {"{name}": every, "{area}": tuple(rooms)}
    for domain in range(24):
        share = random.choice([0.05, 0.1, 0.3])
        some = tuple(name for name in every if random.random() < share)
        found[f"{{name[domain={domain}]}}"] = some or every[:1]
    tens = [(f"ten{ten}",) for ten in range(2, 10)]
    digits = [(f"digit{digit}",) for digit in range(20)]
    found["{number}"] = (*digits, *tens, *(ten + digit for ten in tens for digit in digits[1:10]))
    return found


def acceptor(names: int, seed: int = 1) -> Acceptor:
    """A layered random acceptor: determinised sentences narrow down from a wide start to a few ends."""
    random = np.random.default_rng(seed)
    home = lists(names, random)
    vocabulary = [f"word{number}" for number in range(500)]
    frequent = 1 / np.arange(1, 501)
    frequent /= frequent.sum()
    layer = np.sort(np.concatenate(([0], random.integers(1, LAYERS, STATES - 1))))
    arcs: dict[tuple[int, Symbol], int] = {}
    for pair in range(PAIRS):
        target = 1 + pair % (STATES - 1)
        is_list = random.random() < LIST_SHARE
        symbol = (
            Symbol(list(home)[random.integers(len(home))], is_list=True)
            if is_list
            else Symbol(str(random.choice(vocabulary, p=frequent)))
        )
        sources = np.flatnonzero((layer < layer[target]) & (layer >= layer[target] - 2))
        count = min(len(sources), int(random.geometric(0.33)))
        for source in random.choice(sources, size=count, replace=False):
            arcs.setdefault((int(source), symbol), target)
    leaving = {source for source, _ in arcs}
    optional = {state for state in leaving if layer[state] > 3 and random.random() < 0.1}
    finals = frozenset(set(range(1, STATES)) - leaving | optional)
    return Acceptor(0, finals, tuple(sorted((s, y, t) for (s, y), t in arcs.items())), home)
