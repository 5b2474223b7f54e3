"""Wake phrases that are looked at again before anybody is woken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant import ears
from assistant.audio.file import read_recording
from assistant.demo import recordings
from assistant.ears import CANDIDATES, EarMaker
from assistant.grammar.network import Speller
from assistant.grammar.spotter import Spotter, SpotterOptions, phrase
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import Frames, Posteriors
from assistant.wake import BEHIND, Wake
from tests.speaker import FACTS, heard, mumbling, pause, plan, posteriors, pronouncer, said

NIGHT = phrase(("good", "night"), Speller(pronouncer(), FACTS.columns))
SPEECH = heard(pause(3) + plan("good night") + pause(1) + mumbling(2) + plan("good night") + pause(2))


class Look:
    """Hears what it is told to, and keeps what it was given."""

    def __init__(self, text: str = "", sure: float = 0.95) -> None:
        self.text, self.sure = text, sure
        self.asked: list[Frames] = []

    def __call__(self, frames: Frames) -> Posteriors:
        self.asked.append(frames)
        rows = said(self.text, sure=self.sure)
        return np.concatenate([posteriors([0] * max(0, len(frames) - len(rows))), rows])


def doubting(look: Look, threshold: float = 0.5) -> Wake:
    phones = len(FACTS.phones)
    doubter = Spotter([NIGHT], phones, SpotterOptions(threshold=threshold))
    return Wake(Spotter([NIGHT], phones, SpotterOptions(threshold=0.2)), {NIGHT.text: doubter}, look)


def test_without_a_second_look_it_is_the_spotter() -> None:
    plain, wake = (Spotter([NIGHT], len(FACTS.phones)) for _ in range(2))
    assert Wake(wake).push(SPEECH) == plain.push(SPEECH.posteriors)
    assert wake.frames == len(SPEECH)


@pytest.mark.parametrize("size", [1, 2, 7, 500])
def test_what_is_heard_again_wakes_as_surely_as_then(size: int) -> None:
    look = Look("good night", sure=0.8)
    wake, at_once = doubting(look), Spotter([NIGHT], len(FACTS.phones), SpotterOptions(threshold=0.2))
    first = at_once.push(SPEECH.posteriors)
    pieces = [SPEECH[start : start + size] for start in range(0, len(SPEECH), size)]
    found = [hit for piece in pieces for hit in wake.push(piece)]
    assert len(first) == 2
    assert [(hit.phrase, hit.start, hit.end) for hit in found] == [(h.phrase, h.start, h.end) for h in first]
    assert all(second.confidence < one.confidence for second, one in zip(found, first, strict=True))
    # It is given the last seconds, to the frame in which the hit was known.
    settle = SpotterOptions().settle
    for frames, hit in zip(look.asked, first, strict=True):
        np.testing.assert_array_equal(
            frames.posteriors, SPEECH.posteriors[max(0, hit.end + settle - BEHIND) : hit.end + settle]
        )


def test_what_is_not_heard_again_wakes_nobody() -> None:
    for look in (Look("kitchen lights"), Look(""), Look("good night", sure=0.3)):
        wake = doubting(look, threshold=0.8)
        assert wake.push(SPEECH) == ()
        assert wake.flush() == ()
        assert len(look.asked) == 2


def test_a_long_phrase_said_slowly_is_looked_at_from_its_beginning() -> None:
    words = ("turn", "on", "the", "kitchen", "lights", "everywhere")
    long = phrase(words, Speller(pronouncer(), FACTS.columns))
    slow = [column for column in plan(" ".join(words)) for _ in range(2)]  # a phone and a blank, six frames
    look = Asked()
    phones = len(FACTS.phones)
    wake = Wake(Spotter([long], phones), {long.text: Spotter([long], phones)}, look)
    (hit,) = (*wake.push(heard(pause(4) + slow + pause(1))), *wake.flush())
    assert hit.end - hit.start > BEHIND
    assert len(look.asked[0]) >= hit.end - hit.start


class Asked(Look):
    """Hears what was heard."""

    def __call__(self, frames: Frames) -> Posteriors:
        self.asked.append(frames)
        return frames.posteriors


def test_a_phrase_at_the_end_of_the_stream() -> None:
    look = Look("good night")
    wake = doubting(look)
    assert wake.push(heard(pause(1) + plan("good night"))) == ()
    (hit,) = wake.flush()
    assert hit.phrase == "good night"
    assert wake.flush() == ()
    wake.reset()
    assert wake.frames == 0
    wake.push(heard(plan("good night")))
    wake.flush()
    assert len(look.asked[-1]) == len(plan("good night"))  # nothing from before


def test_the_released_model_doubts_and_is_woken_by_the_demo() -> None:
    model, spelling = AcousticModel(bundled_model()), Pronouncer()
    maker = EarMaker(model.facts, spelling)
    sound = read_recording(recordings()[0].file)
    words = recordings()[0].text.split()
    text = " ".join(words[-2:]).strip(".?!")
    frames = model.hear(sound)
    wake = maker.spotter([text], 0.05)
    hits = (*wake.push(frames), *wake.flush())
    without = {key: value for key, value in model.facts.more.items() if key != CANDIDATES}
    at_once = EarMaker(replace(model.facts, more=without), spelling).spotter([text], 0.05)
    first = (*at_once.push(frames), *at_once.flush())
    assert [hit.end for hit in hits] == [hit.end for hit in first]
    assert hits[0].confidence != first[0].confidence


def test_the_user_may_ask_for_less_than_what_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A threshold below the model's own for a second look is the one for both."""
    more = {**FACTS.more, CANDIDATES: "[[1.0, 0.6], [99.0, 0.6]]"}
    monkeypatch.setattr(ears, "second_look_of", lambda _: Look("good night", sure=0.5))
    for threshold, count in ((0.1, 1), (0.9, 0)):
        maker = EarMaker(replace(FACTS, more=more), pronouncer())
        wake = maker.spotter(["good night"], threshold)
        found = (*wake.push(Frames.of(said("good night", sure=0.5, after=1.0))), *wake.flush())
        assert len(found) == count
