"""The headless runner's edges: events as JSON lines, signals, and systemd's readiness."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from typing import TextIO

from assistant.events import Event, Level, to_json


class JsonLog:
    """A subscriber that writes one JSON object a line."""

    def __init__(self, file: TextIO, *, levels: bool = False) -> None:
        self._file = file
        self._levels = levels

    def __call__(self, event: Event) -> None:
        """Write one event at once; a reader that went away ends the program as a pipe's end does."""
        if isinstance(event, Level) and not self._levels:
            return
        self._file.write(to_json(event) + "\n")
        self._file.flush()


def stop_on_signals(stop: Callable[[], None]) -> None:
    """Let SIGTERM end the listening in an orderly way, as systemd asks for it."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop())


def notify_ready() -> bool:
    """Tell systemd (`Type=notify`) that the service listens; whether there was somebody to tell."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
        connection.connect("\0" + address[1:] if address.startswith("@") else address)
        connection.send(b"READY=1")
    return True
