"""A clock that costs no time and a sound system that does what a test says."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from functools import partial

import numpy as np

from assistant.audio.backend import MicrophoneInfo, Receiver
from assistant.audio.converter import Block
from assistant.errors import AudioError, DeviceFailed

BLOCK_SECONDS = 0.04


def device(index: int, name: str, **changes: object) -> MicrophoneInfo:
    """An ordinary microphone, with `changes`."""
    facts = {"host_api": "ALSA", "channels": 2, "default_rate": 48_000, "is_default": False} | changes
    return MicrophoneInfo(
        index=index,
        name=name,
        host_api=str(facts["host_api"]),
        channels=int(str(facts["channels"])),
        default_rate=int(str(facts["default_rate"])),
        is_default=bool(facts["is_default"]),
    )


class FakeClock:
    """Time passes only while somebody waits, and then what was planned for that time happens."""

    def __init__(self) -> None:
        self.time = 0.0
        self._plans: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()

    def now(self) -> float:
        return self.time

    def at(self, time: float, action: Callable[[], None]) -> None:
        """Plan `action`."""
        heapq.heappush(self._plans, (time, next(self._count), action))

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Go to the next plan, at most `seconds`; the caller looks again what it waits for."""
        del condition
        until = self.time + seconds
        if not self._plans:
            assert self.time < 10_000, "nothing is planned any more, and somebody still waits"
            self.time = until
        elif self._plans[0][0] > until:
            self.time = until
        else:
            time, _, action = heapq.heappop(self._plans)
            self.time = max(self.time, time)
            action()


class FakeStream:
    """A stream that a test feeds."""

    def __init__(self, device: MicrophoneInfo, rate: int, channels: int, receiver: Receiver) -> None:
        self.device = device
        self.rate = rate
        self.channels = channels
        self.receiver = receiver
        self.closed = False

    def feed(self, block: Block, *, overflowed: bool = False) -> None:
        """Deliver `[frames, channels]` as the sound system would."""
        if not self.closed:
            self.receiver.put(block, overflowed)

    def close(self) -> None:
        self.closed = True


class FakeBackend:
    """Devices that a test plugs in and out, each opening only in the formats it is said to."""

    def __init__(self, clock: FakeClock, *devices: MicrophoneInfo) -> None:
        self.plugged = list(devices)
        self.formats: set[tuple[int, int]] | None = None
        """`(rate, channels)` that open; None is all."""
        self.streams: list[FakeStream] = []
        self.rescans: list[float] = []
        """When the microphone looked for devices again."""
        self.interrupted = False
        self._clock = clock
        self._seen = tuple(devices)

    @property
    def stream(self) -> FakeStream:
        """The stream opened last."""
        return self.streams[-1]

    def devices(self) -> tuple[MicrophoneInfo, ...]:
        return self._seen

    def rescan(self) -> None:
        if self.interrupted:
            raise AudioError("interrupted")
        self.rescans.append(self._clock.now())
        self._seen = tuple(self.plugged)

    def open(self, device: MicrophoneInfo, rate: int, channels: int, receiver: Receiver) -> FakeStream:
        if device not in self.plugged:
            raise DeviceFailed("it is not there any more")
        if self.formats is not None and (rate, channels) not in self.formats:
            raise DeviceFailed("invalid sample rate", "take another one")
        self.streams.append(FakeStream(device, rate, channels, receiver))
        return self.stream

    def interrupt(self) -> None:
        self.interrupted = True

    def speak(self, start: float, sound: Block, *, rate: int = 16_000) -> float:
        """Plan that the stream open then delivers `[frames, channels]` from `start` on; when that ends."""
        size = int(rate * BLOCK_SECONDS)
        for number, begin in enumerate(range(0, len(sound), size)):
            block = sound[begin : begin + size]
            self._clock.at(start + (number + 1) * BLOCK_SECONDS, partial(self.feed, block))
        return start + len(sound) / rate

    def feed(self, block: Block, *, overflowed: bool = False) -> None:
        """Deliver through the stream that is open now."""
        self.stream.feed(block, overflowed=overflowed)

    def end(self) -> None:
        """Let the stream that is open now end by itself."""
        self.stream.receiver.end()

    def lose(self) -> None:
        """Pull the plug of everything."""
        self.plugged.clear()
        self.end()


def tone(seconds: float, *, rate: int = 16_000, channels: int = 1, hertz: float = 440.0) -> Block:
    """A sine at half of full scale on every channel, `[frames, channels]`."""
    mono = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.repeat(mono[:, None], channels, axis=1).astype(np.float32)
