"""Sentence in, action and answer out: what people say to the default home, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.types import Status
from tests.home.conftest import House
from tests.home.speak import recognition

CASES: list[dict[str, Any]] = [
    case
    for name in ("sentences.en.yaml", "sentences.zh.yaml")
    for case in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=[case["say"] for case in CASES])
def test_sentence(house: House, case: dict[str, Any]) -> None:
    for entity, values in case.get("given", {}).items():
        house.home.set_state(entity, **values)
    outcome = house.say(case["say"])

    assert outcome.status is Status(case.get("status", "done")), outcome.message
    if "message" in case:
        assert outcome.message == case["message"]
    assert outcome.message
    wanted = case.get("changes", {})
    assert {change.entity for change in outcome.changes} == set(wanted)
    for entity, values in wanted.items():
        state = house.home.states()[entity]
        assert {key: state.get(key) for key in values} == values


def test_timer_sentences_go_through_a_whole_life(house: House) -> None:
    assert house.say("set a ten minute timer for pasta").message == "Timer set for 10 minutes named pasta"
    assert house.say("set a timer for an hour").message == "Timer set for 1 hour"
    assert house.say("add five minutes to the pasta timer").message == "5 minutes added to timer named pasta"
    assert house.say("cancel the timer").status is Status.REFUSED
    assert house.say("pause the pasta timer").message == "Timer paused"
    house.clock.now += 600
    assert house.say("resume the pasta timer").message == "Timer resumed"
    assert house.say("how much time is left on the pasta timer").message == "15 minutes left."
    assert house.say("how much time is left on the one hour timer").message == "50 minutes left."
    assert house.say("cancel the one hour timer").message == "Timer cancelled"
    assert house.say("cancel all timers").message == "Canceled 1 timer."
    assert house.say("timer status").message == "No timers."


def test_mandarin_timer_sentences(house: House) -> None:
    assert house.say("定一个十分钟的计时器").message == "好的，已开始计时"
    house.clock.now += 60
    assert house.say("计时器还有多久").message == "计时器还剩9分钟。"
    assert house.say("取消计时器").message == "好的，已取消计时器"
    assert house.say("计时器还有多久").message == "没有计时器。"


def test_the_room_of_the_microphone_decides(house: House) -> None:
    house.say("turn on the lights", area="bathroom")
    assert house.state("light.mirror_light") == "on"
    assert house.state("light.floor_lamp") == "off"


def test_an_unknown_microphone_room_is_refused(house: House) -> None:
    order = recognition(house.home.home, "turn on the lights")
    outcome = house.home.execute(order, area="cellar")
    assert outcome.status is Status.REFUSED
    assert "cellar" in outcome.message


def test_broadcast_reaches_the_announcer(house: House) -> None:
    house.say("broadcast dinner is ready")
    assert house.announced == ["dinner is ready"]


def test_the_only_garage_door_is_meant_from_every_room(house: House) -> None:
    assert house.say("open the garage", area="bedroom").status is Status.CONFIRM


def test_lights_of_an_empty_room_are_not_those_of_the_house(house: House) -> None:
    outcome = house.say("turn on the fans", area="garage")
    assert outcome.status is Status.REFUSED
    assert not outcome.changes
