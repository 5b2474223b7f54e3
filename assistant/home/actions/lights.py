"""Brightness, colour and colour temperature: HassLightSet."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.model import Entity
from assistant.home.request import Action, Plan, Request, Write
from assistant.home.targets import select
from assistant.home.transitions import lit, number, tidy

BRIGHTNESS_STEP = 20
"""Percent that "brighter" and "dimmer" change."""

_FEATURES = {
    "brightness": "brightness",
    "brightness_step": "brightness",
    "color": "color",
    "temperature": "color_temperature",
}


def light_set(request: Request) -> Plan:
    """Set what the sentence names on every light it means that can do it."""
    lights = select(request, ("light",))
    wanted = [slot for slot in _FEATURES if request.value(slot) is not None]
    if not wanted:
        raise request.refusal("nothing_said")
    able = [light for light in lights if all(_FEATURES[slot] in light.features for slot in wanted)]
    if not able:
        raise request.refusal("cannot", name=request.name(lights[0]))
    step = request.value("brightness_step")
    if step is not None and any(request.state(light).get("state") == "on" for light in able):
        # "Dimmer" is about the lights that are on; it must not turn on the others.
        able = [light for light in able if request.state(light).get("state") == "on"]
    writes = tuple(Write(light.id, _set(request, light)) for light in able)
    return Plan(request.reply(entity=able[0], name=request.name(able[0])), writes)


def _set(request: Request, light: Entity) -> dict[str, object]:
    state = dict(request.state(light))
    color, kelvin = request.value("color"), request.number("temperature")
    if color is not None:
        state = {**state, "state": "on", "color": str(color)}
        state.pop("color_temperature", None)
    if kelvin is not None:
        state = {**state, "state": "on", "color_temperature": tidy(kelvin)}
        state.pop("color", None)
    brightness, step = request.number("brightness"), request.value("brightness_step")
    if step is not None:
        current = number(state, "brightness", 100) if state.get("state") == "on" else 0
        change = BRIGHTNESS_STEP if step == "up" else -BRIGHTNESS_STEP
        brightness = min(max(current + change, 1 if current else 0), 100)
    if brightness is not None:
        state = lit(light, state, min(max(brightness, 0), 100))
    return state


ACTIONS: Mapping[str, Action] = {"HassLightSet": light_set}
