"""What is ambiguous, doubled or named alike is reported when the grammar is built."""

from __future__ import annotations

from pathlib import Path

from assistant.grammar.ambiguity import WarningKind
from assistant.grammar.compiler import SentenceCompiler, compile_sentences
from assistant.grammar.lists import ListEntry
from tests.grammar.helpers import compiled, templates, write


def test_the_same_words_for_two_intents(tmp_path: Path) -> None:
    one = write(tmp_path / "one.yaml", templates("[please] (lights|lamps) on", "stop", intent="One"))
    two = write(tmp_path / "two.yaml", templates("begin", "lights on[ now]", intent="Two"))
    grammar = SentenceCompiler().compile(files=[one, two], packaged=False)
    (warning,) = grammar.warnings
    assert warning.kind == WarningKind.AMBIGUOUS
    assert "'lights on' means both One and Two" in str(warning)
    assert warning.where == (f"{one}:6", f"{two}:7")
    meanings = grammar.understanding.interpret("lights on")
    assert {meaning.intent for meaning in meanings} == {"One", "Two"}


def test_the_same_words_with_other_fixed_slots(tmp_path: Path) -> None:
    text = (
        "language: en\nintents:\n  A:\n    data:\n"
        "      - {sentences: [lights on], slots: {state: 'on'}}\n"
        "      - {sentences: [lights (on|up)], slots: {state: up}}\n"
    )
    (warning,) = compiled(tmp_path, text).warnings
    assert "A with state: on and A with state: up" in warning.text


def test_lists_with_other_constraints_are_other_words(tmp_path: Path) -> None:
    text = """
language: en
intents:
  A:
    data:
      - {sentences: ["start {name}"], requires_context: {domain: vacuum}}
  B:
    data:
      - {sentences: ["start {name}"], requires_context: {domain: timer}}
"""
    lists = {
        "name": [
            ListEntry("robot", "v", {"domain": "vacuum"}),
            ListEntry("egg timer", "t", {"domain": "timer"}),
        ]
    }
    assert compiled(tmp_path, text, lists=lists).warnings == ()


def test_lists_that_share_a_value(tmp_path: Path) -> None:
    text = """
language: en
intents:
  Band:
    data: [{sentences: ["[please] play {band} [now]"]}]
  Song:
    data: [{sentences: ["play {song}", "play dead"]}]
lists:
  band: {values: ["queen", "the band", "dead"]}
  song: {values: ["yesterday", "the band"]}
"""
    grammar = compiled(tmp_path, text)
    found = {warning.text: warning.where for warning in grammar.warnings}
    path = tmp_path / "sentences.yaml"
    assert found == {
        "'play the band' means both Band and Song": (f"{path}:5", f"{path}:7"),
        "'play dead' means both Band and Song": (f"{path}:5", f"{path}:7"),
    }
    for text in ("play the band", "play dead"):
        assert {meaning.intent for meaning in grammar.understanding.interpret(text)} == {"Band", "Song"}


def test_a_new_name_can_make_a_sentence_ambiguous(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.yaml",
        templates("find {name}", intent="Find") + "  Jump:\n    data: [{sentences: [find out]}]\n",
    )
    compiler = SentenceCompiler()

    def warnings_with(*names: str) -> list[str]:
        lists = {"name": [ListEntry(name, name) for name in names]}
        return [w.text for w in compiler.compile(files=[file], packaged=False, lists=lists).warnings]

    assert warnings_with("bin") == []
    assert warnings_with("bin", "Out") == ["'find out' means both Find and Jump"]
    assert warnings_with("bin") == []


def test_a_sentence_written_twice(tmp_path: Path) -> None:
    grammar = compiled(tmp_path, templates("Lights  ON", "begin", "lights on!"))
    (warning,) = grammar.warnings
    path = tmp_path / "sentences.yaml"
    assert (warning.kind, warning.where) == (WarningKind.DUPLICATE, (f"{path}:6", f"{path}:8"))


def test_a_sentence_the_package_has_already(tmp_path: Path) -> None:
    package_only = compile_sentences("en", lists={"area": [ListEntry("den", "den")]})
    file = write(tmp_path / "mine.yaml", templates("never mind", "pause time", intent="Pause"))
    mine = compile_sentences("en", files=[file], lists={"area": [ListEntry("den", "den")]})
    new = [w for w in mine.warnings if w not in package_only.warnings]
    assert [w.kind for w in new] == [WarningKind.AMBIGUOUS]
    assert "Pause" in new[0].text
    assert "HassNevermind" in new[0].text
    assert f"{file}:6" in new[0].where


def test_names_that_sound_alike(tmp_path: Path) -> None:
    lists = {
        "name": [
            ListEntry("Kitchen Lamp", "light.one", {"domain": "light"}),
            ListEntry("kitchen-lamp", "light.two", {"domain": "light"}),
            ListEntry("hob", "switch.one", {"domain": "switch"}),
            ListEntry("the hob", "switch.one", {"domain": "switch"}),
        ]
    }
    grammar = compiled(tmp_path, templates("find {name}"), lists=lists)
    (warning,) = grammar.warnings
    assert warning.kind == WarningKind.COLLISION
    assert "'kitchen lamp' in list {name} is said for light.one and light.two" in str(warning)
    assert len(grammar.understanding.interpret("find kitchen lamp")) == 2


def test_alike_names_that_context_tells_apart_are_fine(tmp_path: Path) -> None:
    text = """
language: en
intents:
  A:
    data:
      - {sentences: ["light {name}"], requires_context: {domain: light}}
      - {sentences: ["spin {name}"], requires_context: {domain: fan}}
"""
    dens = [ListEntry("den", f"{domain}.den", {"domain": domain}) for domain in ("light", "fan")]
    grammar = compiled(tmp_path, text, lists={"name": dens})
    assert grammar.warnings == ()
    assert grammar.understanding.interpret("spin den")[0].slots[0].value == "fan.den"
