"""What an utterance is taken for, what else it may have been, and why it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.ears import (
    EarMaker,
    Said,
    calibration_of,
    decoder_options,
    scoring_of,
    surprise,
    wake_threshold,
)
from assistant.errors import ModelError, PronunciationError
from assistant.grammar.confidence import AFTER_WAKE, ALWAYS_LISTENING, ANSWER, Strictness
from assistant.grammar.scoring import Scoring
from assistant.listener import stricter
from assistant.recognizer import Recognizer
from assistant.speech.phones import ENGLISH, MANDARIN_FINALS, MANDARIN_INITIALS
from assistant.types import Candidate, Frames, Posteriors, Reason, Recognition
from tests.speaker import FACTS, heard, mumbling, pause, posteriors, pronouncer, said

MANDARIN = (*MANDARIN_INITIALS, *MANDARIN_FINALS)
SENTENCES = """
language: en
intents:
  HassTurnOn:
    data:
      - sentences: ["turn on [the] {name} [please]"]
  HassTurnOff:
    data:
      - sentences: ["turn off [the] {name}"]
  HassLightSet:
    data:
      - sentences: ["set [the] {name} to {brightness} percent"]
  GoodNight:
    data:
      - sentences: ["good night"]
  EverythingOff:
    data:
      - sentences: ["good night"]
lists:
  name:
    values:
      - {in: "floor lamp", out: light.floor}
      - {in: "red light", out: light.red}
      - {in: "read light", out: light.reading}
      - {in: "kettle", out: switch.kettle}
  brightness:
    range: {from: 0, to: 100}
"""
ANYTHING = Strictness(accept=0.0, margin=0.0, least_speech=0)

MakeRecognizer = Callable[..., Recognizer]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> MakeRecognizer:
    maker = EarMaker(FACTS, pronouncer())

    def build(*texts: str) -> Recognizer:
        paths: list[Path] = []
        for text in texts:
            paths.append(tmp_path_factory.mktemp("sentences") / "sentences.yaml")
            paths[-1].write_text(text, encoding="utf-8")
        codes = ["zh" if "zh-CN" in text else "en" for text in texts]
        made = [Said(code, (path,), packaged=False) for code, path in zip(codes, paths, strict=True)]
        return maker.recognizer([maker.language(one)[0] for one in made])

    return build


@pytest.fixture(scope="module")
def recognizer(make: MakeRecognizer) -> Recognizer:
    return make(SENTENCES)


def hear(
    recognizer: Recognizer, text: str, strictness: Strictness = AFTER_WAKE, sure: float = 0.95
) -> Recognition:
    utterance = recognizer.begin()
    utterance.push(Frames.of(said(text, before=0.4, after=0.4, sure=sure)))
    return utterance.recognize(strictness)


def intents(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.intent for candidate in candidates]


def test_a_command_with_its_slot_and_times(recognizer: Recognizer) -> None:
    found = hear(recognizer, "turn on the floor lamp")
    assert (found.intent, found.text, found.language) == ("HassTurnOn", "turn on the floor lamp", "en")
    assert [(slot.name, slot.text, slot.value) for slot in found.slots] == [
        ("name", "floor lamp", "light.floor")
    ]
    assert found.reason is None
    assert found.confidence > 0.95
    assert [word.text for word in found.words] == ["turn", "on", "the", "floor", "lamp"]
    assert found.words[0].start == pytest.approx(0.4, abs=0.01)
    assert all(one.end <= other.start for one, other in zip(found.words, found.words[1:], strict=False))


def test_times_are_those_of_the_sound(recognizer: Recognizer) -> None:
    late = replace(recognizer, delay_seconds=0.08)
    start = hear(recognizer, "good night").words[0].start
    assert hear(late, "good night").words[0].start == pytest.approx(start - 0.08)


def test_numbers_come_back_as_numbers(recognizer: Recognizer) -> None:
    found = hear(recognizer, "set the floor lamp to twenty five percent")
    assert found.slot("brightness") == 25
    assert {slot.name: slot.text for slot in found.slots}["brightness"] == "twenty five"


def test_alternatives_mean_something_else_and_come_in_order(recognizer: Recognizer) -> None:
    found = hear(recognizer, "turn on the kettle", sure=0.3)
    assert found.text == "turn on the kettle"
    assert found.alternatives
    meanings = [(other.intent, other.slots) for other in found.alternatives]
    assert (found.intent, found.slots) not in meanings
    assert len({(intent, frozenset((s.name, s.value) for s in slots)) for intent, slots in meanings}) == len(
        meanings
    )
    likely = [other.confidence for other in found.alternatives]
    assert likely == sorted(likely, reverse=True)
    assert found.confidence >= likely[0]
    scores = [other.score for other in found.alternatives]
    assert scores == sorted(scores, reverse=True)
    assert all(score <= 0 for score in scores)


def test_two_names_that_sound_alike_are_in_doubt(recognizer: Recognizer) -> None:
    found = hear(recognizer, "turn on the red light")
    assert found.intent is None
    assert found.reason is Reason.AMBIGUOUS
    assert {slot.value for other in found.alternatives[:2] for slot in other.slots} == {
        "light.red",
        "light.reading",
    }
    assert hear(recognizer, "turn on the red light", ANYTHING).intent == "HassTurnOn"


def test_two_meanings_of_the_same_words_are_in_no_doubt(recognizer: Recognizer) -> None:
    """Which of them counts was said when the grammar was built; the other is shown."""
    found = hear(recognizer, "good night")
    assert found.intent == "EverythingOff"
    assert found.confidence > 0.95
    assert intents(found.alternatives)[:1] == ["GoodNight"]


def test_another_wording_of_the_same_order_is_no_rival(make: MakeRecognizer) -> None:
    twice = make(SENTENCES.replace("red light", "floor lamps").replace("light.red", "light.floor"))
    found = hear(twice, "turn on the floor lamps")
    assert found.slot("name") == "light.floor"
    assert all(other.intent != found.intent or other.slots != found.slots for other in found.alternatives)


def test_silence(recognizer: Recognizer) -> None:
    utterance = recognizer.begin()
    utterance.push(heard(pause(2)))
    found = utterance.recognize(AFTER_WAKE)
    assert found.intent is None
    assert found.reason is Reason.SILENCE


def test_no_frames_at_all_are_silence(recognizer: Recognizer) -> None:
    utterance = recognizer.begin()
    assert utterance.recognize(AFTER_WAKE).reason is Reason.SILENCE
    assert utterance.partial() == ""
    assert utterance.frames == 0


@pytest.mark.parametrize("text", ["tell me about the history of the roman empire", "turn", "turn on the"])
def test_other_speech_is_refused(recognizer: Recognizer, text: str) -> None:
    found = hear(recognizer, text)
    assert found.intent is None
    assert found.reason in {Reason.NOT_A_COMMAND, Reason.UNSURE, Reason.SILENCE}
    assert found.slots == ()
    assert found.words == ()


def test_mumbling_is_refused_in_every_form(recognizer: Recognizer) -> None:
    for seed in range(5):
        utterance = recognizer.begin()
        utterance.push(heard(pause(0.4) + mumbling(2, seed) + pause(0.6)))
        assert utterance.recognize(AFTER_WAKE).intent is None


def test_refused_from_outside_with_what_came_closest(recognizer: Recognizer) -> None:
    utterance = recognizer.begin()
    utterance.push(Frames.of(said("turn on the kettle", before=0.4, after=0.2)))
    refused = utterance.refuse(Reason.TIMED_OUT)
    assert (refused.intent, refused.reason, refused.slots) == (None, Reason.TIMED_OUT, ())
    assert refused.alternatives[0].text == "turn on the kettle"
    nothing = recognizer.begin()
    assert nothing.refuse(Reason.TIMED_OUT) == Recognition(None, reason=Reason.TIMED_OUT)


def test_it_may_be_asked_at_any_time(recognizer: Recognizer) -> None:
    utterance = recognizer.begin()
    rows = said("turn on the kettle", before=0.4, after=0.2)
    for start in range(0, len(rows), 3):
        utterance.push(Frames.of(rows[start : start + 3]))
        utterance.recognize(AFTER_WAKE)
        utterance.partial()
    assert utterance.recognize(AFTER_WAKE).text == "turn on the kettle"
    assert utterance.partial() == "turn on the kettle"
    whole = recognizer.begin()
    whole.push(Frames.of(rows))
    assert whole.recognize(AFTER_WAKE) == utterance.recognize(AFTER_WAKE)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_posteriors_that_are_no_numbers_are_an_error_and_change_nothing(
    recognizer: Recognizer, bad: float
) -> None:
    utterance = recognizer.begin()
    utterance.push(Frames.of(said("turn on the", before=0.4)))
    broken = posteriors(pause(0.2))
    broken[2, 5] = bad
    with pytest.raises(ModelError, match="not numbers"):
        utterance.push(Frames.of(broken))
    utterance.push(Frames.of(said("kettle", before=0.0, after=0.2)))
    assert utterance.recognize(AFTER_WAKE).text == "turn on the kettle"


# the second look


class Look:
    """Hears a sentence, whatever was said, and counts how often it was asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: list[Frames] = []

    def __call__(self, frames: Frames) -> Posteriors:
        self.asked.append(frames)
        rows = said(self.text, before=0.4)
        return np.concatenate([rows, posteriors([0] * len(frames))])[: len(frames)]


def test_what_the_second_look_hears_decides(recognizer: Recognizer) -> None:
    look = Look("turn off the kettle")
    utterance = replace(recognizer, second_look=look).begin()
    utterance.push(Frames.of(said("turn on the floor lamp", before=0.4, after=1.0)))
    assert utterance.partial() == "turn on the floor lamp"
    assert look.asked == []  # not while somebody speaks
    found = utterance.recognize(AFTER_WAKE)
    assert (found.intent, found.text, found.slot("name")) == (
        "HassTurnOff",
        "turn off the kettle",
        "switch.kettle",
    )
    assert found.words[0].start == pytest.approx(0.4, abs=0.01)
    assert utterance.refuse(Reason.TIMED_OUT).alternatives[0].text == "turn off the kettle"
    assert len(look.asked) == 1  # one decision, however often it is asked for
    assert len(look.asked[0]) == utterance.frames


def test_it_looks_again_where_more_was_said(recognizer: Recognizer) -> None:
    look = Look("turn on the kettle")
    utterance = replace(recognizer, second_look=look).begin()
    rows = said("turn on the kettle", before=0.4, after=0.4)
    for part in (rows[:9], rows[9:]):
        utterance.push(Frames.of(part))
        found = utterance.recognize(AFTER_WAKE)
    assert [len(frames) for frames in look.asked] == [9, len(rows)]
    np.testing.assert_array_equal(look.asked[1].posteriors, rows)
    assert found == hear(recognizer, "turn on the kettle")


def test_silence_and_nothing_at_all_for_the_second_look(recognizer: Recognizer) -> None:
    silent = replace(recognizer, second_look=lambda frames: posteriors([0] * len(frames)))
    utterance = silent.begin()
    assert utterance.recognize(AFTER_WAKE).reason is Reason.SILENCE
    utterance.push(heard(mumbling(1)))
    assert utterance.recognize(AFTER_WAKE).reason is Reason.SILENCE


def test_a_whole_recording_is_decided_as_if_it_had_been_listened_to(recognizer: Recognizer) -> None:
    frames = Frames.of(said("turn on the floor lamp", before=0.4, after=0.4))
    for one in (recognizer, replace(recognizer, second_look=Look("good night"))):
        utterance = one.begin()
        utterance.push(frames)
        assert one.whole(frames).recognize(AFTER_WAKE) == utterance.recognize(AFTER_WAKE)


def test_an_endless_recording_is_looked_at_from_its_last_minute_on(recognizer: Recognizer) -> None:
    look = Look("turn on the kettle")
    utterance = replace(recognizer, second_look=look).begin()
    longest = recognizer.languages[0].decoder.options.longest_sentence
    utterance.push(heard([0] * (longest + 100)))
    found = utterance.recognize(AFTER_WAKE)
    assert len(look.asked[0]) == longest
    assert found.words[0].start == pytest.approx(100 * recognizer.frame_seconds + 0.4, abs=0.01)


def test_the_language_that_fits_best_leads(make: MakeRecognizer) -> None:
    both = make(
        "language: en\nintents: {On: {data: [{sentences: [good night]}]}}",
        "language: zh-CN\nintents: {On: {data: [{sentences: [晚安]}]}}",
    )
    for text, code in (("good night", "en"), ("晚安", "zh")):
        utterance = both.begin()
        utterance.push(Frames.of(said(text, before=0.4, after=0.3)))
        assert utterance.partial() == text
        found = utterance.recognize(AFTER_WAKE)
        assert (found.text, found.language, found.intent) == (text, code, "On")


# strictness


@pytest.mark.parametrize("base", [AFTER_WAKE, ALWAYS_LISTENING, ANSWER])
def test_stricter_asks_for_more_and_more(base: Strictness) -> None:
    steps = [stricter(base, setting / 20) for setting in range(21)]
    accepts, margins = [step.accept for step in steps], [step.margin for step in steps]
    assert accepts == sorted(set(accepts))
    assert margins == sorted(margins)
    assert steps[10] == base
    assert (steps[0].accept, steps[0].margin) == (0.0, 0.0)
    assert steps[20].accept == pytest.approx(1.0)


# what a model's card says


def test_a_card_sets_what_the_decoder_charges() -> None:
    facts = replace(FACTS, more={"blank_penalty": "1.5", "word_cost": "0.25", "lead_in_cost": "4"})
    scoring = scoring_of(facts)
    options = decoder_options(facts, scoring)
    assert scoring.blank_penalty == 1.5
    assert (options.word_cost, options.lead_in_cost, options.scoring) == (0.25, 4.0, scoring)


@pytest.mark.parametrize("name", ["blank_penalty", "word_cost", "lead_in_cost", "wake_threshold"])
def test_a_card_with_words_for_numbers_is_refused(name: str) -> None:
    facts = replace(FACTS, more={name: "much"})

    def use() -> None:
        decoder_options(facts, scoring_of(facts))
        EarMaker(facts, pronouncer()).spotter(["hey inglenook"])

    with pytest.raises(ModelError, match=f"{name} in the model"):
        use()


@pytest.mark.parametrize("card", ["{", "[1, 2]", '{"bias": 1}', '{"bias": "x"}', "3"])
def test_a_card_with_a_broken_calibration_is_refused(card: str) -> None:
    with pytest.raises(ModelError, match="calibration in the model"):
        calibration_of(replace(FACTS, more={"calibration": card}))


def test_common_phones_make_a_wake_phrase_stricter() -> None:
    nats = [1.0] * len(FACTS.phones)
    for phone in ("G", "D"):
        nats[FACTS.columns[phone]] = 3.0
    more = {**FACTS.more, "wake_thresholds": "[[6, 0.8], [12, 0.2]]"}
    (good,), (night,) = ([EarMaker(FACTS, pronouncer())._phrase(text)] for text in ("good", "night"))
    facts = replace(FACTS, more={**more, "phone_nats": json.dumps(nats)})
    assert surprise(FACTS, good) == surprise(FACTS, night) == 3.0
    assert (surprise(facts, good), surprise(facts, night)) == (7.0, 3.0)
    assert wake_threshold(facts, good) == pytest.approx(0.7)
    assert wake_threshold(facts, night) == pytest.approx(0.8)


@pytest.mark.parametrize("card", ["{", "[1, 2]", '["x"]', "3"])
def test_a_card_with_broken_frequencies_is_refused(card: str) -> None:
    facts = replace(FACTS, more={**FACTS.more, "wake_thresholds": "[[6, 0.8]]", "phone_nats": card})
    with pytest.raises(ModelError, match="phone_nats in the model"):
        EarMaker(facts, pronouncer()).spotter(["hey inglenook"])


@pytest.mark.parametrize("phrase", ["", "  ", "!?"])
def test_a_wake_phrase_needs_words(phrase: str) -> None:
    with pytest.raises(PronunciationError, match="has no words"):
        EarMaker(FACTS, pronouncer()).spotter([phrase])


# phones of the language that is not spoken


def unused_phones(scoring: Scoring) -> set[str]:
    return {FACTS.phones[column] for column in scoring.unused}


@pytest.mark.parametrize(("codes", "unlikely"), [(("en",), MANDARIN), (("zh",), ENGLISH), (("en", "zh"), ())])
def test_phones_of_languages_that_are_not_spoken_are_unlikely(
    codes: tuple[str, ...], unlikely: tuple[str, ...]
) -> None:
    for language in EarMaker(FACTS, pronouncer()).answers(codes).languages:
        assert unused_phones(language.decoder.options.scoring) == set(unlikely)


def test_english_words_of_a_mandarin_home_keep_their_phones(tmp_path: Path) -> None:
    path = tmp_path / "zh.yaml"
    path.write_text("language: zh-CN\nintents: {Open: {data: [{sentences: [打开TV]}]}}\n", encoding="utf-8")
    maker = EarMaker(FACTS, pronouncer())
    language, _ = maker.language(Said("zh", (path,), packaged=False))
    (heard,) = maker.recognizer([language]).languages
    unlikely = unused_phones(heard.decoder.options.scoring)
    assert {"TH", "ER", "AW"} <= unlikely <= set(ENGLISH) - {"T", "IY", "V"}
    assert heard.decoder.options.scoring.blank_penalty == language.decoder.options.scoring.blank_penalty


@pytest.mark.parametrize(
    ("phrases", "languages", "unlikely"),
    [
        (["computer"], (), MANDARIN),
        (["你好管家"], (), ENGLISH),
        (["computer", "你好管家"], (), ()),
        (["computer"], ("zh",), MANDARIN),
        (["computer"], ("en", "zh"), MANDARIN),
    ],
)
def test_wake_phrases_in_the_languages_that_are_spoken(
    phrases: list[str], languages: tuple[str, ...], unlikely: tuple[str, ...]
) -> None:
    maker = EarMaker(FACTS, pronouncer())
    spelled = [maker._phrase(text) for text in phrases]
    options = maker.spotter_options(0.5, languages, spelled)
    assert unused_phones(options.scoring) == set(unlikely)
    # What is said here, if in other sentences, may be what is heard.
    usual = Scoring().unused_penalty
    assert (options.scoring.unused_penalty < usual) == ("zh" in languages)
