"""The headless runner's edges: events as JSON lines, signals, and what systemd wants to know."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self, TextIO

from assistant.events import Event, Level, Ready, to_json


class JsonLog:
    """A subscriber that writes one JSON object a line, from any thread."""

    def __init__(self, file: TextIO, *, levels: bool = False) -> None:
        self._file = file
        self._levels = levels
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        """Write one event at once; a reader that went away ends the program as a pipe's end does."""
        if isinstance(event, Level) and not self._levels:
            return
        line = to_json(event) + "\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()


class StopSignals:
    """Lets Ctrl-C (SIGINT) and SIGTERM end the listening in an orderly way, inside its `with` block.

    The first one calls `stop` on a thread of its own, since a handler may interrupt any line; a second one raises
    KeyboardInterrupt, for when stopping takes too long. To be entered on the main thread.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._before: dict[signal.Signals, Any] = {}
        self.received: signal.Signals | None = None
        """The first of them that came."""

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if self.received is not None:
            raise KeyboardInterrupt
        self.received = signal.Signals(number)
        threading.Thread(target=self._stop, name="stop", daemon=True).start()


def notify_systemd(event: Event) -> None:
    """A subscriber that tells systemd (`Type=notify`) when the service listens, where there is somebody to tell."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address or not isinstance(event, Ready):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
        connection.connect("\0" + address[1:] if address.startswith("@") else address)
        connection.send(b"READY=1")
