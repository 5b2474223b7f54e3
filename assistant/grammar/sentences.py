"""All sentences of one language, from the package and the user's files: merged, parsed, ready to compile."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hassil.intents import IntentData, Intents, IntentsSettings, RangeSlotList, SlotList

from assistant.errors import SentenceError
from assistant.grammar.candidates import CandidateBlocks
from assistant.grammar.lists import SpokenValue, spoken_values, text_slot_list
from assistant.grammar.numbers import MOST_NUMBERS, family
from assistant.grammar.reading import read_file, read_package
from assistant.grammar.sources import Block, ListSource, SentenceSource, Template
from assistant.grammar.spoken import Speech
from assistant.grammar.templates import (
    ParsedRule,
    check_circles,
    check_template,
    parse_rules,
    parse_sentences,
)

_INLINE_RANGE = re.compile(r"\{((\d+)\.\.(\d+)(?:,(\d+))?):")
_PACKAGE_LANGUAGES = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A block of sentences as hassil's `IntentData`."""

    block: Block
    data: IntentData
    templates: Mapping[str, Template]
    """As written, by the `text` of hassil's `Sentence`."""
    rules: Mapping[str, ParsedRule]
    """The rules the block sees: its own before the common ones."""
    lists: Mapping[str, tuple[SpokenValue, ...]]
    """The block's own lists, by name."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """Everything a home of one language can be told, before its names are known."""

    speech: Speech
    blocks: tuple[ParsedBlock, ...]
    lists: Mapping[str, ListSource]
    rules: Mapping[str, ParsedRule]
    skip_words: tuple[str, ...]
    candidates: CandidateBlocks
    """The same for hassil, without the lists."""

    @property
    def language(self) -> str:
        """Such as ``en`` or ``zh-CN``."""
        return self.speech.language


def fingerprint(
    language: str | None, files: Sequence[Path], *, packaged: bool, shipped: Sequence[Path] = ()
) -> tuple[object, ...]:
    """What tells whether sentences must be loaded anew: language and the content of each file."""
    return (language, packaged, len(shipped), *((str(path), _content(path)) for path in (*shipped, *files)))


def load_sentences(
    language: str | None,
    files: Sequence[Path] = (),
    *,
    packaged: bool = True,
    shipped: Sequence[Path] = (),
) -> Sentences:
    """The package's sentences (unless `packaged` is False) and those of YAML files, merged.

    `files` are the user's own and preferred over others; `shipped` are additions to the package, equal to it.
    Without a language the first file that names one decides. Lists of the same name are joined, rules of the
    same name replaced by the later file's. Raises `SentenceError` with file, line and what was expected.
    """
    sources = [(path, read_file(path, custom=False)) for path in shipped]
    sources += [(path, read_file(path)) for path in files]
    first = next((path for path, source in sources if source.language), None)
    language = language or next((source.language for _, source in sources if source.language), None)
    if language is None:
        raise SentenceError(
            "no file says which language it is in",
            "Add a line such as 'language: en'",
            path=files[0] if files else None,
        )
    if family(language) not in _PACKAGE_LANGUAGES:
        raise SentenceError(
            f"sentences in language {language!r} are not supported",
            "Use en or zh-CN as the language",
            path=first,
        )
    speech = Speech.of(language)
    for path, source in sources:
        if source.language and family(source.language) != family(language):
            raise SentenceError(
                f"this file is in {source.language!r}, but sentences in {language!r} are wanted",
                "Correct its 'language' or leave the file out",
                path=path,
            )
    package = [read_package(_PACKAGE_LANGUAGES[family(language)])] if packaged else []
    return _merged([*package, *(source for _, source in sources)], speech)


def load_lists(files: Iterable[Path]) -> dict[str, ListSource]:
    """The lists of YAML files in hassil's form (``lists: name: values: ...``); later files replace earlier."""
    lists: dict[str, ListSource] = {}
    for path in files:
        found = read_file(path).lists
        if not found:
            raise SentenceError(
                "this file has no lists", "Expected 'lists:' with at least one list", path=path
            )
        lists.update(found)
    return lists


def _merged(sources: Sequence[SentenceSource], speech: Speech) -> Sentences:
    lists: dict[str, ListSource] = {}
    rules: dict[str, Template] = {}
    for source in sources:
        rules.update(source.rules)
        for name, new in source.lists.items():
            old = lists.get(name)
            lists[name] = (*old, *new) if isinstance(old, tuple) and isinstance(new, tuple) else new
    for template in (*rules.values(), *(t for s in sources for b in s.blocks for t in b.sentences)):
        lists.update(_inline_ranges(template))
    parsed_rules = parse_rules(rules, speech)
    check_circles(parsed_rules)
    blocks = tuple(_parsed(block, parsed_rules, speech) for source in sources for block in source.blocks)
    skip_words = tuple(dict.fromkeys(word for source in sources for word in source.skip_words))
    intents = Intents(
        language=speech.language,
        intents={},
        expansion_rules={name: rule.sentence for name, rule in parsed_rules.items()},
        skip_words=[speech.key(speech.words(word)) for word in skip_words],
        settings=IntentsSettings(ignore_whitespace=not speech.spaced),
    )
    candidates = CandidateBlocks(
        intents,
        (
            ((parsed.block.intent, parsed.data), {name: rule.sentence for name, rule in parsed.rules.items()})
            for parsed in blocks
        ),
    )
    return Sentences(speech, blocks, lists, parsed_rules, skip_words, candidates)


def _parsed(block: Block, common_rules: Mapping[str, ParsedRule], speech: Speech) -> ParsedBlock:
    own_rules = parse_rules(block.rules, speech)
    rules = common_rules
    if own_rules:
        rules = {**common_rules, **own_rules}
        check_circles(rules)
    lists = {name: spoken_values(source, rules, speech) for name, source in block.lists.items()}
    templates: dict[str, Template] = {}
    for template in block.sentences:
        check_template(template)
        templates.setdefault(speech.template(template.text), template)
    slot_lists: dict[str, SlotList] = {
        name: text_slot_list(name, values, speech) for name, values in lists.items()
    }
    data = IntentData(
        sentence_texts=list(templates),
        slots=dict(block.slots),
        response=block.response,
        requires_context=dict(block.requires),
        excludes_context=dict(block.excludes),
        expansion_rules={name: rule.sentence for name, rule in own_rules.items()},
        slot_lists=slot_lists,
        metadata=dict(block.metadata) or None,
    )
    parse_sentences(templates.values(), data, speech)
    return ParsedBlock(block, data, templates, rules, lists)


def _inline_ranges(template: Template) -> dict[str, ListSource]:
    """Ranges written inside a template: ``{0..100:brightness}`` is a list called ``0..100``."""
    ranges: dict[str, ListSource] = {}
    for name, start, stop, step in _INLINE_RANGE.findall(template.text):
        if int(start) > int(stop) or step == "0" or (int(stop) - int(start)) // int(step or 1) > MOST_NUMBERS:
            raise template.place.error(
                f"{{{name}}}: expected a range such as {{0..100:brightness}} in {template.text!r}"
            )
        ranges[name] = RangeSlotList(name=name, start=int(start), stop=int(stop), step=int(step or 1))
    return ranges


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"  # read_file says why
