"""Which blocks of sentences a text may belong to at all, found by a word that each of their templates needs.

hassil checks the same necessary condition, but template by template, and prepares every block before it does. One
look at the few hundred distinct fragments leaves a tenth of the blocks, and halves the time of a recognition.

Kept in a file (`keeping.py`), blocks are bytes one by one, and stay so until a text may be theirs: parsed templates are
most of what a grammar takes in memory, and a home is told the same few things every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from hassil.expression import Sentence
from hassil.intents import Intent, IntentData, Intents
from hassil.util import remove_skip_words

from assistant.grammar.keeping import freeze, thaw

_Block = tuple[str, IntentData]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The blocks that one text may match."""

    intents: Intents
    numbers: Mapping[int, int]
    """Number of each block, in the order they were given in, by the `id` of its data."""


class CandidateBlocks:
    """Narrows hassil's `Intents` for one text; `blocks` are pairs of an intent and its data, with their rules."""

    def __init__(self, intents: Intents, blocks: Iterable[tuple[_Block, Mapping[str, Sentence]]]) -> None:
        self._intents = intents
        self._blocks: list[_Block | bytes] = []
        self._always: set[int] = set()
        self._by_fragment: dict[str, set[int]] = {}
        for number, (block, rules) in enumerate(blocks):
            self._blocks.append(block)
            for sentence in block[1].sentences:
                self._index(number, sentence.get_required_clauses(dict(rules)))

    def __getstate__(self) -> dict[str, Any]:
        blocks = [block if isinstance(block, bytes) else freeze(block) for block in self._blocks]
        return {**self.__dict__, "_blocks": blocks}

    def narrowed(self, text: str) -> Narrowed:
        """The blocks that `text`, in hassil's form, may match; the others cannot."""
        settings = self._intents.settings
        bare = remove_skip_words(text, self._intents.skip_words, settings.ignore_whitespace)
        haystack = f"{text.casefold()}\n{bare.casefold()}"
        found = set(self._always)
        for fragment, numbers in self._by_fragment.items():
            if fragment in haystack:
                found |= numbers
        intents: dict[str, Intent] = {}
        places: dict[int, int] = {}
        for number in sorted(found):
            name, data = self._block(number)
            intents.setdefault(name, Intent(name)).data.append(data)
            places[id(data)] = number
        narrowed = Intents(
            language=self._intents.language,
            intents=intents,
            expansion_rules=self._intents.expansion_rules,
            skip_words=self._intents.skip_words,
            settings=settings,
        )
        return Narrowed(narrowed, places)

    def _block(self, number: int) -> _Block:
        block = self._blocks[number]
        if isinstance(block, bytes):
            block = cast("_Block", thaw(block))
            self._blocks[number] = block
        return block

    def _index(self, number: int, clauses: frozenset[frozenset[str]]) -> None:
        """File a template under the clause that rules out most: few fragments, long ones."""
        if not clauses:
            self._always.add(number)
            return
        best = min(clauses, key=lambda clause: (len(clause), -min(map(len, clause)), sorted(clause)))
        for fragment in best:
            self._by_fragment.setdefault(fragment, set()).add(number)
