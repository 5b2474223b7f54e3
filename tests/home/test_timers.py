"""Timers ring by an explicit tick, in their own language, and outlive the program."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from assistant.events import Event, TimerRang
from assistant.home import Home, SimulatedHome, StateStore
from assistant.home.responses import phrasebook
from assistant.home.timers import Timer, from_state, view
from assistant.types import Status
from tests.home.conftest import SUNDAY, Clock, House
from tests.home.speak import recognition


def test_a_timer_rings_once(house: House) -> None:
    house.say("set a timer for ten minutes")
    assert house.home.next_alarm() == SUNDAY + 600
    house.clock.now += 599.9
    assert house.home.tick() == ()
    house.clock.now += 0.2
    rang = house.home.tick()
    assert [(event.name, event.message) for event in rang] == [
        ("10 minute", "Your 10 minute timer has finished.")
    ]
    assert house.events == list(rang)
    assert house.home.tick() == ()
    assert house.home.next_alarm() is None


def test_named_and_mandarin_timers_ring_in_their_own_words(house: House) -> None:
    house.say("set a ten minute timer for pasta")
    house.say("定一个五分钟的计时器")
    rang = house.home.tick(house.clock.now + 3600)
    assert [event.message for event in rang] == [
        "5分钟计时器时间到了。",
        "Your pasta timer has finished.",
    ]


def test_a_paused_timer_does_not_ring(house: House) -> None:
    house.say("set a timer for ten minutes")
    house.say("pause the timer")
    assert house.home.next_alarm() is None
    assert house.home.tick(house.clock.now + 10_000) == ()
    house.clock.now += 100
    house.say("resume the timer")
    assert house.home.next_alarm() == house.clock.now + 600


def test_taking_more_than_is_left_rings_at_once(house: House) -> None:
    house.say("set a timer for ten minutes")
    house.say("decrease the timer by fifteen minutes")
    assert len(house.home.tick()) == 1


def test_a_command_is_carried_out_when_its_time_comes(house: House) -> None:
    outcome = house.say("turn off the lights in ten minutes")
    assert outcome.message == "Command will be executed in 10 minutes"
    house.home.tick(house.clock.now + 601)
    assert house.commands == [("turn off the lights", "en")]


def test_commands_are_declined_where_nobody_can_carry_them_out(default_home: Home) -> None:
    home = SimulatedHome(default_home)
    outcome = home.execute(recognition(default_home, "turn off the lights in ten minutes"))
    assert outcome.status is Status.REFUSED
    assert home.next_alarm() is None


def test_a_timer_survives_a_restart_and_rings_late(default_home: Home, tmp_path: Path, clock: Clock) -> None:
    def start(events: list[Event]) -> SimulatedHome:
        store = StateStore(tmp_path / "home.json")
        return SimulatedHome(default_home, store=store, publish=events.append, clock=clock, zone=UTC)

    start([]).execute(recognition(default_home, "set a ten minute timer for pasta"))
    events: list[Event] = []
    clock.now += 3600
    again = start(events)
    assert again.warnings == ()
    assert again.next_alarm() == SUNDAY + 600
    again.tick()
    assert [event.name for event in events if isinstance(event, TimerRang)] == ["pasta"]
    assert start([]).next_alarm() is None


def test_a_subscriber_may_set_a_timer_from_within_a_ring(house: House) -> None:
    order = recognition(house.home.home, "set a timer for five minutes")
    house.home.subscribe(lambda changes: None if changes[0].after else _again(house, order))
    house.say("set a timer for one minute")
    house.home.tick(house.clock.now + 61)
    assert house.home.next_alarm() == house.clock.now + 300


def _again(house: House, order: object) -> None:
    assert (
        house.home.execute(recognition(house.home.home, "set a timer for five minutes")).status is Status.DONE
    )
    assert order is not None


def test_a_broken_stored_timer_is_no_timer() -> None:
    good = Timer("timer.1", 600, 1000.0).to_state()
    assert from_state("timer.1", good) == Timer("timer.1", 600, 1000.0)
    assert from_state("timer.1", {**good, "ends": "soon"}) is None
    assert from_state("timer.1", {**good, "seconds": float("nan")}) is None
    assert from_state("timer.1", {}) is None


def test_what_is_left_is_rounded_as_one_says_it() -> None:
    shown = view(Timer("timer.1", 7200, 7170.0), 0.0, "")
    assert (shown.rounded_hours_left, shown.rounded_minutes_left, shown.rounded_seconds_left) == (2, 0, 0)
    shown = view(Timer("timer.1", 600, 61.2), 0.0, "")
    assert (shown.rounded_minutes_left, shown.rounded_seconds_left) == (1, 2)


def test_durations_are_spoken() -> None:
    assert phrasebook("en").duration(3660) == "1 hour 1 minute"
    assert phrasebook("zh").duration(90) == "1分钟30秒"
