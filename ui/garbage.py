"""Python's cycle collector on the GUI thread only.

It runs on whichever thread happens to allocate. Where that is the recogniser's, it would destroy widgets there: timers
that "cannot be stopped from another thread", a deadlock between Qt's locks and Python's, now and then a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1000


class Garbage(QObject):
    """Collects on the thread it lives on, as often as Python would; `close` gives the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due; an old one costs some milliseconds, and is due seldom."""
        due = (
            generation
            for generation, (count, most) in enumerate(zip(gc.get_count(), self._thresholds, strict=True))
            if count > most
        )
        oldest = max(due, default=None)
        if oldest is not None:
            gc.collect(oldest)

    def close(self) -> None:
        """Collect once more, here, and let Python do it again."""
        self._timer.stop()
        gc.collect()
        gc.enable()
