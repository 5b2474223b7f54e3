"""Lists hold only what a sentence's context lets through, as hassil has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.grammar.ambiguity import WarningKind
from assistant.grammar.compiler import CompiledSentences, SentenceCompiler
from assistant.grammar.lists import ListEntry
from tests.grammar.helpers import Reader, compiled, write

NAMES = [
    ListEntry("lamp", "light.lamp", {"domain": "light", "area": "kitchen"}),
    ListEntry("tap", "valve.tap", {"domain": "valve"}),
    ListEntry("thing", "thing"),
]
AREAS = [ListEntry("kitchen", "kitchen", {"area": "kitchen"}), ListEntry("attic", "attic")]


def grammar_of(path: Path, constraints: str, sentence: str, **options: object) -> CompiledSentences:
    text = (
        f"language: en\nintents:\n  Do:\n    data:\n      - sentences: ['{sentence}', 'hello']\n{constraints}"
    )
    text += "      - sentences: ['good day']\n"
    return compiled(path, text, lists={"name": NAMES, "area": AREAS}, **options)


def heard(grammar: CompiledSentences) -> set[str]:
    """What the recogniser can hear; all of it must be understood."""
    texts = {" ".join(words) for words in Reader(grammar.acceptor).language()} - {"good day"}
    assert all(grammar.understanding.interpret(text) for text in texts)
    return texts


def test_without_constraints_all_names(tmp_path: Path) -> None:
    assert heard(grammar_of(tmp_path, "", "turn on {name}")) == {
        "turn on lamp",
        "turn on tap",
        "turn on thing",
        "hello",
    }


@pytest.mark.parametrize("domains", ["light", "[light, cover]", "{value: light}"])
def test_required_context_picks_names(tmp_path: Path, domains: str) -> None:
    constraints = f"        requires_context:\n          domain: {domains}\n"
    grammar = grammar_of(tmp_path, constraints, "turn on {name}")
    assert heard(grammar) == {"turn on lamp"}
    (meaning,) = grammar.understanding.interpret("turn on lamp")
    assert meaning.context == {"domain": "light", "area": "kitchen"}
    assert grammar.understanding.interpret("turn on tap") == ()


def test_excluded_context_leaves_names_out(tmp_path: Path) -> None:
    constraints = "        excludes_context:\n          domain: [light]\n"
    assert heard(grammar_of(tmp_path, constraints, "turn on {name}")) == {
        "turn on tap",
        "turn on thing",
        "hello",
    }


def test_one_list_may_supply_what_another_lacks(tmp_path: Path) -> None:
    constraints = "        requires_context:\n          area: kitchen\n"
    assert heard(grammar_of(tmp_path, constraints, "turn on {name} in {area}")) == {
        "turn on lamp in kitchen",
        "turn on lamp in attic",
        "turn on tap in kitchen",
        "turn on thing in kitchen",
    }


def test_an_area_known_beforehand_opens_sentences_and_fills_the_slot(tmp_path: Path) -> None:
    constraints = "        requires_context:\n          area: {slot: true}\n"
    grammar = grammar_of(tmp_path, constraints, "lights on", context={"area": "kitchen"})
    assert heard(grammar) == {"lights on", "hello"}
    (meaning,) = grammar.understanding.interpret("lights on")
    assert [(slot.name, slot.value) for slot in meaning.slots] == [("area", "kitchen")]
    elsewhere = grammar.understanding.interpret("lights on", {"area": "attic"})
    assert elsewhere[0].slots[0].value == "attic"
    assert grammar.understanding.interpret("lights on", {}) == ()


def test_without_it_they_are_left_out_and_reported(tmp_path: Path) -> None:
    constraints = "        requires_context:\n          area: {slot: true}\n"
    grammar = grammar_of(tmp_path, constraints, "lights on")
    assert heard(grammar) == set()
    (warning,) = grammar.warnings
    assert warning.kind == WarningKind.CONTEXT
    assert "area" in warning.text
    assert warning.where == (f"{tmp_path / 'sentences.yaml'}:5",) * 2
    assert grammar.counts.sentences == 1


def test_a_context_that_contradicts_closes_the_block(tmp_path: Path) -> None:
    constraints = "        requires_context:\n          mode: [day, dusk]\n"
    assert heard(grammar_of(tmp_path, constraints, "open up", context={"mode": "night"})) == set()
    assert heard(grammar_of(tmp_path, constraints, "open up", context={"mode": "dusk"})) == {
        "open up",
        "hello",
    }


def test_empty_lists_close_sentences_and_are_reported(tmp_path: Path) -> None:
    text = "language: en\nintents:\n  Do:\n    data:\n      - sentences: ['to {floor}', 'go [to {floor}]']\n"
    grammar = compiled(tmp_path, text)
    assert Reader(grammar.acceptor).language() == {("go",)}
    assert grammar.acceptor.lists == {}
    (warning,) = grammar.warnings
    assert (warning.kind, warning.where) == (WarningKind.EMPTY_LIST, (f"{tmp_path / 'sentences.yaml'}:5",))


def test_wildcards_take_the_homes_list(tmp_path: Path) -> None:
    text = (
        "language: en\nintents:\n  Add:\n    data:\n      - sentences: ['add {item}', 'show list']\n"
        "lists:\n  item: {wildcard: true}\n"
    )
    file = write(tmp_path / "a.yaml", text)
    compiler = SentenceCompiler()
    closed = compiler.compile(files=[file], packaged=False)
    assert [warning.kind for warning in closed.warnings] == [WarningKind.WILDCARD]
    assert closed.understanding.interpret("add anything at all") == ()
    items = {"item": [ListEntry("oat milk", "oat milk"), ListEntry("egg[s]", "eggs")]}
    opened = compiler.compile(files=[file], packaged=False, lists=items)
    assert opened.warnings == ()
    assert Reader(opened.acceptor).language() == {
        ("show", "list"),
        ("add", "oat", "milk"),
        ("add", "egg"),
        ("add", "eggs"),
    }
    assert opened.understanding.interpret("Add egg!")[0].slots[0].value == "eggs"
