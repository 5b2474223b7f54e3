"""A source of sound that lets the screens look on: what is heard goes on to the assistant, and into a short memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import numpy as np

from assistant.audio.source import Source
from assistant.recent import RecentSound
from assistant.types import CHUNK_SAMPLES, AudioChunk, Samples

REMEMBERED_SECONDS = 20.0
"""Sound kept in memory to draw an utterance after it has ended; nothing of it is written anywhere."""

UNSEEN = 16
"""Chunks that wait for the screen at most; what a hidden window does not draw is forgotten."""


class Heard:
    """The last seconds of sound, for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recent = RecentSound(REMEMBERED_SECONDS)
        self._unseen: list[Samples] = []

    def push(self, samples: Samples) -> None:
        """Remember `[samples]`."""
        with self._lock:
            self._recent.push(samples)
            self._unseen = [*self._unseen[1 - UNSEEN :], samples]

    def last(self, seconds: float) -> Samples:
        """The newest `seconds` of sound, `[samples]`."""
        with self._lock:
            return self._recent.last(seconds)

    def take(self) -> Samples:
        """What came since this was asked last, `[samples]`."""
        with self._lock:
            unseen, self._unseen = self._unseen, []
        return np.concatenate([np.zeros(0, np.float32), *unseen])

    def forget(self) -> None:
        """Forget all of it."""
        with self._lock:
            self._recent = RecentSound(REMEMBERED_SECONDS)
            self._unseen = []


class Tap:
    """`inner` as it is, its sound shown to `heard`; `close` ends it from any thread.

    After `close` one chunk of silence still comes, so that a listener has a chance to do what it was asked meanwhile.
    """

    def __init__(self, inner: Source, heard: Heard) -> None:
        self._inner = inner
        self._heard = heard
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        """The inner source's name."""
        return self._inner.name

    @property
    def repaired(self) -> int:
        """The inner source's count of samples that were not numbers."""
        return self._inner.repaired

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inner.__exit__(kind, error, trace)

    def __iter__(self) -> Iterator[AudioChunk]:
        for chunk in self._inner:
            if self._closed.is_set():
                break
            self._heard.push(chunk.samples)
            yield chunk
        if self._closed.is_set():
            yield AudioChunk(np.zeros(CHUNK_SAMPLES, np.float32), 0.0)

    def close(self) -> None:
        """End soon."""
        self._closed.set()
        self._inner.close()


class Quiet:
    """No sound at all, for `seconds` or until it is closed: the home's timers go on while nobody listens."""

    name = ""
    repaired = 0

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[AudioChunk]:
        self._closed.wait(self._seconds)
        return iter(())

    def close(self) -> None:
        """End soon."""
        self._closed.set()
