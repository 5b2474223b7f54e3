"""Rows: normalised, penalised, divided by priors."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.grammar.scoring import LOWEST, Scoring
from tests.decoder.grammars import posteriors


def test_the_free_phone_loop_scores_nothing() -> None:
    rows = Scoring(blank_penalty=3.0).rows(posteriors(20, 3.0, 1))
    assert rows.dtype == np.float32
    assert rows.max(axis=1).tolist() == [0.0] * 20


def test_rows_may_stay_probabilities() -> None:
    sound = posteriors(20, 3.0, 1)
    rows = Scoring(blank_penalty=3.0, unused=(2,), against_best=False).rows(sound)
    assert np.exp(rows).sum(axis=1) == pytest.approx(np.ones(20), abs=1e-5)
    assert rows[:, 1] - rows[:, 3] == pytest.approx(sound[:, 1] - sound[:, 3], abs=1e-5)
    assert Scoring(blank_penalty=0.0, against_best=False).rows(sound) == pytest.approx(sound, abs=1e-5)


def test_differences_survive_and_blank_pays() -> None:
    sound = posteriors(6, 1.0, 2)
    rows = Scoring(blank_penalty=2.0).rows(sound)
    assert rows[:, 1] - rows[:, 2] == pytest.approx(sound[:, 1] - sound[:, 2], abs=1e-5)
    assert rows[:, 0] - rows[:, 2] == pytest.approx(sound[:, 0] - sound[:, 2] - 2.0, abs=1e-5)


def test_priors_are_divided_out() -> None:
    sound = posteriors(4, 1.0, 3)
    priors = (-0.2, -2.0, -3.0, -4.0, -5.0)
    rows = Scoring(blank_penalty=0.0, prior_scale=0.5, log_priors=priors).rows(sound)
    assert rows[:, 1] - rows[:, 4] == pytest.approx(sound[:, 1] - sound[:, 4] + 1.0 - 2.5, abs=1e-5)


def test_what_comes_in_is_left_alone() -> None:
    sound = posteriors(4, 1.0, 4)
    before = sound.copy()
    Scoring().rows(sound)
    assert np.array_equal(sound, before)


def test_impossible_phones_stay_finite() -> None:
    sound = np.full((1, 5), -np.inf, np.float32)
    sound[0, 3] = 0.0
    assert Scoring().rows(sound).min() == LOWEST


def test_priors_of_another_model_are_refused() -> None:
    with pytest.raises(ModelError, match="2 phone priors do not fit a model of 5 phones"):
        Scoring(prior_scale=0.5, log_priors=(-1.0, -1.0)).rows(posteriors(1, 1.0, 1))


def test_phones_of_another_language_give_way_where_it_may_be_either_and_stay_where_it_is_clear() -> None:
    either = np.log(np.array([[0.01, 0.3, 0.6, 0.09]], np.float32))
    plain = Scoring(blank_penalty=0.0).rows(either)
    assert plain.argmax() == 2
    scoring = Scoring(blank_penalty=0.0, unused=(2,))
    assert scoring.rows(either).argmax() == 1
    assert scoring.rows(either)[0, 3] == pytest.approx(np.log(0.3))
    clear = np.log(np.array([[1e-5, 1e-4, 1.0, 1e-5]], np.float32))
    rows = scoring.rows(clear)
    assert rows.argmax() == 2
    assert rows[0, 1] == pytest.approx(np.log(1e-4) + scoring.unused_penalty, abs=1e-5)
