"""Determinisation and minimisation of the sentence automaton, which has no cycles.

Determinisation is the subset construction; minimisation merges states of equal future bottom-up, by hash, in
linear time (Revuz, "Minimisation of acyclic deterministic automata in linear time", 1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dfa:
    """A deterministic automaton without cycles; state 0 is the start, every state leads to an end."""

    arcs: tuple[Mapping[int, int], ...]
    """For every state: symbol number -> state."""
    finals: Mapping[int, frozenset[int]]
    """Final state -> the templates that end there (empty once minimised)."""


def determinize(arcs: Sequence[Mapping[int, set[int]]], accepts: Mapping[int, set[int]]) -> Dfa:
    """The deterministic automaton of the same sentences.

    `arcs` and `accepts` are an `Nfa`'s: symbol number -> nodes for every node, and final node -> templates; arcs
    lead to higher nodes only, node 0 is the start.
    """
    useful = _reaching_an_end(arcs, accepts)
    start: frozenset[int] = frozenset({0})
    numbers = {start: 0}
    waiting = [start]
    rows: list[dict[int, int]] = []
    finals: dict[int, frozenset[int]] = {}
    for subset in waiting:  # grows while it is read
        targets: dict[int, set[int]] = {}
        for node in subset:
            for symbol, reached in arcs[node].items():
                targets.setdefault(symbol, set()).update(reached)
        row: dict[int, int] = {}
        for symbol, nodes in targets.items():
            target = frozenset(node for node in nodes if useful[node])
            if not target:
                continue
            if target not in numbers:
                numbers[target] = len(waiting)
                waiting.append(target)
            row[symbol] = numbers[target]
        ends = frozenset(template for node in subset for template in accepts.get(node, ()))
        if ends:
            finals[len(rows)] = ends
        rows.append(row)
    return Dfa(tuple(rows), finals)


def minimize(dfa: Dfa) -> Dfa:
    """The smallest automaton of the same sentences; states are numbered breadth first from the start."""
    merged: dict[tuple[bool, frozenset[tuple[int, int]]], int] = {}
    kept: list[int] = []
    new = [0] * len(dfa.arcs)
    for state in _ends_first(dfa):
        future = (
            state in dfa.finals,
            frozenset((symbol, new[target]) for symbol, target in dfa.arcs[state].items()),
        )
        if future not in merged:
            merged[future] = len(kept)
            kept.append(state)
        new[state] = merged[future]
    order = {new[0]: 0}
    waiting = [new[0]]
    rows: list[dict[int, int]] = []
    finals: dict[int, frozenset[int]] = {}
    for number in waiting:  # grows while it is read
        row: dict[int, int] = {}
        for symbol, target in sorted(dfa.arcs[kept[number]].items()):
            reached = new[target]
            if reached not in order:
                order[reached] = len(waiting)
                waiting.append(reached)
            row[symbol] = order[reached]
        if kept[number] in dfa.finals:
            finals[len(rows)] = frozenset()
        rows.append(row)
    return Dfa(tuple(rows), finals)


def with_courtesies(
    dfa: Dfa, before: Sequence[Sequence[int]], after: Sequence[Sequence[int]], most_before: int = 2
) -> Dfa:
    """The minimal automaton that also takes up to `most_before` phrases of `before` first, one of `after` last.

    A phrase is its words' symbol numbers.
    """
    arcs: list[dict[int, set[int]]] = [{}]
    starts = [0]
    for _ in range(most_before if before else 0):
        starts.append(_add_chains(arcs, [starts[-1]], before))
    order = {state: len(arcs) + n for n, state in enumerate(reversed(_ends_first(dfa)))}
    arcs += [{symbol: {order[to]} for symbol, to in dfa.arcs[state].items()} for state in order]
    for start in starts:
        for symbol, targets in arcs[order[0]].items():
            arcs[start].setdefault(symbol, set()).update(targets)
    finals = {order[state]: {0} for state in dfa.finals}
    if after:
        finals[_add_chains(arcs, list(finals), after)] = {0}
    return minimize(determinize(arcs, finals))


def _add_chains(
    arcs: list[dict[int, set[int]]], sources: Sequence[int], phrases: Sequence[Sequence[int]]
) -> int:
    """Add nodes so that every phrase leads from every source to one new node, which is returned."""
    inner = len(arcs)
    end = inner + sum(len(phrase) - 1 for phrase in phrases)
    arcs.extend({} for _ in range(end + 1 - inner))
    for phrase in phrases:
        way = [*range(inner, inner + len(phrase) - 1), end]
        inner += len(phrase) - 1
        for source in sources:
            arcs[source].setdefault(phrase[0], set()).add(way[0])
        for node, symbol, target in zip(way, phrase[1:], way[1:], strict=False):
            arcs[node].setdefault(symbol, set()).add(target)
    return end


def _reaching_an_end(arcs: Sequence[Mapping[int, set[int]]], accepts: Mapping[int, set[int]]) -> list[bool]:
    useful = [False] * len(arcs)
    for node in range(len(arcs) - 1, -1, -1):
        useful[node] = node in accepts or any(useful[n] for reached in arcs[node].values() for n in reached)
    return useful


def _ends_first(dfa: Dfa) -> list[int]:
    """All states, each after every state it leads to."""
    order: list[int] = []
    seen = [False] * len(dfa.arcs)
    stack = [(0, iter(dfa.arcs[0].values()))]
    seen[0] = True
    while stack:
        state, targets = stack[-1]
        for target in targets:
            if not seen[target]:
                seen[target] = True
                stack.append((target, iter(dfa.arcs[target].values())))
                break
        else:
            order.append(state)
            stack.pop()
    return order
