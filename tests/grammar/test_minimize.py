"""Determinised, minimised, polite: always the same sentences, and no state too many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.grammar.minimize import Dfa, determinize, minimize, with_courtesies

Sentence = tuple[int, ...]
SENTENCES = st.sets(st.lists(st.integers(0, 3), min_size=1, max_size=5).map(tuple), min_size=1, max_size=12)


def nfa_of(sentences: set[Sentence]) -> tuple[list[dict[int, set[int]]], dict[int, set[int]]]:
    """One path for each sentence."""
    arcs: list[dict[int, set[int]]] = [{}]
    accepts: dict[int, set[int]] = {}
    for number, sentence in enumerate(sorted(sentences)):
        node = 0
        for symbol in sentence:
            arcs[node].setdefault(symbol, set()).add(len(arcs))
            node = len(arcs)
            arcs.append({})
        accepts[node] = {number}
    return arcs, accepts


def language(dfa: Dfa, state: int = 0) -> frozenset[Sentence]:
    ends = {()} if state in dfa.finals else set()
    return frozenset(ends | {(s, *rest) for s, t in dfa.arcs[state].items() for rest in language(dfa, t)})


@given(SENTENCES)
def test_same_sentences_and_as_few_states_as_there_are_futures(sentences: set[Sentence]) -> None:
    subsets = determinize(*nfa_of(sentences))
    small = minimize(subsets)
    assert language(subsets) == language(small) == sentences
    futures = [language(small, state) for state in range(len(small.arcs))]
    assert len(set(futures)) == len(futures)


@given(SENTENCES)
def test_final_states_know_their_templates(sentences: set[Sentence]) -> None:
    arcs, accepts = nfa_of(sentences)
    extra = {node: {*templates, 99} for node, templates in accepts.items()}
    found = {number for ends in determinize(arcs, extra).finals.values() for number in ends}
    assert found == {*range(len(sentences)), 99}


def test_ways_that_lead_nowhere_are_left_out() -> None:
    small = minimize(determinize([{0: {1, 2}, 1: {2}}, {}, {}], {1: {0}}))
    assert small.arcs == ({0: 1}, {})


@given(SENTENCES, st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=2), max_size=2))
def test_courtesies_stand_before_and_after(sentences: set[Sentence], phrases: list[list[int]]) -> None:
    small = minimize(determinize(*nfa_of(sentences)))
    before = [()] + [tuple(p) for p in phrases]
    before = [a + b for a in before for b in before]
    polite = with_courtesies(small, phrases, [[9], [8, 7]])
    after: list[Sentence] = [(), (9,), (8, 7)]
    assert language(polite) == {b + s + a for b in before for s in sentences for a in after}
