"""Heating, cooling and fans: temperature, fan mode, fan speed."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.model import Entity
from assistant.home.request import Action, Plan, Request, Write
from assistant.home.responses import spoken_number
from assistant.home.targets import select
from assistant.home.transitions import fanned, number, tidy

TEMPERATURE_STEP = 1
"""Degrees that "warmer" and "cooler" change."""

_LOWEST, _HIGHEST = 5, 35
_FAN_MODES = ("auto", "low", "medium", "high")


def set_temperature(request: Request) -> Plan:
    """Set a thermostat, or all of an area, to a temperature or one degree up or down."""
    thermostats = select(request, ("climate",), widen=True)
    wanted, step = request.number("temperature"), request.value("temperature_step")
    if wanted is None and step is None:
        raise request.refusal("nothing_said")
    writes: list[Write] = []
    last = wanted
    for thermostat in thermostats:
        state = request.state(thermostat)
        target = wanted
        if target is None:
            change = TEMPERATURE_STEP if step == "up" else -TEMPERATURE_STEP
            target = number(state, "temperature", 20) + change
        _check(request, thermostat, target)
        on = state.get("state") != "off"
        mode = state.get("state") if on else state.get("last_mode", "heat")
        writes.append(Write(thermostat.id, {**state, "state": mode, "temperature": tidy(target)}))
        last = target
    return Plan(
        request.reply(entity=thermostats[0], temperature=spoken_number(last if last is not None else 0)),
        tuple(writes),
    )


def _check(request: Request, thermostat: Entity, target: float) -> None:
    if "temperature" not in thermostat.features:
        raise request.refusal("cannot", name=request.name(thermostat))
    low = number(thermostat.attributes, "min", _LOWEST)
    high = number(thermostat.attributes, "max", _HIGHEST)
    if not low <= target <= high:
        raise request.refusal(
            "out_of_range", name=request.name(thermostat), low=spoken_number(low), high=spoken_number(high)
        )


def set_fan_mode(request: Request) -> Plan:
    """Set the fan mode of an air conditioner or thermostat."""
    units = select(request, ("climate",), widen=True)
    mode = str(request.value("fan_mode"))
    able = [unit for unit in units if "fan_mode" in unit.features]
    if not able:
        raise request.refusal("cannot", name=request.name(units[0]))
    listed = able[0].attributes.get("fan_modes")
    modes = [str(item) for item in listed] if isinstance(listed, list) else list(_FAN_MODES)
    if mode not in modes:
        raise request.refusal("bad_mode", name=request.name(able[0]), modes=request.book.join(modes))
    writes = tuple(Write(unit.id, {**request.state(unit), "fan_mode": mode}) for unit in able)
    return Plan(request.reply(entity=able[0]), writes)


def set_fan_speed(request: Request) -> Plan:
    """Set fans to a percentage; 0 turns them off."""
    fans = select(request, ("fan",))
    speed = request.number("percentage")
    if speed is None:
        raise request.refusal("nothing_said")
    able = [fan for fan in fans if "speed" in fan.features]
    if not able:
        raise request.refusal("cannot", name=request.name(fans[0]))
    speed = min(max(speed, 0), 100)
    return Plan(
        request.reply(entity=able[0]), tuple(Write(fan.id, fanned(request.state(fan), speed)) for fan in able)
    )


ACTIONS: Mapping[str, Action] = {
    "HassClimateSetTemperature": set_temperature,
    "HassClimateSetFanMode": set_fan_mode,
    "HassFanSetSpeed": set_fan_speed,
}
