"""What a grammar's author should know: sentences with two meanings, names that sound alike, dead sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from assistant.grammar.acceptor import Symbol
from assistant.grammar.lists import SpokenValue, collisions
from assistant.grammar.minimize import Dfa
from assistant.grammar.sources import Block, Template
from assistant.grammar.spoken import Speech
from assistant.grammar.twins import Overlaps, twin_ends


class WarningKind(StrEnum):
    """What a `GrammarWarning` is about."""

    AMBIGUOUS = "ambiguous"
    """The same words mean two intents."""
    DUPLICATE = "duplicate"
    """The same sentence is written twice for one intent."""
    COLLISION = "collision"
    """Two things of a list are called the same."""
    WILDCARD = "wildcard"
    """A list of free words that nobody has filled: its sentences are left out."""
    EMPTY_LIST = "empty list"
    """A list without values: its sentences are left out."""
    CONTEXT = "context"
    """Sentences that need to know something first, such as the room one is in, and are left out."""
    GLUED = "glued"
    """Letters are written to a list without a space: they become one word with its values."""


@dataclass(frozen=True, slots=True)
class GrammarWarning:
    """Something about the sentences that deserves a look; the grammar works all the same."""

    kind: WarningKind
    text: str
    where: tuple[str, ...] = ()
    """Places, as ``file:line``."""

    def __str__(self) -> str:
        return f"{self.text} ({'; '.join(self.where)})" if self.where else self.text


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a template in the automaton came from."""

    template: Template
    block: Block

    @property
    def meaning(self) -> tuple[object, ...]:
        """Equal for templates that cannot be told apart by what they mean."""
        return (self.block.intent, tuple(sorted(self.block.slots.items(), key=str)))


def ambiguous(
    dfa: Dfa, symbols: Sequence[Symbol], origins: Sequence[Origin], alike: Overlaps, speech: Speech
) -> list[GrammarWarning]:
    """Sentences that end templates of two meanings, with a shortest example of each.

    Pairs within the package are reported once a pair of intents; pairs with a user's sentence once a pair of
    sentences, also when only the fixed slots differ.
    """
    meanings = {
        state: _one_each(origins[number] for number in sorted(ends)) for state, ends in dfa.finals.items()
    }
    warnings: dict[tuple[object, ...], GrammarWarning] = {}
    for (here, there), way in twin_ends(dfa, symbols, alike):
        if here == there and len(meanings[here]) == 1:
            continue
        both = combinations(meanings[here], 2) if here == there else product(meanings[here], meanings[there])
        for one, other in both:
            pair = _pair(one, other)
            if pair and pair not in warnings:
                warnings[pair] = GrammarWarning(
                    WarningKind.AMBIGUOUS,
                    f"{speech.join(way)!r} means both {_named(one, other)} and {_named(other, one)}",
                    (str(one.template.place), str(other.template.place)),
                )
    return list(warnings.values())


def duplicates(origins: Iterable[tuple[str, Origin]]) -> list[GrammarWarning]:
    """Templates that stand twice in the same spoken form for the same intent, slots and context."""
    first: dict[tuple[object, ...], Origin] = {}
    warnings: list[GrammarWarning] = []
    for spoken, origin in origins:
        key = (spoken, origin.meaning, repr(origin.block.requires), repr(origin.block.excludes))
        if key not in first:
            first[key] = origin
        elif origin.block.custom:
            warnings.append(
                GrammarWarning(
                    WarningKind.DUPLICATE,
                    f"{origin.template.text!r} is given twice for {origin.block.intent}",
                    (str(first[key].template.place), str(origin.template.place)),
                )
            )
    return warnings


def name_collisions(
    lists: Mapping[str, Iterable[tuple[SpokenValue, ...]]], speech: Speech
) -> list[GrammarWarning]:
    """Spoken forms that stand for two things; `lists` has, by list, the groups that stand together."""
    warnings: dict[str, GrammarWarning] = {}
    for list_id, groups in lists.items():
        for values in groups:
            for words, meanings in collisions(values).items():
                said_for = " and ".join(str(meaning) for meaning in meanings)
                text = f"{speech.join(words)!r} in list {{{list_id}}} is said for {said_for}"
                warnings[text] = GrammarWarning(WarningKind.COLLISION, text)
    return list(warnings.values())


def _one_each(origins: Iterable[Origin]) -> list[Origin]:
    """One template of each meaning, a user's own where there is one."""
    chosen: dict[tuple[object, ...], Origin] = {}
    for origin in origins:
        if origin.meaning not in chosen or (origin.block.custom and not chosen[origin.meaning].block.custom):
            chosen[origin.meaning] = origin
    return list(chosen.values())


def _pair(one: Origin, other: Origin) -> tuple[object, ...] | None:
    """What is reported once, or None for what is not worth a report."""
    if one.meaning == other.meaning:
        return None
    if one.block.custom or other.block.custom:
        return (one.template, other.template)
    if one.block.intent == other.block.intent:
        return None
    return tuple(sorted((one.block.intent, other.block.intent)))


def _named(origin: Origin, other: Origin) -> str:
    if origin.block.intent != other.block.intent:
        return origin.block.intent
    slots = (
        ", ".join(f"{name}: {value}" for name, value in sorted(origin.block.slots.items())) or "nothing fixed"
    )
    return f"{origin.block.intent} with {slots}"
