"""The last action can be taken back; what that opens is asked first."""

from __future__ import annotations

from assistant.types import Status
from tests.home.conftest import House


def test_undo_brings_every_state_back(house: House) -> None:
    before = house.home.states()
    house.say("movie night")
    assert house.home.states() != before
    assert house.say("undo that").status is Status.DONE
    assert house.home.states() == before


def test_undo_goes_back_step_by_step(house: House) -> None:
    start = house.home.states()
    house.say("turn on the floor lamp")
    house.say("set the floor lamp to red")
    house.say("what time is it")
    house.home.undo()
    assert "color" not in house.home.states()["light.floor_lamp"]
    assert house.state("light.floor_lamp") == "on"
    house.home.undo()
    assert house.home.states() == start
    assert house.home.undo().status is Status.REFUSED


def test_an_order_that_changed_nothing_is_no_step(house: House) -> None:
    house.say("turn on the floor lamp")
    house.say("turn on the floor lamp")
    house.home.undo()
    assert house.state("light.floor_lamp") == "off"


def test_undoing_a_lock_asks_before_it_unlocks(house: House) -> None:
    house.home.set_state("lock.front_door", state="unlocked")
    house.say("lock the front door")
    assert house.say("undo").status is Status.CONFIRM
    assert house.state("lock.front_door") == "locked"
    house.home.confirm(False)
    assert house.state("lock.front_door") == "locked"
    house.say("undo")
    assert house.home.confirm(True).status is Status.DONE
    assert house.state("lock.front_door") == "unlocked"
    assert house.home.undo().status is Status.REFUSED


def test_undo_of_a_timer_and_of_its_cancelling(house: House) -> None:
    house.say("set a timer for ten minutes")
    house.say("cancel the timer")
    house.home.undo()
    assert house.home.next_alarm() == house.clock.now + 600
    house.home.undo()
    assert house.home.next_alarm() is None


def test_undo_of_a_list(house: House) -> None:
    house.say("add milk to my shopping list")
    house.say("clear the shopping list")
    house.say("undo")
    assert house.state("todo.shopping_list", "lines") == [{"item": "milk", "done": False}]


def test_mandarin_undo(house: House) -> None:
    house.say("打开落地灯")
    assert house.say("撤销").message == "已撤销。"
    assert house.say("撤销").message == "没有可以撤销的操作。"
