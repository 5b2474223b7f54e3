"""What the microphone needs of the sound system; `PortAudio` is the one in use, tests bring their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.audio.converter import Block


@dataclass(frozen=True, slots=True)
class MicrophoneInfo:
    """One input device as the sound system lists it."""

    index: int
    """Its place in the list; changes when devices come and go."""
    name: str
    host_api: str
    """The system it was found through: ALSA, Core Audio, Windows WASAPI ..."""
    channels: int
    """The most it can record at once."""
    default_rate: int
    """Hz, the rate it prefers."""
    is_default: bool
    """The system's choice."""


class Receiver(Protocol):
    """Where a stream delivers, on a thread of the sound system: both methods return at once."""

    def put(self, block: Block, overflowed: bool) -> None:
        """Take `[frames, channels]`; `overflowed` says that the system dropped sound before it."""
        ...

    def end(self) -> None:
        """The stream has stopped by itself and delivers nothing more."""
        ...


class InputStream(Protocol):
    """An input device that is recording."""

    def close(self) -> None:
        """Stop and let go of the device; returns in bounded time, harmless when repeated."""
        ...


class Backend(Protocol):
    """The sound system. Every call returns in bounded time."""

    def devices(self) -> tuple[MicrophoneInfo, ...]:
        """All input devices, maybe none; `AudioError` when the sound system is missing or does not answer."""
        ...

    def rescan(self) -> None:
        """Look for devices that came or went since the last look; raises what `devices` raises."""
        ...

    def open(self, device: MicrophoneInfo, rate: int, channels: int, receiver: Receiver) -> InputStream:
        """Record from `device` at `rate` Hz into `receiver`.

        Raises `DeviceFailed` when the device does not open, or not in this format, and `AudioError` when the
        sound system does not answer.
        """
        ...

    def interrupt(self) -> None:
        """Make calls in progress and later ones give up with an `AudioError`; from any thread, for good."""
        ...
