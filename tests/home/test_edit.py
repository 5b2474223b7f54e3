"""Renaming in the user's file: only the name changes, every comment stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import ConfigError, UnknownTarget
from assistant.home import add_alias, default_home_text, load_home, rename, set_names, set_sensitive

FILE = """\
# my house
areas:
  kitchen: {en: [kitchen], zh: [厨房]} # where we cook
entities:
  # the good lamp
  light.lamp:
    en:
      - lamp # bought 1998
      - old lamp

    area: kitchen
  light.plain: {en: plain light}
  switch.kettle: # boils
    zh: [水壶]
    area: kitchen
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


def test_rename_replaces_the_first_name_only(path: Path) -> None:
    home = rename(path, "light.lamp", "en", "reading  lamp")
    assert home.entities["light.lamp"].names["en"] == ("reading lamp", "old lamp")
    assert path.read_text(encoding="utf-8") == FILE.replace("- lamp #", "- reading lamp #")
    assert load_home(path) == home


EDITS = [
    ("rename", "kitchen", "en", "galley", "{en: [galley], zh"),
    ("alias", "kitchen", "zh-CN", "灶间", "zh: [厨房, 灶间]}"),
    ("alias", "light.lamp", "en", "nice lamp", "      - old lamp\n      - nice lamp\n"),
    ("rename", "light.plain", "en", "fine light", "{en: fine light}"),
    ("alias", "light.plain", "en", "fine light", "{en: [plain light, fine light]}"),
    ("alias", "light.plain", "zh", "普通灯", "{zh: [普通灯], en: plain light}"),
    ("rename", "switch.kettle", "en", "kettle", "    en: [kettle]\n    zh: [水壶]"),
]


@pytest.mark.parametrize(("what", "thing", "language", "name", "expected"), EDITS)
def test_every_way_to_write_names_can_be_edited(
    path: Path, what: str, thing: str, language: str, name: str, expected: str
) -> None:
    home = (rename if what == "rename" else add_alias)(path, thing, language, name)
    text = path.read_text(encoding="utf-8")
    assert expected in text
    assert comments(text) == comments(FILE)
    assert load_home(path) == home
    names = next(known for known in home.things() if known.id == thing).names[
        language.split("-", maxsplit=1)[0]
    ]
    assert (names[0] if what == "rename" else names[-1]) == name


def test_the_same_name_again_changes_nothing(path: Path) -> None:
    add_alias(path, "light.lamp", "en", "old lamp")
    rename(path, "light.lamp", "en", "lamp")
    assert path.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("name", ["(a|b)", "", "{x}", "two: words", "- dash"])
def test_a_name_nobody_can_say_changes_nothing(path: Path, name: str) -> None:
    with pytest.raises(ConfigError):
        rename(path, "light.lamp", "en", name)
    assert path.read_text(encoding="utf-8") == FILE


def test_a_taken_name_changes_nothing(path: Path) -> None:
    add_alias(path, "light.plain", "en", "lamp")  # another place: allowed
    path.write_text(FILE + "  light.other: {en: [other lamp], area: kitchen}\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="also the name of"):
        rename(path, "light.other", "en", "old lamp")
    assert path.read_text(encoding="utf-8") == before


def test_an_unknown_id_names_the_nearest(path: Path) -> None:
    with pytest.raises(UnknownTarget, match=r'Did you mean "light\.lamp"'):
        rename(path, "light.lmap", "en", "x")


def test_another_language_is_refused(path: Path) -> None:
    with pytest.raises(ConfigError, match="en, zh"):
        rename(path, "light.lamp", "de", "Lampe")


def test_the_first_edit_starts_from_the_packaged_home(tmp_path: Path) -> None:
    path = tmp_path / "config" / "home.yaml"
    home = rename(path, "light.floor_lamp", "en", "big lamp")
    assert home.entities["light.floor_lamp"].names["en"] == ("big lamp", "standing lamp")
    text = path.read_text(encoding="utf-8")
    assert text == default_home_text().replace("[floor lamp, standing lamp]", "[big lamp, standing lamp]")


def test_things_of_the_packaged_home_can_be_renamed(tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    things = list(load_home().things())[::5]
    for number, thing in enumerate(things):
        rename(path, thing.id, "en", f"thing {number}")
        add_alias(path, thing.id, "zh", f"东西{number}")
    changed = {thing.id: thing for thing in load_home(path).things()}
    for number, thing in enumerate(changed[thing.id] for thing in things):
        assert thing.names["en"][0] == f"thing {number}"
        assert thing.names["zh"][-1] == f"东西{number}"
    assert comments(path.read_text(encoding="utf-8")) == comments(default_home_text())


def test_a_full_disk_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        rename(path, "light.lamp", "en", "other lamp")
    assert path.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("thing", ["light.lamp", "light.plain", "switch.kettle", "kitchen"])
def test_all_names_at_once(path: Path, thing: str) -> None:
    home = set_names(path, thing, "en", ["first one", "second one"])
    assert load_home(path) == home
    found = next(known for known in home.things() if known.id == thing)
    assert found.names["en"] == ("first one", "second one")
    assert set_names(path, thing, "en", ["only"]) == load_home(path)
    assert next(known for known in load_home(path).things() if known.id == thing).names["en"] == ("only",)


@pytest.mark.parametrize("names", [[], ["two: words"], ["\U0001f4a1"]])
def test_names_nobody_can_say_change_nothing(path: Path, names: list[str]) -> None:
    with pytest.raises(ConfigError):
        set_names(path, "light.lamp", "en", names)
    assert path.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("thing", ["light.lamp", "light.plain", "switch.kettle"])
def test_what_asks_first_can_be_changed_and_changed_back(path: Path, thing: str) -> None:
    assert set_sensitive(path, thing, True).entities[thing].sensitive
    assert load_home(path).entities[thing].sensitive
    assert not set_sensitive(path, thing, False).entities[thing].sensitive
    assert comments(path.read_text(encoding="utf-8")) == comments(FILE)
