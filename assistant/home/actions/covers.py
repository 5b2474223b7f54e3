"""Positions of covers and valves: HassSetPosition, with the tilt of slats as an addition."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.request import Action, Plan, Request, Write
from assistant.home.targets import select
from assistant.home.transitions import moved, tidy


def set_position(request: Request) -> Plan:
    """Move covers or valves to a percentage (100 is open), or tilt slats to one."""
    domain = request.value("domain")
    movers = select(request, (str(domain),) if domain else ("cover", "valve"))
    position, tilt = request.number("position"), request.number("tilt_position")
    if position is None and tilt is None:
        raise request.refusal("nothing_said")
    feature = "position" if tilt is None else "tilt"
    able = [mover for mover in movers if feature in mover.features]
    if not able:
        raise request.refusal("cannot", name=request.name(movers[0]))
    writes: list[Write] = []
    for mover in able:
        after = dict(request.state(mover))
        if position is not None:
            after = moved(after, min(max(position, 0), 100))
        if tilt is not None:
            after["tilt_position"] = tidy(min(max(tilt, 0), 100))
        writes.append(Write(mover.id, after))
    return Plan(request.reply(entity=able[0], name=request.name(able[0])), tuple(writes))


ACTIONS: Mapping[str, Action] = {"HassSetPosition": set_position}
