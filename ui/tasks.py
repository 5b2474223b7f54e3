"""Work in the background: what to do, what then, and what if not. Widgets never touch threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from assistant.errors import InglenookError

Result = TypeVar("Result")
Report = Callable[[float], None]
"""Tells the progress, 0 to 1; raises `Cancelled` where the task is not wanted any more."""


class Cancelled(Exception):
    """The task's result is not wanted any more."""


class Task:
    """One piece of work that was begun."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits for it."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Forget about it: neither success nor failure is told."""
        self._cancelled.set()


class Tasks(QObject):
    """A few threads; results come back on the GUI thread, in the order in which the work ended."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(2, "task")
        self._begun: list[Task] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Report], Result],
        done: Callable[[Result], object],
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Task:
        """Do `work` on another thread, then `done` (or `failed`) here.

        `failed` gets `InglenookError` and `OSError`; anything else is a fault of the program and is raised on the
        GUI thread.
        """
        task = Task()
        self._begun = [task, *(one for one in self._begun if not one.is_cancelled)]

        def report(share: float) -> None:
            if task.is_cancelled:
                raise Cancelled
            if progress is not None:
                self._post(task, lambda: progress(share))

        def whole() -> None:
            if task.is_cancelled:
                return
            try:
                result = work(report)
            except Cancelled:
                return
            except (InglenookError, OSError) as error:
                expected = error
                self._post(task, lambda: (failed or _ignore)(expected))
            except Exception as error:  # noqa: BLE001 - carried to the GUI thread, whatever it is
                fault = error
                self._post(task, lambda: _raise(fault))
            else:
                self._post(task, lambda: done(result))

        self._pool.submit(whole)
        return task

    def close(self) -> None:
        """Forget all work, and wait for what cannot be interrupted."""
        for task in self._begun:
            task.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _post(self, task: Task, call: Callable[[], object]) -> None:
        if not task.is_cancelled:
            self._arrived.emit((task, call))

    def _deliver(self, arrived: tuple[Task, Callable[[], object]]) -> None:
        task, call = arrived
        if not task.is_cancelled:
            call()


def _ignore(_: Exception) -> None:
    pass


def _raise(fault: Exception) -> None:
    raise fault
