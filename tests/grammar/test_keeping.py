"""Grammars that an earlier start has built: the same as new ones, and none where anything is different or wrong."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.builder import Builder
from assistant.ears import EarMaker, Said
from assistant.grammar import keeping
from assistant.grammar.compiler import SentenceCompiler
from assistant.grammar.keeping import Keeper
from assistant.grammar.lists import ListEntry
from assistant.grammar.meaning import Meaning
from assistant.paths import bundled_model
from assistant.recognizer import Language
from assistant.settings import Config
from assistant.speech.model import AcousticModel, ModelFacts
from assistant.speech.pronounce import Pronouncer

SENTENCES = """
language: en
intents:
  HassTurnOn:
    data:
      - sentences: ["(turn|switch) on [the] {name}", "light up <where>"]
        metadata: {why: "a test"}
  HassTurnOff:
    data:
      - sentences: ["turn off [the] {name} [in <where>]"]
        slots: {domain: light}
  HassLightSet:
    data:
      - sentences: ["set [the] {name} to {0..100:brightness} percent"]
expansion_rules: {where: "[the] {area}"}
lists:
  area: {values: [kitchen, {in: "(front|back) yard", out: yard}]}
"""
SAID = [
    "turn on the lamp",
    "switch on lamp",
    "light up the back yard",
    "turn off the lamp in the kitchen",
    "stop",
    "set the lamp to 40 percent",
]


@dataclass(frozen=True)
class Place:
    """A file of sentences, a model, and a folder to keep grammars in."""

    file: Path
    keeper: Keeper
    folder: Path
    facts: ModelFacts

    def said(self, *names: str) -> Said:
        entries = [ListEntry(name, name, {"domain": "light"}) for name in names or ("lamp",)]
        return Said("en", (self.file,), packaged=False, lists={"name": entries})

    def maker(self, pronouncer: Pronouncer | None = None) -> EarMaker:
        return EarMaker(self.facts, pronouncer or Pronouncer(), self.keeper)

    def kept(self, said: Said | None = None, pronouncer: Pronouncer | None = None) -> bool:
        return self.maker(pronouncer).language(said or self.said())[1].kept

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    file = tmp_path / "mine.yaml"
    file.write_text(SENTENCES, encoding="utf-8")
    folder = tmp_path / "kept"
    return Place(file, Keeper(folder), folder, AcousticModel(bundled_model()).facts)


def meanings(language: Language, texts: list[str]) -> list[tuple[Meaning, ...]]:
    return [language.sentences.understanding.interpret(text) for text in texts]


def test_the_second_time_nothing_is_compiled_and_all_is_the_same(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, built = place.maker().language(place.said())
    assert not built.kept
    monkeypatch.delattr(SentenceCompiler, "compile")
    second, read = place.maker().language(place.said())
    assert read == replace(built, kept=True, seconds=read.seconds, time=read.time)
    found = meanings(second, SAID)
    assert found == meanings(first, SAID)
    assert [len(each) > 0 for each in found] == [True, True, True, True, False, True]
    assert found[0][0].metadata == {"why": "a test"}
    assert found[2][0].template == "light up <where>"
    for name in ("phone", "exit", "node", "entry_position"):
        ours, theirs = (getattr(one.decoder.network, name) for one in (first, second))
        assert ours.tolist() == theirs.tolist()


def test_the_packaged_house_means_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGLENOOK_CACHE_DIR", str(tmp_path))
    facts = AcousticModel(bundled_model()).facts
    config = replace(Config(), languages=("en", "zh"))
    first, second = (Builder(config, facts).build() for _ in range(2))
    assert [one.kept for one in first.sentences.built] == [False, False]
    assert [one.kept for one in second.sentences.built] == [True, True]
    said = [
        [
            "turn on the kitchen lights",
            "set a timer for ninety seconds",
            "what is the temperature",
            "undo that",
        ],
        ["打开客厅的灯", "把卧室的灯调到百分之五十", "五分钟后提醒我", "现在几点"],
    ]
    languages = zip(first.sentences.languages, second.sentences.languages, said, strict=True)
    for ours, theirs, texts in languages:
        found = meanings(ours, texts)
        assert found == meanings(theirs, texts)
        assert sum(len(each) > 0 for each in found) >= 3
        assert ours.sentences.warnings == theirs.sentences.warnings
        assert ours.sentences.counts == theirs.sentences.counts
    assert first.ears.wake is not None
    assert second.ears.wake is not None


def test_whatever_a_grammar_is_made_of_makes_it_another(place: Place, tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon.toml"
    lexicon.write_text('lamp = "/L AA M P/"\n', encoding="utf-8")
    assert not place.kept()
    assert place.kept()
    assert not place.kept(place.said("lamp", "kettle"))
    assert not place.kept(replace(place.said(), context={"area": "kitchen"}))
    assert not place.kept(replace(place.said(), lists={"name": [ListEntry("lamp", "lamp")]}))
    assert not place.kept(replace(place.said(), files=(), shipped=(place.file,)))
    assert not place.kept(pronouncer=Pronouncer(lexicon))
    assert place.kept(pronouncer=Pronouncer(lexicon))
    lexicon.write_text('lamp = "/L EY M P/"\n', encoding="utf-8")
    assert not place.kept(pronouncer=Pronouncer(lexicon))
    place.file.write_text(SENTENCES.replace("switch", "put"), encoding="utf-8")
    assert not place.kept()
    other = replace(place, facts=replace(place.facts, phones=tuple(reversed(place.facts.phones))))
    assert not other.kept()


def test_another_program_keeps_its_own(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not place.kept()
    monkeypatch.setattr(keeping, "program", lambda: "changed")
    other = replace(place, keeper=Keeper(place.folder))
    assert not other.kept()
    assert other.kept()
    assert place.kept()


@pytest.mark.parametrize("broken", [b"", b"inglenook", b"\0" * 5000, None])
def test_a_broken_file_counts_as_none_and_is_replaced(place: Place, broken: bytes | None) -> None:
    assert not place.kept()
    (file,) = place.files()
    file.write_bytes(file.read_bytes()[:-7] if broken is None else broken)
    assert not place.kept()
    assert place.kept()


def test_something_else_under_the_name_counts_as_none(place: Place) -> None:
    place.keeper.put(("a",), ["a list"])
    assert place.keeper.get(("a",), dict) is None
    assert place.files() == []
    place.keeper.put(("a",), ["a list"])
    assert place.keeper.get(("a",), list) == ["a list"]


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_what_others_could_have_written_is_not_read(place: Place) -> None:
    assert not place.kept()
    place.folder.chmod(0o777)
    assert not place.kept()
    place.folder.chmod(0o700)
    assert place.kept()


def test_a_folder_that_cannot_be_is_no_fault(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    nowhere = replace(place, keeper=Keeper(tmp_path / "file" / "kept"))
    assert not nowhere.kept()
    assert not nowhere.kept()


def test_a_full_disk_leaves_nothing_behind(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path, __: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        assert not place.kept()
    assert place.files() == []


def test_a_value_that_has_no_bytes_is_not_kept(place: Place) -> None:
    place.keeper.put(("a",), [lambda: None])
    assert place.files() == []


def test_what_was_not_used_for_longest_goes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    for number in range(3):
        place.keeper.put((number,), [number])
        for age, file in enumerate(sorted(place.files(), key=lambda path: -path.stat().st_mtime)):
            os.utime(file, (1e9 - age, 1e9 - age))
        place.keeper.get((0,), list)
    assert [place.keeper.get((number,), list) for number in range(3)] == [[0], None, [2]]


def test_wake_phrases_are_kept_too(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = ["hey inglenook", "你好小屋"]
    place.maker().spotter(phrases)
    monkeypatch.delattr(Pronouncer, "pronounce")
    assert place.maker().spotter(phrases).frames == 0
    with pytest.raises(AttributeError):
        place.maker().spotter(["hey somebody"])
