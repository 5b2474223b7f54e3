from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import PronunciationError
from assistant.speech.english import MOST_VARIANTS, Source
from assistant.speech.mandarin import readings
from assistant.speech.phones import INVENTORY, MANDARIN_FINALS, MANDARIN_INITIALS
from assistant.speech.pronounce import Pronouncer


@pytest.fixture(scope="module")
def pronouncer() -> Pronouncer:
    return Pronouncer()


def said(pronouncer: Pronouncer, word: str, language: str = "en") -> list[str]:
    return [" ".join(phones) for phones in pronouncer.pronounce(word, language)]


@pytest.mark.parametrize(
    ("word", "phones", "source"),
    [
        ("inglenook", "IH NG G AH L N UH K", Source.DICTIONARY),
        ("hey", "HH EY", Source.DICTIONARY),
        ("the", "DH IY", Source.DICTIONARY),
        ("Café", "K AH F EY", Source.DICTIONARY),
        ("it's", "IH T S", Source.DICTIONARY),
        ("it’s", "IH T S", Source.DICTIONARY),
        ("TV", "T IY V IY", Source.DICTIONARY),
        ("dj", "D IY JH EY", Source.DICTIONARY),
        ("pc", "P IY S IY", Source.DICTIONARY),
        ("a.m.", "EY EH M", Source.DICTIONARY),
        ("led", "EH L IY D IY", Source.DICTIONARY),
        ("led", "L EH D", Source.DICTIONARY),
        ("XKCD", "EH K S K EY S IY D IY", Source.RULES),
        ("dvr", "D IY V IY AA R", Source.RULES),
        ("A.B.X.", "EY B IY EH K S", Source.RULES),
        ("dvr's", "D IY V IY AA R Z", Source.RULES),
        ("dimmer's", "D IH M ER Z", Source.RULES),
        ("couch's", "K AW CH IH Z", Source.RULES),
        ("awnings", "AA N IH NG Z", Source.RULES),
        ("lamp'll", "L AE M P AH L", Source.RULES),
        ("t-shirt", "T IY SH ER T", Source.RULES),
        ("living_room", "L IH V IH NG R UW M", Source.RULES),
        ("LetItGo", "L EH T IH T G OW", Source.RULES),
        ("iPhone", "AY F OW N", Source.DICTIONARY),
        ("b12", "B IY T W EH L V", Source.RULES),
        ("hdmi2", "EY CH D IY EH M AY T UW", Source.RULES),
        ("2", "T UW", Source.RULES),
        ("3rd", "TH ER D", Source.RULES),
        ("50%", "F IH F T IY P ER S EH N T", Source.RULES),
        ("&", "AE N D", Source.DICTIONARY),
        ("厅", "t ing", Source.DICTIONARY),
        ("客厅", "k e t ing", Source.RULES),
    ],
)
def test_words(pronouncer: Pronouncer, word: str, phones: str, source: Source) -> None:
    assert phones in said(pronouncer, word)
    assert pronouncer.source(word) is source


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("unmuter", "AH N M Y UW T ER"),
        ("nightlight", "N AY T L AY T"),
        ("soundbar", "S AW N D B AA R"),
        ("toolshed", "T UW L SH EH D"),
    ],
)
def test_a_word_that_no_dictionary_has_is_guessed(pronouncer: Pronouncer, word: str, phones: str) -> None:
    assert phones in said(pronouncer, word)
    assert pronouncer.source(word) is Source.GUESSED


def test_a_possessive_of_a_guess_is_a_guess(pronouncer: Pronouncer) -> None:
    assert pronouncer.source("soundbar's") is Source.GUESSED
    assert said(pronouncer, "soundbar's")[0] == said(pronouncer, "soundbar")[0] + " Z"


def test_every_guess_is_made_of_phones(pronouncer: Pronouncer) -> None:
    for word in ("q", "zzyzx", "xylograf", "blorptastic", "hmm", "aeiou" * 12):
        variants = pronouncer.pronounce(word)
        assert variants
        assert all(phones and set(phones) <= set(INVENTORY) for phones in variants)


def test_numbers_are_said_in_several_ways(pronouncer: Pronouncer) -> None:
    assert said(pronouncer, "101")[:2] == ["W AH N HH AH N D R AH D W AH N", "W AH N Z IH R OW W AH N"]
    assert said(pronouncer, "2", "zh") == ["er", "l iang"]
    assert said(pronouncer, "007")[0] == "Z IH R OW Z IH R OW S EH V AH N"


def test_variants_are_distinct_and_few(pronouncer: Pronouncer) -> None:
    for word in ("2345", "the-a-the-a-the", "about-either-route-data"):
        variants = pronouncer.pronounce(word)
        assert 1 < len(variants) <= MOST_VARIANTS
        assert len(set(variants)) == len(variants)


@pytest.mark.parametrize("word", ["💡", "", " ", "!?", "—", "♥♥"])
def test_what_says_nothing_is_an_error_that_names_it(pronouncer: Pronouncer, word: str) -> None:
    with pytest.raises(PronunciationError) as caught:
        pronouncer.pronounce(word)
    assert f'"{word}"' in caught.value.message
    assert "lexicon" in caught.value.remedy
    with pytest.raises(PronunciationError):
        pronouncer.source(word)


@pytest.mark.parametrize("word", ["кот", "lamp кот", "ランプ", "λ"])
def test_other_scripts_are_errors_that_name_the_letter(pronouncer: Pronouncer, word: str) -> None:
    with pytest.raises(PronunciationError, match="in English letters or Chinese characters") as caught:
        pronouncer.pronounce(word)
    assert word in caught.value.message


def test_an_emoji_beside_words_is_silent(pronouncer: Pronouncer) -> None:
    assert said(pronouncer, "💡lamp") == said(pronouncer, "lamp")


@pytest.mark.parametrize(
    ("character", "wanted"),
    [
        ("灯", ["d eng"]),
        ("四", ["s ii"]),
        ("十", ["sh iii"]),
        ("日", ["r iii"]),
        ("七", ["q i"]),
        ("一", ["i"]),
        ("五", ["u"]),
        ("雨", ["v"]),
        ("绿", ["l v", "l u"]),
        ("去", ["q v"]),
        ("略", ["l ve"]),
        ("云", ["vn"]),
        ("圆", ["van"]),
        ("有", ["iou"]),
        ("六", ["l iou"]),
        ("为", ["uei"]),
        ("问", ["uen"]),
        ("翁", ["u eng"]),
        ("中", ["zh ong"]),
        ("用", ["iong"]),
        ("二", ["er"]),
        ("儿", ["er"]),
        ("调", ["d iao", "t iao"]),
        ("行", ["x ing", "h ang"]),
        ("地", ["d i", "d e"]),
        ("嗯", ["en"]),
        ("燈", ["d eng"]),
    ],
)
def test_common_readings_of_characters(pronouncer: Pronouncer, character: str, wanted: list[str]) -> None:
    assert said(pronouncer, character) == wanted


def test_every_reading_is_made_of_initials_and_finals() -> None:
    for code in range(0x4E00, 0x9FA6, 7):
        for phones in readings(chr(code)):
            *initials, final = phones if phones != ("u", "eng") else ("eng",)
            assert final in MANDARIN_FINALS
            assert all(initial in (*MANDARIN_INITIALS, "u", "i") for initial in initials)


def test_an_unknown_character_is_an_error(pronouncer: Pronouncer) -> None:
    with pytest.raises(PronunciationError, match="兙"):
        pronouncer.pronounce("兙")
    with pytest.raises(PronunciationError, match="兙"):
        pronouncer.pronounce_text("灯兙", "zh")


def text(pronouncer: Pronouncer, sentence: str, language: str) -> list[str]:
    return [" ".join(phones) for phones in pronouncer.pronounce_text(sentence, language)]


def test_a_text_gives_one_pronunciation_a_word(pronouncer: Pronouncer) -> None:
    assert text(pronouncer, "It's sixty-five, turn on the light!", "en") == [
        "IH T S",
        "S IH K S T IY",
        "F AY V",
        "T ER N",
        "AA N",
        "DH AH",
        "L AY T",
    ]
    assert text(pronouncer, "65 lights", "en") == ["S IH K S T IY", "F AY V", "L AY T S"]
    assert pronouncer.pronounce_text(" ... ", "en") == ()


def test_spelled_letters_have_their_names_and_the_article_has_not(pronouncer: Pronouncer) -> None:
    assert text(pronouncer, "a m y", "en") == ["EY", "EH M", "W AY"]
    assert text(pronouncer, "a lamp", "en") == ["AH", "L AE M P"]


def test_characters_are_read_by_their_neighbours(pronouncer: Pronouncer) -> None:
    assert text(pronouncer, "重庆", "zh") == ["ch ong", "q ing"]
    assert text(pronouncer, "重要", "zh") == ["zh ong", "iao"]
    assert text(pronouncer, "银行", "zh") == ["in", "h ang"]
    assert text(pronouncer, "把灯调到30%", "zh") == [
        *("b a", "d eng", "t iao", "d ao"),
        *("b ai", "f en", "zh iii", "s an", "sh iii"),
    ]
    assert text(pronouncer, "声调", "zh") == ["sh eng", "d iao"]


def test_english_inside_mandarin(pronouncer: Pronouncer) -> None:
    assert text(pronouncer, "打开TV，12度", "zh") == ["d a", "k ai", "T IY V IY", "sh iii", "er", "d u"]


def test_english_homes_do_not_load_pypinyin() -> None:
    script = (
        "import sys; from assistant.speech.pronounce import Pronouncer; p = Pronouncer();"
        "p.pronounce('lamp'); p.pronounce('灯'); p.pronounce_text('a lamp', 'en'); print(*sys.modules)"
    )
    root = Path(__file__).parents[2]
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert "pypinyin" not in result.stdout.split()
