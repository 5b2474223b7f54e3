"""The second look that a model brings in its metadata: how it is packed, and what is said of a broken one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.audio.file import read_recording
from assistant.demo import recordings
from assistant.ears import EarMaker
from assistant.errors import ModelError
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel, ModelFacts
from assistant.speech.pronounce import Pronouncer
from assistant.speech.second_look import ENTRY, packed, second_look_of, unpacked
from assistant.types import Frames


@pytest.fixture(scope="module")
def model() -> AcousticModel:
    return AcousticModel(bundled_model())


@pytest.fixture(scope="module")
def frames(model: AcousticModel) -> Frames:
    return model.hear(read_recording(recordings()[0].file))


def with_entry(facts: ModelFacts, entry: str) -> ModelFacts:
    return replace(facts, more={**facts.more, ENTRY: entry})


def test_a_graph_is_the_same_after_packing() -> None:
    graph = np.random.default_rng(3).integers(-15, 16, 20_000).astype(np.int8).tobytes()
    text = packed(graph)
    assert unpacked(text) == graph
    assert text.isascii()
    assert len(text) < 0.9 * len(graph)


def test_the_released_model_looks_again_and_changes_what_it_heard(
    model: AcousticModel, frames: Frames
) -> None:
    look = second_look_of(model.facts)
    assert look is not None
    assert frames.inner.shape == (len(frames), model.facts.inner)
    again = look(frames)
    assert again.shape == frames.posteriors.shape
    np.testing.assert_allclose(np.exp(again).sum(axis=1), 1.0, atol=1e-3)
    assert np.abs(np.exp(again) - np.exp(frames.posteriors)).max() > 0.05


def test_it_reads_backwards(model: AcousticModel, frames: Frames) -> None:
    """What comes after a frame matters to it, what came before was heard at once."""
    look = second_look_of(model.facts)
    assert look is not None
    half = len(frames) // 2
    again = look(frames)
    np.testing.assert_allclose(look(frames[half:]), again[half:], atol=1e-4)
    assert np.abs(look(frames[:half]) - again[:half]).max() > 0.01


def test_nothing_is_nothing(model: AcousticModel, frames: Frames) -> None:
    look = second_look_of(model.facts)
    assert look is not None
    assert look(frames[:0]).shape == (0, len(model.facts.phones))


def test_a_model_may_have_none(model: AcousticModel) -> None:
    more = {key: value for key, value in model.facts.more.items() if key != ENTRY}
    assert second_look_of(replace(model.facts, more=more)) is None


def test_a_broken_one_is_told_before_anybody_is_listened_to(model: AcousticModel) -> None:
    whole = model.facts.more[ENTRY]
    graph = unpacked(whole)
    for entry in ("", "{}", "no base 85 \u00e4", whole[:-5], whole[: len(whole) // 2], packed(graph[:-100])):
        with pytest.raises(ModelError, match="second look") as caught:
            EarMaker(with_entry(model.facts, entry), Pronouncer())
        assert "install Inglenook again" in caught.value.remedy


def test_one_of_another_model_is_refused(model: AcousticModel) -> None:
    with pytest.raises(ModelError, match="made for something else"):
        second_look_of(replace(model.facts, inner=model.facts.inner + 1))
    with pytest.raises(ModelError, match="made for something else"):
        second_look_of(replace(model.facts, phones=model.facts.phones[:-1]))
