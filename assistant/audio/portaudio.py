"""The sound system in use: PortAudio through sounddevice, never waited for without a limit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from assistant.audio.backend import InputStream, MicrophoneInfo, Receiver
from assistant.audio.converter import Block
from assistant.audio.library import CLOSE_SECONDS, Library, shared_library
from assistant.audio.sounddevice_types import Flags, RawStream, SoundDevice
from assistant.audio.worker import GaveUp
from assistant.errors import AudioError, DeviceFailed

CALL_SECONDS = 10.0
"""Limit for opening and listing; a Bluetooth headset that changes its profile takes several seconds."""

BLOCK_SECONDS = 0.04
"""Sound per callback: 25 wake-ups a second cost nothing and add at most half a chunk of delay."""

Result = TypeVar("Result")


class PortAudio:
    """The `Backend` in use. Instances share the library; `interrupt` concerns only its own instance."""

    def __init__(self, library: Library | None = None, *, call_seconds: float = CALL_SECONDS) -> None:
        self._library = library or shared_library()
        self._call_seconds = call_seconds
        self._interrupted = False

    def devices(self) -> tuple[MicrophoneInfo, ...]:
        """All input devices of all host APIs, in PortAudio's order.

        Raises `AudioError` when PortAudio is not installed or does not answer.
        """
        return self._call(_list_inputs)

    def rescan(self) -> None:
        """See devices that came since; not while another microphone of this process is open.

        Raises `AudioError` when PortAudio is not installed or does not answer.
        """
        self._call(lambda _: self._library.restart())

    def open(self, device: MicrophoneInfo, rate: int, channels: int, receiver: Receiver) -> InputStream:
        """Record float32 from `device` at `rate` Hz into `receiver`.

        Raises `DeviceFailed` when the device does not open, or not in this format, and `AudioError` when
        PortAudio does not answer.
        """

        def deliver(block: Block, _frames: int, _time: object, flags: Flags) -> None:
            receiver.put(block.copy(), bool(flags.input_overflow))  # PortAudio uses the buffer again

        def start(sounddevice: SoundDevice) -> RawStream:
            stream = sounddevice.InputStream(
                device=device.index,
                samplerate=rate,
                channels=channels,
                dtype="float32",
                blocksize=round(rate * BLOCK_SECONDS),
                callback=deliver,
                finished_callback=receiver.end,
            )
            return self._library.start(stream)

        return _Stream(self._library, self._call(start, too_late=self._library.close))

    def interrupt(self) -> None:
        """Make calls in progress and later ones give up with an `AudioError`."""
        self._interrupted = True

    def _call(
        self, function: Callable[[SoundDevice], Result], *, too_late: Callable[[Result], None] | None = None
    ) -> Result:
        def guarded() -> Result:
            sounddevice = self._library.module()
            try:
                return function(sounddevice)
            except sounddevice.PortAudioError as error:
                raise DeviceFailed(
                    f"PortAudio says: {error}",
                    "Plug the microphone in again, end other programs that use it, or choose another one "
                    "(inglenook devices)",
                ) from error

        try:
            return self._library.worker.call(
                guarded, self._call_seconds, interrupted=lambda: self._interrupted, too_late=too_late
            )
        except GaveUp as error:
            if self._interrupted:
                raise AudioError("The microphone was closed while it was being opened") from error
            raise AudioError(
                f"The sound system did not answer for {self._call_seconds:g} seconds",
                "Restart the sound server (systemctl --user restart pipewire pulseaudio) or the computer",
            ) from error


class _Stream:
    """One open stream of `PortAudio`."""

    def __init__(self, library: Library, stream: RawStream) -> None:
        self._library = library
        self._stream = stream

    def close(self) -> None:
        """Let go of the device, or of waiting for that after `CLOSE_SECONDS`.

        A sound server that hangs holds the call until it dies or wakes up; the library's thread waits for it,
        and later calls wait behind it.
        """
        with contextlib.suppress(GaveUp):  # the library's thread finishes it as soon as that is possible
            self._library.worker.call(lambda: self._library.close(self._stream), CLOSE_SECONDS)


def _list_inputs(sounddevice: SoundDevice) -> tuple[MicrophoneInfo, ...]:
    host_apis = [api["name"] for api in sounddevice.query_hostapis()]
    default = sounddevice.default.device[0]
    return tuple(
        MicrophoneInfo(
            index=device["index"],
            name=device["name"],
            host_api=host_apis[device["hostapi"]],
            channels=device["max_input_channels"],
            default_rate=round(device["default_samplerate"]),
            is_default=device["index"] == default,
        )
        for device in sounddevice.query_devices()
        if device["max_input_channels"] > 0
    )
