"""Everything that happens, as small frozen dataclasses, and the bus that carries them.

Screen, JSON log, history and satellites are subscribers; none of them is known to those who publish.
`to_json` writes the one-line form of the headless service: ``{"event": "woke", "time": ..., ...}``.
"""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from assistant.types import Outcome, Recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events."""

    kind: ClassVar[str] = "event"
    time: float = field(default_factory=time.time)
    """Unix seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Event):
    """The listener runs; `mode` is push, wake or always."""

    kind: ClassVar[str] = "ready"
    mode: str
    device: str
    wake_phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Event):
    """Input level of the last chunk."""

    kind: ClassVar[str] = "level"
    rms_db: float
    """RMS in dB of full scale, -120 for digital silence."""
    peak: float
    """Largest absolute sample, 1.0 is full scale."""
    overruns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Woke(Event):
    """A wake phrase was heard, or push-to-talk was pressed (`phrase` is then empty)."""

    kind: ClassVar[str] = "woke"
    phrase: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Event):
    """The sentence so far, while one speaks."""

    kind: ClassVar[str] = "heard"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized(Event):
    """An utterance was taken for a command."""

    kind: ClassVar[str] = "recognized"
    recognition: Recognition
    audio_seconds: float = 0.0
    decision_ms: float = 0.0
    """From the end of the endpoint silence to the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(Event):
    """An utterance was heard and refused; the recognition's `reason` says why."""

    kind: ClassVar[str] = "rejected"
    recognition: Recognition
    audio_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted(Event):
    """The home did something, declined politely, or asks for confirmation (`outcome.status`)."""

    kind: ClassVar[str] = "acted"
    outcome: Outcome
    intent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Event):
    """Something broke that the user should know of; listening goes on."""

    kind: ClassVar[str] = "failed"
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLost(Event):
    """The microphone went away; re-opening is tried with back-off. One event a loss."""

    kind: ClassVar[str] = "device_lost"
    device: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceBack(Event):
    """The microphone is heard again. One event a recovery."""

    kind: ClassVar[str] = "device_back"
    device: str
    seconds_away: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRang(Event):
    """A timer of the home has finished."""

    kind: ClassVar[str] = "timer_rang"
    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrammarBuilt(Event):
    """Names or sentences changed and the grammar was rebuilt."""

    kind: ClassVar[str] = "grammar_built"
    language: str
    sentences: int
    positions: int
    seconds: float
    warnings: tuple[str, ...] = ()
    kept: bool = False
    """Whether an earlier start had built it."""


Subscriber = Callable[[Event], None]


class EventBus:
    """Hands each published event to every subscriber, in order, on the publisher's thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` for every later event; the returned function ends that."""
        with self._lock:
            self._subscribers.append(subscriber)

        def cancel() -> None:
            with self._lock:
                if subscriber in self._subscribers:
                    self._subscribers.remove(subscriber)

        return cancel

    def publish(self, event: Event) -> None:
        """Deliver `event`; an error in a subscriber reaches the publisher."""
        with self._lock:
            subscribers = tuple(self._subscribers)
        for subscriber in subscribers:
            subscriber(event)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def to_dict(event: Event) -> dict[str, object]:
    """The event as plain JSON types, its kind first."""
    plain = _plain(event)
    if not isinstance(plain, dict):  # pragma: no cover - events are dataclasses
        raise TypeError(f"not an event: {event!r}")
    return {"event": event.kind, **plain}


def to_json(event: Event) -> str:
    """One line of JSON, Mandarin left readable."""
    return json.dumps(to_dict(event), ensure_ascii=False)
