"""A home to talk to, with a clock that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from assistant.events import Event
from assistant.home import Home, SimulatedHome, load_home
from assistant.types import Outcome
from tests.home.speak import recognition

SUNDAY = datetime(2026, 11, 22, 9, 5, tzinfo=UTC).timestamp()


@dataclass
class Clock:
    now: float = SUNDAY

    def __call__(self) -> float:
        return self.now


@dataclass
class House:
    """The simulated home and everything around it."""

    home: SimulatedHome
    clock: Clock
    events: list[Event]
    commands: list[tuple[str, str]]
    announced: list[str]

    def say(self, text: str, area: str | None = None) -> Outcome:
        return self.home.execute(recognition(self.home.home, text, area), area=area)

    def state(self, entity: str, key: str = "state") -> object:
        return self.home.states()[entity].get(key)


@pytest.fixture(scope="session")
def default_home() -> Home:
    return load_home()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_house(clock: Clock) -> Callable[[Home], House]:
    def make(home: Home) -> House:
        events: list[Event] = []
        commands: list[tuple[str, str]] = []
        announced: list[str] = []
        simulated = SimulatedHome(
            home,
            publish=events.append,
            clock=clock,
            zone=UTC,
            on_command=lambda text, language: commands.append((text, language)),
            on_broadcast=announced.append,
        )
        return House(simulated, clock, events, commands, announced)

    return make


@pytest.fixture
def house(default_home: Home, make_house: Callable[[Home], House]) -> House:
    return make_house(default_home)
