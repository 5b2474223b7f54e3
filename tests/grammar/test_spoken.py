"""Written text becomes spoken words, in templates and names alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SentenceError
from assistant.grammar.spoken import Speech, template_fault

EN, ZH = Speech.of("en"), Speech.of("zh-CN")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Turn ON, please!", "turn on please"),
        ("Dr. Bob’s TV (Living-Room) #2", "dr bob's tv living room number two"),
        ("21.5°C & 30%", "twenty one point five degrees celsius and thirty percent"),
        ("A.C. in the dogs' room", "ac in the dogs room"),
        ("1/2 an hour at -5°", "half an hour at minus five degrees"),
        ("café １２", "café twelve"),
        ("客厅 lamp", "客 厅 lamp"),
        ("  \t ", ""),
    ],
)
def test_english(written: str, said: str) -> None:
    assert EN.words(written) == tuple(said.split())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("把客厅的灯调到30%。", "把 客 厅 的 灯 调 到 百 分 之 三 十"),
        ("百分之 30 %", "百 分 之 三 十"),
        ("打开 Apple TV", "打 开 apple tv"),
        ("20.5℃", "二 十 点 五 度"),
    ],
)
def test_mandarin(written: str, said: str) -> None:
    assert ZH.words(written) == tuple(said.split())


@given(st.text(max_size=40), st.sampled_from([EN, ZH]))
def test_spoken_words_stay_as_they_are(text: str, speech: Speech) -> None:
    words = speech.words(text)
    assert speech.words(Speech.join(words)) == words


@pytest.mark.parametrize(
    ("speech", "written", "spoken"),
    [
        (EN, "[<set>] {a:b}[([ ]%)| percent]", "[<set>] {a:b}[([ ] percent )| percent]"),
        (EN, "{hours}( |-)hour[s]", "{hours}( | )hour[s]"),
        (EN, r"say \(Hello\)", "say hello "),
        (ZH, "把{a}调到[百分之]{b}[%]", " 把  {a}  调 到 [ 百 分 之 ] {b} "),
        (ZH, "{b}%", " 百 分 之  {b} "),
        (ZH, "{b}[%]", "[ 百 分 之 ] {b} "),
    ],
)
def test_templates_keep_their_structure(speech: Speech, written: str, spoken: str) -> None:
    assert speech.template(written) == spoken


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("turn (on", "expected ')' to close the group opened at column 6"),
        ("turn on]", "']' at column 8 closes nothing"),
        ("(a|b]", "expected ')' to close the group opened at column 1, but found ']' at column 5"),
        ("a {b", "expected '}' to close the list name opened at column 3"),
        ("a {}", "expected a list name"),
        ("<>", "expected a rule name"),
        (" ", "found nothing"),
    ],
)
def test_faults_say_what_was_expected(template: str, fault: str) -> None:
    assert fault in (template_fault(template) or "")


def test_escaped_brackets_are_text() -> None:
    assert template_fault(r"a \( b \] c") is None


def test_other_languages_are_refused() -> None:
    with pytest.raises(SentenceError, match="'de' are not supported"):
        Speech.of("de")
