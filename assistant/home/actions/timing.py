"""Timers: start, cancel, change, pause, ask."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.errors import HomeError
from assistant.home.model import squash
from assistant.home.request import Action, Plan, Request, Write
from assistant.home.targets import spoken_place, surroundings
from assistant.home.timers import Timer, next_id, timers_of, view

_UNITS = (("hours", 3600), ("minutes", 60), ("seconds", 1))


def _duration(request: Request, prefix: str = "") -> float | None:
    amounts = [(request.number(f"{prefix}{unit}"), factor) for unit, factor in _UNITS]
    if all(amount is None for amount, _ in amounts):
        return None
    return sum((amount or 0) * factor for amount, factor in amounts)


def start(request: Request) -> Plan:
    """Set a timer, with a name or a command for when it ends."""
    seconds = _duration(request)
    if not seconds or seconds < 0:
        raise request.refusal("nothing_said")
    command = request.value("conversation_command")
    if command is not None and not request.commands:
        raise request.refusal("no_command")
    area = surroundings(request)
    timer = Timer(
        id=next_id(request.states),
        seconds=seconds,
        ends=request.now + seconds,
        name=str(request.value("name") or ""),
        area=area.id if area else None,
        language=request.recognition.language,
        command=str(command or ""),
    )
    return Plan(request.reply(), (Write(timer.id, timer.to_state()),))


def _matching(request: Request) -> list[Timer]:
    """The timers the sentence means; all of them where it names neither name, area nor length."""
    timers = timers_of(request.states)
    name = request.slot("name")
    if name is not None:
        wanted = {squash(name.text), squash(str(name.value))}
        timers = [timer for timer in timers if squash(timer.name) in wanted]
    place = spoken_place(request)
    if place is not None:
        timers = [timer for timer in timers if timer.area == place.id]
    length = _duration(request, "start_")
    if length is not None:
        timers = [timer for timer in timers if timer.seconds == length]
    return timers


def _one(request: Request) -> Timer:
    timers = _matching(request)
    if not timers:
        raise HomeError(request.book.error("timer_not_found"))
    if len(timers) > 1:
        raise HomeError(request.book.error("multiple_timers_matched"))
    return timers[0]


def cancel(request: Request) -> Plan:
    """Cancel one timer."""
    return Plan(request.reply(), (Write(_one(request).id, None),))


def cancel_all(request: Request) -> Plan:
    """Cancel all timers, or all of an area."""
    timers = _matching(request)
    return Plan(request.reply(canceled=len(timers)), tuple(Write(timer.id, None) for timer in timers))


def increase(request: Request) -> Plan:
    """Make a timer longer."""
    return _changed(request, 1)


def decrease(request: Request) -> Plan:
    """Make a timer shorter; one that is used up rings at once."""
    return _changed(request, -1)


def _changed(request: Request, sign: int) -> Plan:
    seconds = _duration(request)
    if seconds is None:
        raise request.refusal("nothing_said")
    timer = _one(request).add(sign * seconds, request.now)
    return Plan(request.reply(), (Write(timer.id, timer.to_state()),))


def pause(request: Request) -> Plan:
    """Stop the clock of a timer."""
    timer = _one(request)
    return Plan(request.reply(), (Write(timer.id, timer.pause(request.now).to_state()),))


def unpause(request: Request) -> Plan:
    """Let a timer run on."""
    timer = _one(request)
    return Plan(request.reply(), (Write(timer.id, timer.unpause(request.now).to_state()),))


def status(request: Request) -> Plan:
    """How much time is left."""
    timers = _matching(request)
    if not timers and timers_of(request.states):
        raise HomeError(request.book.error("timer_not_found"))
    views = [
        view(timer, request.now, request.home.display(timer.area, request.language) if timer.area else "")
        for timer in timers
    ]
    if not views:
        # The package's Mandarin answer to "the pasta timer" without any timer is "I am looking it up".
        return Plan(request.reply("none", timers=[]))
    return Plan(request.reply(timers=views))


ACTIONS: Mapping[str, Action] = {
    "HassStartTimer": start,
    "HassCancelTimer": cancel,
    "HassCancelAllTimers": cancel_all,
    "HassIncreaseTimer": increase,
    "HassDecreaseTimer": decrease,
    "HassPauseTimer": pause,
    "HassUnpauseTimer": unpause,
    "HassTimerStatus": status,
}
