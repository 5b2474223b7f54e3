"""Hits of phrases in speech without them, counted by the hour."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.grammar.scoring import Scoring
from assistant.grammar.spotter import Phrase, Spotter, SpotterOptions
from assistant.types import Frames
from assistant.wake import Wake
from models.recipes.measure_languages import hits_an_hour


def says(columns: list[int], phones: int = 6) -> np.ndarray:
    """Posteriors of one phone after another, three frames each, with blanks between."""
    rows = np.full((6 * len(columns) + 30, phones), 1e-4)
    rows[:, 0] = 1.0
    for place, column in enumerate(columns):
        at = slice(6 * place + 3, 6 * place + 6)
        rows[at, 0], rows[at, column] = 1e-4, 1.0
    result: np.ndarray = np.log(rows / rows.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def test_hits_are_a_mean_over_phrases_and_an_hour() -> None:
    phrases = [Phrase("one", ((1, 2, 3),)), Phrase("other", ((3, 2, 1),))]
    heard = [Frames.of(says(columns)) for columns in ([1, 2, 3], [1, 2, 3], [2, 2, 2])]
    frames = sum(map(len, heard))
    spotter = Wake(Spotter(phrases, 6, SpotterOptions(Scoring(blank_penalty=0.0, against_best=False))))
    # "one" is said twice and "other" never: one hit a phrase, in all frames, which last an hour.
    assert hits_an_hour(spotter, len(phrases), heard, 3600 / frames) == pytest.approx(1.0)
    assert hits_an_hour(spotter, len(phrases), heard, 1800 / frames) == pytest.approx(2.0)
    assert hits_an_hour(spotter, len(phrases), [], 0.04) == 0.0
