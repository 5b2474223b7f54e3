"""The whole house with a made-up voice: what is said is done, told, remembered; what breaks breaks nothing else."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import soundfile

import assistant.app
import assistant.home.simulated
from assistant.app import Assistant
from assistant.audio.microphone import Microphone
from assistant.errors import ConfigError, InglenookError, ModelError, NoMicrophone, SentenceError
from assistant.events import (
    Acted,
    Event,
    EventBus,
    Failed,
    GrammarBuilt,
    Ready,
    Recognized,
    Rejected,
    TimerRang,
)
from assistant.history_rows import Kind
from assistant.home import SimulatedHome, default_home_text
from assistant.settings import Config, History, Listen, Mode, Speech
from assistant.settings import Home as HomeSettings
from assistant.types import Outcome, Reason, Status
from tests.audio.fakes import FakeBackend, FakeClock, device
from tests.few_sentences import use_few_sentences
from tests.script import Diary, Script, wait_until
from tests.speaker import PlainModel, pause, plan, sound_of

MORE = """
language: en
intents:
  HassTurnOff:
    data:
      - sentences: ["sleep well [my] {name}"]
"""

Open = Callable[..., Assistant]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    use_few_sentences(monkeypatch, tmp_path_factory.mktemp("few"))
    monkeypatch.setattr(assistant.app, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(assistant.app, "TICK_SECONDS", 0.02)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config").mkdir()
    return Config(folder=tmp_path / "config", state=tmp_path / "state")


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def opened(diary: Diary) -> Iterator[Open]:
    """Opens assistants that note everything in the diary, and closes them."""
    made: list[Assistant] = []

    def open_(config: Config, mode: Mode = Mode.ALWAYS) -> Assistant:
        bus = EventBus()
        bus.subscribe(diary)
        made.append(Assistant(config, bus, mode=mode, model=PlainModel()))
        return made[-1]

    yield open_
    for one in made:
        one.close()


def states(config: Config) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(config.home_state_path.read_text())["states"]
    return found


def outcomes(diary: Diary) -> list[Outcome]:
    return [event.outcome for event in diary.events if isinstance(event, Acted)]


def texts(diary: Diary) -> list[str]:
    return [event.recognition.text for event in diary.events if isinstance(event, Recognized)]


def refusals(diary: Diary) -> list[Reason | None]:
    return [event.recognition.reason for event in diary.events if isinstance(event, Rejected)]


def failures(diary: Diary) -> list[Failed]:
    return [event for event in diary.events if isinstance(event, Failed)]


# from a sentence to a lamp


def test_a_spoken_sentence_turns_on_a_lamp(config: Config, diary: Diary, opened: Open) -> None:
    opened(config).listen(Script("turn on the floor lamp"))
    assert diary.kinds() == ["grammar_built", "ready", "recognized", "acted"]
    assert diary.count("heard") > 1
    assert diary.count("level") > 10
    (outcome,) = outcomes(diary)
    assert outcome.status is Status.DONE
    assert [change.entity for change in outcome.changes] == ["light.floor_lamp"]
    assert states(config)["light.floor_lamp"]["state"] == "on"


def test_the_wake_phrase_first(config: Config, diary: Diary, opened: Open) -> None:
    opened(config, Mode.WAKE).listen(
        Script("turn on the kettle", "hey inglenook turn on the floor lamp", "turn on the kettle")
    )
    assert diary.kinds() == ["grammar_built", "ready", "woke", "recognized", "acted"]
    assert texts(diary) == ["turn on the floor lamp"]
    ready = next(event for event in diary.events if isinstance(event, Ready))
    assert (ready.mode, ready.device, ready.wake_phrases) == ("wake", "script", ("hey inglenook",))


def test_a_button_from_another_thread(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config, Mode.PUSH)
    house.listen(
        Script(
            "turn on the kettle",
            house.press,
            plan("turn on the floor lamp", before=0.4),
            house.release,
            pause(1.0),
            house.press,
            plan("turn on the", before=0.4),
            house.cancel,
            plan("kettle", after=1.6),
        )
    )
    assert texts(diary) == ["turn on the floor lamp"]
    assert refusals(diary) == [Reason.CANCELLED]


def test_both_languages(config: Config, diary: Diary, opened: Open) -> None:
    opened(replace(config, languages=("en", "zh"))).listen(Script("turn on the kettle", "打开落地灯"))
    assert texts(diary) == ["turn on the kettle", "打开落地灯"]
    assert [outcome.status for outcome in outcomes(diary)] == [Status.DONE, Status.DONE]
    assert "开" in outcomes(diary)[1].message
    built = [event.language for event in diary.events if isinstance(event, GrammarBuilt)]
    assert built == ["en", "zh"]


def test_several_sources_one_after_the_other(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    house.listen(Script("turn on the kettle"))
    house.mode = Mode.WAKE
    house.listen(Script("turn off the kettle", "hey inglenook turn on the floor lamp"))
    assert texts(diary) == ["turn on the kettle", "turn on the floor lamp"]
    assert diary.count("grammar_built") == 1
    assert [event.mode for event in diary.events if isinstance(event, Ready)] == ["always", "wake"]


def test_a_source_that_ends_right_behind_the_last_word(config: Config, diary: Diary, opened: Open) -> None:
    opened(config).listen(Script(plan("turn on the floor lamp", before=0.4)))
    assert texts(diary) == ["turn on the floor lamp"]


def test_a_source_that_cannot_be_opened(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    with pytest.raises(NoMicrophone):
        house.listen(Script(fails=NoMicrophone("There is no microphone", "Plug one in")))
    assert diary.events == []
    house.listen(Script("turn on the kettle"))
    assert texts(diary) == ["turn on the kettle"]


# questions


@pytest.mark.parametrize("mode", [Mode.ALWAYS, Mode.WAKE])
def test_a_door_opens_after_a_yes(config: Config, diary: Diary, opened: Open, mode: Mode) -> None:
    wake = "hey inglenook " if mode is Mode.WAKE else ""
    house = opened(config, mode)
    house.listen(Script(f"{wake}open the garage door", lambda: assert_closed(house), "yes"))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.CONFIRM, Status.DONE]
    assert "garage door" in outcomes(diary)[0].message
    assert states(config)["cover.garage_door"]["state"] == "open"


def assert_closed(house: Assistant) -> None:
    assert house.home.states()["cover.garage_door"]["state"] == "closed"


@pytest.mark.parametrize("answer", ["no", "never mind"])
def test_a_door_stays_closed_after_a_no(config: Config, diary: Diary, opened: Open, answer: str) -> None:
    house = opened(config)
    house.listen(Script("open the garage door", answer))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.CONFIRM, Status.REFUSED]
    assert_closed(house)


def test_a_door_stays_closed_without_an_answer(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    house.listen(Script("open the garage door", pause(config.listen.timeout + 1), "yes"))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.CONFIRM]
    assert refusals(diary)[0] is Reason.SILENCE
    assert_closed(house)


def test_a_door_stays_closed_after_anything_else(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    house.listen(Script("open the garage door", "turn on the kettle"))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.CONFIRM]
    assert_closed(house)


def test_a_yes_that_comes_too_late(
    config: Config, diary: Diary, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.home.simulated, "CONFIRM_SECONDS", -1.0)
    house = opened(config)
    house.listen(Script("open the garage door", "yes"))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.CONFIRM, Status.REFUSED]
    assert_closed(house)


# the text path


def test_typed_like_spoken(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    found, outcome = house.say("Turn on the floor lamp!")
    assert found.intent == "HassTurnOn"
    assert found.slot("name") == "light.floor_lamp"
    assert outcome is not None
    assert outcome.status is Status.DONE
    assert diary.kinds() == ["recognized", "acted"]
    assert states(config)["light.floor_lamp"]["state"] == "on"


@pytest.mark.parametrize("text", ["", "   ", "tell me a joke", "turn on the attic lights", "?!"])
def test_typed_and_not_understood(config: Config, diary: Diary, opened: Open, text: str) -> None:
    found, outcome = opened(config).say(text)
    assert outcome is None
    assert found.reason is Reason.NOT_A_COMMAND
    assert diary.kinds() == ["rejected"]


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("let there be light", "slots: {area: attic, domain: light}"),  # fixed by the sentence
        ("light up the {place:area}", "slots: {domain: light}"),  # said
    ],
)
def test_an_area_that_a_sentence_names_and_the_home_lacks(
    config: Config, opened: Open, sentence: str, more: str
) -> None:
    add(
        config,
        "attic.yaml",
        f"language: en\nintents: {{HassTurnOn: {{data: [{{sentences: ['{sentence}'], {more}}}]}}}}\n"
        "lists: {place: {values: [attic]}}\n",
    )
    house = opened(config)
    found, outcome = house.say(sentence.replace("{place:area}", "attic"))
    assert found.intent == "HassTurnOn"
    assert outcome is not None
    assert outcome.status is Status.REFUSED
    assert "attic" in outcome.message
    assert not [
        entity
        for entity, state in house.home.states().items()
        if entity.startswith("light.") and state["state"] == "on"
    ]


def test_typed_confirmation(config: Config, opened: Open) -> None:
    house = opened(config)
    _, outcome = house.say("open the garage door")
    assert outcome is not None
    assert outcome.status is Status.CONFIRM
    assert house.confirm(yes=True).status is Status.DONE
    assert house.confirm(yes=True).status is Status.REFUSED  # nothing is asked any more


def test_undo(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    house.listen(Script("turn on the floor lamp", "undo that"))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.DONE, Status.DONE]
    assert states(config)["light.floor_lamp"]["state"] == "off"


# changes while listening


def add(config: Config, name: str, text: str) -> None:
    (config.folder / "sentences").mkdir(exist_ok=True)
    (config.folder / "sentences" / name).write_text(text, encoding="utf-8")


def test_a_new_sentence_counts_without_a_restart(config: Config, diary: Diary, opened: Open) -> None:
    opened(config).listen(
        Script(
            "sleep well my kettle",
            lambda: add(config, "more.yaml", MORE),
            diary.wait("grammar_built", 2),
            "sleep well my kettle",
            (config.folder / "sentences" / "more.yaml").unlink,
            diary.wait("grammar_built", 3),
            "sleep well my kettle",
        )
    )
    assert texts(diary) == ["sleep well my kettle"]
    assert len(refusals(diary)) == 2
    assert failures(diary) == []


def test_a_sentence_in_progress_ends_with_the_old_ones(config: Config, diary: Diary, opened: Open) -> None:
    opened(config).listen(
        Script(
            plan("turn on the floor", before=0.4),
            lambda: add(config, "more.yaml", MORE),
            diary.wait("grammar_built", 2),
            plan("lamp", after=1.6),
            "sleep well my kettle",
        )
    )
    assert texts(diary) == ["turn on the floor lamp", "sleep well my kettle"]


@pytest.mark.parametrize(
    "broken",
    [
        "language: en\nintents: {HassTurnOff: {data: [{sentences: ['sleep (well {name}']}]}}",
        "language: en\nintents: [",
        "language: de\nintents: {HassTurnOff: {data: [{sentences: ['gute nacht']}]}}",
        "language: en\nintents: {HassTurnOff: {data: [{sentences: ['sleep <nothing>']}]}}",
        "\x00",
    ],
)
def test_a_broken_edit_is_told_and_the_old_sentences_go_on(
    config: Config, diary: Diary, opened: Open, broken: str
) -> None:
    add(config, "more.yaml", MORE)
    opened(config).listen(
        Script(
            lambda: add(config, "more.yaml", broken),
            diary.wait("failed"),
            "sleep well my kettle",
            "turn on the floor lamp",
            lambda: add(config, "more.yaml", MORE.replace("well", "tight")),
            diary.wait("grammar_built", 2),
            "sleep tight my kettle",
        )
    )
    assert texts(diary) == ["sleep well my kettle", "turn on the floor lamp", "sleep tight my kettle"]
    (failed,) = failures(diary)
    assert "more.yaml" in failed.message
    assert "old sentences go on" in failed.message


def test_a_renamed_lamp(config: Config, diary: Diary, opened: Open) -> None:
    path = config.folder / "home.yaml"
    path.write_text(default_home_text(), encoding="utf-8")
    config = replace(config, home=HomeSettings(file="home.yaml"))
    house = opened(config)
    house.listen(
        Script(
            "turn on the floor lamp",
            lambda: path.write_text(
                default_home_text().replace("[floor lamp, standing lamp]", "[sunshine]"), encoding="utf-8"
            ),
            diary.wait("grammar_built", 2),
            "turn off the sunshine",
            "turn on the floor lamp",
            lambda: path.write_text("entities: [", encoding="utf-8"),
            diary.wait("failed"),
            "turn on the sunshine",
        )
    )
    assert texts(diary) == ["turn on the floor lamp", "turn off the sunshine", "turn on the sunshine"]
    assert house.home.states()["light.floor_lamp"]["state"] == "on"
    assert "home.yaml" in failures(diary)[0].message


def test_a_new_pronunciation(config: Config, diary: Diary, opened: Open) -> None:
    """The lamp is called by a word that is then said like another."""
    opened(config).listen(
        Script(
            "turn on the history",
            lambda: config.lexicon_path.write_text('kettle = "history"', encoding="utf-8"),
            diary.wait("grammar_built", 2),
            "turn on the history",
            lambda: config.lexicon_path.write_text("kettle = nonsense", encoding="utf-8"),
            diary.wait("failed"),
            "turn on the history",
        )
    )
    assert texts(diary) == ["turn on the kettle", "turn on the kettle"]
    assert "lexicon.toml" in failures(diary)[0].message


def test_rebuilt_on_request(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    add(config, "more.yaml", MORE)
    assert len(house.rebuild().built) == 1
    assert house.say("sleep well kettle")[1] is not None
    add(config, "more.yaml", "intents: [")
    with pytest.raises(SentenceError):
        house.rebuild()
    assert house.say("sleep well kettle")[1] is not None
    assert diary.count("grammar_built") == 1


def test_a_question_outlives_a_changed_sentence(config: Config, diary: Diary, opened: Open) -> None:
    opened(config).listen(
        Script(
            "open the garage door",
            lambda: add(config, "more.yaml", MORE),
            diary.wait("grammar_built", 2),
            "yes",
        )
    )
    assert [outcome.status for outcome in outcomes(diary)] == [Status.CONFIRM, Status.DONE]


# timers


def advance(house: Assistant, seconds: float) -> None:
    assert isinstance(house.home, SimulatedHome)
    house.home._clock = lambda: time.time() + seconds


def test_a_timer_rings(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    house.listen(Script("set a timer for ten minutes", lambda: advance(house, 601), diary.wait("timer_rang")))
    (rang,) = [event for event in diary.events if isinstance(event, TimerRang)]
    assert "10 minutes" in rang.message or "10 minute" in rang.message
    assert not [entity for entity in states(config) if entity.startswith("timer.")]


def test_a_timer_rings_while_the_microphone_is_away(config: Config, diary: Diary, opened: Open) -> None:
    """The script's wait is a microphone that delivers nothing: no chunk comes meanwhile."""
    house = opened(config)
    house.say("set a timer for ten minutes")
    advance(house, 601)
    heard: list[int] = []
    house.listen(
        Script(lambda: heard.append(diary.count("level")), diary.wait("timer_rang"), lambda: heard.append(0))
    )
    assert heard[0] == 0


def test_a_timer_survives_a_restart(config: Config, diary: Diary, opened: Open) -> None:
    opened(config).say("set a timer for ten minutes")
    later = opened(config)
    advance(later, 601)
    later.listen(Script(diary.wait("timer_rang")))
    assert diary.count("timer_rang") == 1


def test_a_timer_with_a_command(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    house.listen(
        Script(
            "turn on the kettle in five minutes",
            lambda: advance(house, 301),
            diary.wait("timer_rang"),
            diary.wait("acted", 2),
        )
    )
    assert texts(diary) == ["turn on the kettle in five minutes", "turn on the kettle"]
    assert states(config)["switch.kettle"]["state"] == "on"


# the microphone


def test_a_microphone_lost_in_mid_sentence_acts_on_no_half(
    config: Config, diary: Diary, opened: Open
) -> None:
    clock = FakeClock()
    usb = device(0, "USB microphone", is_default=True)
    backend = FakeBackend(clock, usb)
    house = opened(config)

    def back() -> None:
        backend.plugged.append(usb)

    def speak(sentence: list[int], after: Callable[[float], None]) -> None:
        after(backend.speak(clock.now(), sound_of(sentence)[:, None]))

    def lose(end: float) -> None:
        clock.at(end, backend.lose)
        clock.at(end + 5, back)
        clock.at(
            end + 20,
            lambda: speak([*plan("floor lamp", after=1.6), *plan("turn on the kettle", after=2)], finish),
        )

    def finish(end: float) -> None:
        clock.at(end + 1, house.stop)

    clock.at(0.0, lambda: speak(plan("turn on the", before=0.4), lose))
    house.listen(Microphone(None, house.bus.publish, backend=backend, clock=clock))
    kinds = diary.kinds("grammar_built", "ready")
    assert kinds[:3] == ["rejected", "device_lost", "device_back"] or kinds[:3] == [
        "device_lost",
        "rejected",
        "device_back",
    ]
    assert refusals(diary)[0] is Reason.CANCELLED
    assert texts(diary) == ["turn on the kettle"]
    assert house.home.states()["light.floor_lamp"]["state"] == "off"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_buffer_of_no_numbers_does_no_harm(config: Config, diary: Diary, opened: Open, bad: float) -> None:
    broken = np.full(16_000, bad, np.float32)
    opened(config).listen(Script(broken, "turn on the floor lamp", broken, "turn off the floor lamp"))
    assert texts(diary) == ["turn on the floor lamp", "turn off the floor lamp"]
    assert failures(diary) == []


# ending


def test_stopped_in_mid_sentence_nothing_is_decided(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    source = Script(plan("turn on the floor lamp", before=0.4), house.stop, "turn on the kettle")
    house.listen(source)
    assert source.closed.is_set()
    assert texts(diary) == []


def test_stopped_from_another_thread(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)

    def stop() -> None:
        diary.wait("ready")()
        house.stop()

    stopper = threading.Thread(target=stop)
    stopper.start()
    source = Script(lambda: wait_until(source.closed.is_set), "turn on the kettle")
    house.listen(source)
    stopper.join()
    assert texts(diary) == []


def test_stopped_before_it_listens(config: Config, diary: Diary, opened: Open) -> None:
    house = opened(config)
    house.stop()
    house.listen(Script("turn on the kettle"))
    assert texts(diary) == []


def test_a_subscriber_that_breaks_ends_the_listening(config: Config, opened: Open) -> None:
    house = opened(config)

    def break_(event: Event) -> None:
        if isinstance(event, Recognized):
            raise BrokenPipeError(errno.EPIPE, "nobody reads")

    house.bus.subscribe(break_)
    source = Script("turn on the kettle", "turn on the floor lamp")
    with pytest.raises(BrokenPipeError):
        house.listen(source)
    assert source.closed.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "upkeep"]


def test_a_subscriber_that_breaks_beside_the_sound_ends_it_too(config: Config, opened: Open) -> None:
    house = opened(config)

    def break_(event: Event) -> None:
        if isinstance(event, TimerRang):
            raise BrokenPipeError(errno.EPIPE, "nobody reads")

    house.bus.subscribe(break_)
    house.say("set a timer for ten minutes")
    advance(house, 601)
    source = Script(lambda: wait_until(source.closed.is_set))
    with pytest.raises(BrokenPipeError):
        house.listen(source)


def test_closed_it_lets_go_of_its_bus(config: Config) -> None:
    bus = EventBus()
    with closing(Assistant(config, bus, model=PlainModel())) as house:
        house.say("turn on the kettle")
    assert bus._subscribers == []


# memory


def test_the_history_holds_what_was_said_and_done(config: Config, opened: Open) -> None:
    house = opened(config)
    house.listen(Script("turn on the floor lamp", "tell me a joke"))
    assert house.history is not None
    entries = house.history.entries()
    assert [entry.kind for entry in entries] == [Kind.REJECTED, Kind.RECOGNIZED]
    said = entries[1]
    assert (said.outcome, said.message) == ("done", "Turned on the light")
    assert (said.text, said.intent, said.slots) == (
        "turn on the floor lamp",
        "HassTurnOn",
        {"name": "light.floor_lamp"},
    )
    assert said.audio_seconds > 1
    assert said.sound == ""
    assert not config.sound_folder.exists()


def test_no_history_where_none_is_wanted(config: Config, opened: Open) -> None:
    house = opened(replace(config, history=History(enabled=False)))
    house.listen(Script("turn on the floor lamp"))
    assert house.history is None
    assert not config.history_path.exists()


def test_sound_is_kept_where_it_is_wanted(config: Config, opened: Open) -> None:
    house = opened(replace(config, history=History(keep_sound=True)))
    house.listen(Script(pause(30), "turn on the floor lamp", pause(5), "turn on the kettle"))
    assert house.history is not None
    kept = [entry for entry in house.history.entries() if entry.sound]
    assert [entry.text for entry in kept] == ["turn on the kettle", "turn on the floor lamp"]
    for entry in kept:
        sound, rate = soundfile.read(config.sound_folder / entry.sound, dtype="float32")
        assert rate == 16_000
        spoken = sound_of(plan(entry.text))
        assert len(spoken) < len(sound) < len(spoken) + 2.5 * rate
        begins = [int(np.flatnonzero(np.rint(one * 128))[0]) for one in (spoken, sound)]
        assert spoken[begins[0] :] == pytest.approx(sound[begins[1] :][: len(spoken) - begins[0]], abs=1e-4)


def test_a_corrupted_home_is_kept_aside(config: Config, diary: Diary, opened: Open) -> None:
    config.state.mkdir()
    config.home_state_path.write_text('{"version": 1, "states": {"light.fl')
    house = opened(config)
    (failed,) = failures(diary)
    assert "home.json" in failed.message
    house.listen(Script("turn on the floor lamp"))
    assert states(config)["light.floor_lamp"]["state"] == "on"
    (aside,) = config.state.glob("home.json.corrupt-*")
    assert aside.read_text() == '{"version": 1, "states": {"light.fl'
    assert str(aside) in failed.message
    assert house.history is not None
    assert house.history.count() > 0


def test_a_corrupted_history_is_kept_aside(config: Config, diary: Diary, opened: Open) -> None:
    config.state.mkdir()
    config.history_path.write_bytes(b"no database at all, " * 100)
    house = opened(config)
    house.listen(Script("turn on the floor lamp"))
    assert outcomes(diary)[0].status is Status.DONE
    assert list(config.state.glob("history.sqlite.damaged-*"))
    assert "history" in failures(diary)[0].message


def test_a_state_folder_that_cannot_be_written(config: Config, diary: Diary, opened: Open) -> None:
    config.state.write_text("a file in the way")
    house = opened(config)
    house.listen(Script("turn on the floor lamp", "turn on the kettle"))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.DONE, Status.DONE]
    assert house.home.states()["switch.kettle"]["state"] == "on"
    messages = [failed.message for failed in failures(diary)]
    assert len(messages) == len(set(messages))
    assert any("history" in message for message in messages)
    assert any("home" in message for message in messages)
    assert all(failed.remedy for failed in failures(diary))
    assert config.state.read_text() == "a file in the way"


def test_a_full_disk(config: Config, diary: Diary, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    house = opened(config)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        house.listen(Script("turn on the floor lamp", "turn on the kettle"))
    assert [outcome.status for outcome in outcomes(diary)] == [Status.DONE, Status.DONE]
    assert ["No space left" in failed.message for failed in failures(diary)] == [True]
    house.say("turn on the mood light")
    assert states(config)["light.floor_lamp"]["state"] == "on"


# what cannot be opened


def test_a_missing_model(config: Config) -> None:
    with pytest.raises(ModelError, match="There is no acoustic model"):
        Assistant(replace(config, speech=Speech(model="none.onnx")))
    assert not config.history_path.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sentences/bad.yaml", "language: en\nintents: {HassTurnOn: {data: [{sentences: ['turn (on']}]}}"),
        ("lexicon.toml", "kettle = 3"),
        ("home.yaml", "areas: {attic: 3}"),
    ],
)
def test_files_with_faults(config: Config, name: str, text: str) -> None:
    path = config.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    with pytest.raises(InglenookError) as caught:
        Assistant(replace(config, home=HomeSettings(file="home.yaml")), model=PlainModel())
    assert Path(name).name in str(caught.value)
    assert caught.value.remedy
    assert not config.state.exists()


def test_a_sentence_file_that_is_not_there(config: Config) -> None:
    missing = replace(config, sentences=replace(config.sentences, files=("gone.yaml",)))
    with pytest.raises(SentenceError, match=r"gone\.yaml"):
        Assistant(missing, model=PlainModel())


def test_a_wake_phrase_without_words(config: Config) -> None:
    with pytest.raises(InglenookError, match="has no words"):
        Assistant(replace(config, listen=Listen(wake_phrases=("...",))), model=PlainModel())


def test_a_home_in_an_unknown_area(config: Config) -> None:
    text = "areas: {kitchen: {en: [kitchen]}}\nentities: {light.lamp: {en: [lamp], area: kitchn}}\n"
    (config.folder / "home.yaml").write_text(text)
    with pytest.raises(ConfigError, match="kitchn") as caught:
        Assistant(replace(config, home=HomeSettings(file="home.yaml")), model=PlainModel())
    assert "kitchen" in caught.value.remedy
