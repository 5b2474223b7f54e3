"""What every home back end can do: the simulated one here, networked ones elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from assistant.events import TimerRang
from assistant.home.domains import State
from assistant.home.model import Home
from assistant.types import Change, Outcome, Recognition

Watcher = Callable[[tuple[Change, ...]], None]
"""Called with what one action changed, on the thread that acted."""


class Backend(Protocol):
    """Carries out recognitions. Methods may be called from any thread.

    What cannot be done is no exception but an `Outcome`: refused where it is politely declined, failed
    where the back end broke.
    """

    @property
    def home(self) -> Home:
        """What there is, and what it is called."""
        ...

    def execute(self, recognition: Recognition, *, area: str | None = None) -> Outcome:
        """Do it, decline it, or ask first (`Status.CONFIRM`). `area` is where it was said."""
        ...

    def confirm(self, yes: bool) -> Outcome:
        """Answer the question of the last outcome."""
        ...

    def undo(self) -> Outcome:
        """Bring back what the last action changed."""
        ...

    def states(self) -> Mapping[str, State]:
        """A copy of all states by entity id, timers included."""
        ...

    def subscribe(self, watcher: Watcher) -> Callable[[], None]:
        """Hear of every change; the returned function ends that."""
        ...

    def tick(self, now: float | None = None) -> tuple[TimerRang, ...]:
        """Ring the timers that are due; `now` is for tests."""
        ...

    def next_alarm(self) -> float | None:
        """Unix seconds of the next `tick` that has something to do, or None."""
        ...
