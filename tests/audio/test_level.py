from __future__ import annotations

import numpy as np
import pytest

from assistant.audio.level import level_of, measure
from assistant.types import AudioChunk
from tests.audio.fakes import tone


@pytest.mark.parametrize(
    "samples", [np.zeros(1_280, np.float32), np.empty(0, np.float32)], ids=["zeros", "none"]
)
def test_silence(samples: np.ndarray) -> None:
    assert measure(samples) == (-120.0, 0.0)


def test_levels_are_relative_to_full_scale() -> None:
    square = np.tile(np.array([1.0, -1.0], np.float32), 640)
    rms_db, peak = measure(square)
    assert rms_db == pytest.approx(0.0)
    assert peak == 1.0
    rms_db, peak = measure(tone(1.0)[:, 0])
    assert rms_db == pytest.approx(-9.03, abs=0.01)  # half scale is -6.02, a sine another -3.01
    assert peak == pytest.approx(0.5, abs=0.001)


def test_what_is_below_the_floor_is_the_floor() -> None:
    rms_db, peak = measure(np.full(1_280, 1e-9, np.float32))
    assert rms_db == -120.0
    assert peak > 0.0


def test_the_event_carries_the_overruns() -> None:
    event = level_of(AudioChunk(samples=np.full(1_280, -0.5, np.float32), start=1.0, overruns=3))
    assert (event.kind, event.peak, event.overruns) == ("level", 0.5, 3)
    assert event.rms_db == pytest.approx(-6.02, abs=0.01)
