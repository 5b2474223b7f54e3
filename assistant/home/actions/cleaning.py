"""Robots: the vacuum cleaner and the lawn mower."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.model import Area, Entity, Floor
from assistant.home.request import Action, Plan, Request, Write
from assistant.home.targets import select, spoken_place, surroundings


def _robots(request: Request, domain: str) -> tuple[Entity, ...]:
    """The robot named, else every one of the home: where it was said does not matter, it drives there."""
    if request.slot("name") is not None:
        # The area of "start the vacuum in the kitchen" is where to clean, not where the robot stands.
        found = tuple(e for e in request.home.entities.values() if e.id == request.value("name"))
        if found and found[0].domain == domain:
            return found
        return select(request, (domain,))
    robots = tuple(e for e in request.home.entities.values() if e.domain == domain)
    return robots or select(request, (domain,), here=False)


def _send(request: Request, domain: str, state: str, place: Area | Floor | None = None) -> Plan:
    robots = _robots(request, domain)
    writes: list[Write] = []
    for robot in robots:
        after = {key: value for key, value in request.state(robot).items() if key not in {"area", "floor"}}
        if place is not None:
            after["floor" if isinstance(place, Floor) else "area"] = place.id
        writes.append(Write(robot.id, {**after, "state": state}))
    area = request.home.display(place.id, request.language) if place else ""
    return Plan(request.reply(entity=robots[0], area=area), tuple(writes))


def vacuum_start(request: Request) -> Plan:
    """Clean the whole home, or the floor that was said."""
    return _send(request, "vacuum", "cleaning", spoken_place(request))


def vacuum_area(request: Request) -> Plan:
    """Clean the area that was said, else the one where it was said."""
    place = spoken_place(request) or surroundings(request)
    if place is None:
        raise request.refusal("nothing_said")
    return _send(request, "vacuum", "cleaning", place)


def vacuum_return(request: Request) -> Plan:
    """Back to the dock."""
    return _send(request, "vacuum", "docked")


def mower_start(request: Request) -> Plan:
    """Mow the lawn."""
    return _send(request, "lawn_mower", "mowing")


def mower_dock(request: Request) -> Plan:
    """Back to the dock."""
    return _send(request, "lawn_mower", "docked")


ACTIONS: Mapping[str, Action] = {
    "HassVacuumStart": vacuum_start,
    "HassVacuumCleanArea": vacuum_area,
    "HassVacuumReturnToBase": vacuum_return,
    "HassLawnMowerStartMowing": mower_start,
    "HassLawnMowerDock": mower_dock,
}
