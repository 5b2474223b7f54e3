from __future__ import annotations

import pytest

from assistant.audio.devices import choose, find_again, list_microphones
from assistant.errors import NoMicrophone
from tests.audio.fakes import FakeBackend, FakeClock, device

BUILT_IN = device(0, "Built-in Audio")
USB = device(2, "USB Microphone", is_default=True)
ARRAY = device(3, "USB Microphone Array")
DEVICES = (BUILT_IN, USB, ARRAY)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, USB),
        ("", USB),
        ("built", BUILT_IN),
        ("ARRAY", ARRAY),
        ("usb microphone", USB),  # the whole name wins over a part of a longer one
        (" Built-in Audio ", BUILT_IN),
        (3, ARRAY),
        ("3", ARRAY),
        (0, BUILT_IN),
    ],
)
def test_choose(wanted: str | int | None, found: object) -> None:
    assert choose(wanted, DEVICES) is found


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("usb", r"'usb' fits 2 microphones \(2: USB Microphone, 3: USB Microphone Array\)"),
        ("webcam", "no microphone called 'webcam'"),
        (1, "no microphone number 1"),
        (-1, "no microphone number -1"),
        ("17", "no microphone number 17"),
    ],
)
def test_a_choice_that_cannot_be_met_says_why_and_what_to_do(wanted: str | int, message: str) -> None:
    with pytest.raises(NoMicrophone, match=message) as caught:
        choose(wanted, DEVICES)
    assert caught.value.remedy


def test_nothing_to_choose_from() -> None:
    with pytest.raises(NoMicrophone, match="There is no microphone"):
        choose(None, ())


def test_without_a_default_the_first_one_is_taken() -> None:
    assert choose(None, (BUILT_IN, ARRAY)) is BUILT_IN


def test_a_device_seen_through_several_host_apis_is_not_ambiguous() -> None:
    through = [
        device(1, "Headset", host_api="MME"),
        device(4, "Headset", host_api="Windows WASAPI"),
        device(5, "Line", host_api="Windows WASAPI", is_default=True),
    ]
    assert choose("headset", through).index == 4
    assert choose("headset", through[:2]).index == 1


def test_twins_are_told_apart_by_their_numbers() -> None:
    twins = (device(0, "USB"), device(1, "USB"))
    with pytest.raises(NoMicrophone, match="0: USB, 1: USB"):
        choose("usb", twins)
    assert choose(1, twins) is twins[1]


def test_find_again() -> None:
    assert find_again(USB, (device(0, "USB Microphone"), BUILT_IN)).index == 0
    twins = (device(1, "USB Microphone"), device(2, "USB Microphone"))
    assert find_again(USB, twins) is twins[1]
    with pytest.raises(NoMicrophone, match="'USB Microphone' is not there"):
        find_again(USB, (BUILT_IN, device(2, "USB Microphone", host_api="OSS")))


def test_listing_looks_for_new_devices_first() -> None:
    backend = FakeBackend(FakeClock(), BUILT_IN)
    backend.plugged.append(USB)
    assert list_microphones(backend) == (BUILT_IN, USB)
