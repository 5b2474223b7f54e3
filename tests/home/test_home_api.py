"""The back end as its callers see it: changes, subscribers, threads, languages."""

from __future__ import annotations

import threading

import pytest

from assistant.errors import BackendError, ConfigError
from assistant.home import Backend, Home, SimulatedHome, default_intents
from assistant.home.actions import ACTIONS
from assistant.home.nearest import hint, nearest
from assistant.home.request import Plan, Request
from assistant.home.responses import StateView, phrasebook
from assistant.types import Change, Recognition, Status
from tests.home.conftest import House
from tests.home.speak import recognition


def test_the_simulated_home_is_a_back_end(default_home: Home) -> None:
    backend: Backend = SimulatedHome(default_home)
    assert backend.home is default_home
    assert set(backend.states()) == set(default_home.entities)


def test_changes_say_what_was_and_what_is_in_the_language_of_the_order(house: House) -> None:
    (change,) = house.say("打开落地灯").changes
    assert change == Change(
        "light.floor_lamp", "落地灯", {"state": "off"}, {"state": "on", "brightness": 100}
    )


def test_subscribers_hear_each_change_until_they_leave(house: House) -> None:
    heard: list[str] = []
    leave = house.home.subscribe(lambda changes: heard.extend(change.entity for change in changes))
    house.say("turn on the kitchen lights")
    house.home.set_state("light.desk_lamp", state="on")
    leave()
    leave()
    house.say("everything off")
    assert heard == ["light.counter_light", "light.dining_light", "light.desk_lamp"]


def test_a_subscriber_may_call_back_from_another_thread(house: House) -> None:
    seen: list[object] = []

    def ask(_changes: tuple[Change, ...]) -> None:
        thread = threading.Thread(target=lambda: seen.append(house.state("light.floor_lamp")))
        thread.start()
        thread.join(10)

    house.home.subscribe(ask)
    house.say("turn on the floor lamp")
    assert seen == ["on"]


def test_states_are_copies(house: House) -> None:
    house.say("add milk to my shopping list")
    states = house.home.states()
    lines = states["todo.shopping_list"]["lines"]
    assert isinstance(lines, list)
    lines.clear()
    assert house.state("todo.shopping_list", "lines") == [{"item": "milk", "done": False}]


def test_orders_from_many_threads_are_all_carried_out(house: House) -> None:
    orders = [recognition(house.home.home, "turn up the volume by one percent", area="bedroom")]
    house.home.set_state("media_player.speaker", volume=0, state="playing")

    def work() -> None:
        for order in orders * 20:
            assert house.home.execute(order, area="bedroom").status is Status.DONE
            house.home.tick()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert house.state("media_player.speaker", "volume") == 80


def test_a_back_end_that_breaks_is_a_failure(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_request: Request) -> Plan:
        raise BackendError("The bridge does not answer")

    monkeypatch.setattr("assistant.home.simulated.ACTIONS", {**ACTIONS, "HassTurnOn": broken})
    outcome = house.say("turn on the floor lamp")
    assert (outcome.status, outcome.message) == (Status.FAILED, "The bridge does not answer")


def test_a_language_without_sentences_is_an_error(house: House) -> None:
    with pytest.raises(ConfigError, match="en, zh-CN"):
        house.home.execute(Recognition("HassTurnOn", language="de"))


def test_missing_answers_become_a_short_sentence() -> None:
    book = phrasebook("en")
    assert book.answer("HassTurnOn", "no such key", {}) == "Done."
    assert book.answer("NoSuchIntent", None, {}) == "Done."
    assert phrasebook("zh").answer("NoSuchIntent", None, {}) == "好的。"


def test_an_answer_that_cannot_be_rendered_is_the_back_ends_fault() -> None:
    with pytest.raises(BackendError, match="HassGetCurrentDate"):
        phrasebook("en").answer("HassGetCurrentDate", "default", {"slots": {}})


def test_a_view_equals_its_state_as_the_package_expects() -> None:
    view = StateView(entity_id="person.x", state="not_home")
    assert view == "not_home"
    assert view != StateView(entity_id="person.y", state="not_home")
    assert view == StateView(entity_id="person.x", state="not_home")
    assert hash(view) == hash(StateView(entity_id="person.x", state="not_home"))
    assert str(view) == "not_home"


def test_the_package_is_merged_afresh_each_time() -> None:
    default_intents("en")["intents"].clear()
    merged = default_intents("en")
    assert "InglenookUndo" in merged["intents"]
    assert merged["responses"]["intents"]["HassRespond"]["hello"] == "Hello."


def test_nearest_words() -> None:
    assert nearest("kitschen", ["Kitchen", "garage"]) == "Kitchen"
    assert nearest("xyz", ["kitchen"]) is None
    assert hint("xyz", ["b", "a"]) == "Valid here: a, b"
    assert hint("xyz", []) == "Valid here: nothing"
