"""Numbers are spoken forms in both languages and come back as numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hassil.intents import RangeFractionType, RangeSlotList
from hypothesis import given
from hypothesis import strategies as st

from assistant.grammar.numbers import digits_to_words, range_values, spell, spoken_numbers
from assistant.grammar.spoken import Speech
from tests.grammar.helpers import Reader, compiled, templates, write

SET = "  by:\n    range: {{from: {}, to: {}, step: {}{}}}\n"


def ranged(start: int, stop: int, step: int = 1, more: str = "") -> str:
    return "lists:\n" + SET.format(start, stop, step, more)


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        (0, {"zero"}),
        (35, {"thirty five"}),
        (100, {"one hundred", "a hundred"}),
        (
            121,
            {
                "one hundred twenty one",
                "one hundred and twenty one",
                "a hundred twenty one",
                "a hundred and twenty one",
            },
        ),
        (2700, {"two thousand seven hundred", "twenty seven hundred"}),
        (20.5, {"twenty point five", "twenty and a half"}),
        (-3, {"minus three", "negative three"}),
    ],
)
def test_english_forms(number: float, forms: set[str]) -> None:
    assert forms <= set(spoken_numbers(number, "en"))


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        (2, {"二", "两"}),
        (12, {"十二"}),
        (30, {"三十"}),
        (105, {"一百零五"}),
        (200, {"二百", "两百"}),
        (2200, {"二千二百", "两千二百", "两千两百"}),
        (20.5, {"二十点五"}),
    ],
)
def test_mandarin_forms(number: float, forms: set[str]) -> None:
    assert forms == set(spoken_numbers(number, "zh-CN"))


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from(["en", "zh-CN"]))
def test_no_two_numbers_sound_the_same(one: int, other: int, language: str) -> None:
    if one != other:
        assert not set(spoken_numbers(one, language)) & set(spoken_numbers(other, language))


@given(st.integers(0, 999_999), st.sampled_from(["en", "zh-CN"]))
def test_digits_are_read_as_the_plain_form(number: int, language: str) -> None:
    assert digits_to_words(str(number), language).strip() == spell(number, language)
    assert spoken_numbers(number, language)[0] == spell(number, language)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1,000", "one thousand"),
        ("21.5", "twenty one point five"),
        ("007", "zero zero seven"),
        ("3rd", "third"),
        ("mp3", "mp three"),
    ],
)
def test_digits_in_text(written: str, said: str) -> None:
    assert digits_to_words(written, "en").split() == said.split()


def test_a_range_stops_where_it_says_and_multiplies() -> None:
    halves = RangeSlotList("t", 0, 2, fraction_type=RangeFractionType.HALVES)
    assert [said for said, _ in range_values(halves)] == [0, 0.5, 1, 1.5, 2]
    down = RangeSlotList("v", 10, 20, step=10, multiplier=-1)
    assert list(range_values(down)) == [(10, -10), (20, -20)]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_spoken_number_comes_back_as_the_number(tmp_path: Path, language: str) -> None:
    template = "dim to {by}[%| percent]" if language == "en" else "调到[百分之]{by}[%]"
    text = templates(template, rest=ranged(0, 110, 1, ", fractions: halves"))
    grammar = compiled(tmp_path, text.replace("language: en", f"language: {language}"))
    for number in [n / 2 for n in range(221)]:
        for form in spoken_numbers(int(number) if number.is_integer() else number, language):
            said = f"dim to {form} percent" if language == "en" else f"调到百分之{form}"
            (meaning,) = grammar.understanding.interpret(said)
            (slot,) = meaning.slots
            assert (slot.text, slot.value) == (form, number)
            assert isinstance(slot.value, int) == number.is_integer()
    accepted = Reader(grammar.acceptor)
    speech = Speech.of(language)
    assert accepted.accepts(speech.words("dim to 35%" if language == "en" else "调到35%"))
    assert not accepted.accepts(speech.words("dim to 111%" if language == "en" else "调到111%"))


def test_steps_and_typed_digits(tmp_path: Path) -> None:
    grammar = compiled(tmp_path, templates("{by} kelvin", rest=ranged(1000, 3000, 100)))
    (meaning,) = grammar.understanding.interpret("2700 Kelvin")
    assert meaning.slots[0].value == 2700
    assert meaning.slots[0].text == "two thousand seven hundred"
    assert grammar.understanding.interpret("twenty seven hundred kelvin")[0].slots == (
        type(meaning.slots[0])("by", "twenty seven hundred", 2700),
    )
    assert grammar.understanding.interpret("2750 kelvin") == ()


def test_inline_range(tmp_path: Path) -> None:
    grammar = compiled(tmp_path, templates("channel {1..9,2:number}"))
    assert grammar.understanding.interpret("channel 7")[0].slots[0].value == 7
    assert grammar.understanding.interpret("channel 6") == ()
    assert Reader(grammar.acceptor).accepts(("channel", "nine"))


def test_a_lists_file_may_hold_a_range(tmp_path: Path) -> None:
    lists = write(tmp_path / "lists.yaml", "lists:\n  by: {range: {from: 1, to: 3}}\n")
    grammar = compiled(
        tmp_path, templates("go {by}", rest="lists:\n  by: {values: [x]}\n"), list_files=[lists]
    )
    assert Reader(grammar.acceptor).language() == {("go", "one"), ("go", "two"), ("go", "three")}
