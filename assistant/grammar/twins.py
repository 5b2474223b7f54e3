"""Pairs of ends that the same words reach: where two symbols share words, a sentence can end in two places.

The deterministic automaton keeps a list and a word, or two constraints of a list, apart, although one may be said
like the other. Walking it twice at once, over symbols that share a spoken form, finds the sentences that they share.
Forms are compared as wholes: that one list's two words are another sentence's two words is not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.grammar.acceptor import Symbol, Words
from assistant.grammar.minimize import Dfa

Overlaps = Mapping[int, Mapping[int, Words]]
"""Symbol number -> every other symbol that shares a spoken form with it, and that form."""

Ends = tuple[int, int]


def overlaps(symbols: Sequence[Symbol], forms: Mapping[int, Sequence[Words]]) -> Overlaps:
    """Symbols that can be said alike; `forms` has the spoken forms of every list symbol."""
    said: dict[Words, list[int]] = {}
    for number, symbol in enumerate(symbols):
        for words in forms[number] if symbol.is_list else ((symbol.text,),):
            said.setdefault(words, []).append(number)
    found: dict[int, dict[int, Words]] = {}
    for words, numbers in said.items():
        for one in numbers if len(numbers) > 1 else ():
            for other in numbers:
                if one != other:
                    found.setdefault(one, {}).setdefault(other, words)
    return found


def twin_ends(dfa: Dfa, symbols: Sequence[Symbol], alike: Overlaps) -> Iterator[tuple[Ends, tuple[str, ...]]]:
    """Pairs of final states (also of one with itself) that the same words reach, with a shortest way there.

    The way has the shared words where symbols differ, and ``{list}`` for a list that both take.
    """
    came: dict[Ends, tuple[Ends, tuple[str, ...]]] = {(0, 0): ((0, 0), ())}
    waiting = [(0, 0)]
    for pair in waiting:  # grows while it is read
        one, other = pair
        if one in dfa.finals and other in dfa.finals:
            yield pair, _way(pair, came)
        for symbol, target in dfa.arcs[one].items():
            row = dfa.arcs[other]
            if symbol in row:
                _reach((target, row[symbol]), pair, (_text(symbols[symbol]),), came, waiting)
            for twin, words in alike.get(symbol, {}).items():
                if twin in row:
                    _reach((target, row[twin]), pair, words, came, waiting)


def _reach(
    ends: Ends,
    pair: Ends,
    words: tuple[str, ...],
    came: dict[Ends, tuple[Ends, tuple[str, ...]]],
    waiting: list[Ends],
) -> None:
    ends = (min(ends), max(ends))
    if ends not in came:
        came[ends] = pair, words
        waiting.append(ends)


def _way(pair: Ends, came: Mapping[Ends, tuple[Ends, tuple[str, ...]]]) -> tuple[str, ...]:
    words: tuple[str, ...] = ()
    while pair != (0, 0):
        pair, step = came[pair]
        words = step + words
    return words


def _text(symbol: Symbol) -> str:
    return f"{{{symbol.text}}}" if symbol.is_list and not symbol.text.startswith("{") else symbol.text
