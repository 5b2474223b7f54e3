"""Draws sentences from home-assistant-intents' own templates, untouched by our reading of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import home_assistant_intents
from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    TextChunk,
)
from hassil.intents import IntentData, Intents, RangeSlotList, SlotList, TextSlotList, TextSlotValue
from hassil.util import check_required_context

from assistant.grammar.lists import ListEntry


@dataclass(frozen=True)
class Drawn:
    """A sentence and the intent whose template it was drawn from."""

    text: str
    intent: str


class Sampler:
    """The package's intents of one language with a home's lists, as Home Assistant gives them to hassil."""

    def __init__(self, language: str, lists: Mapping[str, Sequence[ListEntry]]) -> None:
        data = home_assistant_intents.get_intents(language)
        assert data is not None
        self.intents = Intents.from_dict(data)
        self.lists: dict[str, SlotList] = {
            name: TextSlotList.from_tuples(
                [(entry.text, entry.value, dict(entry.context)) for entry in entries], name=name
            )
            for name, entries in lists.items()
        }
        self._blocks = [(name, data) for name, intent in self.intents.intents.items() for data in intent.data]

    def draw(self, chance: random.Random) -> Drawn:
        """One sentence; templates with wildcards are passed over."""
        while True:
            intent, data = chance.choice(self._blocks)
            sentence = chance.choice(data.sentences)
            try:
                text = self._draw(sentence.expression, data, chance)
            except LookupError:
                continue
            if text.strip():
                return Drawn(" ".join(text.split()), intent)

    def _draw(self, expression: Expression, data: IntentData, chance: random.Random) -> str:
        if isinstance(expression, TextChunk):
            return expression.original_text
        if isinstance(expression, Alternative):
            return self._draw(chance.choice(expression.items), data, chance)
        if isinstance(expression, Permutation):
            items = chance.sample(expression.items, len(expression.items))
            return "".join(self._draw(item, data, chance) for item in items)
        if isinstance(expression, Group):
            return "".join(self._draw(item, data, chance) for item in expression.items)
        if isinstance(expression, RuleReference):
            return self._draw(self.intents.expansion_rules[expression.rule_name].expression, data, chance)
        assert isinstance(expression, ListReference)
        return self._draw_value(expression, data, chance)

    def _draw_value(self, reference: ListReference, data: IntentData, chance: random.Random) -> str:
        slot_list = {**self.intents.slot_lists, **self.lists}[reference.list_name]
        values: list[TextSlotValue] = []
        if isinstance(slot_list, RangeSlotList):
            return str(chance.choice([n for n in slot_list.get_numbers() if n <= slot_list.stop]))
        if isinstance(slot_list, TextSlotList):
            values = [
                value
                for value in slot_list.values
                if check_required_context(data.requires_context, value.context, allow_missing_keys=True)
            ]
        if not values:  # a wildcard, or nothing fits the context
            raise LookupError(reference.list_name)
        return self._draw(chance.choice(values).text_in, data, chance)
