"""The way in: sentences and a home's lists become the acceptor to decode with and the understanding to ask.

Reading and parsing the sentences, and the automaton of their templates, are kept from one compilation to the
next; new names only fill the lists anew, unless a list that was empty no longer is, or the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hassil.intents import RangeSlotList, WildcardSlotList

from assistant.grammar.acceptor import Acceptor, Words
from assistant.grammar.ambiguity import GrammarWarning, ambiguous, name_collisions
from assistant.grammar.automaton import Automaton, build_automaton, own_list_id
from assistant.grammar.lists import (
    STANDARD_LISTS,
    ListEntry,
    Lists,
    SpokenValue,
    entries_to_values,
    spoken_values,
)
from assistant.grammar.meaning import Understanding
from assistant.grammar.sentences import Sentences, fingerprint, load_lists, load_sentences
from assistant.grammar.sources import ListSource
from assistant.grammar.spoken import Speech
from assistant.grammar.twins import Overlaps, overlaps


@dataclass(frozen=True, slots=True)
class GrammarCounts:
    """The size of a compiled grammar."""

    sentences: int
    """Templates that can be said."""
    positions: int
    """Words and lists in all templates, rules expanded."""
    subset_states: int
    """States before minimisation."""
    states: int
    arcs: int
    pairs: int
    """Distinct pairs of a symbol and the state it leads to; each becomes one phone network."""
    list_pairs: int
    """Those of them that are lists."""
    values: int
    """Spoken forms in all list symbols."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A home's grammar in one language as it is needed when something was heard."""

    language: str
    understanding: Understanding
    warnings: tuple[GrammarWarning, ...]
    counts: GrammarCounts

    @staticmethod
    def text(words: Words) -> str:
        """Recognised words as people write them: no spaces between Chinese characters."""
        return Speech.join(words)


@dataclass(frozen=True, slots=True)
class CompiledSentences(Understood):
    """The same on the level of words, to be spelled out in phones."""

    acceptor: Acceptor

    def understood(self) -> Understood:
        """Without the acceptor, which the phones make superfluous."""
        return Understood(self.language, self.understanding, self.warnings, self.counts)


class SentenceCompiler:
    """Compiles sentences again and again, and keeps what did not change. Not for several threads at once."""

    def __init__(self) -> None:
        self._loaded: tuple[tuple[object, ...], Sentences] | None = None
        self._built: tuple[Sentences, bool, Automaton] | None = None
        self._judged: tuple[Automaton, Overlaps, list[GrammarWarning]] | None = None

    def compile(
        self,
        language: str | None = None,
        *,
        files: Sequence[Path] = (),
        packaged: bool = True,
        shipped: Sequence[Path] = (),
        lists: Mapping[str, Sequence[ListEntry]] | None = None,
        list_files: Sequence[Path] = (),
        context: Mapping[str, str] | None = None,
        courtesies: bool = True,
    ) -> CompiledSentences:
        """Everything one can say in `language` (or in that of the first file that names one).

        `packaged` takes home-assistant-intents' sentences, `shipped` are YAML files that add to these, `files`
        are the user's own and preferred where both match; all in hassil's format. `lists` is what the home gives
        (name, area, floor, and lists for what a template leaves free, such as shopping items), `list_files` are
        YAML files whose lists replace those of the same name. `context` is what is known before a sentence,
        such as ``{"area": "Kitchen"}``; sentences that need more are left out. `courtesies` lets skip words
        such as "please" stand before and after every sentence.

        Raises `SentenceError` with file, line and what was expected; what was compiled before stays usable.
        """
        sentences = self._sentences(language, files, packaged, shipped)
        context = dict(context or {})
        sources = _list_sources(sentences, lists or {}, load_lists(list_files))
        values = {
            name: spoken_values(source, sentences.rules, sentences.speech) for name, source in sources.items()
        }
        own = {
            own_list_id(name, parsed, number): spoken
            for number, parsed in enumerate(sentences.blocks)
            for name, spoken in parsed.lists.items()
        }
        ranges = {name for name, source in sources.items() if isinstance(source, RangeSlotList)}
        all_lists = Lists({**values, **own}, context, ranges)
        free = {name for name, source in sources.items() if isinstance(source, WildcardSlotList)}
        automaton = self._automaton(sentences, all_lists, context, free, courtesies=courtesies)
        acceptor = _acceptor(automaton, all_lists)
        glued = {s.key.partition("[")[0] for s in automaton.list_symbols.values() if s.before or s.after}
        return CompiledSentences(
            sentences.language,
            Understanding(sentences, values, whole=glued & values.keys(), context=context),
            (
                *self._ambiguities(automaton, acceptor, sentences.speech),
                *automaton.warnings,
                *name_collisions(_asked_members(automaton, all_lists), sentences.speech),
            ),
            _counts(automaton, acceptor),
            acceptor,
        )

    def _sentences(
        self, language: str | None, files: Sequence[Path], packaged: bool, shipped: Sequence[Path]
    ) -> Sentences:
        key = fingerprint(language, files, packaged=packaged, shipped=shipped)
        if self._loaded is None or self._loaded[0] != key:
            self._loaded = key, load_sentences(language, files, packaged=packaged, shipped=shipped)
        return self._loaded[1]

    def _automaton(
        self,
        sentences: Sentences,
        lists: Lists,
        context: Mapping[str, str],
        free: set[str],
        *,
        courtesies: bool,
    ) -> Automaton:
        if self._built is not None:
            same, polite, automaton = self._built
            if same is sentences and polite == courtesies and automaton.fits(lists, context):
                return automaton
        automaton = build_automaton(
            sentences, lists, context, courtesies=courtesies, is_wildcard=free.__contains__
        )
        self._built = sentences, courtesies, automaton
        return automaton

    def _ambiguities(self, automaton: Automaton, acceptor: Acceptor, speech: Speech) -> list[GrammarWarning]:
        """Ambiguous sentences; found anew if other symbols than before share words."""
        forms = {number: acceptor.lists[symbol.text] for number, symbol in automaton.list_symbols.items()}
        alike = overlaps(automaton.symbols, forms)
        if self._judged is None or self._judged[0] is not automaton or self._judged[1] != alike:
            found = ambiguous(automaton.subsets, automaton.symbols, automaton.origins, alike, speech)
            self._judged = automaton, alike, found
        return self._judged[2]


def compile_sentences(
    language: str | None = None,
    *,
    files: Sequence[Path] = (),
    packaged: bool = True,
    shipped: Sequence[Path] = (),
    lists: Mapping[str, Sequence[ListEntry]] | None = None,
    list_files: Sequence[Path] = (),
    context: Mapping[str, str] | None = None,
) -> CompiledSentences:
    """Compile once; see `SentenceCompiler.compile`."""
    return SentenceCompiler().compile(
        language,
        files=files,
        packaged=packaged,
        shipped=shipped,
        lists=lists,
        list_files=list_files,
        context=context,
    )


def _list_sources(
    sentences: Sentences, given: Mapping[str, Sequence[ListEntry]], replaced: Mapping[str, ListSource]
) -> dict[str, ListSource]:
    """Every list: the files', joined with what the home gives, or replaced."""
    sources: dict[str, ListSource] = dict.fromkeys(STANDARD_LISTS, ())
    sources.update(sentences.lists)
    for name, entries in given.items():
        ours, theirs = entries_to_values(name, entries), sources.get(name)
        sources[name] = (*theirs, *ours) if isinstance(theirs, tuple) else ours
    sources.update(replaced)
    return sources


def _acceptor(automaton: Automaton, lists: Lists) -> Acceptor:
    symbols = automaton.symbols
    arcs = (
        (source, symbols[number], target)
        for source, row in enumerate(automaton.dfa.arcs)
        for number, target in row.items()
    )
    forms = {
        symbol.text: tuple(
            dict.fromkeys(
                _glued(value.words, symbol.before, symbol.after) for value in lists.members(symbol.key)
            )
        )
        for symbol in automaton.list_symbols.values()
    }
    return Acceptor(0, frozenset(automaton.dfa.finals), tuple(sorted(arcs)), forms)


def _glued(words: Words, before: str, after: str) -> Words:
    """`words` with the letters that a template writes to the list."""
    if not before and not after:
        return words
    glued = [*words]
    glued[0] = before + glued[0]
    glued[-1] += after
    return tuple(glued)


def _asked_members(automaton: Automaton, lists: Lists) -> dict[str, list[tuple[SpokenValue, ...]]]:
    """Of every list in use, the values that stand together in a sentence."""
    members: dict[str, list[tuple[SpokenValue, ...]]] = {}
    for (list_id, _), (_, classes) in automaton.asked.items():
        members.setdefault(list_id, []).extend(lists.members(found.key) for found in classes)
    return members


def _counts(automaton: Automaton, acceptor: Acceptor) -> GrammarCounts:
    pairs = {(symbol, target) for _, symbol, target in acceptor.arcs}
    return GrammarCounts(
        sentences=automaton.sentences,
        positions=automaton.positions,
        subset_states=len(automaton.subsets.arcs),
        states=acceptor.states,
        arcs=len(acceptor.arcs),
        pairs=len(pairs),
        list_pairs=sum(symbol.is_list for symbol, _ in pairs),
        values=sum(len(forms) for forms in acceptor.lists.values()),
    )
