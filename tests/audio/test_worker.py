from __future__ import annotations

import queue
import threading

import pytest

from assistant.audio.worker import GaveUp, Worker


def test_results_and_errors_come_back() -> None:
    worker = Worker("test")
    assert worker.call(lambda: 6 * 7, 60) == 42
    assert worker.call(lambda: threading.current_thread().name, 60) == "test"
    with pytest.raises(ZeroDivisionError):
        worker.call(lambda: 1 // 0, 60)

    def time_out() -> None:
        raise TimeoutError("the function's own")

    with pytest.raises(TimeoutError, match="own"):
        worker.call(time_out, 60)


def test_a_late_result_is_handed_over() -> None:
    worker = Worker("test")
    gate = threading.Event()
    late: queue.Queue[tuple[int, str]] = queue.Queue()

    def slow() -> int:
        gate.wait()
        return 7

    with pytest.raises(GaveUp):
        worker.call(slow, 0.1, too_late=lambda n: late.put((n, threading.current_thread().name)))
    gate.set()
    assert late.get(timeout=60) == (7, "test")


def test_a_call_given_up_before_its_turn_is_never_made() -> None:
    worker = Worker("test")
    gate = threading.Event()
    made: list[str] = []
    with pytest.raises(GaveUp):
        worker.call(gate.wait, 0.1)
    with pytest.raises(GaveUp):
        worker.call(lambda: made.append("second"), 0.1)
    gate.set()
    worker.call(lambda: made.append("third"), 60)
    assert made == ["third"]


def test_a_late_error_and_a_failing_disposal_leave_the_worker_alive() -> None:
    worker = Worker("test")
    gate = threading.Event()

    def fail_late() -> None:
        gate.wait()
        raise OSError("late")

    def fail(result: object) -> None:
        raise OSError(f"cannot dispose of {result}")

    with pytest.raises(GaveUp):
        worker.call(fail_late, 0.1, too_late=lambda _: None)
    with pytest.raises(GaveUp):
        worker.call(gate.wait, 0.1, too_late=fail)
    gate.set()
    assert worker.call(lambda: "alive", 60) == "alive"


def test_an_interrupted_caller_gives_up() -> None:
    worker = Worker("test")
    gate, stop = threading.Event(), threading.Event()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(GaveUp):
        worker.call(gate.wait, 10_000, interrupted=stop.is_set)
    gate.set()
