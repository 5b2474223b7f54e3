"""Kitchen timers, kept among the home's states as ``timer.<number>`` so that they survive a restart.

A running timer stores the wall-clock second it ends at; a paused one the seconds it has left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.events import TimerRang
from assistant.home.domains import State
from assistant.home.responses import Phrasebook

PREFIX = "timer."


@dataclass(frozen=True, slots=True)
class Timer:
    """One timer."""

    id: str
    seconds: float
    """How long it was set for, changes included."""
    ends: float | None
    """Unix seconds when it rings; None while it is paused."""
    left: float = 0.0
    """Seconds left while it is paused."""
    name: str = ""
    area: str | None = None
    """Where it was set."""
    language: str = "en"
    command: str = ""
    """A sentence to carry out when it ends."""

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self.ends is None

    def remaining(self, now: float) -> float:
        """Seconds until it rings, at least 0."""
        return max(self.left if self.ends is None else self.ends - now, 0.0)

    def pause(self, now: float) -> Timer:
        """Stand still."""
        return replace(self, ends=None, left=self.remaining(now))

    def unpause(self, now: float) -> Timer:
        """Run on."""
        return replace(self, ends=now + self.remaining(now), left=0.0)

    def add(self, seconds: float, now: float) -> Timer:
        """Longer, or with a negative number shorter; a timer that is used up rings at once."""
        left = max(self.remaining(now) + seconds, 0.0)
        changed = replace(self, seconds=max(self.seconds + seconds, 0.0))
        return replace(changed, left=left) if self.paused else replace(changed, ends=now + left)

    def label(self, book: Phrasebook) -> str:
        """What to call it: its name, else its length."""
        return self.command or self.name or book.duration(self.seconds)

    def rings(self, now: float, book: Phrasebook) -> TimerRang:
        """The event of its end; `book` is that of its language."""
        label = self.label(book)
        key = "timer_rang_command" if self.command else "timer_rang"
        return TimerRang(time=now, name=label, message=book.say(key, name=label))

    def to_state(self) -> dict[str, object]:
        """Plain JSON for the store."""
        return {
            "state": "paused" if self.paused else "active",
            "seconds": self.seconds,
            "ends": self.ends,
            "left": self.left,
            "name": self.name,
            "area": self.area,
            "language": self.language,
            "command": self.command,
        }


@dataclass(frozen=True, slots=True)
class TimerView:
    """A timer as the package's ``HassTimerStatus`` answer sees it."""

    name: str
    area: str
    is_active: bool
    start_hours: int
    start_minutes: int
    start_seconds: int
    total_seconds_left: int
    rounded_hours_left: int
    rounded_minutes_left: int
    rounded_seconds_left: int


def from_state(timer_id: str, state: State) -> Timer | None:
    """The timer of a stored state; None where the state is not one."""
    seconds, ends, left = state.get("seconds"), state.get("ends"), state.get("left", 0.0)
    area = state.get("area")
    numbers = (seconds, 0.0 if ends is None else ends, left)
    if not all(isinstance(n, (int, float)) and math.isfinite(n) and not isinstance(n, bool) for n in numbers):
        return None
    return Timer(
        id=timer_id,
        seconds=float(str(seconds)),
        ends=None if ends is None else float(str(ends)),
        left=float(str(left)),
        name=str(state.get("name", "")),
        area=area if isinstance(area, str) else None,
        language=str(state.get("language", "en")),
        command=str(state.get("command", "")),
    )


def timers_of(states: Mapping[str, State]) -> list[Timer]:
    """All timers, in the order they were set."""
    found = [from_state(key, state) for key, state in states.items() if key.startswith(PREFIX)]
    return sorted((timer for timer in found if timer), key=lambda timer: _number(timer.id))


def due_timers(states: Mapping[str, State], now: float) -> list[Timer]:
    """The running timers that have ended, the earliest first."""
    due = [(timer.ends, timer) for timer in timers_of(states) if timer.ends is not None and timer.ends <= now]
    return [timer for _, timer in sorted(due, key=lambda pair: pair[0])]


def next_id(states: Mapping[str, State]) -> str:
    """An id no timer has."""
    used = [_number(key) for key in states if key.startswith(PREFIX)]
    return f"{PREFIX}{max(used, default=0) + 1}"


def view(timer: Timer, now: float, area: str) -> TimerView:
    """`timer` for a template, what is left rounded as one says it: hours without seconds."""
    left = math.ceil(timer.remaining(now))
    rounded = round(left / 60) * 60 if left >= 3600 else left
    total = round(timer.seconds)
    return TimerView(
        name=timer.name,
        area=area,
        is_active=not timer.paused,
        start_hours=total // 3600,
        start_minutes=total % 3600 // 60,
        start_seconds=total % 60,
        total_seconds_left=left,
        rounded_hours_left=rounded // 3600,
        rounded_minutes_left=rounded % 3600 // 60,
        rounded_seconds_left=0 if left >= 3600 else rounded % 60,
    )


def _number(timer_id: str) -> int:
    tail = timer_id.removeprefix(PREFIX)
    return int(tail) if tail.isdecimal() else 0
