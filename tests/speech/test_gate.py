"""The gate before the model: it closes in a quiet room, and nothing that is said is lost by it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.audio.file import read_recording
from assistant.demo import recordings
from assistant.paths import bundled_model
from assistant.speech.gate import Gate, GatedStream, GateOptions, gated
from assistant.speech.model import AcousticModel, AcousticStream
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE, Frames, Posteriors, Samples

OPTIONS = GateOptions()


@pytest.fixture(scope="module")
def model() -> AcousticModel:
    return AcousticModel(bundled_model())


@pytest.fixture(scope="module")
def sentence() -> Samples:
    """Somebody says a sentence: the first recording of the demo, whole chunks, silence cut off its ends."""
    sound = read_recording(recordings()[0].file)
    loud = np.flatnonzero(abs(sound) > 0.02)
    return whole(sound[loud[0] : loud[-1]])


def whole(sound: Samples) -> Samples:
    return np.pad(sound, (0, -len(sound) % CHUNK_SAMPLES))


def room(seconds: float, level: float = 1e-3, seed: int = 5) -> Samples:
    """The noise of a room, whole chunks."""
    noise = np.random.default_rng(seed).normal(0.0, level, round(seconds * SAMPLE_RATE))
    return whole(noise.astype(np.float32))


def hear(stream: GatedStream, sound: Samples, *, at_rest: bool = True) -> list[Posteriors]:
    """What comes out for each chunk."""
    return [stream.push(chunk, at_rest=at_rest).posteriors for chunk in sound.reshape(-1, CHUNK_SAMPLES)]


def frames(pieces: Sequence[Posteriors]) -> int:
    return sum(len(piece) for piece in pieces)


@pytest.mark.parametrize("level", [0.0, 1e-5, 1e-3, 3e-2])
def test_a_room_is_quiet_whatever_its_noise_and_the_model_rests(model: AcousticModel, level: float) -> None:
    stream = gated(model)
    hear(stream, room(6, level))
    assert not stream.is_open
    assert frames(hear(stream, room(10, level, seed=6))) == 0


class Tape(AcousticStream):
    """A stream that keeps what it was given."""

    def __init__(self, model: AcousticModel) -> None:
        self._inner = model.stream()
        self.given: list[Samples] = []

    def push(self, samples: Samples) -> Frames:
        self.given.append(samples)
        return self._inner.push(samples)


def test_what_is_said_is_given_to_the_model_without_a_gap(model: AcousticModel, sentence: Samples) -> None:
    """And some of the quiet before it, though most of it is not."""
    said = np.concatenate([room(8), sentence, room(8, seed=6), sentence, room(6, seed=7)])
    said += room(len(said) / SAMPLE_RATE, seed=8)
    tape = Tape(model)
    stream = GatedStream(tape, Gate(CHUNK_SAMPLES), model.facts)
    hear(stream, said)
    given = np.concatenate(tape.given)
    assert len(given) < 0.6 * len(said)
    before = OPTIONS.before * CHUNK_SAMPLES // 2
    for begin in (len(room(8)), len(room(8)) * 2 + len(sentence)):
        piece = said[begin - before : begin + len(sentence)]
        at = np.flatnonzero(given == piece[0])
        assert any(np.array_equal(given[start : start + len(piece)], piece) for start in at)


def test_it_stays_open_for_a_pause_between_words(model: AcousticModel, sentence: Samples) -> None:
    stream = gated(model)
    hear(stream, room(6))
    hear(stream, sentence)
    pieces = hear(stream, room(OPTIONS.hold * CHUNK_SAMPLES / SAMPLE_RATE * 0.8, seed=6))
    assert all(len(piece) == 2 for piece in pieces)


def test_it_does_not_close_and_opens_at_once_where_somebody_is_listened_to(model: AcousticModel) -> None:
    stream = gated(model)
    assert frames(hear(stream, room(8), at_rest=False)) == len(room(8)) // CHUNK_SAMPLES * 2
    hear(stream, room(6))
    assert not stream.is_open
    (first,) = hear(stream, room(0.08), at_rest=False)
    assert len(first) == 2 * (OPTIONS.before + 1)  # and what was heard just before


def test_a_noise_that_goes_on_becomes_the_room(model: AcousticModel) -> None:
    """Somebody switches the extractor fan on."""
    stream = gated(model)
    hear(stream, room(6, 1e-4))
    assert frames(hear(stream, room(2, 1e-2, seed=6))) > 0
    hear(stream, room(20, 1e-2, seed=7))
    assert not stream.is_open


def test_one_band_is_not_enough(model: AcousticModel) -> None:
    """A fridge that hums, or a whistle far away, is no speech."""
    time = np.arange(16 * SAMPLE_RATE) / SAMPLE_RATE
    hum = (0.02 * np.sin(2 * np.pi * 2000 * time)).astype(np.float32)
    stream = gated(model)
    hear(stream, room(6))
    assert frames(hear(stream, whole(hum)[: 100 * CHUNK_SAMPLES])[1:]) == 0
    gate = Gate(CHUNK_SAMPLES, GateOptions(bands=1))
    gate.is_loud(room(0.08))
    assert gate.is_loud(whole(hum)[:CHUNK_SAMPLES])


def test_pieces_of_other_lengths_pass_and_none_is_lost(model: AcousticModel, sentence: Samples) -> None:
    stream = gated(model)
    hear(stream, room(6))
    assert not stream.is_open
    halves = sentence.reshape(-1, CHUNK_SAMPLES // 2)
    rows = frames([stream.push(half, at_rest=True).posteriors for half in halves])
    assert rows == 2 * (OPTIONS.before + len(sentence) // CHUNK_SAMPLES)


def test_the_end_of_a_source_gives_what_was_left(model: AcousticModel, sentence: Samples) -> None:
    stream, reference = gated(model), model.stream()
    expected = np.concatenate([reference.push(sentence).posteriors, reference.finish().posteriors])
    got = np.concatenate([*hear(stream, sentence), stream.finish().posteriors])
    np.testing.assert_allclose(got, expected, atol=1e-3)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_broken_sound_neither_opens_nor_deafens_it(
    model: AcousticModel, sentence: Samples, broken: float
) -> None:
    stream = gated(model)
    hear(stream, room(6))
    hear(stream, np.full(25 * CHUNK_SAMPLES, broken, np.float32))
    hear(stream, room(6, seed=6))
    assert not stream.is_open
    rows = np.concatenate(hear(stream, sentence))
    assert np.isfinite(rows).all()
    assert (rows.argmax(axis=1) > 0).sum() > 10
