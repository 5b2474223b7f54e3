"""Work in the background, and where what it leaves behind is thrown away."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from assistant.errors import HomeError, NoMicrophone
from tests.ui.conftest import PATIENCE, until
from ui.garbage import Garbage
from ui.tasks import Report, Tasks


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    found = Tasks()
    yield found
    found.close()


def on_another_thread(what: object) -> None:
    thread = threading.Thread(target=what)  # type: ignore[arg-type]  # a test's own
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_the_result_comes_on_this_thread(tasks: Tasks) -> None:
    threads: list[threading.Thread] = []
    shares: list[float] = []

    def work(report: Report) -> int:
        threads.append(threading.current_thread())
        report(0.5)
        return 3

    def done(result: int) -> None:
        assert result == 3
        threads.append(threading.current_thread())

    tasks.run(work, done, progress=shares.append)
    assert not tasks.is_idle
    until(lambda: tasks.is_idle)
    assert threads[0] is not threads[1] is threading.main_thread()
    assert shares == [0.5]


def test_a_failure_is_told_and_a_cancelled_task_tells_nothing(tasks: Tasks) -> None:
    failures: list[Exception] = []
    begun, go = threading.Event(), threading.Event()

    def fail(_: Report) -> None:
        raise NoMicrophone("There is none", "Plug one in")

    def wait(report: Report) -> None:
        begun.set()
        go.wait(PATIENCE)
        report(0.5)

    def wrong(_: object) -> None:
        failures.append(AssertionError("told"))

    tasks.run(fail, wrong, failures.append)
    cancelled = tasks.run(wait, wrong, wrong, wrong)
    until(begun.is_set)
    cancelled.cancel()
    go.set()
    until(lambda: tasks.is_idle)
    assert [type(one) for one in failures] == [NoMicrophone]


def test_what_a_task_held_ends_on_this_thread(tasks: Tasks) -> None:
    """A page that was replaced meanwhile is held by its task alone."""
    ended: list[threading.Thread] = []
    go = threading.Event()

    def begin() -> None:
        page = QWidget()
        weakref.finalize(page, lambda: ended.append(threading.current_thread()))

        def work(_: Report) -> str:
            go.wait(PATIENCE)
            return page.objectName()

        tasks.run(work, lambda _: page.update())

    begin()
    assert not ended
    go.set()
    until(lambda: ended)
    assert ended == [threading.main_thread()]


def test_widgets_in_a_circle_end_on_this_thread(garbage: Garbage) -> None:
    """Python would collect them on the thread that allocates much: the recogniser's."""
    ended: list[threading.Thread] = []
    widget = QWidget()
    widget.circle = widget  # type: ignore[attr-defined]
    weakref.finalize(widget, lambda: ended.append(threading.current_thread()))
    del widget
    on_another_thread(lambda: [[n] for n in range(200_000)])
    assert not ended
    for _ in range(200):  # as often as a timer would
        kept = [[n] for n in range(1000)]
        garbage.look()
        del kept
        if ended:
            break
    assert ended == [threading.main_thread()]


def test_a_widget_that_was_closed_meanwhile_is_told_nothing(tasks: Tasks, qapp: QApplication) -> None:
    told: list[object] = []

    class Screen(QLabel):
        def hear(self, result: object) -> None:
            told.append(result)

    def fail(_: object) -> None:
        raise HomeError("down")

    screen, over = Screen(), threading.Event()
    tasks.run(lambda _: over.wait(PATIENCE), screen.hear)
    tasks.run(fail, told.append, screen.hear)
    tasks.run(lambda _: None, told.append, owner=screen)
    screen.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    over.set()
    until(lambda: tasks.is_idle)
    assert told == []
