"""The way in: merging files, lists of the home, rebuilding, polite words, glued letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.grammar.ambiguity import WarningKind
from assistant.grammar.compiler import SentenceCompiler, compile_sentences
from assistant.grammar.lists import ListEntry
from assistant.types import Slot
from tests.grammar.helpers import Reader, compiled, home, templates, write

ORDERS = """
language: en
intents:
  orderDrink:
    data:
      - sentences:
          - "(can i get|make me) (a|an) [<modifiers>] {coffeeDrink} [with <extras>]"
expansion_rules:
  modifiers: "({size} [{roast}]|{roast} [{size}])"
  extras: "({milk} [and {sugar}]|{sugar} [and {milk}])"
lists:
  size: {values: ["small", "twelve ounce"]}
  roast: {values: ["dark roast"]}
  coffeeDrink: {values: ["latte", "iced coffee", "coffee"]}
  milk: {values: ["milk", "a bit of milk"]}
  sugar: {values: ["sugar"]}
"""


def test_a_file_alone(tmp_path: Path) -> None:
    grammar = compiled(tmp_path, ORDERS)
    sentences = Reader(grammar.acceptor).language()
    assert len(sentences) == 2 * 2 * (1 + 2 + 1 + 2 * 2) * 3 * (1 + 2 + 1 + 2 * 2)
    assert all(grammar.understanding.interpret(" ".join(words)) for words in sorted(sentences)[::37])
    (meaning,) = grammar.understanding.interpret(
        "make me a dark roast iced coffee with sugar and a bit of milk"
    )
    assert meaning.intent == "orderDrink"
    assert meaning.slots == (
        Slot("roast", "dark roast", "dark roast"),
        Slot("coffeeDrink", "iced coffee", "iced coffee"),
        Slot("sugar", "sugar", "sugar"),
        Slot("milk", "a bit of milk", "a bit of milk"),
    )
    assert grammar.acceptor.start == 0
    assert grammar.counts.states == grammar.acceptor.states
    assert grammar.acceptor.arcs == tuple(sorted(grammar.acceptor.arcs))


def test_a_users_file_beside_the_package(tmp_path: Path) -> None:
    text = """
language: en
intents:
  HassTurnOn:
    data:
      - sentences: ["let there be light in {area}", "turn on the magic"]
        slots: {domain: light}
        response: lights_area
        metadata: {mood: grand}
  Magic:
    data:
      - sentences: ["[the] brightness <to> {brightness}[%]"]
        expansion_rules: {to: (to|at)}
lists:
  name: {values: [{in: "[the] magic lamp", out: light.magic, context: {domain: light}}]}
"""
    file = write(tmp_path / "mine.yaml", text)
    grammar = compile_sentences("en", files=[file], lists=home("en"))
    accepted = Reader(grammar.acceptor)
    assert accepted.accepts(("let", "there", "be", "light", "in", "living", "room"))
    (meaning,) = grammar.understanding.interpret("let there be light in Living Room")
    assert (meaning.intent, meaning.response, meaning.custom) == ("HassTurnOn", "lights_area", True)
    assert meaning.metadata == {"mood": "grand"}
    assert meaning.slots == (Slot("area", "living room", "Living Room"), Slot("domain", "", "light"))
    lamp = grammar.understanding.interpret("turn on the magic lamp")[0]
    assert [(slot.name, slot.value) for slot in lamp.slots] == [("name", "light.magic")]
    best = grammar.understanding.interpret("the brightness at 30%")[0]
    assert (best.intent, best.slots) == ("Magic", (Slot("brightness", "thirty", 30),))


def test_custom_sentences_win_over_the_packages(tmp_path: Path) -> None:
    file = write(tmp_path / "mine.yaml", templates("turn on {name}", intent="Mine"))
    grammar = compile_sentences("en", files=[file], lists=home("en"))
    meanings = grammar.understanding.interpret("turn on lamp 0")
    assert [meaning.intent for meaning in meanings][:2] == ["Mine", "HassTurnOn"]


def test_shipped_additions_are_no_better_than_the_package(tmp_path: Path) -> None:
    more = write(tmp_path / "more.yaml", templates("turn on {name}", "all aboard", intent="More"))
    grammar = compile_sentences("en", shipped=[more], lists=home("en"))
    assert [m.custom for m in grammar.understanding.interpret("all aboard")] == [False]
    both = grammar.understanding.interpret("turn on lamp 0")
    assert [m.intent for m in both] == ["HassTurnOn", "More"]
    (warning,) = (w for w in grammar.warnings if w.kind == WarningKind.AMBIGUOUS and "More" in w.text)
    assert "'turn on " in warning.text


def test_new_names_need_no_new_automaton_and_sentences_do(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", templates("find {name}"))
    compiler = SentenceCompiler()

    def compile_with(*names: str) -> set[tuple[str, ...]]:
        lists = {"name": [ListEntry(name, name) for name in names]}
        grammar = compiler.compile(files=[file], packaged=False, lists=lists)
        assert grammar.understanding.interpret(f"find {names[0]}")
        return Reader(grammar.acceptor).language()

    assert compile_with("lamp") == {("find", "lamp")}
    assert compile_with("Big Lamp", "bin") == {("find", "big", "lamp"), ("find", "bin")}
    write(file, templates("find {name}", "lose {name}"))
    assert compile_with("bin") == {("find", "bin"), ("lose", "bin")}


def test_a_list_that_becomes_empty_closes_its_sentences(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", templates("find {name}", "stop"))
    compiler = SentenceCompiler()
    some = {"name": [ListEntry("bin", "bin")]}
    first = compiler.compile(files=[file], packaged=False, lists=some)
    empty = compiler.compile(files=[file], packaged=False)
    again = compiler.compile(files=[file], packaged=False, lists=some)
    assert Reader(empty.acceptor).language() == {("stop",)}
    assert empty.understanding.interpret("find bin") == ()
    assert first.acceptor == again.acceptor
    assert first.understanding.interpret("find bin")


def test_polite_words_before_and_after(tmp_path: Path) -> None:
    text = templates("lights on", rest="skip_words: [please, could you, for me]\n")
    grammar = compiled(tmp_path, text)
    accepted = Reader(grammar.acceptor)
    for said in (
        "lights on",
        "please lights on",
        "could you please lights on",
        "lights on please",
        "please lights on for me",
    ):
        assert accepted.accepts(tuple(said.split())), said
        assert grammar.understanding.interpret(said), said
    for wrong in ("please", "for me lights on", "please please please lights on", "lights please on"):
        assert not accepted.accepts(tuple(wrong.split())), wrong
    curt = compiled(tmp_path, text, courtesies=False)
    assert Reader(curt.acceptor).language() == {("lights", "on")}


def test_polite_words_that_are_also_part_of_a_sentence(tmp_path: Path) -> None:
    text = templates("i want tea", "bring tea for me", rest="skip_words: [i want, please, for me]\n")
    grammar = compiled(tmp_path, text)
    for words in Reader(grammar.acceptor).language():
        assert grammar.understanding.interpret(" ".join(words)), words


def test_words_across_chunks_and_letters_at_lists(tmp_path: Path) -> None:
    sentences = ["light[s] turn(ed|ing) (on|off)", "{area}['s] fan", "day[ ]light", "x{area} y"]
    lists = {"area": [ListEntry("living room", "living"), ListEntry("den", "den")]}
    grammar = compiled(tmp_path, templates(*sentences), lists=lists)
    heard = {" ".join(words) for words in Reader(grammar.acceptor).language()}
    assert heard == {
        *(f"light{s} turn{e} {o}" for s in ("", "s") for e in ("ed", "ing") for o in ("on", "off")),
        *(f"{area}{s} fan" for area in ("living room", "den") for s in ("", "'s")),
        *("daylight", "day light", "xliving room y", "xden y"),
    }
    assert all(grammar.understanding.interpret(text) for text in heard)
    assert [(warning.kind, warning.text[:10]) for warning in grammar.warnings] == [
        (WarningKind.GLUED, "'x{area}':")
    ]
    assert grammar.understanding.interpret("living room's fan")[0].slots[0] == Slot(
        "area", "living room", "living"
    )


def test_permutations_of_lists_and_words(tmp_path: Path) -> None:
    lists = {"area": [ListEntry("den", "den")]}
    grammar = compiled(tmp_path, templates("dim ([in] {area};softly;now)"), lists=lists)
    heard = {" ".join(words) for words in Reader(grammar.acceptor).language()}
    assert len(heard) == 12
    assert {"dim in den softly now", "dim now den softly"} <= heard
    assert all(grammar.understanding.interpret(text) for text in heard)


def test_mandarin_words_are_characters_and_latin_stays_whole(tmp_path: Path) -> None:
    text = templates("[请] 打开 {name}", "播放 apple music[吧]", "(快;开灯)", "set{name}", intent="A")
    lists = {"name": [ListEntry("客厅 TV", "tv"), ListEntry("灯2", "l2"), ListEntry("Sonos One", "s")]}
    grammar = compiled(tmp_path, text.replace("language: en", "language: zh-CN"), lists=lists)
    language = Reader(grammar.acceptor).language()
    assert ("打", "开", "客", "厅", "tv") in language
    assert ("播", "放", "apple", "music", "吧") in language
    assert ("set", "sonos", "one") in language
    assert ("开", "灯", "快") in language
    for words in language:
        (meaning, *_) = grammar.understanding.interpret(grammar.text(words))
        assert grammar.understanding.interpret(" ".join(words))[0] == meaning
    (meaning,) = grammar.understanding.interpret("打开 Sonos One")
    assert meaning.slots == (Slot("name", "sonos one", "s"),)
    assert grammar.text(("打", "开", "sonos", "one")) == "打开sonos one"


def test_names_that_look_like_templates_are_names(tmp_path: Path) -> None:
    names = ["TV (old", "Lamp [2]", "Bob's | Ann's", "Heat <3", "C&A"]
    lists = {"name": [ListEntry(name, name) for name in names]}
    grammar = compiled(tmp_path, templates("find {name}"), lists=lists)
    heard = {" ".join(words) for words in Reader(grammar.acceptor).language()}
    assert {
        "find tv old",
        "find lamp",
        "find lamp two",
        "find ann's",
        "find heat three",
        "find c and a",
    } <= heard
    assert all(grammar.understanding.interpret(text) for text in heard)
    assert grammar.understanding.interpret("find TV (old")[0].slots[0].value == "TV (old"


def test_a_blocks_own_lists_and_rules_hide_the_common_ones(tmp_path: Path) -> None:
    text = """
language: en
intents:
  A:
    data:
      - sentences: ["<go> {colour}"]
        lists: {colour: {values: [{in: pink, out: p}]}}
        expansion_rules: {go: paint}
      - sentences: ["<go> {colour}"]
expansion_rules: {go: show}
lists: {colour: {values: [blue]}}
"""
    grammar = compiled(tmp_path, text)
    assert Reader(grammar.acceptor).language() == {("paint", "pink"), ("show", "blue")}
    assert grammar.understanding.interpret("paint pink")[0].slots[0] == Slot("colour", "pink", "p")
    assert grammar.understanding.interpret("paint blue") == ()


def test_lists_files_replace_lists(tmp_path: Path) -> None:
    lists = write(
        tmp_path / "lists.yaml", "lists:\n  name:\n    values: [{in: cup, out: c, context: {k: v}}]\n"
    )
    grammar = compiled(
        tmp_path, templates("find {name}"), lists={"name": [ListEntry("bin", "b")]}, list_files=[lists]
    )
    assert Reader(grammar.acceptor).language() == {("find", "cup")}
    assert grammar.understanding.interpret("find cup")[0].context == {"k": "v"}


def test_the_shared_orders_grammar() -> None:
    path = Path(__file__).parents[3] / "shared" / "speech" / "orders.yaml"
    if not path.exists():
        pytest.skip("no ../shared/speech/orders.yaml here")
    grammar = compile_sentences(files=[path], packaged=False)
    assert grammar.warnings == ()
    (meaning,) = grammar.understanding.interpret("can i get a large dark roast mocha with some milk")
    assert {slot.name: slot.text for slot in meaning.slots} == {
        "size": "large",
        "roast": "dark roast",
        "coffeeDrink": "mocha",
        "milkAmount": "some milk",
    }


def test_the_packages_own_words_for_everyday_sentences() -> None:
    lists = {
        "name": [
            ListEntry("Kitchen Ceiling", "light.kitchen", {"domain": "light"}),
            ListEntry("客厅的灯", "light.living", {"domain": "light"}),
            ListEntry("front door", "lock.front", {"domain": "lock"}),
        ],
        "area": [ListEntry("bedroom", "bedroom"), ListEntry("客厅", "living")],
    }
    english = compile_sentences("en", lists=lists, context={"area": "bedroom"})
    assert Reader(english.acceptor).accepts(("set", "a", "timer", "for", "ten", "minutes"))
    expected: dict[str, tuple[str, dict[str, object]]] = {
        "set the bedroom to 30 percent": ("HassLightSet", {"area": "bedroom", "brightness": 30}),
        "turn on the kitchen ceiling": ("HassTurnOn", {"name": "light.kitchen"}),
        "set a timer for ten minutes": ("HassStartTimer", {"minutes": 10}),
        "lock the front door please": ("HassTurnOn", {"name": "lock.front"}),
        "set temperature to twenty one and a half degrees": (
            "HassClimateSetTemperature",
            {"temperature": 21.5, "area": "bedroom"},
        ),
    }
    for said, (intent, slots) in expected.items():
        best = english.understanding.interpret(said)[0]
        assert best.intent == intent, said
        assert slots.items() <= {slot.name: slot.value for slot in best.slots}.items(), said
    mandarin = compile_sentences("zh-CN", lists=lists)
    best = mandarin.understanding.interpret("把客厅的灯亮度调到30%")[0]
    values = {slot.name: slot.value for slot in best.slots}
    assert (best.intent, values["brightness"]) == ("HassLightSet", 30)
