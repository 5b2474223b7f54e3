"""What opens the house waits for a yes, however the order reached it."""

from __future__ import annotations

import pytest

from assistant.home import CONFIRM_SECONDS
from assistant.types import Status
from tests.home.conftest import House

OPENING = [
    ("unlock the front door", "lock.front_door", {"state": "locked"}, {"state": "unlocked"}),
    ("unlock everything", "lock.back_door", {"state": "locked"}, {"state": "unlocked"}),
    ("open the garage door", "cover.garage_door", {"position": 0}, {"position": 100}),
    ("open the garage doors in the garage", "cover.garage_door", {"position": 0}, {"position": 100}),
    ("open everything", "cover.garden_gate", {"state": "closed"}, {"state": "open"}),
    ("set the garage door to 30 percent", "cover.garage_door", {"position": 0}, {"position": 30}),
    ("打开车库门", "cover.garage_door", {"position": 0}, {"position": 100}),
    ("打开所有的门锁", "lock.front_door", {"state": "locked"}, {"state": "unlocked"}),
    ("turn off the alarm", "alarm_control_panel.home", {"state": "armed_away"}, {"state": "disarmed"}),
]


@pytest.mark.parametrize(("sentence", "entity", "before", "after"), OPENING, ids=[row[0] for row in OPENING])
def test_a_yes_does_it(
    house: House, sentence: str, entity: str, before: dict[str, object], after: dict[str, object]
) -> None:
    house.home.set_state(entity, **before)
    asked = house.say(sentence)
    assert asked.status is Status.CONFIRM
    assert asked.message.endswith(("?", "？", "吗？"))
    assert asked.changes == ()
    assert {key: house.state(entity, key) for key in before} == before

    done = house.home.confirm(True)
    assert done.status is Status.DONE
    assert {key: house.state(entity, key) for key in after} == after


def test_a_no_leaves_it(house: House) -> None:
    house.say("unlock the front door")
    assert house.home.confirm(False).status is Status.REFUSED
    assert house.state("lock.front_door") == "locked"
    assert house.home.confirm(True).status is Status.REFUSED
    assert house.state("lock.front_door") == "locked"


def test_a_late_yes_does_nothing(house: House) -> None:
    house.say("unlock the front door")
    house.clock.now += CONFIRM_SECONDS + 0.1
    late = house.home.confirm(True)
    assert late.status is Status.REFUSED
    assert "too long ago" in late.message
    assert house.state("lock.front_door") == "locked"


def test_a_yes_in_time_counts_from_the_question(house: House) -> None:
    house.clock.now += 1000
    house.say("unlock the front door")
    house.clock.now += CONFIRM_SECONDS
    assert house.home.confirm(True).status is Status.DONE


def test_another_order_withdraws_the_question(house: House) -> None:
    house.say("unlock the front door")
    house.say("turn on the floor lamp")
    assert house.home.confirm(True).status is Status.REFUSED
    assert house.state("lock.front_door") == "locked"


def test_a_yes_to_nothing_is_refused(house: House) -> None:
    outcome = house.home.confirm(True)
    assert (outcome.status, outcome.message) == (Status.REFUSED, "There is nothing to confirm.")


def test_answers_keep_the_language_of_the_question(house: House) -> None:
    house.say("打开车库门")
    assert house.home.confirm(False).message == "好的，没有改动。"


@pytest.mark.parametrize(
    "sentence", ["lock the front door", "close the garage door", "arm the alarm", "锁门"]
)
def test_closing_asks_nothing(house: House, sentence: str) -> None:
    house.home.set_state("lock.front_door", state="unlocked")
    house.home.set_state("cover.garage_door", state="open", position=100)
    assert house.say(sentence).status is Status.DONE


def test_what_is_open_already_asks_nothing(house: House) -> None:
    house.home.set_state("lock.front_door", state="unlocked")
    assert house.say("unlock the front door").status is Status.DONE


def test_nothing_of_a_mixed_order_is_done_before_the_yes(house: House) -> None:
    house.home.set_state("cover.kitchen_blind", state="closed", position=0)
    house.say("open everything")
    assert house.state("cover.kitchen_blind", "position") == 0
    house.home.confirm(True)
    assert house.state("cover.kitchen_blind", "position") == 100
    assert house.state("cover.garage_door", "position") == 100


def test_the_plan_is_made_anew_at_the_yes(house: House) -> None:
    house.say("unlock everything")
    house.home.set_state("lock.front_door", state="unlocked")
    assert {change.entity for change in house.home.confirm(True).changes} == {"lock.back_door"}
