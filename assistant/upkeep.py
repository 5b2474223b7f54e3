"""What has to be done from time to time while somebody listens, whether or not there is sound."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

JOIN_SECONDS = 2.0
"""How long the end waits for a call in progress; what takes longer ends with the program."""


class Upkeep:
    """Calls each function again and again on a thread of its own, inside its `with` block.

    `tasks` are pairs of seconds between two calls and what to call. An error ends the thread, is handed to `failed`
    on that thread, and is raised anew when the block is left without another error.
    """

    def __init__(
        self, *tasks: tuple[float, Callable[[], object]], failed: Callable[[], object], name: str = "upkeep"
    ) -> None:
        self._tasks = tasks
        self._failed = failed
        self._over = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(JOIN_SECONDS)
        if self._error is not None and error is None:
            raise self._error

    def _run(self) -> None:
        due = [time.monotonic() + seconds for seconds, _ in self._tasks]
        while not self._over.wait(max(0.0, min(due) - time.monotonic())):
            try:
                for number, (seconds, task) in enumerate(self._tasks):
                    if due[number] <= time.monotonic():
                        task()
                        due[number] = time.monotonic() + seconds
            except Exception as failure:  # noqa: BLE001 - carried to whoever entered the block
                self._error = failure
                self._failed()
                return
