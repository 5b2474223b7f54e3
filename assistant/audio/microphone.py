"""A microphone of any format, that stays across loss and return of the device or the sound server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from assistant.audio.backend import Backend, MicrophoneInfo
from assistant.audio.capture import Capture, open_capture
from assistant.audio.clock import Clock, SystemClock
from assistant.audio.devices import choose, find_again
from assistant.audio.portaudio import PortAudio
from assistant.audio.source import Chunker
from assistant.errors import AudioError
from assistant.events import DeviceBack, DeviceLost, Event
from assistant.types import AudioChunk

FIRST_PAUSE = 0.5
"""Seconds before the first attempt to open a lost device again; each later pause is twice as long."""

LONGEST_PAUSE = 10.0

_log = logging.getLogger(__name__)


class Microphone:
    """The microphone as an endless source of sound.

    `device` is a name, a part of one, an index, or None for whatever the system's default is at each opening.
    When the device ends or delivers nothing any more, `on_event` gets one `DeviceLost`; then opening is tried
    after 0.5 s, 1 s, 2 s ... 10 s, and when sound comes again `on_event` gets one `DeviceBack`. The iteration
    just continues. Events are delivered on the iterating thread.
    """

    def __init__(
        self,
        device: str | int | None,
        on_event: Callable[[Event], None],
        *,
        backend: Backend | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._wanted = device
        self._on_event = on_event
        self._backend = backend or PortAudio()
        self._clock = clock or SystemClock()
        self._chunker = Chunker()
        self._condition = threading.Condition()
        """Guards `_closed` and `_capture`, which `close` changes from other threads."""
        self._closed = False
        self._capture: Capture | None = None
        self._known: MicrophoneInfo | None = None
        self._past_overruns = 0
        self._past_repaired = 0
        self._lost_at: float | None = None
        self._pause = FIRST_PAUSE

    @property
    def name(self) -> str:
        """The device's own name once it was opened."""
        if self._known is not None:
            return self._known.name
        return "default microphone" if self._wanted is None else str(self._wanted)

    @property
    def overruns(self) -> int:
        """How many times so far sound was dropped because nobody fetched it in time."""
        capture = self._capture
        return self._past_overruns + (capture.inbox.overruns if capture else 0)

    @property
    def repaired(self) -> int:
        """Samples so far that were not numbers and were replaced by silence."""
        capture = self._capture
        return self._past_repaired + (capture.converter.repaired if capture else 0)

    def __enter__(self) -> Self:
        """Open the device.

        Raises `NoMicrophone` when there is none, or not the one asked for, `DeviceFailed` when it cannot be
        opened, and `AudioError` when PortAudio is missing or does not answer.
        """
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[AudioChunk]:
        """Yield what is said from now on, until `close`."""
        first = self._capture
        if first is None and not self._closed:
            raise RuntimeError("a Microphone is iterated inside its `with` block")
        if first is not None:
            first.inbox.clear()  # said before anybody listened
        while (capture := self._capture) is not None:
            samples = capture.read()
            if samples is None:
                self._recover(capture)
                continue
            self._heard()
            for chunk in self._chunker.push(samples, self.overruns):
                if self._closed:
                    return
                yield chunk

    def close(self) -> None:
        """End the iteration and let go of the device, in bounded time, from any thread and for good."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._backend.interrupt()
        self._release()

    def _open(self) -> None:
        devices = self._backend.devices()
        if isinstance(self._wanted, int) and self._known is not None:
            device = find_again(self._known, devices)
        else:
            device = choose(self._wanted, devices)
        capture = open_capture(self._backend, device, self._clock)
        with self._condition:
            if not self._closed:
                self._capture, self._known = capture, device
                return
        capture.close()

    def _release(self) -> None:
        with self._condition:
            capture, self._capture = self._capture, None
            if capture is not None:
                self._past_overruns += capture.inbox.overruns
                self._past_repaired += capture.converter.repaired
        if capture is not None:
            capture.close()

    def _recover(self, lost: Capture) -> None:
        """Announce the loss once, and try to open the device again until it works or `close` is called."""
        if self._closed:
            return
        if self._lost_at is None:
            self._lost_at = lost.inbox.last
            message = f"The microphone {self.name!r} went away; it is used again as soon as it is back"
            self._on_event(DeviceLost(device=self.name, message=message))
        self._release()
        while self._sleep(self._pause):
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            try:
                self._backend.rescan()
                self._open()
            except AudioError as error:  # announced already; the log has what each attempt said
                _log.debug("the microphone is still away: %s", error)
            else:
                return

    def _heard(self) -> None:
        """Announce the return once: when there is sound again, as some devices open and deliver nothing."""
        if self._lost_at is not None:
            away = self._clock.now() - self._lost_at
            self._lost_at, self._pause = None, FIRST_PAUSE
            self._on_event(DeviceBack(device=self.name, seconds_away=away))

    def _sleep(self, seconds: float) -> bool:
        """Wait; whether the microphone is still wanted then."""
        until = self._clock.now() + seconds
        with self._condition:
            while not self._closed and (left := until - self._clock.now()) > 0:
                self._clock.wait(self._condition, left)
            return not self._closed
