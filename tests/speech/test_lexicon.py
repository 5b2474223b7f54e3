from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import PronunciationError
from assistant.speech.english import Source
from assistant.speech.pronounce import Pronouncer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lexicon.toml"


def pronouncer(file: Path, text: str) -> Pronouncer:
    file.write_text(text, encoding="utf-8")
    return Pronouncer(file)


def test_words_that_sound_alike_and_phones(file: Path) -> None:
    mine = pronouncer(
        file,
        """
        # my lamps
        tado = "toddle"
        sonos = "/S OW N OW S/"
        tomato = ["/T AH M AA T OW/", "toe mate oh"]
        "Qingping" = "清平"
        "🔆" = "bright"
        "кот" = "kot"
        "小" = "/x iao/"
        """,
    )
    assert mine.pronounce("tado") == (("T", "AA", "D", "AH", "L"),)
    assert mine.pronounce("Sonos") == (("S", "OW", "N", "OW", "S"),)
    assert len(mine.pronounce("tomato")) == 2
    assert mine.pronounce("qingping") == (("q", "ing", "p", "ing"),)
    assert mine.pronounce("🔆") == (("B", "R", "AY", "T"),)
    assert mine.source("кот") is Source.USER
    assert mine.source("tado") is Source.USER
    assert mine.source("toddle") is Source.DICTIONARY
    assert mine.pronounce("小") == (("x", "iao"),)


def test_the_lexicon_counts_inside_words_and_texts(file: Path) -> None:
    mine = pronouncer(file, 'tado = "/T AA D OW/"\n"度" = "/d uo/"')
    assert mine.pronounce("tado's") == (("T", "AA", "D", "OW", "Z"),)
    assert mine.pronounce("tado-lamp") == (("T", "AA", "D", "OW", "L", "AE", "M", "P"),)
    assert mine.source("tado-lamp") is Source.RULES
    assert mine.pronounce_text("the Tado", "en")[1] == ("T", "AA", "D", "OW")
    assert mine.pronounce_text("三度", "zh") == (("s", "an"), ("d", "uo"))


def test_an_entry_does_not_build_on_another(file: Path) -> None:
    mine = pronouncer(file, 'lamp = "/L AA/"\nlight = "lamp"')
    assert mine.pronounce("light") == (("L", "AE", "M", "P"),)
    assert mine.pronounce("lamp") == (("L", "AA"),)


def test_an_absent_or_empty_file_changes_nothing(file: Path) -> None:
    assert Pronouncer(file).pronounce("lamp") == (("L", "AE", "M", "P"),)
    assert pronouncer(file, "# nothing yet\n").source("lamp") is Source.DICTIONARY


@pytest.mark.parametrize(
    ("text", "complaint", "remedy"),
    [
        ("a = 'b'\ntado = tah\n", "line 2", "tado = "),
        ("\ntado = '/T QQ/'", "lexicon.toml:2: QQ is not a phone", "ARPAbet"),
        ("tado = '/T aa1 D/'", "aa1 is not a phone", "Did you mean AA?"),
        ("tado = '/ /'", "no phones between the slashes", "spaces"),
        ("tado = 3", "lexicon.toml:1: tado is 3", "tado ="),
        ("tado = []", "tado is []", "tado ="),
        ("tado = ['a', 3]", "tado is ['a', 3]", "tado ="),
        ("'living room' = 'x'", '"living room" is not one word', "a line of its own"),
        ("'客厅' = 'x'", '"客厅" is not one word', "a line of its own"),
        ("x = 'lamp'\ntado = '💡'", 'lexicon.toml:2: there is nothing to say in "💡"', "sound alike"),
        ("tado = 'кот'", "lexicon.toml:1: no pronunciation", "English letters"),
        ("[words]\ntado = 'x'", "words is {'tado': 'x'}", "words ="),
    ],
)
def test_a_fault_is_told_with_file_and_line(file: Path, text: str, complaint: str, remedy: str) -> None:
    with pytest.raises(PronunciationError) as caught:
        pronouncer(file, text)
    assert str(file) in caught.value.message
    assert complaint in caught.value.message
    assert remedy in caught.value.remedy


def test_a_file_that_cannot_be_read_is_told(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(PronunciationError, match="cannot read the lexicon"):
        Pronouncer(file)
    with pytest.raises(PronunciationError, match="cannot read the lexicon"):
        Pronouncer(file.parent)
