"""The sentences in force, and what a file of the user's own would change: checked before it is saved."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hassil.errors import HassilError
from hassil.intents import RangeSlotList, SlotList, TextSlotList
from hassil.sample import sample_sentence

from assistant import builder
from assistant.ears import Said
from assistant.errors import GrammarError, SentenceError
from assistant.grammar.compiler import CompiledSentences, GrammarCounts, SentenceCompiler
from assistant.grammar.lists import ListEntry
from assistant.grammar.meaning import Meaning
from assistant.grammar.sentences import ParsedBlock, Sentences, load_sentences
from assistant.home import Home
from assistant.settings import Config

OWN_FILE = "own-{language}.yaml"
"""The user's file that the editor changes, in the sentences folder."""

EXAMPLES = 4
"""Shown for each template."""

TEMPLATE = {
    "en": """language: en
intents:
  HassTurnOn:
    data:
      - sentences:
          - "let there be light [in [the] {area}]"
        slots:
          domain: light
""",
    "zh": """language: zh-CN
intents:
  HassTurnOn:
    data:
      - sentences:
          - "让{area}亮起来"
        slots:
          domain: light
""",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One template in force."""

    text: str
    place: str
    own: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which line of the text (None: somewhere)."""

    message: str
    remedy: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a text of sentences."""

    fault: Fault | None = None
    warnings: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    before: GrammarCounts | None = None
    after: GrammarCounts | None = None
    compiled: CompiledSentences | None = None

    def understand(self, text: str) -> tuple[Meaning, ...]:
        """What a sentence would mean."""
        return self.compiled.understanding.interpret(text) if self.compiled else ()


def own_path(config: Config, language: str) -> Path:
    """The file that the editor changes."""
    folder = config.folder / Path(config.sentences.folder or "sentences").expanduser()
    return folder / OWN_FILE.format(language=language)


def in_force(config: Config, home: Home, language: str) -> dict[str, list[Line]]:
    """All templates of a language by intent. Raises SentenceError."""
    said = builder.said_of(config, home, language)
    sentences = load_sentences(language, said.files, packaged=said.packaged, shipped=said.shipped)
    found: dict[str, list[Line]] = {}
    for parsed in sentences.blocks:
        found.setdefault(parsed.block.intent, []).extend(
            Line(template.text, _short(str(template.place)), parsed.block.custom)
            for template in parsed.block.sentences
        )
    return dict(sorted(found.items()))


class Checker:
    """Checks texts for one language, again and again. Not for several threads at once."""

    def __init__(self, config: Config, home: Home, language: str) -> None:
        self._language = language
        self._own = own_path(config, language)
        self._said = builder.said_of(config, home, language)
        self._compiler = SentenceCompiler()
        self._before: GrammarCounts | None = None

    def check(self, text: str) -> Checked:
        """What `text` as the user's own file would do."""
        others = tuple(path for path in self._said.files if path != self._own)
        try:
            if self._before is None:
                self._before = self._compile(SentenceCompiler(), others).counts
            if not text.strip():
                return Checked(before=self._before, after=self._before)
            with TemporaryDirectory(prefix="inglenook-") as folder:
                path = Path(folder) / self._own.name
                path.write_text(text, encoding="utf-8")
                return self._checked(path, (*others, path))
        except SentenceError as error:
            return Checked(Fault(_without_place(error), error.remedy, error.line), before=self._before)
        except GrammarError as error:
            return Checked(Fault(error.message, error.remedy, None), before=self._before)

    def _checked(self, path: Path, files: Sequence[Path]) -> Checked:
        compiled = self._compile(self._compiler, files)
        warnings = tuple(
            _short(warning.text)
            for warning in compiled.warnings
            if any(path.name in place for place in warning.where)
        )
        sentences = load_sentences(
            self._language, files, packaged=self._said.packaged, shipped=self._said.shipped
        )
        examples = tuple(
            example
            for parsed in sentences.blocks
            if parsed.block.custom
            for example in _examples(parsed, sentences, self._said, self._language)
        )
        return Checked(None, warnings, examples, self._before, compiled.counts, compiled)

    def _compile(self, compiler: SentenceCompiler, files: Sequence[Path]) -> CompiledSentences:
        said = replace(self._said, files=tuple(files))
        return compiler.compile(
            said.language,
            files=said.files,
            packaged=said.packaged,
            shipped=said.shipped,
            lists=said.lists,
            list_files=said.list_files,
            context=said.context,
        )


def _examples(parsed: ParsedBlock, sentences: Sentences, said: Said, language: str) -> Iterator[str]:
    lists = _sample_lists(sentences, said.lists or {})
    lists.update(parsed.data.slot_lists)
    rules = {name: rule.sentence for name, rule in parsed.rules.items()}
    for sentence in parsed.data.sentences:
        try:
            samples = sample_sentence(sentence, lists, rules, language=sentences.language)
            texts = dict.fromkeys(" ".join(text.split()) for text in itertools.islice(samples, 10 * EXAMPLES))
        except (HassilError, ValueError):
            continue  # a list that only the running home fills
        shown = list(texts)[:: max(1, len(texts) // EXAMPLES)][:EXAMPLES]
        yield from (text.replace(" ", "") if language == "zh" else text for text in shown)


def _sample_lists(sentences: Sentences, given: Mapping[str, Sequence[ListEntry]]) -> dict[str, SlotList]:
    lists: dict[str, SlotList] = {}
    for name, source in sentences.lists.items():
        if isinstance(source, RangeSlotList):
            lists[name] = replace(source, stop=min(source.stop, source.start + 3 * source.step))
        elif isinstance(source, tuple):
            lists[name] = TextSlotList.from_strings([value.said.text for value in source[:3]], name=name)
    for name, entries in given.items():
        lists[name] = TextSlotList.from_strings([entry.text for entry in entries[:3]], name=name)
    return lists


def _without_place(error: SentenceError) -> str:
    place = f"{error.path}:{error.line}: " if error.line else f"{error.path}: "
    return error.message.removeprefix(place)


def _short(place: str) -> str:
    """The file's name and line, without its folder."""
    return place.rpartition("/")[2] if "/" in place and " " not in place else place
