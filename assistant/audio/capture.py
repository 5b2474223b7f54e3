"""One opening of one input device: its format, its queue, its resampler."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

from assistant.audio.backend import Backend, InputStream, MicrophoneInfo
from assistant.audio.clock import Clock
from assistant.audio.converter import Block, Converter
from assistant.errors import DeviceFailed
from assistant.types import SAMPLE_RATE, Samples

START_SECONDS = 6.0
"""A device from which nothing came for so long after opening is dead; idle sound servers take up to two."""

STALL_SECONDS = 3.0
"""Without a call for so long, a device that did deliver is dead."""

QUEUE_SECONDS = 4.0
"""Sound kept for a reader that is busy; what comes after is dropped and counted."""

_COMMON_RATES = (48_000, 44_100)
"""Hz, tried where a device opens neither at 16 kHz nor at the rate it prefers."""


class Inbox:
    """The bounded queue between the sound system's thread and the reader."""

    def __init__(self, clock: Clock, limit: int) -> None:
        """Keep at most `limit` frames."""
        self._clock = clock
        self._limit = limit
        self._condition = threading.Condition()
        self._blocks: deque[Block] = deque()
        self._frames = 0
        self._patience = START_SECONDS
        self._ended = False
        self.last = clock.now()
        """When the last block came, or the stream was opened."""
        self.overruns = 0
        """Blocks dropped here for want of room, and gaps that the sound system reported."""

    def put(self, block: Block, overflowed: bool) -> None:
        """Queue `[frames, channels]`, or count it where there is no room."""
        with self._condition:
            self.last, self._patience = self._clock.now(), STALL_SECONDS
            self.overruns += overflowed
            if self._frames + len(block) > self._limit:
                self.overruns += 1
                return
            self._blocks.append(block)
            self._frames += len(block)
            self._condition.notify_all()

    def end(self) -> None:
        """Let `take` return None once the queue is empty."""
        with self._condition:
            self._ended = True
            self._condition.notify_all()

    def take(self) -> Block | None:
        """The next block, waiting for it; None when the stream ended or has been silent for too long."""
        with self._condition:
            while not self._blocks:
                left = self.last + self._patience - self._clock.now()
                if self._ended or left <= 0:
                    return None
                self._clock.wait(self._condition, left)
            block = self._blocks.popleft()
            self._frames -= len(block)
            return block

    def clear(self) -> None:
        """Forget the sound and the overruns so far."""
        with self._condition:
            self._blocks.clear()
            self._frames = self.overruns = 0


class Capture:
    """A device that is recording, as 16 kHz mono."""

    def __init__(self, device: MicrophoneInfo, rate: int, stream: InputStream, inbox: Inbox) -> None:
        self.device = device
        self.inbox = inbox
        self.converter = Converter(rate)
        self._stream = stream

    def read(self) -> Samples | None:
        """The next piece, `[samples]`; None when the device is gone or `close` was called."""
        block = self.inbox.take()
        if block is None:
            return None
        # More than two channels are an array. Its first one is the processed one, or a microphone as good as
        # any; the mean of microphones at different places would cancel high frequencies.
        return self.converter.convert(block[:, :1] if block.shape[1] > 2 else block)

    def close(self) -> None:
        """Let go of the device, in bounded time, from any thread; `read` ends after what is queued."""
        self.inbox.end()
        self._stream.close()


def formats(device: MicrophoneInfo) -> Iterator[tuple[int, int]]:
    """`(rate, channels)` worth trying, best first: what needs no conversion, then what the device prefers."""
    yield SAMPLE_RATE, 1
    channels = sorted({1, min(2, device.channels), device.channels})
    for rate in dict.fromkeys((device.default_rate, *_COMMON_RATES)):
        yield from ((rate, count) for count in channels if (rate, count) != (SAMPLE_RATE, 1))


def open_capture(backend: Backend, device: MicrophoneInfo, clock: Clock) -> Capture:
    """Record from `device` in the first of its `formats` that opens.

    Raises `DeviceFailed` when it opens in none of them, `AudioError` when the sound system does not answer.
    """
    failure: DeviceFailed | None = None
    for rate, channels in formats(device):
        inbox = Inbox(clock, limit=round(QUEUE_SECONDS * rate))
        try:
            stream = backend.open(device, rate, channels, inbox)
        except DeviceFailed as error:
            failure = error
        else:
            return Capture(device, rate, stream, inbox)
    tried = ", ".join(f"{rate} Hz x {channels}" for rate, channels in formats(device))
    reason = failure.message if failure else "no format"
    remedy = failure.remedy if failure else ""
    raise DeviceFailed(
        f"The microphone {device.name!r} does not open ({reason}; tried {tried})", remedy
    ) from failure
