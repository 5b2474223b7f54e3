"""The acceptor's sentences are exactly the templates' sentences."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hassil.intents import SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grammar.helpers import Reader, compiled, templates

WORDS = st.sampled_from(["a", "b", "cat", "dog", "a b"])
COLOURS = ("red", "dark blue")
RULES = {"any": "(some|any [one])", "end": "s|"}
LISTS = f"lists:\n  colour:\n    values: {list(COLOURS)}\n"
RULES_YAML = "".join(["expansion_rules:\n", *(f"  {name}: '{body}'\n" for name, body in RULES.items())])


def _extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(" ".join),
        st.tuples(inner, inner).map(lambda two: f"{two[0]}[{two[1]}]"),
        several.map(lambda items: f"({'|'.join(items)})"),
        several.map(lambda items: f"[{' | '.join(items)}]"),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: f" ({';'.join(items)}) "),
    )


LEAVES = st.one_of(WORDS, st.just(" {colour} "), st.just("{colour}<end> "), st.just("<any>"))
TEMPLATES = st.recursive(LEAVES, _extend, max_leaves=7)


def brute_force(*sentences: str) -> set[tuple[str, ...]]:
    """The sentences as hassil samples them."""
    lists: dict[str, SlotList] = {"colour": TextSlotList.from_strings(COLOURS)}
    rules = {name: parse_sentence(body) for name, body in RULES.items()}
    texts = {t for s in sentences for t in sample_sentence(parse_sentence(s), lists, rules)}
    return {tuple(text.split()) for text in texts} - {()}


@settings(max_examples=150, deadline=None)
@given(st.lists(TEMPLATES, min_size=1, max_size=3))
def test_accepts_what_hassil_samples_and_hassil_understands_what_it_accepts(sentences: list[str]) -> None:
    expected = brute_force(*sentences)
    if not expected:
        return
    with TemporaryDirectory() as folder:
        grammar = compiled(Path(folder), templates(*sentences, rest=LISTS + RULES_YAML))
    accepted = Reader(grammar.acceptor).language()
    assert accepted == expected
    for words in sorted(accepted)[:20]:
        assert grammar.understanding.interpret(" ".join(words)), words
