"""What is used of the module sounddevice, which brings no types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypedDict


class DeviceEntry(TypedDict):
    """One entry of ``sounddevice.query_devices()``."""

    index: int
    name: str
    hostapi: int
    max_input_channels: int
    default_samplerate: float


class HostApiEntry(TypedDict):
    """One entry of ``sounddevice.query_hostapis()``."""

    name: str


class Flags(Protocol):
    """``sounddevice.CallbackFlags``."""

    @property
    def input_overflow(self) -> bool:
        """Sound before this block was dropped."""
        ...


class Defaults(Protocol):
    """``sounddevice.default``."""

    @property
    def device(self) -> Sequence[int]:
        """Indices of the default input and output; -1 is none."""
        ...


class RawStream(Protocol):
    """``sounddevice.InputStream``."""

    def start(self) -> None:
        """Begin to record; raises `SoundDevice.PortAudioError`."""
        ...

    def abort(self) -> None:
        """Stop without waiting for what is under way; raises nothing."""
        ...

    def close(self) -> None:
        """Let go of the device; raises nothing."""
        ...


class SoundDevice(Protocol):
    """The module itself."""

    PortAudioError: type[Exception]
    InputStream: Callable[..., RawStream]
    default: Defaults
    _initialized: int

    def query_devices(self) -> Sequence[DeviceEntry]:
        """All devices; raises `PortAudioError`."""
        ...

    def query_hostapis(self) -> Sequence[HostApiEntry]:
        """All host APIs; raises `PortAudioError`."""
        ...

    def _initialize(self) -> None: ...

    def _terminate(self) -> None: ...

    def _exit_handler(self) -> None: ...
