"""Work beside the listening."""

from __future__ import annotations

import threading

import pytest

from assistant.upkeep import Upkeep
from tests.script import wait_until


def test_each_task_is_called_again_and_again_until_the_end() -> None:
    often: list[str] = []
    seldom: list[str] = []
    tasks = (
        (0.001, lambda: often.append(threading.current_thread().name)),
        (3600.0, lambda: seldom.append("")),
    )
    with Upkeep(*tasks, failed=lambda: None):
        wait_until(lambda: len(often) >= 3)
    count = len(often)
    assert set(often) == {"upkeep"}
    assert seldom == []
    assert "upkeep" not in [thread.name for thread in threading.enumerate()]
    assert len(often) == count


def broken() -> None:
    raise ValueError("broken")


def test_an_error_is_told_at_once_and_raised_at_the_end() -> None:
    failed = threading.Event()
    with pytest.raises(ValueError, match="broken"), Upkeep((0.001, broken), failed=failed.set):
        wait_until(failed.is_set)


def test_an_error_of_the_block_itself_comes_first() -> None:
    failed = threading.Event()

    def work() -> None:
        with Upkeep((0.001, broken), failed=failed.set):
            wait_until(failed.is_set)
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        work()
