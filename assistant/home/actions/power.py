"""Turning on and off, opening and closing, locking, scenes, scripts, buttons: HassTurnOn and HassTurnOff."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.model import Entity
from assistant.home.request import Action, Plan, Request, Write
from assistant.home.targets import select
from assistant.home.transitions import SWITCHABLE, brought_about, switched

EVERYTHING = ("light", "switch", "input_boolean", "fan", "media_player")
"""What "everything off" means; heating, doors and the alarm are not switched by the way."""

_AT_REST = frozenset({"off", "closed", "unlocked", "docked", "disarmed"})


def turn_on(request: Request) -> Plan:
    """Turn on, open, lock, arm, press, or bring about a scene."""
    return _turn(request, on=True)


def turn_off(request: Request) -> Plan:
    """Turn off, close, unlock or disarm."""
    return _turn(request, on=False)


def _turn(request: Request, *, on: bool) -> Plan:
    entities = select(request, _domains(request))
    writes: list[Write] = []
    for entity in entities:
        writes.extend(_switch(request, entity, on=on))
    able = [entity for entity in entities if entity.sets or switched(entity, request.state(entity), on=on)]
    if not able:
        raise request.refusal("cannot", name=request.name(entities[0]))
    return Plan(_answer(request, able[0]), tuple(writes))


def _domains(request: Request) -> tuple[str, ...]:
    domain = request.value("domain")
    if domain is not None:
        return (str(domain),)
    if request.slot("name") is not None:
        return tuple(SWITCHABLE)
    if request.value("device_class") is not None:
        return ("cover",)
    return EVERYTHING


def _switch(request: Request, entity: Entity, *, on: bool) -> list[Write]:
    if on and entity.domain in {"scene", "script"}:
        entities = request.home.entities
        return [
            Write(target, brought_about(entities[target], request.state(entities[target]), wanted))
            for target, wanted in entity.sets.items()
        ]
    after = switched(entity, request.state(entity), on=on)
    mode = request.value("mode")
    if after is not None and entity.domain == "alarm_control_panel" and on and mode is not None:
        after = {**after, "state": str(mode)}
    return [] if after is None else [Write(entity.id, after)]


def _answer(request: Request, entity: Entity) -> str:
    """The sentence's own answer; the package's default speaks of one device of a few kinds only."""
    key = request.recognition.response
    if key in {None, "default"} and entity.domain in {"scene", "script", "cover", "lock", "valve", "button"}:
        key = entity.domain
    return request.reply(key, entity=entity)


def toggle(request: Request) -> Plan:
    """The other way round, by the first device meant; users' own sentences may ask for it."""
    entities = select(request, _domains(request))
    return _turn(request, on=request.state(entities[0]).get("state") in _AT_REST)


ACTIONS: Mapping[str, Action] = {"HassTurnOn": turn_on, "HassTurnOff": turn_off, "HassToggle": toggle}
