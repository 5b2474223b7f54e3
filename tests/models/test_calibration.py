"""Thresholds and penalties are set as their recipe says."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from rich.console import Console

from assistant.ears import CANDIDATES, EarMaker
from assistant.grammar.network import Speller
from assistant.grammar.scoring import Scoring
from assistant.grammar.spotter import Phrase, Spotter, SpotterOptions, phrase
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel
from assistant.speech.phones import INVENTORY, language_of
from assistant.speech.pronounce import Pronouncer
from assistant.types import Frames, Posteriors
from assistant.wake import Wake
from models.calibration import wake
from models.calibration.material import Material, home_family
from models.calibration.penalty import PENALTIES, Trial, accuracy, best_number, ending_texts, loose_texts
from models.calibration.sureness import balanced
from models.data.manifest import Clip
from models.evaluation.bench import Bench, Heard
from models.evaluation.free_loop import ENTRY, FreeLoop, from_metadata
from models.recipes import calibrate
from tests.decoder.grammars import plain
from tests.decoder.test_confidence import random_features
from tests.speaker import FACTS, pronouncer, said

pytestmark = pytest.mark.train

A, B = 1, 2


def test_a_threshold_lets_through_its_rate() -> None:
    # Two hours and one hit every two hours: the second best hit of each phrase must not pass.
    found = [[0.9, 0.6, 0.3], [0.8, 0.7], [0.5], [0.9, 0.65, 0.6]]
    threshold = wake.threshold_for(found, hours=2.0, rate=0.5)
    passing = [sum(level > threshold for level in some) for some in found]
    assert sorted(passing)[:3] == [0, 1, 1]
    assert wake.threshold_for([[0.9]] * 4, hours=2.0, rate=0.5) == wake.LEAST


def test_sentences_that_no_row_is_measured_on_are_taken_where_they_are(tmp_path: Path) -> None:
    bench = Bench(tmp_path, cast("AcousticModel", None), cast("EarMaker", None), tmp_path)
    row = {"file": "a.flac", "start": 0, "frames": 100, "text": "go", "language": "en", "split": "valid"}
    (tmp_path / "kokoro-en.jsonl").write_text(json.dumps(row))
    assert home_family(bench, "en") == "kokoro-en"
    (tmp_path / "home-en-unheard.jsonl").write_text(json.dumps(row))
    assert home_family(bench, "en") == "home-en-unheard"
    assert home_family(bench, "zh") == "kokoro-zh"


def test_levels_are_those_of_the_hits() -> None:
    phrase = Phrase("ab", ((A, B),))
    options = SpotterOptions(scoring=Scoring(blank_penalty=0.0), threshold=0.25)
    frames = Frames.of(plain([0] * 20 + [A, B] + [0] * 20))
    found = wake.levels(Wake(Spotter([phrase], 5, options)), [phrase], [frames] * 3)
    assert len(found["ab"]) == 3
    assert found["ab"][0] == pytest.approx(1.0, abs=1e-3)


def test_a_threshold_holds_in_every_kind_of_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    speller = Speller(pronouncer(), FACTS.columns)
    phrases = {6: [phrase(("good", "night"), speller)], 9: [phrase(("kitchen", "lights"), speller)]}
    monkeypatch.setattr(wake, "random_phrases", lambda *_: phrases)
    monkeypatch.setattr(wake, "PHRASES", 1)
    maker = EarMaker(FACTS, pronouncer())
    quiet, night, kitchen = ([Frames.of(said(text))] * 3 for text in ("", "good night", "kitchen lights"))
    ((_, six), (_, nine)) = wake.wake_thresholds(maker, speller, [quiet], 0.25)
    assert six == nine == wake.LEAST
    ((_, six), (_, nine)) = wake.wake_thresholds(maker, speller, [quiet, night], 0.25)
    assert (six > 0.8, nine) == (True, wake.LEAST)
    ((_, six), (_, nine)) = wake.wake_thresholds(maker, speller, [kitchen, quiet], 0.25)
    assert six == nine == wake.LEAST  # a longer phrase never needs more than a shorter one


def test_what_is_looked_at_again_has_thresholds_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look here hears "good night" in every second place where the first did."""
    speller = Speller(pronouncer(), FACTS.columns)
    phrases = {6: [phrase(("good", "night"), speller)]}
    monkeypatch.setattr(wake, "random_phrases", lambda *_: phrases)
    monkeypatch.setattr(wake, "PHRASES", 1)
    looks: list[int] = []

    def look(frames: Frames) -> Posteriors:
        looks.append(len(frames))
        return frames.posteriors if len(looks) % 2 else said("kitchen lights")

    monkeypatch.setattr(wake, "second_look_of", lambda _: look)
    night = [Frames.of(said("good night", after=1.0))] * 4
    hours = sum(map(len, night)) * FACTS.frame_seconds / 3600
    maker = EarMaker(FACTS, pronouncer())
    ((_, first),) = wake.wake_thresholds(
        maker, speller, [night], 3 / hours
    )  # four hits, three of them allowed
    assert first > 0.8
    assert looks == []
    doubting = EarMaker(
        replace(FACTS, more={**FACTS.more, CANDIDATES: "[[1.0, 0.1], [9.0, 0.1]]"}), pronouncer()
    )
    ((_, second),) = wake.wake_thresholds(doubting, speller, [night], 3 / hours)
    assert second == wake.LEAST  # two are left
    assert len(looks) == 4


def test_rare_phones_surprise_more_than_common_ones_of_their_language() -> None:
    heard_by = {"en": [said("good night")] * 9 + [said("kitchen lights")], "zh": [said("客厅")]}
    nats = wake.phone_nats(heard_by, FACTS.columns)
    assert len(nats) == len(FACTS.phones)
    assert nats[0] == 0.0
    of = {phone: nats[column] for phone, column in FACTS.columns.items()}
    assert of["G"] < of["CH"] < of["ZH"]
    for language in ("en", "zh"):
        own = [
            np.exp(-of[phone]) for phone in of if phone in INVENTORY[1:] and language_of(phone) == language
        ]
        assert sum(own) == pytest.approx(1.0, abs=0.02)


def test_random_phrases_have_their_length() -> None:
    speller = Speller(Pronouncer(), FACTS.columns)
    by_length = wake.random_phrases(speller, np.random.default_rng(0))
    assert set(by_length) == set(wake.LENGTHS)
    for length, phrases in by_length.items():
        assert len(phrases) == wake.PHRASES
        assert all(len(way) == length for one in phrases for way in one.spellings)


def test_thresholds_reach_the_spotter() -> None:
    card = wake.as_metadata([(4, 0.9), (8, 0.5)])
    assert json.loads(card) == [[4, 0.9], [8, 0.5]]
    maker = EarMaker(replace(FACTS, more={**FACTS.more, "wake_thresholds": card}), pronouncer())
    spotter = maker.spotter(["good night"])
    (hit,) = [*spotter.push(Frames.of(said("good night", before=0.4, after=0.6))), *spotter.flush()]
    assert hit.confidence > 0.9


def heard(text: str) -> Heard:
    clip = Clip("made-up", 0, "a.flac", 0, 16_000, text, "en", "valid", "")
    return Heard(clip, Frames.of(said(text, before=0.3, after=0.3)))


def test_phrases_are_words_that_the_clip_says() -> None:
    speller = Speller(Pronouncer(), FACTS.columns)
    clips = [heard("good night everyone"), heard("lights on"), heard("a"), heard("supercalifragilistic")]
    spoken = wake.spoken_phrases(clips, speller, np.random.default_rng(1))
    assert [one.heard.clip.text for one in spoken] == ["good night everyone", "lights on"]
    for one in spoken:
        assert one.phrase.text in str(one.heard.clip.text)
        assert {len(way) for way in one.phrase.spellings} <= set(wake.LENGTHS)


def test_what_is_said_is_found_and_nothing_else() -> None:
    speller = Speller(Pronouncer(), FACTS.columns)
    maker = EarMaker(FACTS, pronouncer())
    spoken = wake.spoken_phrases([heard("good night everyone")] * 3, speller, np.random.default_rng(1))
    other = replace(spoken[0], heard=heard("what is the weather like"))
    assert wake.share_found(maker, [*spoken, other]) == 0.75


def test_a_penalty_is_the_first_of_the_best(tmp_path: Path) -> None:
    sets = [Trial("en", [heard("good night"), heard("good night"), heard("lights on")])]
    found = best_number(FACTS, "blank_penalty", PENALTIES, sets, tmp_path, Console(quiet=True))
    assert found == PENALTIES[0]


def test_the_share_of_right_ones_does_not_count() -> None:
    rng = np.random.default_rng(1)
    labels = [bool(value) for value in rng.random(6_000) < 0.5]
    pairs = [(random_features(rng, right=label), label) for label in labels]
    rare = [pair for number, pair in enumerate(pairs) if not pair[1] or number % 10 == 0]
    even, few = balanced(pairs), balanced(rare)
    one, other = ([each.probability(f) for f, _ in pairs[:500]] for each in (even, few))
    assert np.abs(np.array(one) - np.array(other)).mean() < 0.03


def test_loose_sentences_allow_what_was_said_and_more() -> None:
    texts = ["turn on the kitchen lights", "good night everyone", "what is the weather like today"]
    loose = loose_texts(texts)
    assert loose == loose_texts(reversed(texts))
    for text, template in loose.items():
        assert template.count("[") >= 2
        plain = [word for word in template.split() if not word.startswith("[")]
        assert plain
        assert set(plain) < set(text.split())
        spoken = iter(word.strip("[]") for word in template.split())
        assert all(word in spoken for word in text.split()), (
            "the sentence itself is one reading of the template"
        )


def test_every_word_counts_in_a_loose_trial(tmp_path: Path) -> None:
    trial = Trial("en", [heard("turn on the kitchen lights"), heard("good night everyone")], loose_texts)
    assert accuracy(FACTS, trial, tmp_path, "loose") == 1.0
    wrong = [Heard(h.clip, Frames.of(said("good night", before=0.3, after=0.3))) for h in trial.heard]
    assert accuracy(FACTS, Trial("en", wrong, loose_texts), tmp_path, "loose") == 0.0


def test_an_ending_that_nobody_said_is_heard_where_it_is_said(tmp_path: Path) -> None:
    texts = ["turn on the kitchen lights", "good night everyone"]
    endings = ending_texts(texts)
    assert endings == ending_texts(reversed(texts))
    assert accuracy(FACTS, Trial("en", [heard(text) for text in texts], ending_texts), tmp_path, "x") == 1.0
    longer = [f"{text} and {re.split(r'[(|)]', endings[text])[1]}" for text in texts]
    wrong = [
        Heard(heard(text).clip, Frames.of(said(more, before=0.3, after=0.3)))
        for text, more in zip(texts, longer, strict=True)
    ]
    assert accuracy(FACTS, Trial("en", wrong, ending_texts), tmp_path, "y") == 0.0


@pytest.mark.parametrize("heard", [True, False])
def test_the_loop_of_phones_is_set_alone(
    heard: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model.onnx"
    shutil.copy(bundled_model(), model)
    before = AcousticModel(model).facts.more
    clips = [Heard(Clip("f", 0, "", 0, 1, "one two", "en", "valid", ""), Frames.of(said("one")))]
    material = Material(clips if heard else [], [], [], [], [], [])
    monkeypatch.setattr(calibrate, "gather", lambda _: material)
    loop = FreeLoop(np.full((98, 98), -2.0, np.float32), power=0.3, penalty=2.5)
    monkeypatch.setattr(calibrate, "best_loop", lambda *_: loop)
    options = ["--model", model, "--speech", tmp_path, "--scratch", tmp_path, "--only-free-loop"]
    monkeypatch.setattr("sys.argv", ["calibrate", *map(str, options)])
    if not heard:
        with pytest.raises(SystemExit, match="nobody of the valid split"):
            calibrate.main()
        assert AcousticModel(model).facts.more == before
        return
    calibrate.main()
    after = AcousticModel(model).facts.more
    assert {name for name in after if after[name] != before.get(name)} == {ENTRY}
    written = from_metadata(after, 98)
    assert written is not None
    assert (written.penalty, written.power) == (2.5, 0.3)


@pytest.mark.parametrize("part", [[], ["--only-wake"]])
def test_numbers_of_the_same_weights_are_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: list[str]
) -> None:
    model, other = tmp_path / "a.onnx", tmp_path / "b.onnx"
    for path in (model, other):
        shutil.copy(bundled_model(), path)
    new = {"blank_penalty": "0.7", "wake_thresholds": "[[10.0, 0.9]]"}
    calibrate.write_metadata(other, new)
    before = AcousticModel(model).facts.more
    monkeypatch.setattr("sys.argv", ["calibrate", "--model", str(model), "--like", str(other), *part])
    calibrate.main()
    after = AcousticModel(model).facts.more
    changed = {name: value for name, value in after.items() if value != before.get(name)}
    assert changed == ({"wake_thresholds": new["wake_thresholds"]} if part else new)
