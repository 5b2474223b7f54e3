"""A daemon thread for a library whose calls may block for ever."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")

_LOOK_SECONDS = 0.05
"""How often a waiting caller looks whether it was interrupted."""


class GaveUp(Exception):
    """The caller waited long enough, or was interrupted; the call may still be running."""


class Worker:
    """Makes calls one after the other on one thread of its own, and lets callers give up on them.

    A library that is not thread-safe is safe behind it, and a call that hangs costs its caller bounded time.
    The calls behind a hung one wait, and are not made when their callers gave up before. The thread is a
    daemon (`ThreadPoolExecutor`'s is not: a hung call would keep the program from ending).
    """

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def call(
        self,
        function: Callable[[], Result],
        seconds: float,
        *,
        interrupted: Callable[[], bool] = lambda: False,
        too_late: Callable[[Result], None] | None = None,
    ) -> Result:
        """What `function()` returns or raises on the worker's thread.

        `too_late` receives, on that thread, a result that came after its caller had given up.

        Raises `GaveUp` when there is no answer within `seconds`, or `interrupted()` becomes true.
        """
        future: Future[Result] = Future()
        self._jobs.put(lambda: _fulfil(future, function))
        deadline = time.monotonic() + seconds
        while not future.done():
            left = deadline - time.monotonic()
            if left <= 0 or interrupted():
                self._abandon(future, too_late)
                raise GaveUp
            try:
                return future.result(timeout=min(_LOOK_SECONDS, left))
            except TimeoutError:
                continue
        return future.result()

    def _abandon(self, future: Future[Result], too_late: Callable[[Result], None] | None) -> None:
        if future.cancel() or too_late is None:
            return
        dispose = too_late

        def hand_over(late: Future[Result]) -> None:
            if late.exception() is None:
                self._jobs.put(lambda: _fulfil(Future(), lambda: dispose(late.result())))

        future.add_done_callback(hand_over)

    def _run(self) -> None:
        while True:
            self._jobs.get()()


def _fulfil(future: Future[Result], function: Callable[[], Result]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = function()
    except BaseException as error:  # noqa: BLE001 - carried to the caller, whatever it is
        future.set_exception(error)
    else:
        future.set_result(result)
