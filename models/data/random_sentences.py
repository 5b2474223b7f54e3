"""Sentences a home can be told, by walking hassil's templates at random.

Enumerating them is out of the question (a single template may have hundreds of thousands of readings), and most
readings differ in nothing a recogniser learns from. A walk takes an intent, one of its templates, one of its
readings, and every list's value at random.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.intents import IntentData, Intents, RangeSlotList, SlotList, TextSlotList
from hassil.util import check_excluded_context, check_required_context

from assistant.grammar.compiler import compile_sentences
from assistant.grammar.lists import ListEntry
from assistant.grammar.numbers import range_values, spoken_numbers
from assistant.grammar.spoken import Speech
from assistant.home import Home, default_intents, sentence_file

_TRIES = 200
_PLAIN_NUMBERS = 0.7
"""Share of numbers said in the plain way; the rest as "a hundred", 两百 and so on."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence and what it asks for."""

    text: str
    """Spoken words, lower case, no digits."""
    language: str
    """``en`` or ``zh``."""
    intent: str | None = None


class _Unsayable(Exception):
    """The walk came to a list that has no values here."""


class RandomSentences:
    """Random sentences of one language for one home; the same random numbers give the same sentences."""

    def __init__(self, home: Home, language: str) -> None:
        self._language = language.split("-", maxsplit=1)[0]
        self._speech = Speech.of({"en": "en", "zh": "zh-CN"}[self._language])
        self._intents = Intents.from_dict(default_intents(language))
        given = home.slot_lists(language)
        self._lists: dict[str, SlotList] = {**self._intents.slot_lists}
        for name, entries in given.items():
            self._lists[name] = TextSlotList.from_tuples(
                [(entry.text_in, entry.value_out, dict(entry.context)) for entry in entries],
                allow_template=False,
                name=name,
            )
        lists = {
            name: [ListEntry(entry.text_in, entry.value_out, entry.context) for entry in entries]
            for name, entries in given.items()
        }
        # Walks know nothing of what a sentence as a whole requires: the grammar has the last word.
        self._understanding = compile_sentences(
            self._speech.language,
            shipped=[sentence_file(language)],
            lists=lists,
            context=home.intent_context(),
        ).understanding
        self._templates: dict[str, list[tuple[Sentence, IntentData]]] = {
            name: [(sentence, data) for data in intent.data for sentence in data.sentences]
            for name, intent in self._intents.intents.items()
        }
        # Intents with many templates are those said in many ways, but rare ones must be heard too.
        self._weights = [len(templates) ** 0.5 for templates in self._templates.values()]

    def draw(self, rng: random.Random) -> Told:
        """One sentence of this home."""
        for _ in range(_TRIES):
            name = rng.choices(list(self._templates), self._weights)[0]
            if not self._templates[name]:
                continue
            sentence, data = rng.choice(self._templates[name])
            try:
                words = self._speech.words(_Walk(self._intents, self._lists, data, rng).text(sentence))
            except _Unsayable:
                continue
            text = Speech.join(words)
            meanings = self._understanding.interpret(text) if words else ()
            if meanings:
                return Told(text, self._language, meanings[0].intent)
        raise RuntimeError(f"{_TRIES} random walks and no sentence that this home can be told")


class _Walk:
    """One random reading of one template."""

    def __init__(
        self, intents: Intents, lists: Mapping[str, SlotList], data: IntentData, rng: random.Random
    ) -> None:
        self._rules = {**intents.expansion_rules, **data.expansion_rules}
        self._lists = {**lists, **data.slot_lists}
        self._data = data
        self._rng = rng
        self._language = intents.language

    def text(self, sentence: Sentence) -> str:
        """The reading; raises _Unsayable where it meets a list without values."""
        return "".join(self._parts(sentence.expression))

    def _parts(self, expression: Expression) -> Iterator[str]:
        if isinstance(expression, TextChunk):
            yield expression.original_text
        elif isinstance(expression, Alternative):
            yield from self._parts(self._rng.choice(expression.items))
        elif isinstance(expression, Permutation):
            for item in self._rng.sample(expression.items, len(expression.items)):
                yield from self._parts(item)
        elif isinstance(expression, Group):
            for item in expression.items:
                yield from self._parts(item)
        elif isinstance(expression, RuleReference):
            yield from self._parts(self._rules[expression.rule_name].expression)
        elif isinstance(expression, ListReference):
            yield from self._value(expression)
        else:
            raise TypeError(f"unknown kind of expression: {expression!r}")

    def _value(self, reference: ListReference) -> Iterator[str]:
        values: SlotList | None
        if inline := reference.get_inline_range():
            start, stop, step = inline
            values = RangeSlotList(name=reference.list_name, start=start, stop=stop, step=step)
        else:
            values = self._lists.get(reference.list_name)
        if isinstance(values, RangeSlotList):
            number, _ = self._rng.choice(list(range_values(values)))
            forms = spoken_numbers(number, self._language)
            yield forms[0] if self._rng.random() < _PLAIN_NUMBERS else self._rng.choice(forms)
            return
        usable = []
        if isinstance(values, TextSlotList):
            for value in values.values:
                context = value.context or {}
                if check_required_context(
                    self._data.requires_context, context, allow_missing_keys=True
                ) and check_excluded_context(self._data.excludes_context, context):
                    usable.append(value.text_in)
        if not usable:
            raise _Unsayable
        chosen = self._rng.choice(usable)
        yield from self._parts(chosen.expression if isinstance(chosen, Sentence) else chosen)
