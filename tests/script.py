"""A source of sound that a test writes like a play: sound, things that happen, and waits for what must come of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from assistant.audio.source import Chunker
from assistant.errors import InglenookError
from assistant.events import Event
from assistant.types import CHUNK_SAMPLES, AudioChunk, Samples
from tests.speaker import Plan, pause, plan, sound_of

PATIENCE = 120.0
"""Seconds that anything may take on a busy machine; only a fault uses them up."""


def wait_until(condition: Callable[[], object], what: str = "what was waited for") -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come")
        time.sleep(0.01)


class Script:
    """Steps, one after the other: samples and plans are heard, text is said, functions are called.

    A function's chunk of silence comes before the next step, so that what it asked of the listener has been done.
    """

    def __init__(
        self, *steps: Samples | Plan | str | Callable[[], object], fails: InglenookError | None = None
    ) -> None:
        self._steps = steps
        self._fails = fails
        self.closed = threading.Event()
        self.entered = 0

    @property
    def name(self) -> str:
        return "script"

    @property
    def repaired(self) -> int:
        return 0

    def __enter__(self) -> Self:
        if self._fails:
            raise self._fails
        self.entered += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed.set()

    def __iter__(self) -> Iterator[AudioChunk]:
        chunker = Chunker()
        silence = sound_of(pause(CHUNK_SAMPLES / 16_000))
        for step in self._steps:
            if isinstance(step, str):
                sound = sound_of(plan(step, before=0.4, after=1.6))
            elif isinstance(step, list):
                sound = sound_of(step)
            elif callable(step):
                yield from chunker.flush()
                step()
                sound = silence
            else:
                sound = step
            for chunk in chunker.push(sound):
                if self.closed.is_set():
                    return
                yield chunk
        yield from chunker.flush()

    def close(self) -> None:
        self.closed.set()


class Diary:
    """Every event, with ways to ask and to wait for them."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    def kinds(self, *left_out: str) -> list[str]:
        """Kinds of events in order, without levels and partial sentences."""
        return [event.kind for event in self.events if event.kind not in {"level", "heard", *left_out}]

    def count(self, kind: str) -> int:
        return sum(event.kind == kind for event in self.events)

    def wait(self, kind: str, times: int = 1) -> Callable[[], None]:
        """A step that waits until `times` events of this kind have come."""
        return lambda: wait_until(lambda: self.count(kind) >= times, f"event {kind} number {times}")
