"""Phones without a grammar: the best path against all paths, what is chosen on speech, and its place in a file."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import Frames
from models.calibration import free_loop as calibration
from models.data.manifest import Clip
from models.evaluation.bench import Heard
from models.evaluation.free_loop import ENTRY, FreeLoop, as_metadata, from_metadata


def collapsed(path: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(phone for phone, _ in itertools.groupby(path) if phone)


def score(path: tuple[int, ...], rows: np.ndarray, loop: FreeLoop) -> float:
    acoustic = sum(rows[frame, phone] for frame, phone in enumerate(path)) - loop.penalty * path.count(0)
    said = (0, *collapsed(path))
    return float(acoustic + loop.power * sum(loop.follows[a, b] for a, b in itertools.pairwise(said)))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("power", "penalty"), [(0.0, 0.0), (0.5, 1.0), (1.0, -0.5)])
def test_the_best_path_is_found(seed: int, power: float, penalty: float) -> None:
    rng = np.random.default_rng(seed)
    rows = np.log(rng.dirichlet(np.full(4, 0.5), 6) + 1e-6).astype(np.float32)
    loop = FreeLoop(np.log(rng.dirichlet(np.ones(4), 4)).astype(np.float32), power, penalty)
    best = max(itertools.product(range(4), repeat=6), key=lambda path: score(path, rows, loop))
    assert tuple(loop.phones(rows)) == collapsed(best)


def test_a_phone_is_said_twice_with_blank_between() -> None:
    rows = np.full((7, 3), -9.0, np.float32)
    rows[[0, 1, 3, 5, 6], [0, 1, 0, 1, 0]] = 0.0
    rows[[2, 4], 0] = -0.1
    loop = FreeLoop(np.full((3, 3), -1.0, np.float32), 0.5, 0.0)
    assert loop.phones(rows) == [1, 1]
    assert loop.phones(rows[:0]) == []
    assert loop.phones(rows, np.array([True, False, True])) == []


def test_a_bigram_decides_what_sounds_alike() -> None:
    rows = np.log(np.array([[0.1, 0.8, 0.05, 0.05], [0.1, 0.05, 0.44, 0.41]], np.float32))
    follows = np.log(
        np.array([[0.0, 0.4, 0.3, 0.3], [0.0, 0.1, 0.1, 0.8]] + 2 * [[0.0, 0.4, 0.3, 0.3]]) + 1e-6
    )
    assert FreeLoop(follows.astype(np.float32), 0.0, 0.0).phones(rows) == [1, 2]
    assert FreeLoop(follows.astype(np.float32), 0.5, 0.0).phones(rows) == [1, 3]


def test_it_travels_in_metadata() -> None:
    rng = np.random.default_rng(2)
    follows = np.log(rng.dirichlet(np.ones(98), 98)).astype(np.float32)
    stored = as_metadata(FreeLoop(follows, 0.5, 1.0))
    assert len(stored) < 13_000
    again = from_metadata({ENTRY: stored}, 98)
    assert again is not None
    assert (again.power, again.penalty) == (0.5, 1.0)
    assert np.abs(again.follows - np.maximum(follows, -255 / 16)).max() <= 1 / 32 + 1e-6
    assert from_metadata({}, 98) is None


def test_power_and_penalty_are_those_with_the_fewest_errors(tmp_path: Path) -> None:
    facts = AcousticModel(Path("models/released/inglenook.onnx")).facts
    (tmp_path / "an4.jsonl").write_text(
        '{"file": "a", "start": 0, "frames": 9, "text": "yes no yes", "split": "train", "language": "en"}\n'
    )
    said = calibration.said(Pronouncer(), "yes", "en", facts.columns)
    assert said
    rows = np.full((3 * len(said), len(facts.phones)), -12.0, np.float32)
    rows[np.arange(0, len(rows), 3), said] = -0.7
    rows[np.arange(0, len(rows), 3), 0] = -0.75
    rows[np.arange(1, len(rows), 3), 0] = rows[np.arange(2, len(rows), 3), 0] = -0.01
    clip = Clip("yes", 0, "", 0, 1, "yes", "en", "valid", "")
    loop = calibration.best_loop(
        tmp_path, facts, Pronouncer(), [[Heard(clip, Frames.of(rows))]], Console(quiet=True)
    )
    assert loop.phones(rows) == said
    assert calibration.errors(loop, [[(Heard(clip, Frames.of(rows)), said)]]) == 0.0
    assert calibration.said(Pronouncer(), "yes", "en", {}) is None
