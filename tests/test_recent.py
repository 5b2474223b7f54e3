"""The sound of the last seconds."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.recent import RecentSound
from assistant.types import Samples


def ramp(start: int, count: int) -> Samples:
    return np.arange(start, start + count, dtype=np.float32)


@pytest.mark.parametrize("piece", [160, 1_280, 50_000])
def test_the_newest_is_kept_and_the_oldest_forgotten(piece: int) -> None:
    recent = RecentSound(2.0)
    for start in range(0, 100_000, piece):
        recent.push(ramp(start, piece))
        assert sum(map(len, recent._pieces)) < 32_000 + piece
    end = recent._pieces[-1][-1] + 1
    np.testing.assert_array_equal(recent.last(0.5), ramp(int(end) - 8_000, 8_000))
    np.testing.assert_array_equal(recent.last(2.0), ramp(int(end) - 32_000, 32_000))


def test_as_much_as_there_is() -> None:
    recent = RecentSound(2.0)
    assert len(recent.last(1.0)) == 0
    recent.push(ramp(0, 100))
    np.testing.assert_array_equal(recent.last(1.0), ramp(0, 100))
    assert len(recent.last(0.0)) == 0


def test_where_nothing_is_wanted_nothing_is_kept() -> None:
    recent = RecentSound(0.0)
    recent.push(ramp(0, 100))
    assert len(recent.last(1.0)) == 0
