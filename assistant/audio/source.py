"""What every source of sound looks like, and how sound is cut into chunks."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE, AudioChunk, Samples


class Source(Protocol):
    """Sound as `AudioChunk`: entered once, iterated once, closed for good.

    Entering opens it and raises an `AudioError` when it cannot be opened.
    """

    @property
    def name(self) -> str:
        """What people call it: a device, a file, standard input."""
        ...

    @property
    def repaired(self) -> int:
        """Samples so far that were not numbers and were replaced by silence."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def __iter__(self) -> Iterator[AudioChunk]: ...

    def close(self) -> None:
        """End the iteration soon, from any thread; closing twice is harmless."""
        ...


class Chunker:
    """Cuts mono 16 kHz sound of any lengths into chunks of `CHUNK_SAMPLES`."""

    def __init__(self) -> None:
        self._pending: Samples = np.empty(0, dtype=np.float32)
        self._emitted = 0

    def push(self, samples: Samples, overruns: int = 0) -> list[AudioChunk]:
        """Append `[samples]` and take out every chunk that is whole now."""
        self._pending = np.concatenate([self._pending, samples])
        whole = len(self._pending) // CHUNK_SAMPLES
        return [self._cut(CHUNK_SAMPLES, overruns) for _ in range(whole)]

    def flush(self, overruns: int = 0) -> list[AudioChunk]:
        """The shorter chunk that is left at the end of a finite source, if any."""
        return [self._cut(len(self._pending), overruns)] if len(self._pending) else []

    def _cut(self, length: int, overruns: int) -> AudioChunk:
        samples, self._pending = self._pending[:length], self._pending[length:]
        chunk = AudioChunk(samples=samples, start=self._emitted / SAMPLE_RATE, overruns=overruns)
        self._emitted += length
        return chunk
