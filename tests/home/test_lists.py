"""What the home gives to the grammar."""

from __future__ import annotations

import pytest

from assistant.home import Home, SlotEntry, sentence_file
from assistant.home.lists import TEXT_LISTS


@pytest.mark.parametrize("language", ["en", "zh", "zh-CN"])
def test_all_lists_are_there_and_filled(default_home: Home, language: str) -> None:
    lists = default_home.slot_lists(language)
    assert set(lists) == {"name", "area", "floor", "zone", *TEXT_LISTS}
    assert all(lists.values())


def test_names_bring_their_context(default_home: Home) -> None:
    names = default_home.slot_lists("en")["name"]
    assert (
        SlotEntry(
            "garage door",
            "cover.garage_door",
            {"domain": "cover", "device_class": "garage", "area": "garage"},
        )
        in names
    )
    assert (
        SlotEntry(
            "tv", "media_player.tv", {"domain": "media_player", "device_class": "tv", "area": "living_room"}
        )
        in names
    )
    assert {entry.value_out for entry in names if entry.text_in == "front door"} == {
        "lock.front_door", "binary_sensor.front_door",
    }  # fmt: skip


def test_aliases_mean_the_same_thing(default_home: Home) -> None:
    areas = default_home.slot_lists("zh-CN")["area"]
    assert [entry.text_in for entry in areas if entry.value_out == "living_room"] == ["客厅", "起居室"]


def test_texts_are_plain_words(default_home: Home) -> None:
    for language in ("en", "zh"):
        for name, entries in default_home.slot_lists(language).items():
            for entry in entries:
                assert entry.text_in == entry.text_in.lower() == " ".join(entry.text_in.split())
                assert entry.text_in.replace(" ", "").replace("'", "").replace("-", "").isalnum(), (
                    name,
                    entry,
                )
            keys = [(entry.text_in, entry.value_out) for entry in entries]
            assert len(keys) == len(set(keys))


def test_the_shopping_list_is_no_name(default_home: Home) -> None:
    assert "todo.shopping_list" not in {entry.value_out for entry in default_home.slot_lists("en")["name"]}


def test_the_context_is_the_room_of_the_microphone(default_home: Home) -> None:
    assert default_home.intent_context() == {"area": "living_room"}
    assert default_home.intent_context("kitchen") == {"area": "kitchen"}
    assert default_home.intent_context("cellar") == {}
    assert Home().intent_context() == {}


def test_an_empty_home_has_empty_lists() -> None:
    assert not any(Home().slot_lists("en").values())


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_additions_are_a_file(language: str) -> None:
    assert f"language: {language}" in sentence_file(language).read_text(encoding="utf-8")
