"""Time and waiting, so that tests of back-off and time-outs need none of either."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """What the sources need of time."""

    def now(self) -> float:
        """Seconds that only grow."""
        ...

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on `condition`, held by the caller, until it is notified or `seconds` are over."""
        ...


class SystemClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on `condition`, held by the caller, until it is notified or `seconds` are over."""
        condition.wait(seconds)
