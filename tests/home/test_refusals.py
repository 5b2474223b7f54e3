"""What cannot be done is declined in the language of the sentence, naming what was probably meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import HomeError, UnknownTarget
from assistant.home import Home, read_home
from assistant.types import Reason, Recognition, Slot, Status
from tests.home.conftest import House

TWO_LAMPS = """
here: hall
floors:
  ground: {en: [ground]}
areas:
  hall: {en: [hall], floor: ground}
  kitchen: {en: [kitchen], floor: ground}
  bedroom: {en: [bedroom]}
entities:
  light.kitchen: {en: [ceiling light], area: kitchen}
  light.bedroom: {en: [ceiling light], area: bedroom}
  lock.shed: {en: [shed], area: hall}
  binary_sensor.shed: {en: [shed], area: hall, device_class: door}
  switch.heater: {en: [heater], area: hall, sensitive: true}
  lock.gate: {en: [little gate], area: hall, sensitive: false}
  scene.welcome: {en: [welcome], sets: {lock.shed: unlocked}}
"""


def order(intent: str, *slots: Slot, language: str = "en", text: str = "") -> Recognition:
    return Recognition(intent=intent, slots=slots, language=language, text=text, response="default")


@pytest.fixture
def small(make_house: Callable[[Home], House]) -> House:
    return make_house(read_home(TWO_LAMPS, Path("two.yaml")))


def test_an_unknown_area_names_the_nearest(house: House) -> None:
    outcome = house.home.execute(
        order("HassTurnOn", Slot("area", "kitschen", "kitschen"), Slot("domain", "", "light"))
    )
    assert outcome.status is Status.REFUSED
    assert outcome.message == ("Sorry, I am not aware of any area called kitschen. Did you mean kitchen?")


def test_an_unknown_area_far_from_all_names_none(house: House) -> None:
    outcome = house.home.execute(order("HassTurnOn", Slot("area", "xyz", "xyz"), Slot("domain", "", "light")))
    assert outcome.message == "Sorry, I am not aware of any area called xyz"


def test_an_unknown_name_names_the_nearest_of_its_kind(house: House) -> None:
    outcome = house.home.execute(
        order("HassLightSet", Slot("name", "door lamp", "x"), Slot("brightness", "5", 5))
    )
    assert outcome.status is Status.REFUSED
    assert outcome.message.endswith("Did you mean floor lamp?")


def test_an_unknown_floor_in_mandarin(house: House) -> None:
    outcome = house.home.execute(
        order("HassTurnOn", Slot("floor", "三楼", "third"), Slot("domain", "", "light"), language="zh-CN")
    )
    assert outcome.message == "抱歉，找不到名为 三楼 的楼层。您是说一楼吗？"


def test_an_area_by_its_name_is_as_good_as_by_its_id(house: House) -> None:
    outcome = house.home.execute(
        order("HassTurnOn", Slot("area", "lounge", "Lounge"), Slot("domain", "", "light"))
    )
    assert {change.entity for change in outcome.changes} == {"light.floor_lamp", "light.mood_light"}


def test_users_own_intents_are_declined_and_say_so(house: House) -> None:
    outcome = house.home.execute(order("MakeCoffee", text="make me a coffee"))
    assert outcome.status is Status.REFUSED
    assert "make me a coffee" in outcome.message
    assert "MakeCoffee" in outcome.message
    assert "MakeCoffee" in house.home.execute(order("MakeCoffee", text="泡咖啡", language="zh")).message


def test_a_refused_recognition_is_no_order(house: House) -> None:
    outcome = house.home.execute(Recognition(None, reason=Reason.UNSURE))
    assert (outcome.status, outcome.changes) == (Status.REFUSED, ())


@pytest.mark.parametrize(
    "intent",
    ["HassLightSet", "HassClimateSetTemperature", "HassSetVolume", "HassSetVolumeRelative", "HassFanSetSpeed",
     "HassSetPosition", "HassStartTimer", "HassListAddItem", "HassBroadcast", "HassMediaSearchAndPlay"],
)  # fmt: skip
def test_an_order_without_its_slots_is_declined(house: House, intent: str) -> None:
    outcome = house.home.execute(order(intent))
    assert outcome.status is Status.REFUSED
    assert outcome.message


def test_a_slot_of_the_wrong_type_is_declined(house: House) -> None:
    outcome = house.home.execute(order("HassLightSet", Slot("brightness", "loud", "loud")))
    assert outcome.status is Status.REFUSED


def test_a_shared_name_needs_its_room(small: House) -> None:
    outcome = small.say("turn on the ceiling light")
    assert outcome.status is Status.REFUSED
    assert outcome.message == "Sorry, there are multiple devices called ceiling light"
    assert small.say("turn on the ceiling light in the bedroom").status is Status.DONE
    assert (small.state("light.bedroom"), small.state("light.kitchen")) == ("on", "off")


def test_a_shared_name_means_the_one_in_this_room(small: House) -> None:
    assert small.say("turn on the ceiling light", area="kitchen").status is Status.DONE
    assert (small.state("light.bedroom"), small.state("light.kitchen")) == ("off", "on")


def test_a_name_in_the_wrong_room_is_declined(small: House) -> None:
    outcome = small.say("turn on the ceiling light in the hall")
    assert outcome.message == "Sorry, I am not aware of any device called ceiling light in the hall area"


def test_the_sentence_tells_lock_and_sensor_of_one_name_apart(small: House) -> None:
    assert small.say("is the shed open").message == "No, closed"
    assert small.say("is the shed locked").message == "Yes"
    assert small.say("unlock the shed").status is Status.CONFIRM


def test_the_home_file_decides_what_is_sensitive(small: House) -> None:
    assert small.say("turn on the heater").message == "Do you really want to change the heater?"
    assert small.say("unlock the little gate").status is Status.DONE
    small.home.set_state("switch.heater", state="on")
    assert small.say("turn off the heater").status is Status.DONE


def test_a_scene_that_unlocks_asks_too(small: House) -> None:
    assert small.say("welcome").status is Status.CONFIRM
    small.home.confirm(True)
    assert small.state("lock.shed") == "unlocked"


def test_a_home_without_such_devices_says_so(small: House) -> None:
    assert small.say("start mowing").message == "Sorry, I am not aware of any lawn mower"
    assert small.say("what is the weather").message == "This home has no weather."
    assert small.say("what is the temperature").message == "I do not know the temperature there."


def test_a_device_that_does_not_answer_is_a_failure(house: House) -> None:
    house.home.set_state("light.floor_lamp", state="unavailable")
    outcome = house.say("turn on the floor lamp")
    assert (outcome.status, outcome.message) == (Status.FAILED, "Floor lamp does not answer.")
    both = house.say("turn on the living room lights")
    assert both.status is Status.DONE
    assert both.message == "Turned on the lights. Floor lamp does not answer."
    assert {change.entity for change in both.changes} == {"light.mood_light"}


def test_setting_by_hand_checks_what_it_is_given(house: House) -> None:
    with pytest.raises(UnknownTarget, match=r"light\.floor_lamp"):
        house.home.set_state("light.flor_lamp", state="on")
    with pytest.raises(HomeError, match="from 0 to 100"):
        house.home.set_state("light.floor_lamp", brightness=120)
    with pytest.raises(HomeError, match="one of on, off"):
        house.home.set_state("light.floor_lamp", state="glowing")
    with pytest.raises(HomeError, match="is nothing a light has"):
        house.home.set_state("light.floor_lamp", volume=3)
    assert house.home.set_state("light.floor_lamp", state="off") is None


def test_toggle_goes_the_other_way(house: House) -> None:
    toggle = order("HassToggle", Slot("name", "floor lamp", "light.floor_lamp"))
    assert house.home.execute(toggle).status is Status.DONE
    assert house.state("light.floor_lamp") == "on"
    house.home.execute(toggle)
    assert house.state("light.floor_lamp") == "off"
