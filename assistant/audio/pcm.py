"""Raw samples from a pipe: 16 kHz, 16-bit little-endian, mono, no header."""

from __future__ import annotations

import io
import os
import threading
from collections import deque
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np

from assistant.audio.source import Chunker
from assistant.errors import AudioError, BadRecording
from assistant.types import CHUNK_SAMPLES, AudioChunk

_CHUNK_BYTES = 2 * CHUNK_SAMPLES
_AHEAD = 16
"""Reads that may wait for the listener; then the pipe's writer waits."""

_HEADERS = {b"RIFF": "a WAV file", b"fLaC": "a FLAC file", b"OggS": "an Ogg file", b"ID3": "an MP3 file"}
_HOW = "Pipe raw samples in: ffmpeg -i RECORDING -f s16le -ar 16000 -ac 1 - | ..."


class PcmSource:
    """Raw s16le 16 kHz mono from a binary stream, such as ``sys.stdin.buffer``.

    Nothing may have been read from the stream before. A daemon thread reads it, as a read from a pipe cannot
    be interrupted: `close` lets go of that thread and does not wait. A lone byte at the end is dropped.
    """

    def __init__(self, stream: BinaryIO, *, name: str = "standard input") -> None:
        self._stream = stream
        self._name = name
        self._condition = threading.Condition()
        self._data: deque[bytes] = deque()
        self._error: Exception | None = None
        self._ended = False
        self._closed = False

    @property
    def name(self) -> str:
        """What people call the stream."""
        return self._name

    @property
    def repaired(self) -> int:
        """Always 0: every 16-bit integer is a number."""
        return 0

    def __enter__(self) -> Self:
        """Begin to read."""
        threading.Thread(target=self._pump, name="pcm reader", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[AudioChunk]:
        """Yield until the stream ends.

        Raises `BadRecording` when nothing came, or a file with a header instead of raw samples, and
        `AudioError` when the stream cannot be read.
        """
        chunker = Chunker()
        for number, piece in enumerate(self._pieces()):
            if self._closed:
                return
            if number == 0:
                self._check(piece)
            samples = np.frombuffer(piece, dtype="<i2").astype(np.float32) / np.float32(32_768)
            yield from chunker.push(samples)
        if not self._closed:
            yield from chunker.flush()

    def close(self) -> None:
        """End the iteration now, from any thread."""
        with self._condition:
            self._closed = True
            self._data.clear()
            self._condition.notify_all()

    def _pieces(self) -> Iterator[bytes]:
        """Whole samples as they come; unless it is the last, a piece is long enough for `_HEADERS`."""
        pending = b""
        while (data := self._take()) is not None:
            pending += data
            if len(pending) >= 4:
                whole = len(pending) // 2 * 2
                yield pending[:whole]
                pending = pending[whole:]
        yield pending[: len(pending) // 2 * 2]

    def _check(self, first: bytes) -> None:
        if not first:
            raise BadRecording(f"Nothing came from {self._name}", _HOW)
        for header, kind in _HEADERS.items():
            if first.startswith(header):
                raise BadRecording(
                    f"{self._name} is {kind}, not raw samples", f"Name the file itself. {_HOW}"
                )

    def _take(self) -> bytes | None:
        with self._condition:
            while not self._data and not self._ended and not self._closed:
                self._condition.wait()
            if self._data:
                self._condition.notify_all()
                return self._data.popleft()
            if self._error is not None and not self._closed:
                raise AudioError(f"{self._name} cannot be read: {self._error}", _HOW) from self._error
            return None

    def _pump(self) -> None:
        """The reader thread: at most `_AHEAD` reads in advance."""
        try:
            while data := _read(self._stream):
                with self._condition:
                    while len(self._data) >= _AHEAD and not self._closed:
                        self._condition.wait()
                    if self._closed:
                        return
                    self._data.append(data)
                    self._condition.notify_all()
        except (OSError, ValueError) as error:  # ValueError: somebody closed the stream
            self._error = error
        finally:
            with self._condition:
                self._ended = True
                self._condition.notify_all()


def _read(stream: BinaryIO) -> bytes:
    """What is there now, at most one chunk; nothing at the end.

    Read below Python's buffer where there is a descriptor: the buffer's lock, held by a thread that waits for
    input, is a fatal error when the interpreter ends.
    """
    try:
        descriptor = stream.fileno()
    except (AttributeError, io.UnsupportedOperation):
        return stream.read(_CHUNK_BYTES)
    return os.read(descriptor, _CHUNK_BYTES)
