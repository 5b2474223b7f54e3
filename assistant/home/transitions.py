"""How each kind of device changes state: pure functions from a state to the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.home.domains import State
from assistant.home.model import Entity

DEFAULT_BRIGHTNESS = 100
DEFAULT_SPEED = 50


def number(state: State, key: str, default: float = 0) -> float:
    """A numeric attribute, or `default` where the device does not have it yet."""
    value = state.get(key)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else default


def tidy(value: float) -> float:
    """Whole numbers as int, so that 30.0 is stored and shown as 30."""
    return int(value) if float(value).is_integer() else value


def moved(state: State, position: float) -> dict[str, object]:
    """A cover or valve at `position` percent; 0 is closed."""
    return {**state, "state": "open" if position > 0 else "closed", "position": tidy(position)}


def lit(entity: Entity, state: State, brightness: float) -> dict[str, object]:
    """A light at `brightness` percent; 0 is off and keeps the last brightness for the next time."""
    if brightness <= 0:
        return {**state, "state": "off"}
    if "brightness" not in entity.features:
        return {**state, "state": "on"}
    return {**state, "state": "on", "brightness": tidy(brightness)}


def fanned(state: State, speed: float) -> dict[str, object]:
    """A fan at `speed` percent; 0 is off."""
    return {**state, "state": "on" if speed > 0 else "off", "percentage": tidy(speed)}


def _with(state: State, value: str) -> dict[str, object]:
    return {**state, "state": value}


def _light_on(entity: Entity, state: State) -> dict[str, object]:
    return lit(entity, state, number(state, "brightness") or DEFAULT_BRIGHTNESS)


def _fan_on(entity: Entity, state: State) -> dict[str, object]:
    speed = number(state, "percentage") or DEFAULT_SPEED
    return fanned(state, speed) if "speed" in entity.features else _with(state, "on")


def _climate_on(_: Entity, state: State) -> dict[str, object]:
    if state.get("state") != "off":
        return dict(state)
    return _with(state, str(state.get("last_mode", "heat")))


def _climate_off(_: Entity, state: State) -> dict[str, object]:
    if state.get("state") == "off":
        return dict(state)
    return {**state, "state": "off", "last_mode": state.get("state", "heat")}


def _player_on(_: Entity, state: State) -> dict[str, object]:
    return _with(state, "idle") if state.get("state") == "off" else dict(state)


def _pressed(_: Entity, state: State) -> dict[str, object]:
    return {**state, "state": int(number(state, "state")) + 1}


def _armed(_: Entity, state: State) -> dict[str, object]:
    return dict(state) if str(state.get("state")).startswith("armed") else _with(state, "armed_away")


Transition = Callable[[Entity, State], Mapping[str, object]]


def _to(value: str) -> Transition:
    return lambda _, state: _with(state, value)


_ON: Mapping[str, Transition] = {
    "light": _light_on,
    "switch": _to("on"),
    "input_boolean": _to("on"),
    "fan": _fan_on,
    "climate": _climate_on,
    "cover": lambda _, state: moved(state, 100),
    "valve": lambda _, state: moved(state, 100),
    "lock": _to("locked"),  # Home Assistant: turning a lock on locks it
    "media_player": _player_on,
    "vacuum": _to("cleaning"),
    "lawn_mower": _to("mowing"),
    "alarm_control_panel": _armed,
    "button": _pressed,
}

_OFF: Mapping[str, Transition] = {
    "light": _to("off"),
    "switch": _to("off"),
    "input_boolean": _to("off"),
    "fan": _to("off"),
    "climate": _climate_off,
    "cover": lambda _, state: moved(state, 0),
    "valve": lambda _, state: moved(state, 0),
    "lock": _to("unlocked"),
    "media_player": _to("off"),
    "vacuum": _to("docked"),
    "lawn_mower": _to("docked"),
    "alarm_control_panel": _to("disarmed"),
}

SWITCHABLE = frozenset(_ON) | {"scene", "script"}


def switched(entity: Entity, state: State, *, on: bool) -> Mapping[str, object] | None:
    """The state after turning it on or off, or None for a kind that has no such thing."""
    transition = (_ON if on else _OFF).get(entity.domain)
    return transition(entity, state) if transition else None


def brought_about(entity: Entity, state: State, wanted: State) -> dict[str, object]:
    """The state that a scene asks of `entity`: what it names, and what follows from that."""
    after = {**state, **wanted}
    if entity.domain in {"cover", "valve"}:
        default = 0 if after.get("state") == "closed" else 100
        return moved(after, number(wanted, "position", default))
    if entity.domain == "light" and "brightness" in wanted and "state" not in wanted:
        return lit(entity, after, number(wanted, "brightness"))
    return after
