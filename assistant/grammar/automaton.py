"""The automaton of all templates, which depends on names only through which list symbols are empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assistant.errors import SentenceError
from assistant.grammar.acceptor import Symbol
from assistant.grammar.ambiguity import GrammarWarning, Origin, WarningKind, duplicates
from assistant.grammar.expressions import ListSymbol, NfaBuilder, Setting
from assistant.grammar.lists import ListClass, Lists
from assistant.grammar.minimize import Dfa, determinize, minimize, with_courtesies
from assistant.grammar.sentences import ParsedBlock, Sentences


@dataclass(frozen=True, slots=True)
class Automaton:
    """The minimal automaton and what was learnt on the way to it."""

    dfa: Dfa
    symbols: tuple[Symbol, ...]
    list_symbols: Mapping[int, ListSymbol]
    """By symbol number."""
    asked: Mapping[tuple[str, str], tuple[Setting, tuple[ListClass, ...]]]
    """By list and constraint: the list symbols that were not empty."""
    context: Mapping[str, str]
    warnings: tuple[GrammarWarning, ...]
    sentences: int
    """Templates of which something can be said."""
    positions: int
    subsets: Dfa
    """The automaton before it was minimised, whose final states know their templates."""
    origins: tuple[Origin, ...]
    """The templates by number."""

    def fits(self, lists: Lists, context: Mapping[str, str]) -> bool:
        """Whether the same automaton would be built with these lists.

        It asks `lists` for every class again, so that their members are known afterwards.
        """
        return context == self.context and all(
            list_id in lists and lists.classes(list_id, setting.requires, setting.excludes) == classes
            for (list_id, _), (setting, classes) in self.asked.items()
        )


def build_automaton(
    sentences: Sentences,
    lists: Lists,
    context: Mapping[str, str],
    *,
    courtesies: bool,
    is_wildcard: Callable[[str], bool],
) -> Automaton:
    """All templates as one minimal automaton; see `Automaton`.

    With `courtesies`, the language's skip words ("please") may stand before and after a sentence. Raises
    `SentenceError` for a list or rule that is not defined.
    """
    builder = NfaBuilder(lists)
    origins: list[Origin] = []
    left_out = _LeftOut(sentences, lists, is_wildcard)
    for number, parsed in enumerate(sentences.blocks):
        setting = block_setting(parsed, number)
        possible = lists.allows(setting.requires, setting.excludes)
        for sentence in parsed.data.sentences:
            origin = Origin(parsed.templates[sentence.text or ""], parsed.block)
            empty: frozenset[str] = frozenset()
            sayable = False
            if possible:
                sayable, empty = builder.add(sentence, len(origins), setting, origin.template.place)
            if not sayable:
                left_out.add(origin, setting, empty)
            origins.append(origin)
    nfa = builder.nfa
    if not nfa.accepts:
        raise SentenceError("there is no sentence that can be said", left_out.remedy())
    subsets = determinize(nfa.arcs, nfa.accepts)
    dfa = minimize(subsets)
    warnings = [
        *duplicates(_spoken_origins(sentences)),
        *left_out.warnings(),
        *_glued(nfa.list_symbols),
    ]
    if courtesies:
        before, after = _courtesies(sentences, nfa.symbols)
        dfa = with_courtesies(dfa, before, after)
    return Automaton(
        dfa,
        tuple(nfa.symbols),
        nfa.list_symbols,
        builder.asked,
        dict(context),
        tuple(warnings),
        sentences=len(origins) - left_out.total,
        positions=nfa.positions,
        subsets=subsets,
        origins=tuple(origins),
    )


def block_setting(parsed: ParsedBlock, number: int) -> Setting:
    """How the templates of block `number` are read."""
    own = {name: own_list_id(name, parsed, number) for name in parsed.lists}
    return Setting(own, parsed.rules, parsed.block.requires, parsed.block.excludes)


def own_list_id(name: str, parsed: ParsedBlock, number: int) -> str:
    """The id of a block's own list among all lists."""
    return f"{name}@{parsed.block.intent}#{number}"


class _LeftOut:
    """Templates of which nothing can be said, gathered by the reason."""

    def __init__(self, sentences: Sentences, lists: Lists, is_wildcard: Callable[[str], bool]) -> None:
        self._sentences = sentences
        self._lists = lists
        self._is_wildcard = is_wildcard
        self._found: dict[tuple[WarningKind, str], list[Origin]] = {}

    def add(self, origin: Origin, setting: Setting, empty: frozenset[str]) -> None:
        """Note a template and the empty lists it ran into."""
        if empty:
            name = min(empty)
            kind = WarningKind.WILDCARD if self._is_wildcard(name) else WarningKind.EMPTY_LIST
        else:
            kind, name = WarningKind.CONTEXT, ", ".join(self._lists.open_keys(setting.requires))
        self._found.setdefault((kind, name), []).append(origin)

    @property
    def total(self) -> int:
        """How many templates."""
        return sum(len(origins) for origins in self._found.values())

    def remedy(self) -> str:
        """What to do if this left nothing."""
        reasons = "; ".join(warning.text for warning in self.warnings())
        return reasons or "Add at least one sentence under intents: NAME: data: - sentences:"

    def warnings(self) -> list[GrammarWarning]:
        """One for each reason, with the places of the user's own sentences."""
        return [
            GrammarWarning(
                kind,
                f"{_REASONS[kind].format(name=name)}; templates left out: {len(origins)}",
                tuple(str(origin.template.place) for origin in origins if origin.block.custom),
            )
            for (kind, name), origins in sorted(self._found.items())
        ]


_REASONS = {
    WarningKind.WILDCARD: "list {{{name}}} takes any words and needs a list of those that may be said",
    WarningKind.EMPTY_LIST: "list {{{name}}} has nothing in it that these sentences may name",
    WarningKind.CONTEXT: "it must be known beforehand: {name}",
}


def _courtesies(sentences: Sentences, symbols: list[Symbol]) -> tuple[list[list[int]], list[list[int]]]:
    """Skip words as symbol numbers: those said first and those said last; new words become new symbols."""
    speech = sentences.speech
    numbers = {symbol: number for number, symbol in enumerate(symbols)}
    before: list[list[int]] = []
    after: list[list[int]] = []
    for phrase in sentences.skip_words:
        words = speech.words(phrase)
        for word in words:
            if Symbol(word) not in numbers:
                numbers[Symbol(word)] = len(symbols)
                symbols.append(Symbol(word))
        said = [numbers[Symbol(word)] for word in words]
        written = speech.join(words)
        if said and written not in speech.said_only_last:
            before.append(said)
        if said and written in speech.said_last:
            after.append(said)
    return before, after


def _spoken_origins(sentences: Sentences) -> Iterator[tuple[str, Origin]]:
    for parsed in sentences.blocks:
        if parsed.block.custom:
            for template in parsed.block.sentences:
                yield sentences.speech.template(template.text).strip(), Origin(template, parsed.block)
        else:
            for spoken, template in parsed.templates.items():
                yield spoken.strip(), Origin(template, parsed.block)


def _glued(list_symbols: Mapping[int, ListSymbol]) -> list[GrammarWarning]:
    return [
        GrammarWarning(
            WarningKind.GLUED,
            f"{symbol.text!r}: letters stand at a list without a space and become one word with its values",
        )
        for symbol in sorted(list_symbols.values())
        if symbol.before or (symbol.after and not symbol.after.startswith("'"))
    ]
