"""The recipes of the pronunciation data: what they make of raw dictionaries."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from assistant.speech.cmudict import CmuDict
from assistant.speech.mandarin import readings, syllable
from models.data import make_cmudict, make_readings
from models.data.g2p_align import align

DICT = """'tis T IH1 Z
aalborg AO1 L B AO0 R G # place, danish
aalborg(2) AA1 L B AO0 R G
a AH0
a(2) EY1
wind W IH1 N D
wind(2) W IH2 N D
"""

NPM = """/** @type {{ [word: string]: string }} */
export const dictionary = {
  "'tis": "T IH1 Z",
  "aalborg": "AO1 L B AO0 R G # place, danish",
  "aalborg(2)": "AA1 L B AO0 R G",
  "a": "AH0",
  "a(2)": "EY1",
  "wind": "W IH1 N D",
  "wind(2)": "W IH2 N D"
}
"""


@pytest.mark.parametrize("text", [DICT, NPM])
def test_both_forms_of_cmudict_give_the_same_lines(text: str) -> None:
    assert make_cmudict.make(text).decode().splitlines() == [
        "'tis\tT IH Z",
        "a\tAH\tEY",
        "aalborg\tAO L B AO R G\tAA L B AO R G",
        "wind\tW IH N D",
    ]


def test_the_archive_of_npm_is_read(tmp_path: Path) -> None:
    archive = tmp_path / "package.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        member = tarfile.TarInfo("package/index.js")
        member.size = len(NPM.encode())
        tar.addfile(member, io.BytesIO(NPM.encode()))
    assert make_cmudict.make(make_cmudict.read_text(archive)) == make_cmudict.make(DICT)


def test_a_strange_phone_is_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        make_cmudict.make("word W XX1 D\n")


def test_alignment_finds_which_letter_says_what() -> None:
    words = {
        "cat": "K AE T",
        "at": "AE T",
        "tack": "T AE K",
        "kit": "K IH T",
        "it": "IH T",
        "mix": "M IH K S",
    }
    words |= {"tax": "T AE K S", "mat": "M AE T", "ms": "EH M EH S EH Z"}
    aligned = {
        example.word: example.chunks for example in align([(w, tuple(p.split())) for w, p in words.items()])
    }
    assert aligned["cat"] == (("K",), ("AE",), ("T",))
    assert aligned["tax"] == (("T",), ("AE",), ("K", "S"))
    assert sum(aligned["tack"], ()) == ("T", "AE", "K")
    assert aligned["tack"][:2] == (("T",), ("AE",))
    assert "ms" not in aligned


def test_rare_readings_are_left_out_and_spoken_ones_put_in() -> None:
    assert make_readings.common("度", ["du", "duo", "zhai"], {"du": 218, "duo": 24}) == ["du", "duo"]
    assert make_readings.common("地", ["di", "de"], {"di": 853, "de": 2}) == ["di", "de"]
    assert make_readings.common("甲", ["a", "b", "c"], {}) == ["a", "b"]
    assert make_readings.common("甲", ["a", "b"], {"b": 9}) == ["a", "b"]


def test_the_bundled_readings_are_those_of_the_recipe() -> None:
    assert readings("度") == (syllable("du"), syllable("duo"))
    assert len(CmuDict().look_up("wind")) == 2


@pytest.mark.parametrize("wrong", ["", "zzz", "q", "hello"])
def test_what_is_no_syllable_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a pinyin syllable"):
        syllable(wrong)
