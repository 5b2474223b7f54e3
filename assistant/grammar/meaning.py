"""What a sentence means: hassil's own recognition, given only the list values that the sentence can hold.

hassil tries every value of a list at every place, which costs tens of milliseconds in a large home. A value can
only match where its words stand in the sentence, so that looking up the sentence's word groups in one table gives
hassil lists of a few values, with the same result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from hassil.intents import SlotList, TextSlotList, TextSlotValue
from hassil.recognize import RecognizeResult, recognize_all

from assistant.grammar.acceptor import Words
from assistant.grammar.lists import SpokenValue, slot_value
from assistant.grammar.sentences import Sentences
from assistant.types import Slot, SlotValue

_NAME_SLOT = "name"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way to understand a sentence."""

    intent: str
    slots: tuple[Slot, ...]
    """Spoken slots first, then those the template fixes (their `text` is empty)."""
    context: Mapping[str, str] = field(default_factory=dict)
    """hassil's context: what was known before and what the list values brought, such as ``domain``."""
    response: str = "default"
    """Key of the intent's response template."""
    metadata: Mapping[str, object] = field(default_factory=dict)
    template: str = ""
    """The template that matched, as written."""
    custom: bool = False
    """From a user's file rather than from the package."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a block of sentences is from: what a meaning says of it."""

    custom: bool
    metadata: Mapping[str, object]
    templates: Mapping[str, str]
    """As written, by the `text` of hassil's `Sentence`."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What hassil made of a sentence."""

    result: RecognizeResult
    source: _Source


class Understanding:
    """Knows the sentences and the home's lists; immutable, and safe to use from several threads.

    `lists` are the values of each list, `whole` the lists that must always be given to hassil whole, because
    templates write letters to them (``{area}'s``); `context` is what is known before a sentence is spoken.
    """

    def __init__(
        self,
        sentences: Sentences,
        lists: Mapping[str, tuple[SpokenValue, ...]],
        *,
        whole: Collection[str] = (),
        context: Mapping[str, str] | None = None,
    ) -> None:
        self._candidates = sentences.candidates
        self._speech = sentences.speech
        self._context = dict(context or {})
        self._sources = tuple(
            _Source(
                parsed.block.custom,
                parsed.block.metadata,
                {text: template.text for text, template in parsed.templates.items()},
            )
            for parsed in sentences.blocks
        )
        self._list_names = tuple(lists)
        self._written: dict[str, str] = {}
        self._values: dict[str, list[tuple[str, int, TextSlotValue]]] = {}
        self._whole: dict[str, list[TextSlotValue]] = {name: [] for name in whole}
        self._longest = 1
        for name, values in lists.items():
            for number, value in enumerate(values):
                self._add(name, number, value)
        for parsed in sentences.blocks:
            for values in parsed.lists.values():
                self._written.update((self._speech.key(v.words), self._speech.join(v.words)) for v in values)
        self._courtesies = {self._speech.words(word) for word in sentences.skip_words} - {()}

    def interpret(self, text: str, context: Mapping[str, str] | None = None) -> tuple[Meaning, ...]:
        """All meanings of a sentence, the best first; none if it is not one of this home's.

        `text` may be typed or recognised: digits, signs, case and spaces between Chinese characters do not
        matter. `context` replaces what the grammar was built with, such as ``{"area": "Kitchen"}``.

        The user's own sentences come first, then those that name a thing with most words, then those that
        match most literal text: Home Assistant's order.
        """
        known = self._context if context is None else dict(context)
        results: list[_Found] = []
        variants = [self._speech.words(text)]
        for words in variants:  # grows while it is read
            results = self._recognize(words, known)
            if results:
                break
            variants += [shorter for shorter in self._without_courtesy(words) if shorter not in variants]
        meanings: dict[tuple[object, ...], Meaning] = {}
        for found in sorted(results, key=_rank):
            meaning = self._meaning(found)
            meanings.setdefault((meaning.intent, meaning.slots, meaning.response), meaning)
        return tuple(meanings.values())

    def _add(self, name: str, number: int, value: SpokenValue) -> None:
        key = self._speech.key(value.words)
        said = slot_value(value, self._speech)
        self._values.setdefault(key, []).append((name, number, said))
        self._written[key] = self._speech.join(value.words)
        self._longest = max(self._longest, len(value.words))
        if name in self._whole:
            self._whole[name].append(said)

    def _recognize(self, words: Words, context: Mapping[str, str]) -> list[_Found]:
        if not words:
            return []
        text = self._speech.key(words)
        narrowed = self._candidates.narrowed(text)
        results = recognize_all(
            text, narrowed.intents, slot_lists=self._lists_within(words), intent_context=dict(context)
        )
        return [_Found(one, self._sources[narrowed.numbers[id(one.intent_data)]]) for one in results]

    def _lists_within(self, words: Words) -> dict[str, SlotList]:
        """Every list, in its order, with only those values whose words stand somewhere in the sentence."""
        found: dict[str, dict[int, TextSlotValue]] = {name: {} for name in self._list_names}
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                for name, number, value in self._values.get(self._speech.key(words[start:end]), ()):
                    found[name][number] = value
        return {
            name: TextSlotList(
                name=name, values=self._whole.get(name) or [values[number] for number in sorted(values)]
            )
            for name, values in found.items()
        }

    def _without_courtesy(self, words: Words) -> Iterator[Words]:
        """`words` without a polite phrase at one end; hassil takes them away everywhere or nowhere."""
        for phrase in self._courtesies:
            if words[: len(phrase)] == phrase:
                yield words[len(phrase) :]
            if words[-len(phrase) :] == phrase:
                yield words[: -len(phrase)]

    def _meaning(self, found: _Found) -> Meaning:
        result, source = found.result, found.source
        sentence = result.intent_sentence.text if result.intent_sentence else None
        slots = (
            Slot(name, self._written.get(entity.text.strip(), entity.text.strip()), _plain(entity.value))
            for name, entity in result.entities.items()
        )
        return Meaning(
            intent=result.intent.name,
            slots=tuple(slots),
            context={key: str(_unpacked(value)) for key, value in result.context.items()},
            response=result.response or "default",
            metadata=source.metadata,
            template=source.templates.get(sentence or "", ""),
            custom=source.custom,
        )


def _rank(found: _Found) -> tuple[bool, int, int, str]:
    result = found.result
    name = result.entities.get(_NAME_SLOT)
    named = len(name.text) if name is not None else 0
    return (not found.source.custom, -named, -result.text_chunks_matched, result.intent.name)


def _plain(value: object) -> SlotValue:
    value = _unpacked(value)
    return value if isinstance(value, str | int | float) else str(value)


def _unpacked(value: object) -> object:
    return value.get("value") if isinstance(value, Mapping) else value
