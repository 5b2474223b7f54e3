"""When the listener listens, when it takes a sentence for over, and what it makes of it; with a clear made-up voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from assistant.answers import NO, YES
from assistant.ears import EarMaker, Ears, Said
from assistant.endpoint import Timing
from assistant.events import Event, Heard, Recognized, Rejected, Woke
from assistant.grammar.confidence import AFTER_WAKE, ALWAYS_LISTENING, Calibration
from assistant.grammar.lists import ListEntry
from assistant.listener import Listener
from assistant.settings import Mode
from assistant.types import Frames, Posteriors, Reason, Recognition
from tests.speaker import FACTS, FRAME, heard, mumbling, pause, plan, posteriors, pronouncer

ENGLISH = """
language: en
intents:
  HassTurnOn:
    data:
      - sentences: ["turn on [the] {name} [in the {area}]"]
  HassTurnOff:
    data:
      - sentences: ["turn off everything"]
"""
MANDARIN = """
language: zh-CN
intents:
  HassTurnOn:
    data:
      - sentences: ["打开{name}"]
"""
NAMES = {
    "en": [ListEntry("floor lamp", "light.floor_lamp"), ListEntry("kettle", "switch.kettle")],
    "zh": [ListEntry("落地灯", "light.floor_lamp"), ListEntry("水壶", "switch.kettle")],
}
AREAS = {"en": [ListEntry("kitchen", "kitchen")], "zh": [ListEntry("厨房", "kitchen")]}
TIMING = Timing(after_end=0.32, after_sentence=0.6, after_part=1.4, patience=4.0, longest=8.0)
PHRASE = "hey inglenook"

MakeEars = Callable[..., Ears]


@pytest.fixture(scope="module")
def maker() -> EarMaker:
    return EarMaker(FACTS, pronouncer())


@pytest.fixture(scope="module")
def make_ears(maker: EarMaker, tmp_path_factory: pytest.TempPathFactory) -> MakeEars:
    def make(texts: Mapping[str, str], *phrases: str) -> Ears:
        folder = tmp_path_factory.mktemp("sentences")
        languages = []
        for code, text in texts.items():
            path = folder / f"{code}.yaml"
            path.write_text(text, encoding="utf-8")
            said = Said(code, (path,), packaged=False, lists={"name": NAMES[code], "area": AREAS[code]})
            languages.append(maker.language(said)[0])
        return Ears(
            maker.recognizer(languages), maker.answers(list(texts)), maker.spotter(phrases or (PHRASE,))
        )

    return make


@pytest.fixture(scope="module")
def english(make_ears: MakeEars) -> Ears:
    return make_ears({"en": ENGLISH})


class Ear:
    """A listener and what it said, with the time of each event."""

    def __init__(self, ears: Ears, mode: Mode, timing: Timing = TIMING, strictness: float = 0.5) -> None:
        self.heard = 0
        self.events: list[Event] = []
        self.times: list[float] = []
        assert ears.wake is not None
        ears.wake.reset()  # module fixtures are shared
        self.listener = Listener(ears, mode, self._note, timing=timing, strictness=strictness)

    def _note(self, event: Event) -> None:
        self.events.append(event)
        self.times.append(self.heard * FRAME)

    def hear(self, columns: list[int], sure: float = 0.95) -> None:
        """One frame at a time, so that times are exact."""
        for row in posteriors(columns, sure):
            self.heard += 1
            self.listener.hear(Frames.of(row[None]))

    def say(self, text: str, before: float = 0.0, after: float = 0.0) -> None:
        self.hear(plan(text, before, after))

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def state(self) -> str:
        return self.listener.state.value

    @property
    def decided(self) -> list[Recognition]:
        return [event.recognition for event in self.events if isinstance(event, Recognized | Rejected)]

    def time_of(self, kind: type[Event]) -> float:
        return next(
            time for event, time in zip(self.events, self.times, strict=True) if isinstance(event, kind)
        )


# push-to-talk


def test_pressed_said_and_followed_by_silence(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.hear(pause(1))
    assert ear.events == []
    ear.listener.press()
    assert isinstance(ear.events[0], Woke)
    assert ear.events[0].phrase == ""
    assert ear.state == "listening"
    ear.say("turn on the floor lamp", before=0.5, after=1.0)
    (taken,) = ear.decided
    assert (taken.intent, taken.text) == ("HassTurnOn", "turn on the floor lamp")
    assert taken.slot("name") == "light.floor_lamp"
    assert ear.state == "waiting"


def test_nobody_listens_before_the_button_or_after_the_sentence(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.say("turn on the kettle", after=2.0)
    ear.listener.press()
    ear.say("turn off everything", before=0.2, after=2.0)
    ear.say("turn on the kettle", after=2.0)
    assert [found.text for found in ear.decided] == ["turn off everything"]


def test_letting_go_of_the_button_ends_the_sentence_at_once(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.say("turn on the kettle", before=0.2)
    ear.listener.release()
    ear.listener.release()
    assert ear.decided == []
    ear.hear(pause(0.24))
    assert [found.text for found in ear.decided] == ["turn on the kettle"]


def test_letting_go_in_mid_sentence_is_a_refusal(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.say("turn on the", before=0.2)
    ear.listener.release()
    ear.hear(pause(0.4))
    (refused,) = ear.decided
    assert refused.intent is None
    assert refused.reason in {Reason.NOT_A_COMMAND, Reason.UNSURE}


def test_release_without_an_utterance_does_nothing(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.release()
    ear.hear(pause(2))
    assert ear.events == []


def test_pressing_again_begins_anew_and_every_utterance_ends(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.say("turn on the", before=0.2)
    ear.listener.press()
    ear.say("turn off everything", before=0.2, after=1.0)
    assert [found.reason or found.text for found in ear.decided] == [Reason.CANCELLED, "turn off everything"]
    assert len(ear.of(Woke)) == 2


def test_nothing_is_said_after_the_button(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.hear(pause(TIMING.patience + 0.1))
    (refused,) = ear.decided
    assert refused.reason is Reason.SILENCE
    assert ear.time_of(Rejected) == pytest.approx(TIMING.patience, abs=2 * FRAME)


# the wake phrase


def test_a_wake_phrase_then_silence_then_a_command(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.say("turn on the kettle", after=1.0)
    ear.say(PHRASE, after=1.5)
    ear.say("turn on the floor lamp", after=1.0)
    (woke,) = ear.of(Woke)
    assert isinstance(woke, Woke)
    assert woke.phrase == PHRASE
    assert woke.confidence > 0.5
    assert [found.text for found in ear.decided] == ["turn on the floor lamp"]


def test_a_command_right_behind_the_wake_phrase_loses_nothing(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.say(f"{PHRASE} turn on the floor lamp", before=0.4, after=1.0)
    (taken,) = ear.decided
    assert taken.text == "turn on the floor lamp"
    assert taken.confidence > 0.9


def test_the_long_last_phone_of_the_wake_phrase_is_no_part_of_the_command(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    phrase = plan(PHRASE, before=0.4)
    last = phrase[-2]
    ear.hear(phrase[:-1] + [last] * 6 + [0])
    ear.say("turn on the kettle", after=1.0)
    (taken,) = ear.decided
    assert taken.text == "turn on the kettle"
    assert taken.confidence > 0.9


def test_a_chinese_wake_phrase(make_ears: MakeEars) -> None:
    ear = Ear(make_ears({"en": ENGLISH, "zh": MANDARIN}, "你好管家"), Mode.WAKE)
    ear.say("你好管家打开水壶", before=0.4, after=1.0)
    (taken,) = ear.decided
    assert (taken.text, taken.language) == ("打开水壶", "zh")


def test_silence_after_waking_is_told(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.say(PHRASE, before=0.4, after=TIMING.patience + 0.5)
    assert [found.reason for found in ear.decided] == [Reason.SILENCE]
    ear.say(f"{PHRASE} turn off everything", before=0.2, after=1.0)
    assert ear.decided[-1].text == "turn off everything"


def test_woken_again_while_listening_it_begins_anew(english: Ears) -> None:
    """The first one may have been a mistake, or somebody hesitated."""
    ear = Ear(english, Mode.WAKE)
    ear.say(PHRASE, before=0.4, after=1.0)
    ear.say(f"{PHRASE} turn on the kettle", after=1.0)
    assert [found.reason or found.text for found in ear.decided] == [Reason.CANCELLED, "turn on the kettle"]


def test_speech_that_is_no_wake_phrase_does_not_wake(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.hear(pause(0.4) + mumbling(20) + pause(2))
    ear.say("turn off everything", after=2.0)
    assert ear.events == []


def test_a_wake_phrase_at_the_very_end_of_a_source(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.say(PHRASE, before=0.4)
    ear.listener.finish()
    assert [type(event) for event in ear.events] == [Woke, Rejected]
    ear.listener.finish()
    assert len(ear.events) == 2


# always


def test_always_listening_takes_a_command_out_of_silence(english: Ears) -> None:
    ear = Ear(english, Mode.ALWAYS)
    ear.say("turn on the floor lamp", before=3.0, after=1.0)
    ear.say("turn off everything", before=1.0, after=1.0)
    assert [found.text for found in ear.decided] == ["turn on the floor lamp", "turn off everything"]
    assert ear.of(Woke) == []


def test_always_listening_is_not_told_of_clicks(english: Ears) -> None:
    ear = Ear(english, Mode.ALWAYS)
    ear.hear([*pause(1), 30, 30, *pause(2), 12, 0, 0, 0, 12, 0, *pause(3)])
    assert ear.events == []
    ear.hear([30, *pause(0.44), *plan("turn off everything", after=1.0)])
    (taken,) = ear.decided
    assert taken.text == "turn off everything"
    assert taken.confidence > 0.95


def test_other_speech_is_refused_with_a_reason(english: Ears) -> None:
    ear = Ear(english, Mode.ALWAYS)
    ear.hear(pause(1) + mumbling(3) + pause(3))
    assert ear.decided
    assert all(found.intent is None and found.reason for found in ear.decided)


def test_a_button_asks_for_less_certainty_than_a_wake_phrase(english: Ears) -> None:
    """Nobody presses it by mistake for the television: what is 10 % sure is taken then, and not after a phrase."""
    doubtful = replace(english.commands, calibration=Calibration(bias=-2.2, weights=(0.0,) * 8))
    ear = Ear(replace(english, commands=doubtful), Mode.WAKE)
    ear.say(f"{PHRASE} turn on the kettle", before=0.4, after=1.0)
    ear.listener.press()
    ear.say("turn on the kettle", before=0.4, after=1.0)
    woken, pressed = ear.decided
    assert (woken.intent, woken.reason) == (None, Reason.UNSURE)
    assert (pressed.text, pressed.reason) == ("turn on the kettle", None)


def test_what_an_invited_speaker_may_say_is_refused_from_nowhere(english: Ears) -> None:
    """The same doubtful sentence is taken when the button was pressed and refused in always mode."""
    taken: dict[Mode, Recognition] = {}
    for mode in (Mode.PUSH, Mode.ALWAYS):
        ear = Ear(english, mode)
        if mode is Mode.PUSH:
            ear.listener.press()
        ear.say("turning on the kettle", before=0.4, after=2.0)
        (taken[mode],) = ear.decided
    assert taken[Mode.PUSH].text == "turn on the kettle"
    assert AFTER_WAKE.accept < taken[Mode.PUSH].confidence < ALWAYS_LISTENING.accept
    assert taken[Mode.ALWAYS].reason is Reason.UNSURE
    assert [other.text for other in taken[Mode.ALWAYS].alternatives] == ["turn on the kettle"]


@pytest.mark.parametrize("mode", [Mode.PUSH, Mode.ALWAYS])
def test_the_stricter_the_less_is_taken(english: Ears, mode: Mode) -> None:
    texts = [
        "turn on the kettle",
        "turning on the kettle",
        "turn on the cable",
        "turn off everybody",
        "tell me a joke",
    ]
    counts = []
    for strictness in (0.0, 0.25, 0.5, 0.75, 0.9, 0.999):
        ear = Ear(english, mode, strictness=strictness)
        for text in texts:
            if mode is Mode.PUSH:
                ear.listener.press()
            ear.say(text, before=0.6, after=2.0)
        counts.append(sum(found.intent is not None for found in ear.decided))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2] > counts[-1]


# when a sentence is over


def test_a_sentence_that_can_go_on_waits_longer(english: Ears) -> None:
    silences = {}
    for text in ("turn on the kettle", "turn on the kettle in the kitchen"):
        ear = Ear(english, Mode.PUSH)
        ear.listener.press()
        spoken = plan(text, before=0.2)
        ear.hear(spoken + pause(2))
        assert [found.text for found in ear.decided] == [text]
        silences[text] = ear.time_of(Recognized) - len(spoken) * FRAME
    short, long = silences["turn on the kettle in the kitchen"], silences["turn on the kettle"]
    assert short == pytest.approx(TIMING.after_end, abs=2 * FRAME)
    assert long == pytest.approx(TIMING.after_sentence, abs=2 * FRAME)


def test_a_slow_speaker_is_not_cut(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    for word in "turn on the floor lamp".split():
        ear.say(word, before=TIMING.after_part - 0.2)
    ear.hear(pause(1))
    assert [found.text for found in ear.decided] == ["turn on the floor lamp"]


def test_a_pause_before_the_rest_of_a_complete_sentence(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.say("turn on the kettle", before=0.2, after=TIMING.after_sentence - 0.12)
    ear.say("in the kitchen", after=1.0)
    assert [found.text for found in ear.decided] == ["turn on the kettle in the kitchen"]


def test_an_unfinished_sentence_is_refused_with_what_came_closest(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    spoken = plan("turn on the floor", before=0.2)
    ear.hear(spoken + pause(3))
    (refused,) = ear.decided
    assert refused.intent is None
    assert refused.reason is not None
    assert ear.time_of(Rejected) - len(spoken) * FRAME == pytest.approx(TIMING.after_part, abs=3 * FRAME)


def test_speech_without_end_is_given_up(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.hear(plan("turn on the kettle in the kitchen", before=0.2) + mumbling(TIMING.longest + 1))
    assert ear.decided[0].reason is Reason.TIMED_OUT
    assert ear.decided[0].intent is None
    assert ear.time_of(Rejected) == pytest.approx(TIMING.longest + 0.2, abs=0.2)


def test_a_late_speaker_has_the_whole_time(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH, replace(TIMING, longest=2.5))
    ear.listener.press()
    ear.say("turn on the kettle", before=TIMING.patience - 0.2, after=1.0)
    assert [found.text for found in ear.decided] == ["turn on the kettle"]


def test_partials_grow_and_are_told_once(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.say("turn on the floor lamp", before=0.2, after=1.0)
    texts = [event.text for event in ear.of(Heard) if isinstance(event, Heard)]
    assert texts[0] == "turn"
    assert texts[-1] == "turn on the floor lamp"
    assert len(texts) == len(set(texts))
    assert max(ear.times[ear.events.index(event)] for event in ear.of(Heard)) < ear.time_of(Recognized)


def test_the_length_of_the_sound_is_told(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    spoken = plan("turn off everything", before=0.2)
    ear.hear(spoken + pause(2))
    (event,) = ear.of(Recognized)
    assert isinstance(event, Recognized)
    assert event.audio_seconds == pytest.approx(len(spoken) * FRAME + TIMING.after_end, abs=2 * FRAME)
    assert event.decision_ms > 0
    words = event.recognition.words
    assert [word.text for word in words] == ["turn", "off", "everything"]
    assert 0.2 <= words[0].start < words[0].end <= words[1].start


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_the_size_of_the_pieces_changes_nothing(english: Ears, mode: Mode, size: int) -> None:
    ear = Ear(english, mode)
    if mode is Mode.PUSH:
        ear.listener.press()
    rows: Posteriors = posteriors(
        plan(f"{PHRASE} turn on the kettle" if mode is Mode.WAKE else "turn on the kettle", 0.6, 2.0)
    )
    for start in range(0, len(rows), size):
        ear.listener.hear(Frames.of(rows[start : start + size]))
    assert [found.text for found in ear.decided] == ["turn on the kettle"]


# questions


@pytest.mark.parametrize(
    ("answer", "intent"),
    [("yes", YES), ("yes please", YES), ("go ahead", YES), ("no", NO), ("no thanks", NO), ("never mind", NO)],
)
def test_answers(english: Ears, answer: str, intent: str) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.listener.ask()
    assert ear.state == "answering"
    ear.say(answer, before=0.6, after=1.5)
    assert [found.intent for found in ear.decided] == [intent]
    assert ear.state == "waiting"


@pytest.mark.parametrize(
    ("answer", "intent"), [("好的", YES), ("打开吧", YES), ("不要", NO), ("算了", NO), ("yes", YES)]
)
def test_answers_in_both_languages(make_ears: MakeEars, answer: str, intent: str) -> None:
    ear = Ear(make_ears({"en": ENGLISH, "zh": MANDARIN}), Mode.WAKE)
    ear.listener.ask()
    ear.say(answer, before=0.6, after=1.5)
    assert [found.intent for found in ear.decided] == [intent]


def test_a_question_that_nobody_answers(english: Ears) -> None:
    ear = Ear(english, Mode.ALWAYS)
    ear.listener.ask()
    ear.hear(pause(TIMING.patience + 1))
    assert [found.reason for found in ear.decided] == [Reason.SILENCE]


def test_a_misheard_answer_may_be_given_again(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.listener.ask()
    ear.hear(pause(0.4) + mumbling(1) + pause(2))
    assert ear.decided
    assert all(found.intent is None for found in ear.decided)
    ear.say("yes", after=1.5)
    assert ear.decided[-1].intent == YES


def test_not_for_ever(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    ear.listener.ask()
    for _ in range(5):
        ear.hear(pause(0.4) + mumbling(1) + pause(2))
    ear.say("yes", after=1.5)
    assert all(found.intent is None for found in ear.decided)


def test_a_command_is_no_answer(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.ask()
    ear.say("turn on the kettle", before=0.4, after=2.0)
    assert all(found.intent is None for found in ear.decided)


def test_a_yes_that_nobody_asked_for_answers_nothing(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.say("yes", before=0.4, after=2.0)
    assert len(ear.decided) == 1
    assert ear.decided[0].intent != YES


# being interrupted


def test_cancelled(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.cancel()
    assert ear.events == []
    ear.listener.press()
    ear.say("turn on the kettle", before=0.2)
    ear.listener.cancel()
    ear.hear(pause(2))
    assert [found.reason for found in ear.decided] == [Reason.CANCELLED]
    assert ear.state == "waiting"


@pytest.mark.parametrize("mode", list(Mode))
def test_two_halves_around_a_gap_are_no_sentence(english: Ears, mode: Mode) -> None:
    ear = Ear(english, mode)
    if mode is Mode.PUSH:
        ear.listener.press()
    phrase = f"{PHRASE} " if mode is Mode.WAKE else ""
    ear.say(f"{phrase}turn on the", before=0.4)
    ear.listener.reset()
    ear.say("kettle", after=3.0)
    assert all(found.intent is None for found in ear.decided)
    assert ear.decided[0].reason is Reason.CANCELLED


def test_two_halves_of_a_wake_phrase_around_a_gap_do_not_wake(english: Ears) -> None:
    ear = Ear(english, Mode.WAKE)
    phrase = plan(PHRASE)
    half = len(phrase) // 2
    ear.hear(pause(0.4) + phrase[:half])
    ear.listener.reset()
    ear.hear(phrase[half:] + pause(2))
    assert ear.events == []


def test_the_end_of_the_source_decides(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.press()
    ear.say("turn on the kettle", before=0.2)
    ear.listener.finish()
    assert [found.text for found in ear.decided] == ["turn on the kettle"]


def test_a_question_waits_for_the_next_source(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.listener.ask()
    ear.hear(pause(0.5))
    ear.listener.finish()
    assert ear.events == []
    ear.say("yes", before=0.2)
    ear.listener.finish()
    assert [found.intent for found in ear.decided] == [YES]


def test_new_sentences_count_from_the_next_utterance_on(make_ears: MakeEars, english: Ears) -> None:
    changed = make_ears({"en": ENGLISH.replace("turn off everything", "good night")}, "computer")
    ear = Ear(english, Mode.WAKE)
    ear.say(f"{PHRASE} turn off", before=0.4)
    ear.listener.replace_ears(changed)
    ear.say("everything", after=1.0)
    assert [found.text for found in ear.decided] == ["turn off everything"]
    ear.say(f"{PHRASE} good night", before=0.4, after=1.0)
    assert len(ear.decided) == 1
    ear.say("computer good night", before=0.4, after=1.0)
    assert [found.text for found in ear.decided] == ["turn off everything", "good night"]


def test_both_languages_at_once(make_ears: MakeEars) -> None:
    ear = Ear(make_ears({"en": ENGLISH, "zh": MANDARIN}), Mode.ALWAYS)
    ear.say("turn on the floor lamp", before=1.0, after=1.0)
    ear.say("打开落地灯", before=1.0, after=1.0)
    found = [(one.language, one.text, one.slot("name")) for one in ear.decided]
    assert found == [
        ("en", "turn on the floor lamp", "light.floor_lamp"),
        ("zh", "打开落地灯", "light.floor_lamp"),
    ]
    texts = [event.text for event in ear.of(Heard) if isinstance(event, Heard)]
    assert "打开落地灯" in texts


def test_the_mode_may_change(english: Ears) -> None:
    ear = Ear(english, Mode.PUSH)
    ear.say("turn off everything", before=0.4, after=2.0)
    ear.listener.mode = Mode.ALWAYS
    ear.say("turn off everything", before=0.4, after=2.0)
    ear.listener.mode = Mode.WAKE
    ear.say("turn off everything", before=0.4, after=2.0)
    assert [found.text for found in ear.decided] == ["turn off everything"]
    ear.say(f"{PHRASE} turn on the kettle", before=0.4, after=2.0)
    assert ear.decided[-1].text == "turn on the kettle"


def test_no_frames_are_no_news(english: Ears) -> None:
    ear = Ear(english, Mode.ALWAYS)
    ear.listener.hear(heard([]))
    ear.listener.finish()
    assert ear.events == []
