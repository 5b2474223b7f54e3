"""Reads sentence files and says where they are not as expected.

Both kinds of file, home-assistant-intents' JSON and the user's YAML, end up as one `SentenceSource`. YAML
strings remember their line, so that every fault is reported as ``file:line: what was expected``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import home_assistant_intents
from hassil.intents import RangeFractionType, RangeSlotList, WildcardSlotList

from assistant.errors import SentenceError
from assistant.grammar.located import Located, load_located
from assistant.grammar.numbers import MOST_NUMBERS
from assistant.grammar.sources import Block, ListSource, ListValue, Place, SentenceSource, Template, nearest
from assistant.types import SlotValue

PACKAGE = "home-assistant-intents"
_SOURCE_KEYS = ("language", "intents", "lists", "expansion_rules", "skip_words", "responses", "settings")
_BLOCK_KEYS = (
    "sentences",
    "slots",
    "requires_context",
    "excludes_context",
    "expansion_rules",
    "lists",
    "metadata",
    "response",
    "required_keywords",
    "inferred_domain",
    "name_domains",
    "settings",
)
_RANGE_KEYS = ("from", "to", "step", "type", "fractions", "multiplier", "digits", "words", "words_language")


def read_package(language: str) -> SentenceSource:
    """The sentences that home-assistant-intents ships; `SentenceError` for a language it does not have."""
    data = home_assistant_intents.get_intents(language)
    if data is None:
        raise SentenceError(
            f"{PACKAGE} has no sentences for language {language!r}", "Use en or zh-CN as the language"
        )
    return _Reader(PACKAGE, None, custom=False).source(data)


def read_file(path: Path, *, custom: bool = True) -> SentenceSource:
    """A YAML file in hassil's format, `custom` if it is the user's own.

    Raises `SentenceError` with file, line and what was expected.
    """
    data = load_located(path)
    if data is None:
        raise SentenceError("the file is empty", "Expected intents or lists", path=path)
    return _Reader(path.name, path, custom=custom).source(data)


class _Reader:
    """Turns plain YAML or JSON data into a `SentenceSource` and says where it is not as expected."""

    def __init__(self, source: str, path: Path | None, *, custom: bool) -> None:
        self._source = source
        self._path = path
        self._custom = custom

    def source(self, data: object) -> SentenceSource:
        top = self._mapping(data, "the file")
        self._keys(top, _SOURCE_KEYS)
        intents = self._part(top, "intents")
        language = top.get("language")
        return SentenceSource(
            language=None if language is None else self._text(language, "language", _key(top, "language")),
            blocks=tuple(block for name, body in intents.items() for block in self._blocks(name, body)),
            lists=self._lists(top),
            rules=self._rules(top),
            skip_words=tuple(
                self._text(word, "skip_words", _key(top, "skip_words"))
                for word in self._sequence(top.get("skip_words", []), "skip_words", _key(top, "skip_words"))
            ),
        )

    def _blocks(self, intent: str, body: object) -> Iterable[Block]:
        parts = self._mapping(body, intent, intent)
        if "data" not in parts:
            raise self._place(intent).error(f"{intent}: expected 'data' with a list of sentence blocks")
        for item in self._sequence(parts["data"], "data", _key(parts, "data")):
            block = self._mapping(item, f"{intent}: a block of data", intent)
            self._keys(block, _BLOCK_KEYS)
            if "sentences" not in block:
                near = next(iter(block), intent)
                raise self._place(near).error(f"{intent}: expected 'sentences' in every block of data")
            response = block.get("response")
            key = _key(block, "sentences")
            sentences = self._sequence(block["sentences"], "sentences", key)
            yield Block(
                intent=str(intent),
                sentences=tuple(self._template(text, f"{intent}: a sentence", key) for text in sentences),
                place=self._place(key),
                slots={str(k): self._value(v, k) for k, v in self._part(block, "slots").items()},
                requires=self._context(block, "requires_context"),
                excludes=self._context(block, "excludes_context"),
                rules=self._rules(block),
                lists=self._lists(block),
                response=None if response is None else self._text(response, "response"),
                metadata=self._part(block, "metadata"),
                custom=self._custom,
            )

    def _context(self, block: Mapping[str, object], name: str) -> dict[str, object]:
        """A context constraint; ``slot: yes`` means true there, as in YAML."""
        context = self._part(block, name)
        for key, value in context.items():
            if isinstance(value, Mapping) and value.get("slot") in ("yes", "on", "no", "off"):
                context[key] = {**value, "slot": value["slot"] in ("yes", "on")}
        return context

    def _rules(self, data: Mapping[str, object]) -> dict[str, Template]:
        return {
            str(name): self._template(body, f"rule <{name}>", name)
            for name, body in self._part(data, "expansion_rules").items()
        }

    def _lists(self, data: Mapping[str, object]) -> dict[str, ListSource]:
        return {str(name): self._list(name, body) for name, body in self._part(data, "lists").items()}

    def _list(self, name: str, data: object) -> ListSource:
        body = self._mapping(data, f"list {{{name}}}", name)
        if "values" in body:
            values = self._sequence(body["values"], f"list {{{name}}}: values", _key(body, "values"))
            return tuple(self._list_value(name, value) for value in values)
        if "range" in body:
            return self._range(
                name, self._mapping(body["range"], f"list {{{name}}}: range", _key(body, "range"))
            )
        if body.get("wildcard") in (True, "yes", "on"):
            return WildcardSlotList(name=str(name))
        raise self._place(name).error(f"list {{{name}}}: expected 'values', 'range' or 'wildcard: true'")

    def _list_value(self, name: str, data: object) -> ListValue:
        where = f"list {{{name}}}: a value"
        if not isinstance(data, Mapping):
            said = self._template(data, where, name)
            plain = not any(mark in said.text for mark in "()[]{}<>|")
            return ListValue(said, said.text if plain else None)
        body = self._mapping(data, where, name)
        if "in" not in body:
            raise self._place(next(iter(body), name)).error(f"{where}: expected 'in' with the spoken words")
        out = body.get("out")
        return ListValue(
            self._template(body["in"], where, _key(body, "in")),
            None if out is None else self._value(out, name),
            self._part(body, "context"),
            self._part(body, "metadata") or None,
        )

    def _range(self, name: str, data: Mapping[str, object]) -> RangeSlotList:
        place, where = self._place(next(iter(data), name)), f"list {{{name}}}: range"
        self._keys(data, _RANGE_KEYS)
        for key in ("from", "to"):
            if key not in data:
                raise place.error(f"{where}: expected 'from' and 'to', {key!r} is missing")
        start, stop, step = (
            self._whole(data.get(key, 1), f"{where}: {key}") for key in ("from", "to", "step")
        )
        if start > stop or step < 1:
            raise place.error(
                f"{where}: expected 'from' <= 'to' and 'step' >= 1, found {start}, {stop}, {step}"
            )
        if (stop - start) // step > MOST_NUMBERS:
            raise place.error(f"{where}: more than {MOST_NUMBERS} numbers", "Use a larger step")
        fractions, multiplier = data.get("fractions"), data.get("multiplier", 1)
        if fractions not in (None, "halves", "tenths"):
            raise place.error(f"{where}: fractions: expected halves or tenths, found {fractions!r}")
        if not isinstance(multiplier, int | float):
            raise place.error(f"{where}: multiplier: expected a number, found {multiplier!r}")
        return RangeSlotList(
            name=str(name),
            start=start,
            stop=stop,
            step=step,
            fraction_type=None if fractions is None else RangeFractionType(fractions),
            multiplier=None if multiplier == 1 else float(multiplier),
        )

    def _keys(self, data: Mapping[str, object], known: Iterable[str]) -> None:
        for key in data:
            hint = nearest(key, known) if key not in known else ""
            if hint:
                raise self._place(key).error(f"unknown key {key!r}", hint)

    def _place(self, near: object) -> Place:
        return Place(self._source, self._path, getattr(near, "line", None))

    def _template(self, value: object, where: str, near: object) -> Template:
        near = value if isinstance(value, Located) else near
        return Template(
            str(self._text(value, where, near)), self._place(near) if self._path else self._inside(where)
        )

    def _inside(self, where: str) -> Place:
        return Place(f"{self._source}, {where.partition(':')[0]}")

    def _text(self, value: object, where: str, near: object = None) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        remedy = "" if value is None else "Put it in quotes"
        raise self._place(near).error(f"{where}: expected text, found {_kind(value)}", remedy)

    def _value(self, value: object, near: object) -> SlotValue:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, str):
            return str(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise self._place(near).error(f"{near}: expected one text or number, found {_kind(value)}")

    def _whole(self, value: object, where: str) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self._place(value).error(f"{where}: expected a whole number, found {_kind(value)}")

    def _mapping(self, value: object, where: str, near: object = None) -> dict[str, object]:
        if not isinstance(value, Mapping):
            near = near if near is not None else value
            raise self._place(near).error(f"{where}: expected 'name: value' pairs, found {_kind(value)}")
        return {key if isinstance(key, str) else str(key): item for key, item in value.items()}

    def _part(self, data: Mapping[str, object], name: str) -> dict[str, object]:
        """The mapping under a key; empty if the key is missing."""
        return self._mapping(data.get(name, {}), name, _key(data, name))

    def _sequence(self, value: object, where: str, near: object = None) -> list[object]:
        if not isinstance(value, list):
            near = near if near is not None else value
            raise self._place(near).error(
                f"{where}: expected a list of items that start with '- ', found {_kind(value)}"
            )
        return value


def _key(data: Mapping[str, object], name: str) -> str:
    """The key itself as it stands in the file, with its line."""
    return next((key for key in data if key == name), name)


def _kind(value: object) -> str:
    names = {dict: "a mapping", list: "a list", type(None): "nothing", bool: "yes or no"}
    return names.get(type(value), f"{value!r}")
