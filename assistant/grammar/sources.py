"""What sentence files say: blocks of templates, lists, rules and skip words, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hassil.intents import RangeSlotList, WildcardSlotList

from assistant.errors import SentenceError
from assistant.types import SlotValue


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written; prints as ``file:line``."""

    source: str
    path: Path | None = None
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path or self.source}:{self.line}" if self.line else str(self.path or self.source)

    def error(self, message: str, remedy: str = "") -> SentenceError:
        """A `SentenceError` at this place."""
        if self.path is None:
            return SentenceError(f"{self}: {message}", remedy)
        return SentenceError(message, remedy, path=self.path, line=self.line)


@dataclass(frozen=True, slots=True)
class Template:
    """One template as written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ListValue:
    """One thing a list can hold: how it is said, what it means, and the context it brings."""

    said: Template
    value: SlotValue | None
    """None: the spoken words are the value."""
    context: Mapping[str, object] = field(default_factory=dict)
    metadata: Mapping[str, object] | None = None
    literal: bool = False
    """The text may hold brackets by chance (a device's name) and is then taken as plain words."""


ListSource = tuple[ListValue, ...] | RangeSlotList | WildcardSlotList


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences of one intent that share slots, context and lists."""

    intent: str
    sentences: tuple[Template, ...]
    place: Place
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    requires: Mapping[str, object] = field(default_factory=dict)
    excludes: Mapping[str, object] = field(default_factory=dict)
    rules: Mapping[str, Template] = field(default_factory=dict)
    lists: Mapping[str, ListSource] = field(default_factory=dict)
    response: str | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)
    custom: bool = False
    """Written by the user; preferred over the package's sentences when both match."""


@dataclass(frozen=True, slots=True)
class SentenceSource:
    """Everything one file holds."""

    language: str | None
    blocks: tuple[Block, ...]
    lists: Mapping[str, ListSource]
    rules: Mapping[str, Template]
    skip_words: tuple[str, ...]


def nearest(name: str, known: Iterable[str]) -> str:
    """``Did you mean 'x'?``, or nothing."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"Did you mean {close[0]!r}?" if close else ""
