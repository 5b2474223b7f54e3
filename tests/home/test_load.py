"""The home file: what it may say, and what it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ConfigError
from assistant.home import Home, default_home_text, load_home, read_home
from assistant.home.domains import DOMAINS, fault

BASE = """\
areas:
  kitchen: {en: [kitchen], zh: [厨房]}
entities:
  light.lamp: {en: [lamp], area: kitchen}
"""

FAULTS = [
    ("", "", "empty"),
    ("areas: [kitchen}", "1", "not YAML"),
    ("- kitchen", "1", "expected keys with values"),
    ("rooms:\n  kitchen: {en: [kitchen]}", "1", 'unknown key "rooms"'),
    ("area:\n  kitchen: {en: [kitchen]}", "1", 'Did you mean "areas"?'),
    (BASE + "  light.lamp: {en: [other]}", "5", "there twice"),
    (BASE + "  light.x: {en: [x lamp], area: kitchn}", "5", 'unknown area "kitchn". Did you mean "kitchen"?'),
    (BASE + "  ligth.x: {en: [x lamp]}", "5", 'Did you mean "light"?'),
    (BASE + "  light: {en: [x lamp]}", "5", "not an entity id"),
    (BASE + "  light.x: {en: [x lamp], colour: red}", "5", 'unknown key "colour"'),
    (BASE + "  light.x: {en: [x lamp], features: [brightnes]}", "5", 'Did you mean "brightness"?'),
    (BASE + "  light.x: {en: [x lamp], state: glowing}", "5", "must be one of on, off"),
    (BASE + "  light.x: {en: [x lamp], state: {brightness: 200}}", "5", "from 0 to 100"),
    (BASE + "  light.x: {en: [x lamp], sensitive: maybe}", "5", "expected true or false"),
    (BASE + "  climate.x: {en: [x heater], min: cold}", "5", "expected a number"),
    (BASE + "  climate.x: {en: [x heater], max: .inf}", "5", "not a plain number"),
    (BASE + "  cover.x: {en: [x blind], device_class: blnd}", "5", 'Did you mean "blind"?'),
    (BASE + "  light.x: {area: kitchen}", "5", "has no name"),
    (BASE + "  light.x: {en: ['(x|y) lamp']}", "5", "not something to say"),
    (BASE + "  light.x: {en: [[a]]}", "5", "expected a word"),
    (BASE + "  light.x: {en: [lamp], area: kitchen}", "5", "also the name of light.lamp"),
    (BASE + "  light.x: {en: [x lamp], sets: {light.lamp: on}}", "5", "only scenes and scripts"),
    (BASE + "  scene.x: {en: [x time], sets: {light.lmp: on}}", "5", 'Did you mean "light.lamp"?'),
    (BASE + "  scene.x: {en: [x time], sets: {light.lamp: red}}", "5", "must be one of"),
    (BASE + "  scene.x: {en: [x time], sets: {lmp: on}}", "5", "unknown kind of device"),
    (BASE + "here: kithcen", "5", 'Did you mean "kitchen"?'),
    (BASE + "lists:\n  shoping_list_item: {en: [milk]}", "6", 'Did you mean "shopping_list_item"?'),
    (BASE + "lists:\n  message: {fr: [bonjour]}", "6", 'unknown key "fr"'),
    ("areas:\n  Living Room: {en: [living room]}", "2", "is not an id"),
    ("areas:\n  a: {en: [den]}\n  b: {en: [Den]}", "3", "also the name of a"),
]


@pytest.mark.parametrize(("text", "line", "message"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_says_where_and_what_instead(text: str, line: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_home(text, Path("home.yaml"))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"home.yaml:{line}" if line else "home.yaml")


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_home(path)


def test_without_a_file_the_packaged_home_is_used(tmp_path: Path, default_home: Home) -> None:
    assert load_home(tmp_path / "home.yaml") == default_home
    assert not (tmp_path / "home.yaml").exists()
    (tmp_path / "home.yaml").write_text(default_home_text(), encoding="utf-8")
    assert load_home(tmp_path / "home.yaml") == default_home


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    home = read_home(
        "entities:\n  switch.x: {en: [on air], state: on}\n  sensor.n: {en: [no]}", Path("h.yaml")
    )
    assert home.entities["switch.x"].initial == {"state": "on"}
    assert home.entities["sensor.n"].names == {"en": ("no",)}


def test_the_default_home_is_a_small_house_in_both_languages(default_home: Home) -> None:
    assert set(default_home.areas) == {
        "living_room", "kitchen", "hallway", "garage", "garden", "bedroom", "kids_room", "bathroom",
    }  # fmt: skip
    assert len(default_home.floors) == 2
    assert all(thing.names.get("en") and thing.names.get("zh") for thing in default_home.things())
    kinds = {entity.domain for entity in default_home.entities.values()}
    assert kinds == set(DOMAINS)
    sensitive = {entity.id for entity in default_home.entities.values() if entity.sensitive}
    assert sensitive == {
        "lock.front_door", "lock.back_door", "alarm_control_panel.home", "cover.garage_door", "cover.garden_gate",
    }  # fmt: skip


def test_every_first_state_is_valid(default_home: Home) -> None:
    for entity in default_home.entities.values():
        assert fault(entity.domain, entity.initial) is None, entity.id
        assert "state" in entity.initial
