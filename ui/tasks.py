"""Work in the background: what to do, what then, and what if not. Widgets never touch threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from assistant.errors import InglenookError

Result = TypeVar("Result")
Report = Callable[[float], None]
"""Tells the progress, 0 to 1; raises `Cancelled` where the task is not wanted any more."""


class Cancelled(Exception):
    """The task's result is not wanted any more."""


@dataclass(eq=False)
class Task:
    """One piece of work that was begun, with what is to be called on the GUI thread."""

    work: Callable[[Report], Any] | None
    done: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None = None
    progress: Callable[[float], object] | None = None
    owner: QObject | None = None
    _cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits for it."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Forget about it: neither success nor failure is told."""
        self._cancelled.set()

    def is_told_to_none(self, call: Callable[..., object] | None) -> bool:
        """Whether the widget that `call` is for was closed meanwhile."""
        owners = (self.owner, getattr(call, "__self__", None))
        return any(isinstance(owner, QObject) and not isValid(owner) for owner in owners)

    def drop(self) -> None:
        """Let go of the calls, which hold widgets: on the GUI thread, as a widget must not end on another."""
        self.work = self.done = self.failed = self.progress = self.owner = None


@dataclass(frozen=True)
class _Progress:
    share: float


@dataclass(frozen=True)
class _Ended:
    result: object = None
    error: Exception | None = None


class Tasks(QObject):
    """A few threads; results come back on the GUI thread, in the order in which the work ended."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(2, "task")
        self._begun: list[Task] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether all that was begun has ended and been told."""
        return not self._begun

    def run(
        self,
        work: Callable[[Report], Result],
        done: Callable[[Result], object],
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[float], object] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Do `work` on another thread, then `done` (or `failed`) here.

        Nothing is told to a widget that was closed meanwhile: the one whose method a call is, or the `owner`, which
        calls that are no methods need.

        `failed` gets `InglenookError` and `OSError`; anything else is a fault of the program and is raised on the
        GUI thread.
        """
        task = Task(work, done, failed, progress, owner)
        self._begun.append(task)
        self._pool.submit(self._work, task)
        return task

    def close(self) -> None:
        """Forget all work, and wait for what cannot be interrupted."""
        for task in self._begun:
            task.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for task in self._begun:
            task.drop()
        self._begun = []

    def _work(self, task: Task) -> None:
        def report(share: float) -> None:
            if task.is_cancelled:
                raise Cancelled
            self._arrived.emit((task, _Progress(share)))

        ended = _Ended()
        if task.work is not None and not task.is_cancelled:
            try:
                ended = _Ended(task.work(report))
            except Cancelled:
                task.cancel()
            except (InglenookError, OSError) as error:
                ended = _Ended(error=error.with_traceback(None))  # its frames hold widgets too
            except Exception as error:  # noqa: BLE001 - carried to the GUI thread, whatever it is
                ended = _Ended(error=error)
        self._arrived.emit((task, ended))

    def _deliver(self, arrived: tuple[Task, _Progress | _Ended]) -> None:
        task, what = arrived
        if isinstance(what, _Progress):
            if (
                task.progress is not None
                and not task.is_cancelled
                and not task.is_told_to_none(task.progress)
            ):
                task.progress(what.share)
            return
        done = None if task.is_told_to_none(task.done) else task.done
        failed = None if task.is_told_to_none(task.failed) else task.failed
        task.drop()
        if task in self._begun:
            self._begun.remove(task)
        if task.is_cancelled:
            return
        if what.error is None:
            if done is not None:
                done(what.result)
        elif not isinstance(what.error, InglenookError | OSError):
            raise what.error
        elif failed is not None:
            failed(what.error)
