"""From parsed templates to one non-deterministic automaton over words and list symbols.

The construction is Glushkov's ("The abstract theory of automata", 1961) over words instead of letters: a node
stands after a word, there are no empty arcs, and what may follow is carried along as a frontier. Words that
templates form across chunks (``light[s]``, ``turn(ed|ing)``) are gathered in the frontier until a space ends them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

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

from assistant.grammar.acceptor import Symbol
from assistant.grammar.lists import ListClass, Lists
from assistant.grammar.sources import Place, nearest
from assistant.grammar.templates import ParsedRule, rule_body

MOST_PERMUTED = 8
"""Items of one permutation; its orders are shared, so that it costs 2^n steps."""

MOST_GLUED = 2_000
"""Different words that chunks written together may form at one place."""

_NO_LIST = -1


@dataclass(frozen=True, slots=True, order=True)
class ListSymbol:
    """A list class as it stands in a sentence: some templates glue letters to it (``{area}'s``)."""

    key: str
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The symbol's text in the acceptor."""
        return f"{self.before}{{{self.key}}}{self.after}" if self.before or self.after else self.key


@dataclass(slots=True)
class Nfa:
    """A non-deterministic automaton without empty arcs; node 0 starts; arcs lead to higher nodes only."""

    arcs: list[dict[int, set[int]]] = field(default_factory=lambda: [{}])
    """For every node: symbol number -> the nodes it leads to."""
    symbols: list[Symbol] = field(default_factory=list)
    list_symbols: dict[int, ListSymbol] = field(default_factory=dict)
    accepts: dict[int, set[int]] = field(default_factory=dict)
    """Final node -> the templates (numbers given by the caller) that end there."""
    positions: int = 0
    """How many words and lists the templates hold, rules expanded: Glushkov's positions."""


class _Item(NamedTuple):
    """One end of the frontier: a node, what was gathered since, and the required keys supplied so far."""

    node: int
    supplied: int
    text: str = ""
    list_number: int = _NO_LIST
    after: str = ""

    @property
    def is_open(self) -> bool:
        """A word or list is begun and not yet ended by a space."""
        return bool(self.text) or self.list_number != _NO_LIST


_Frontier = frozenset[_Item]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the templates of a block are read with."""

    list_ids: Mapping[str, str]
    """The block's own lists by name."""
    rules: Mapping[str, ParsedRule]
    requires: Mapping[str, object]
    excludes: Mapping[str, object]

    def constraint(self) -> str:
        """The same text for the same context constraints."""
        return f"{sorted(self.requires.items(), key=str)!r} {sorted(self.excludes.items(), key=str)!r}"


class NfaBuilder:
    """Adds templates to one `Nfa`, one by one."""

    def __init__(self, lists: Lists) -> None:
        self.nfa = Nfa()
        self.asked: dict[tuple[str, str], tuple[Setting, tuple[ListClass, ...]]] = {}
        """Every list and constraint met, with the classes it had: while these stay, the automaton stays."""
        self.lists = lists
        self._numbers: dict[tuple[str, int, str], int] = {}
        self._list_keys: list[str] = []
        self._list_numbers: dict[str, int] = {}

    def add(
        self, sentence: Sentence, template: int, setting: Setting, place: Place
    ) -> tuple[bool, frozenset[str]]:
        """Add a template; returns whether anything can be said with it, and the empty lists it ran into.

        Raises `SentenceError` for a list or rule that is not defined.
        """
        walk = _Walk(self, setting, place)
        frontier = walk.expression(sentence.expression, frozenset({_Item(0, 0)}))
        wanted = (1 << len(self.lists.open_keys(setting.requires))) - 1
        ended = self.end_words(frontier)
        finals = [item.node for item in ended if item.supplied == wanted and item.node != 0]
        for node in finals:
            self.nfa.accepts.setdefault(node, set()).add(template)
        return bool(finals), frozenset(walk.empty_lists)

    def classes(self, list_id: str, constraint: str, setting: Setting) -> tuple[ListClass, ...]:
        """The list's classes under the template's constraint, remembered in `asked`."""
        question = (list_id, constraint)
        if question not in self.asked:
            self.asked[question] = setting, self.lists.classes(list_id, setting.requires, setting.excludes)
        return self.asked[question][1]

    def list_number(self, key: str) -> int:
        """A small number for a list class."""
        if key not in self._list_numbers:
            self._list_numbers[key] = len(self._list_keys)
            self._list_keys.append(key)
        return self._list_numbers[key]

    def end_words(self, frontier: _Frontier) -> _Frontier:
        """The frontier after a space: what was gathered becomes arcs, to one new node for each set of keys."""
        fresh: dict[int, int] = {}
        ended: set[_Item] = set()
        for item in frontier:
            if not item.is_open:
                ended.add(item)
                continue
            if item.supplied not in fresh:
                fresh[item.supplied] = len(self.nfa.arcs)
                self.nfa.arcs.append({})
                ended.add(_Item(fresh[item.supplied], item.supplied))
            symbol = self._symbol(item)
            self.nfa.arcs[item.node].setdefault(symbol, set()).add(fresh[item.supplied])
        return frozenset(ended)

    def _symbol(self, item: _Item) -> int:
        label = item.text, item.list_number, item.after
        number = self._numbers.get(label)
        if number is None:
            number = self._numbers[label] = len(self.nfa.symbols)
            if item.list_number == _NO_LIST:
                self.nfa.symbols.append(Symbol(item.text))
            else:
                found = ListSymbol(self._list_keys[item.list_number], item.text, item.after)
                self.nfa.symbols.append(Symbol(found.text, is_list=True))
                self.nfa.list_symbols[number] = found
        return number


class _Walk:
    """One template on its way into the automaton."""

    def __init__(self, builder: NfaBuilder, setting: Setting, place: Place) -> None:
        self._builder = builder
        self._setting = setting
        self._constraint = setting.constraint()
        self._open_rules: tuple[str, ...] = ()
        self._place = place
        self.empty_lists: set[str] = set()

    def expression(self, expression: Expression, frontier: _Frontier) -> _Frontier:
        """The frontier after `expression`, given the one before it."""
        if isinstance(expression, TextChunk):
            return self._text(expression.original_text, frontier)
        if isinstance(expression, Alternative):
            after: set[_Item] = set()
            for item in expression.items:
                after |= self.expression(item, frontier)
            return frozenset(after)
        if isinstance(expression, Permutation):
            return self._permutation(expression, frontier)
        if isinstance(expression, Group):
            for item in expression.items:
                frontier = self.expression(item, frontier)
            return frontier
        if isinstance(expression, ListReference):
            return self._list(expression, frontier)
        if isinstance(expression, RuleReference):
            return self._rule(expression.rule_name, frontier)
        raise TypeError(f"unknown kind of expression: {expression!r}")

    def _text(self, text: str, frontier: _Frontier) -> _Frontier:
        leading, words, trailing = _split(text)
        self._builder.nfa.positions += len(words)
        for number, word in enumerate(words):
            if number or leading:
                frontier = self._builder.end_words(frontier)
            frontier = frozenset(_glued(item, word) for item in frontier)
        if len(frontier) > MOST_GLUED:
            raise self._place.error(
                f"brackets without spaces form more than {MOST_GLUED} different words",
                "Put spaces between them",
            )
        return self._builder.end_words(frontier) if trailing else frontier

    def _list(self, reference: ListReference, frontier: _Frontier) -> _Frontier:
        list_id = self._setting.list_ids.get(reference.list_name, reference.list_name)
        if list_id not in self._builder.lists:
            raise self._place.error(
                f"no list {{{reference.list_name}}} is defined", nearest(list_id, self._builder.lists.ids())
            )
        self._builder.nfa.positions += 1
        classes = self._builder.classes(list_id, self._constraint, self._setting)
        if not classes:
            self.empty_lists.add(reference.list_name)
        after_list = frozenset(item for item in frontier if item.list_number != _NO_LIST)
        if after_list:  # two lists in a row are two words at least
            frontier = (frontier - after_list) | self._builder.end_words(after_list)
        frontier = frozenset(
            _Item(item.node, item.supplied | found.supplies, item.text, self._builder.list_number(found.key))
            for item in frontier
            for found in classes
        )
        return self._builder.end_words(frontier) if self._builder.lists.is_range(list_id) else frontier

    def _rule(self, name: str, frontier: _Frontier) -> _Frontier:
        before = self._place, self._open_rules
        rule = rule_body(self._setting.rules, name, self._place, self._open_rules)
        self._place, self._open_rules = rule.place, (*self._open_rules, name)
        frontier = self.expression(rule.sentence.expression, frontier)
        self._place, self._open_rules = before
        return frontier

    def _permutation(self, expression: Permutation, frontier: _Frontier) -> _Frontier:
        """All orders of the items; orders that have used the same items so far go on together."""
        items = expression.items
        if len(items) > MOST_PERMUTED:
            raise self._place.error(
                f"a permutation of {len(items)} items, at most {MOST_PERMUTED} are possible", "Split it"
            )
        reached: dict[int, _Frontier] = {0: frontier}
        for used in range(1 << len(items)):
            for number, item in enumerate(items):
                if used in reached and not used >> number & 1:
                    after = used | 1 << number
                    reached[after] = reached.get(after, frozenset()) | self.expression(item, reached[used])
        return reached[(1 << len(items)) - 1]


def _glued(item: _Item, letters: str) -> _Item:
    if item.list_number == _NO_LIST:
        return _Item(item.node, item.supplied, item.text + letters)
    return _Item(item.node, item.supplied, item.text, item.list_number, item.after + letters)


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[bool, tuple[str, ...], bool]:
    """Whether a space leads, the words, whether a space trails (a lone space only leads)."""
    words = tuple(text.split())
    if not words:
        return False, (), bool(text)
    return text[0].isspace(), words, text[-1].isspace()
