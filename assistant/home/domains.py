"""What each kind of device can be: its states, its attributes with their ranges, its features and classes.

Domains, states and device classes are Home Assistant's, so that sentences, user files and other back ends
speak of the same things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

State = Mapping[str, object]
"""One device's state: ``{"state": "on", "brightness": 80, ...}``; plain JSON values."""

UNAVAILABLE = "unavailable"
"""State of a device that does not answer; any domain may have it."""

COLORS = (
    "white",
    "black",
    "red",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "brown",
    "pink",
    "turquoise",
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number within `low` and `high`."""

    low: float
    high: float

    def fault(self, value: object) -> str | None:
        """What is wrong with `value`, or None."""
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float))
            or not self.low <= value <= self.high
        ):
            return f"must be a number from {self.low:g} to {self.high:g}"
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    def fault(self, value: object) -> str | None:
        """What is wrong with `value`, or None."""
        return None if value in self.options else f"must be one of {', '.join(self.options)}"


@dataclass(frozen=True, slots=True)
class Text:
    """Any text."""

    def fault(self, value: object) -> str | None:
        """What is wrong with `value`, or None."""
        return None if isinstance(value, str) else "must be text"


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def fault(self, value: object) -> str | None:
        """What is wrong with `value`, or None."""
        return None if isinstance(value, bool) else "must be true or false"


@dataclass(frozen=True, slots=True)
class Items:
    """The lines of a list: ``[{"item": "milk", "done": false}, ...]``."""

    def fault(self, value: object) -> str | None:
        """What is wrong with `value`, or None."""
        good = isinstance(value, list) and all(
            isinstance(line, dict)
            and isinstance(line.get("item"), str)
            and isinstance(line.get("done"), bool)
            for line in value
        )
        return None if good else 'must be a list of {"item": text, "done": true or false}'


Rule = Number | Choice | Text | Flag | Items


@dataclass(frozen=True, slots=True)
class Domain:
    """One kind of device."""

    states: tuple[str, ...]
    """Valid values of ``state``; empty where any text or number is one."""
    initial: State
    """What a device of this kind is like when nothing else is said."""
    attributes: Mapping[str, Rule] = field(default_factory=dict)
    features: frozenset[str] = frozenset()
    """What a device can do beyond its basics; the home file may narrow it."""
    classes: tuple[str, ...] = ()
    """Valid values of ``device_class``."""


_PERCENT = Number(0, 100)
_DEGREES = Number(-60, 100)
_ON_OFF = ("on", "off")
_OFF: State = {"state": "off"}

DOMAINS: Mapping[str, Domain] = {
    "light": Domain(
        _ON_OFF,
        _OFF,
        {"brightness": _PERCENT, "color": Choice(COLORS), "color_temperature": Number(1000, 10000)},
        frozenset({"brightness", "color", "color_temperature"}),
    ),
    "switch": Domain(_ON_OFF, _OFF, classes=("outlet", "switch")),
    "input_boolean": Domain(_ON_OFF, _OFF),
    "fan": Domain(_ON_OFF, {"state": "off", "percentage": 0}, {"percentage": _PERCENT}, frozenset({"speed"})),
    "climate": Domain(
        ("off", "heat", "cool", "auto"),
        {"state": "heat", "temperature": 21, "current_temperature": 21, "fan_mode": "auto"},
        {"temperature": _DEGREES, "current_temperature": _DEGREES, "fan_mode": Text(), "last_mode": Text()},
        frozenset({"temperature", "fan_mode"}),
    ),
    "cover": Domain(
        ("open", "closed", "opening", "closing"),
        {"state": "closed", "position": 0},
        {"position": _PERCENT, "tilt_position": _PERCENT},
        frozenset({"position", "tilt"}),
        ("awning", "blind", "curtain", "damper", "door", "garage", "gate", "shade", "shutter", "window"),
    ),
    "valve": Domain(
        ("open", "closed"),
        {"state": "closed", "position": 0},
        {"position": _PERCENT},
        frozenset({"position"}),
    ),
    "lock": Domain(("locked", "unlocked"), {"state": "locked"}),
    "media_player": Domain(
        ("off", "idle", "playing", "paused"),
        {"state": "off", "volume": 40, "muted": False},
        {"volume": _PERCENT, "muted": Flag(), "media": Text(), "track": Number(1, 1_000_000)},
        frozenset({"volume", "media"}),
        ("tv", "speaker", "receiver"),
    ),
    "vacuum": Domain(
        ("docked", "cleaning", "returning", "idle"), {"state": "docked"}, {"area": Text(), "floor": Text()}
    ),
    "lawn_mower": Domain(("docked", "mowing"), {"state": "docked"}),
    "alarm_control_panel": Domain(
        ("disarmed", "armed_home", "armed_away", "armed_night", "triggered"), {"state": "disarmed"}
    ),
    "sensor": Domain(
        (),
        {"state": 0},
        classes=("temperature", "humidity", "power", "energy", "battery", "illuminance", "carbon_dioxide"),
    ),
    "binary_sensor": Domain(
        _ON_OFF,
        _OFF,
        classes=("door", "window", "garage_door", "motion", "occupancy", "smoke", "gas", "moisture", "light"),
    ),
    "weather": Domain(
        (),
        {"state": "sunny", "temperature": 18, "temperature_unit": "°C"},
        {"temperature": _DEGREES, "temperature_unit": Text()},
    ),
    "person": Domain((), {"state": "home"}),
    "todo": Domain((), {"state": 0, "lines": []}, {"lines": Items()}),
    "button": Domain((), {"state": 0}),
    "scene": Domain((), {"state": "ready"}),
    "script": Domain((), {"state": "ready"}),
}

SENSITIVE_DOMAINS = frozenset({"lock", "alarm_control_panel"})
SENSITIVE_COVERS = frozenset({"garage", "gate", "door"})


def is_sensitive(domain: str, device_class: str | None) -> bool:
    """Whether such a device needs a yes before it opens, unless the home file says otherwise."""
    return domain in SENSITIVE_DOMAINS or (domain == "cover" and device_class in SENSITIVE_COVERS)


def fault(domain: str, state: State) -> tuple[str, str] | None:
    """The first wrong key of a device's state and what is wrong with it; None if all is well."""
    kind = DOMAINS[domain]
    for key, value in state.items():
        if key == "state":
            if value == UNAVAILABLE:
                continue
            if isinstance(value, bool) or not isinstance(value, (str, int, float)):
                return key, "must be a word or a number"
            if kind.states and value not in kind.states:
                return key, f"must be one of {', '.join(kind.states)}"
        elif key not in kind.attributes:
            return key, f"is nothing a {domain} has; it has {', '.join(['state', *kind.attributes])}"
        elif problem := kind.attributes[key].fault(value):
            return key, problem
    return None
