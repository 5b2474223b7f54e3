"""The lists of a grammar in spoken form, and which of their values a sentence's context lets through.

A list symbol is a list with a constraint: ``name[domain=light]`` holds the names of lights only. Which values
belong to it follows hassil: a value is barred if its context contradicts ``requires_context`` or meets
``excludes_context``; and the sentence as a whole needs every required key from some value or from the context
that was there before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from hassil.expression import TextChunk
from hassil.intents import RangeSlotList, TextSlotList, TextSlotValue, WildcardSlotList
from hassil.util import check_excluded_context, check_required_context

from assistant.errors import SentenceError
from assistant.grammar.acceptor import Words
from assistant.grammar.numbers import range_values, spoken_numbers
from assistant.grammar.sources import ListSource, ListValue, Place, Template
from assistant.grammar.spoken import Speech, template_fault
from assistant.grammar.templates import ParsedRule, parse_template, spoken_texts
from assistant.types import SlotValue

STANDARD_LISTS = ("name", "area", "floor")
"""Lists that the home fills; sentences may refer to them even when it has none."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One thing the home gives to a list: a name, an area, an item.

    `text` may be a hassil template (``[the] kitchen light[s]``); what only looks like one is taken as words.
    """

    text: str
    value: SlotValue
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpokenValue:
    """One way to say one value of a list."""

    words: Words
    value: SlotValue | None
    """None: the words are the value."""
    context: Mapping[str, object]
    metadata: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ListClass:
    """The values of a list that a constraint lets through and that supply the same required keys."""

    key: str
    """Such as ``name[domain=light]``: the symbol's text in the acceptor."""
    supplies: int
    """Bit mask over the required keys that the context before the sentence leaves open."""


class Lists:
    """All lists of a grammar by id; the id of a block's own list is ``name@intent#number``."""

    def __init__(
        self,
        values: Mapping[str, tuple[SpokenValue, ...]],
        context: Mapping[str, object],
        ranges: Collection[str] = (),
    ) -> None:
        self._values = values
        self._ranges = ranges
        self._context = context
        self._members: dict[str, tuple[SpokenValue, ...]] = {}
        self._groups: dict[str, list[tuple[Mapping[str, object], list[SpokenValue]]]] = {}

    def __contains__(self, list_id: str) -> bool:
        return list_id in self._values

    def ids(self) -> Iterable[str]:
        """Every list there is."""
        return self._values.keys()

    def is_range(self, list_id: str) -> bool:
        """Whether the list is of numbers: words of their own, even with letters written to them (2700K)."""
        return list_id in self._ranges

    def values(self, list_id: str) -> tuple[SpokenValue, ...]:
        """Every spoken value of a list, whatever its context."""
        return self._values[list_id]

    def members(self, key: str) -> tuple[SpokenValue, ...]:
        """The values behind a `ListClass`'s key."""
        return self._members[key]

    def open_keys(self, requires: Mapping[str, object]) -> tuple[str, ...]:
        """The required keys that the context before the sentence does not supply."""
        return tuple(sorted(key for key in requires if not _supplied(requires, key, self._context)))

    def allows(self, requires: Mapping[str, object], excludes: Mapping[str, object]) -> bool:
        """Whether the context before the sentence leaves it possible at all."""
        return check_required_context(
            dict(requires), dict(self._context), allow_missing_keys=True
        ) and check_excluded_context(dict(excludes), dict(self._context))

    def classes(
        self, list_id: str, requires: Mapping[str, object], excludes: Mapping[str, object]
    ) -> tuple[ListClass, ...]:
        """The list's symbols under a constraint, those without values left out."""
        open_keys = self.open_keys(requires)
        relevant = {key for context, _ in self._grouped(list_id) for key in context}
        found: dict[ListClass, list[SpokenValue]] = {}
        for context, members in self._grouped(list_id):
            if not check_excluded_context(dict(excludes), dict(context)):
                continue
            if any(key in context and not _supplied(requires, key, context) for key in requires):
                continue
            labels = [
                _label(key, requires[key]) if key in context else f"no {key}"
                for key in sorted(requires)
                if key in relevant and (key in open_keys or key in context)
            ]
            labels += [_label(key, excludes[key], "!=") for key in sorted(excludes) if key in relevant]
            supplies = sum(1 << bit for bit, key in enumerate(open_keys) if key in context)
            key = f"{list_id}[{','.join(labels)}]" if labels else list_id
            found.setdefault(ListClass(key, supplies), []).extend(members)
        for list_class, members in found.items():
            self._members[list_class.key] = tuple(members)
        return tuple(found)

    def _grouped(self, list_id: str) -> list[tuple[Mapping[str, object], list[SpokenValue]]]:
        """Values grouped by their context: a home of 300 names has a score of different contexts."""
        if list_id not in self._groups:
            groups: dict[str, tuple[Mapping[str, object], list[SpokenValue]]] = {}
            for value in self._values[list_id]:
                groups.setdefault(repr(sorted(value.context.items())), (value.context, []))[1].append(value)
            self._groups[list_id] = list(groups.values())
        return self._groups[list_id]


def entries_to_values(name: str, entries: Iterable[ListEntry]) -> tuple[ListValue, ...]:
    """What the home gives to the list `name`, as if a file had said it."""
    place = Place(f"the home's list {{{name}}}")
    return tuple(
        ListValue(Template(entry.text, place), entry.value, entry.context, literal=True) for entry in entries
    )


def spoken_values(
    source: ListSource, rules: Mapping[str, ParsedRule], speech: Speech
) -> tuple[SpokenValue, ...]:
    """Every way to say every value of a list, in order; a wildcard has none.

    Raises `SentenceError` for a template that cannot be read or stands for too many texts.
    """
    if isinstance(source, WildcardSlotList):
        return ()
    if isinstance(source, RangeSlotList):
        return tuple(
            SpokenValue(tuple(speech.words(form)), value, {})
            for said, value in range_values(source)
            for form in spoken_numbers(said, speech.language)
        )
    return tuple(
        SpokenValue(words, value.value, value.context, value.metadata)
        for value in source
        for words in _ways(value, rules, speech)
    )


def slot_value(value: SpokenValue, speech: Speech) -> TextSlotValue:
    """One spoken value as hassil compares it."""
    return TextSlotValue(
        text_in=TextChunk(speech.key(value.words)),
        value_out=speech.join(value.words) if value.value is None else value.value,
        context=dict(value.context) or None,
        metadata=None if value.metadata is None else dict(value.metadata),
    )


def text_slot_list(name: str, values: Iterable[SpokenValue], speech: Speech) -> TextSlotList:
    """A whole list for hassil; number ranges too are lists of their spoken forms."""
    return TextSlotList(name=name, values=[slot_value(value, speech) for value in values])


def collisions(values: Iterable[SpokenValue]) -> dict[Words, list[SlotValue | None]]:
    """Spoken forms that stand for more than one value."""
    heard: dict[Words, dict[SlotValue | None, None]] = {}
    for value in values:
        heard.setdefault(value.words, {})[value.value] = None
    counts = Counter({words: len(meanings) for words, meanings in heard.items()})
    return {words: list(heard[words]) for words, count in counts.items() if count > 1}


def _ways(value: ListValue, rules: Mapping[str, ParsedRule], speech: Speech) -> tuple[Words, ...]:
    text = value.said.text
    plain = not any(mark in text for mark in "()[]{}<>|;\\")
    if plain or (value.literal and template_fault(text)):
        forms: Iterable[Words] = (speech.words(text),)
    else:
        try:
            expression = parse_template(value.said, speech).expression
            forms = [speech.words(form) for form in spoken_texts(expression, rules, value.said.place)]
        except SentenceError:
            if not value.literal:
                raise
            forms = (speech.words(text),)
    return tuple(dict.fromkeys(words for words in forms if words))


def _supplied(requires: Mapping[str, object], key: str, context: Mapping[str, object]) -> bool:
    """Whether `context` has what ``requires[key]`` asks for, as hassil checks a finished match."""
    wanted, actual = _unpacked(requires[key]), _unpacked(context.get(key))
    if wanted is None:
        return actual is not None
    if isinstance(wanted, list | tuple | set | frozenset) and actual in wanted:
        return True
    return actual == wanted


def _unpacked(value: object) -> object:
    return value.get("value") if isinstance(value, Mapping) else value


def _label(key: str, wanted: object, sign: str = "=") -> str:
    wanted = _unpacked(wanted)
    if wanted is None:
        return key
    if isinstance(wanted, list | tuple | set | frozenset):
        return f"{key}{sign}{'|'.join(sorted(map(str, wanted)))}"
    return f"{key}{sign}{wanted}"
