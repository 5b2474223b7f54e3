"""What one can do to a device by mouse, and the order that says so: the same that a sentence would have become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.home import Home
from assistant.home.domains import State
from assistant.home.model import Entity
from assistant.home.transitions import number
from assistant.types import Recognition, Slot, SlotValue
from ui.texts import tr

_AT_REST = frozenset({"off", "closed", "unlocked", "docked", "disarmed", "idle", "returning"})

_SWITCHED = frozenset(
    {
        "light",
        "switch",
        "input_boolean",
        "fan",
        "climate",
        "cover",
        "valve",
        "lock",
        "media_player",
        "vacuum",
        "lawn_mower",
        "alarm_control_panel",
    }
)
_PRESSED = frozenset({"button", "scene", "script"})


class Control(StrEnum):
    """How a device is worked."""

    SWITCH = "switch"
    PRESS = "press"
    LOOK = "look"
    """Only looked at."""


@dataclass(frozen=True, slots=True)
class Dial:
    """A number of a device that can be set."""

    intent: str
    slot: str
    name: str
    low: float
    high: float
    value: float
    unit: str


def control_of(entity: Entity) -> Control:
    """How `entity` is worked."""
    if entity.domain in _SWITCHED:
        return Control.SWITCH
    return Control.PRESS if entity.domain in _PRESSED else Control.LOOK


def is_on(entity: Entity, state: State) -> bool:
    """Whether its switch is on: lit, open, locked, armed, at work."""
    del entity
    return state.get("state") not in _AT_REST


def switch_words(entity: Entity, *, on: bool) -> str:
    """What turning it on, or off, is called."""
    words = {
        "cover": (tr("Open"), tr("Close")),
        "valve": (tr("Open"), tr("Close")),
        "lock": (tr("Lock"), tr("Unlock")),
        "vacuum": (tr("Start"), tr("Send home")),
        "lawn_mower": (tr("Start"), tr("Send home")),
        "alarm_control_panel": (tr("Arm"), tr("Disarm")),
        "button": (tr("Press"), ""),
        "scene": (tr("Begin"), ""),
        "script": (tr("Begin"), ""),
    }.get(entity.domain, (tr("Turn on"), tr("Turn off")))
    return words[0] if on else words[1]


def dial_of(entity: Entity, state: State) -> Dial | None:
    """The number that can be set, if there is one."""
    limits: Mapping[str, tuple[str, str, str, str, str]] = {
        "light": ("brightness", "HassLightSet", "brightness", "brightness", tr("Brightness")),
        "fan": ("speed", "HassFanSetSpeed", "percentage", "percentage", tr("Speed")),
        "cover": ("position", "HassSetPosition", "position", "position", tr("Position")),
        "valve": ("position", "HassSetPosition", "position", "position", tr("Position")),
        "media_player": ("volume", "HassSetVolume", "volume_level", "volume", tr("Volume")),
        "climate": (
            "temperature",
            "HassClimateSetTemperature",
            "temperature",
            "temperature",
            tr("Temperature"),
        ),
    }
    known = limits.get(entity.domain)
    if known is None or known[0] not in entity.features:
        return None
    _, intent, slot, key, name = known
    low, high, unit = 0.0, 100.0, "%"
    if entity.domain == "climate":
        low, high, unit = number(entity.attributes, "min", 5), number(entity.attributes, "max", 35), "°C"
    value = number(state, key, low)
    if entity.domain in {"light", "fan"} and state.get("state") == "off":
        value = 0.0
    return Dial(intent, slot, name, low, high, value, unit)


def switch(entity: Entity, *, on: bool, language: str) -> Recognition:
    """Turn it on, open it, lock it, begin it; or the other way round."""
    return _order(entity, "HassTurnOn" if on else "HassTurnOff", language)


def turn(entity: Entity, dial: Dial, value: float, language: str) -> Recognition:
    """Set its number."""
    whole: SlotValue = int(value) if float(value).is_integer() else value
    return _order(entity, dial.intent, language, Slot(dial.slot, str(whole), whole))


def _order(entity: Entity, intent: str, language: str, *more: Slot) -> Recognition:
    # Without words the slot is looked up by its value: names may be shared, ids are not.
    slots = (Slot("name", "", entity.id), *more)
    return Recognition(intent, slots, language=language, confidence=1.0, context={"domain": entity.domain})


def rooms_of(home: Home, language: str) -> list[tuple[str, str, list[Entity]]]:
    """Rooms in the home's order with their devices by name: id (empty for none), name, devices; empty ones too."""
    rooms = [(area, home.display(area, language), _within(home, area, language)) for area in home.areas]
    rest = _within(home, None, language)
    return [*rooms, ("", tr("No room"), rest)] if rest else rooms


def _within(home: Home, area: str | None, language: str) -> list[Entity]:
    found = [entity for entity in home.entities.values() if entity.area == area]
    return sorted(found, key=lambda entity: home.display(entity.id, language).casefold())
