from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.errors import StateError
from assistant.events import Acted, EventBus, Failed, Level, Recognized, Rejected, Woke
from assistant.history import History
from assistant.history_rows import Entry, Kind
from assistant.types import SAMPLE_RATE, Candidate, Outcome, Reason, Recognition, Slot, Status

LIGHTS_ON = Recognition(
    intent="HassTurnOn",
    slots=(Slot("name", "kitchen lights", "kitchen lights"), Slot("brightness", "fifty", 50)),
    text="turn on the kitchen lights",
    confidence=0.93,
)
REFUSED = Recognition(
    intent=None,
    reason=Reason.UNSURE,
    confidence=0.2,
    alternatives=(Candidate("HassTurnOff", (Slot("area", "厨房", "厨房"),), "关掉厨房的灯", 0.41),),
    language="zh",
)


def recognized(text: str, time: float = 0.0) -> Recognized:
    return Recognized(recognition=Recognition(intent="Test", text=text), time=time)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history.sqlite"


@pytest.fixture
def troubles() -> list[StateError]:
    return []


@pytest.fixture
def history(path: Path, troubles: list[StateError]) -> Iterator[History]:
    history = History(path, troubles.append, max_rows=100)
    yield history
    history.close()


def test_a_subscriber_keeps_what_was_said_and_done(history: History, troubles: list[StateError]) -> None:
    bus = EventBus()
    bus.subscribe(history)
    bus.publish(Recognized(recognition=LIGHTS_ON, audio_seconds=1.5, decision_ms=4.0, time=10.0))
    bus.publish(Acted(outcome=Outcome(Status.DONE, "Turned on the lights"), intent="HassTurnOn", time=11.0))
    bus.publish(Level(rms_db=-40.0, peak=0.1))
    bus.publish(Woke(phrase="hey inglenook", confidence=0.9))
    bus.publish(Rejected(recognition=REFUSED, audio_seconds=2.0, time=12.0))
    bus.publish(Failed(message="The microphone is gone", remedy="Plug it in", time=13.0))
    failed, rejected, taken = history.entries()
    assert taken == Entry(
        id=1,
        time=10.0,
        kind=Kind.RECOGNIZED,
        language="en",
        text="turn on the kitchen lights",
        intent="HassTurnOn",
        slots={"name": "kitchen lights", "brightness": 50},
        confidence=0.93,
        outcome="done",
        message="Turned on the lights",
        audio_seconds=1.5,
        decision_ms=4.0,
    )
    assert history.count() == 4
    assert (rejected.intent, rejected.outcome, rejected.text) == ("", "unsure", "关掉厨房的灯")
    assert (rejected.confidence, rejected.slots, rejected.language) == (0.41, {"area": "厨房"}, "zh")
    assert failed.message == "The microphone is gone Plug it in"
    assert troubles == []


def test_an_action_joins_only_the_sentence_that_ordered_it(history: History) -> None:
    done = Outcome(Status.DONE, "Turned on the lights")
    history(Acted(outcome=done, intent="HassTurnOn", time=1.0))  # by mouse
    history(Recognized(recognition=LIGHTS_ON, time=2.0))
    history(Acted(outcome=done, intent="HassTurnOn", time=3.0))
    history(Acted(outcome=done, intent="HassTurnOn", time=4.0))  # by mouse
    history(Recognized(recognition=LIGHTS_ON, time=5.0))
    history(Failed(message="The home is gone", time=6.0))
    history(Acted(outcome=done, intent="HassTurnOn", time=7.0))
    found = [(entry.time, entry.kind, entry.message) for entry in history.entries()]
    assert found == [
        (7.0, Kind.ACTED, "Turned on the lights"),
        (6.0, Kind.FAILED, "The home is gone"),
        (5.0, Kind.RECOGNIZED, ""),
        (4.0, Kind.ACTED, "Turned on the lights"),
        (2.0, Kind.RECOGNIZED, "Turned on the lights"),
        (1.0, Kind.ACTED, "Turned on the lights"),
    ]
    assert [entry.time for entry in history.entries(kinds=[Kind.ACTED])] == [7.0, 4.0, 2.0, 1.0]
    assert [entry.time for entry in history.entries(kinds=[Kind.RECOGNIZED])] == [5.0, 2.0]
    assert [entry.time for entry in history.entries(search="turned on", kinds=[Kind.RECOGNIZED])] == [2.0]


def test_a_refusal_without_any_candidate_is_kept(history: History) -> None:
    history(Rejected(recognition=Recognition(intent=None, reason=Reason.SILENCE)))
    (entry,) = history.entries()
    assert (entry.text, entry.outcome, entry.confidence) == ("", "silence", 0.0)


def test_entries_outlive_the_process(path: Path, history: History, troubles: list[StateError]) -> None:
    history(recognized("before"))
    history.close()
    again = History(path, troubles.append)
    again(recognized("after"))
    assert [entry.text for entry in again.entries()] == ["after", "before"]
    again.close()
    assert troubles == []


def test_the_oldest_rows_go_when_there_are_too_many(path: Path, troubles: list[StateError]) -> None:
    history = History(path, troubles.append, max_rows=3)
    for number in range(10):
        history(recognized(str(number)))
    assert [entry.text for entry in history.entries()] == ["9", "8", "7"]
    assert history.count() == 3
    history.close()
    smaller = History(path, troubles.append, max_rows=1)
    smaller(recognized("last"))
    assert [entry.text for entry in smaller.entries()] == ["last"]
    smaller.close()


def test_search_filter_and_pages(history: History) -> None:
    history(Recognized(recognition=LIGHTS_ON, time=1.0))
    history(Acted(outcome=Outcome(Status.REFUSED, "No lights in the Attic"), intent="HassTurnOff", time=2.0))
    history(Rejected(recognition=REFUSED, time=3.0))
    assert [entry.time for entry in history.entries(search="LIGHTS")] == [2.0, 1.0]
    assert [entry.time for entry in history.entries(search="厨房")] == [3.0]
    assert [entry.time for entry in history.entries(search="hassturnon")] == [1.0]
    assert history.entries(search="%") == ()
    assert [entry.time for entry in history.entries(kinds=[Kind.ACTED, Kind.REJECTED])] == [3.0, 2.0]
    assert [entry.time for entry in history.entries(intent="HassTurnOn")] == [1.0]
    assert [entry.time for entry in history.entries(since=2.0, kinds=[Kind.ACTED])] == [2.0]
    assert [entry.time for entry in history.entries(limit=1, offset=1)] == [2.0]


def test_search_does_not_match_across_columns(history: History) -> None:
    history(Acted(outcome=Outcome(Status.DONE, "on"), intent="Turn"))
    assert history.entries(search="onturn") == ()


def test_clear_forgets_all_or_the_old(history: History, path: Path) -> None:
    for number in range(6):
        history(recognized(f"secret {number}", time=float(number)))
    assert history.clear(before=4.0) == 4
    assert [entry.time for entry in history.entries()] == [5.0, 4.0]
    assert history.clear() == 2
    assert history.entries() == ()
    history.close()
    assert b"secret" not in path.read_bytes()


def test_many_threads_may_write_while_one_reads(history: History) -> None:
    def write(name: str) -> None:
        for number in range(10):
            history(recognized(f"{name} {number}"))
            assert history.entries(limit=1)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert history.count() == 40


@pytest.mark.parametrize(
    "damage", [b"this is not a database, it never was one" * 30, b"SQLite format 3\0" + b"\xff" * 2000]
)
def test_a_damaged_database_is_kept_aside(path: Path, troubles: list[StateError], damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    history = History(path, troubles.append)
    history(recognized("fresh"))
    assert [entry.text for entry in history.entries()] == ["fresh"]
    history.close()
    (aside,) = path.parent.glob("history.sqlite.damaged-*")
    assert aside.read_bytes() == damage
    assert len(troubles) == 1
    assert "damaged" in troubles[0].message
    assert str(aside) in troubles[0].remedy


def test_a_torn_page_is_found_when_opening(path: Path, history: History, troubles: list[StateError]) -> None:
    for number in range(60):
        history(recognized(f"{number} " + "x" * 400))
    history.close()
    torn = bytearray(path.read_bytes())
    torn[8192:16384] = b"\x5a" * 8192
    path.write_bytes(bytes(torn))
    fresh = History(path, troubles.append)
    assert fresh.count() == 0
    fresh.close()
    assert len(list(path.parent.glob("*.damaged-*"))) == 1
    assert len(troubles) == 1


def test_a_newer_database_is_left_alone(path: Path, history: History, troubles: list[StateError]) -> None:
    history(recognized("kept"))
    history.close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = path.read_bytes()
    History(path, troubles.append)(recognized("not kept"))
    assert path.read_bytes() == before
    assert [trouble.message.count("newer inglenook") for trouble in troubles] == [1]


def test_a_folder_that_cannot_be_made_is_told_once(tmp_path: Path, troubles: list[StateError]) -> None:
    (tmp_path / "state").write_text("a file", encoding="utf-8")
    history = History(tmp_path / "state" / "history.sqlite", troubles.append)
    for _ in range(3):
        history(recognized("nowhere"))
    assert len(troubles) == 1
    assert "cannot open" in troubles[0].message
    assert troubles[0].remedy
    with pytest.raises(StateError, match="not open"):
        history.entries()


def test_a_read_only_disk_is_told_once_and_writing_resumes(
    history: History, troubles: list[StateError]
) -> None:
    assert history._database is not None
    history._database.execute("PRAGMA query_only = ON")
    for _ in range(3):
        history(recognized("lost"))
    assert len(troubles) == 1
    assert "readonly" in troubles[0].message
    with pytest.raises(StateError):
        history.clear()
    history._database.execute("PRAGMA query_only = OFF")
    history(recognized("kept"))
    assert [entry.text for entry in history.entries()] == ["kept"]
    history._database.execute("PRAGMA query_only = ON")
    history(recognized("lost again"))
    assert len(troubles) == 2


def test_a_full_disk_is_told_once(history: History, troubles: list[StateError]) -> None:
    assert history._database is not None
    (pages,) = history._database.execute("PRAGMA page_count").fetchone()
    history._database.execute(f"PRAGMA max_page_count = {pages}")
    for _ in range(5):
        history(recognized("x" * 20_000))
    assert len(troubles) == 1
    assert "full" in troubles[0].message
    assert history.entries() == ()


def test_trouble_may_come_back_as_an_event(path: Path) -> None:
    bus = EventBus()
    said: list[str] = []

    def report(trouble: StateError) -> None:
        said.append(trouble.message)
        bus.publish(Failed(message=trouble.message, remedy=trouble.remedy))

    history = History(path, report)
    bus.subscribe(history)
    assert history._database is not None
    history._database.execute("PRAGMA query_only = ON")
    bus.publish(recognized("lost"))
    assert len(said) == 1
    history.close()


def test_sound_is_kept_only_where_a_folder_is_given(tmp_path: Path, history: History) -> None:
    history(recognized("quiet"))
    assert history.keep_sound(np.zeros(100, np.float32)) is None
    assert not list(tmp_path.rglob("*.flac"))


def test_sound_belongs_to_the_newest_utterance_and_goes_with_it(
    tmp_path: Path, path: Path, troubles: list[StateError]
) -> None:
    history = History(path, troubles.append, max_rows=3, sound_folder=tmp_path / "sound")
    assert history.keep_sound(np.zeros(100, np.float32)) is None
    history(recognized("first", time=1.0))
    history(Acted(outcome=Outcome(Status.DONE, "done"), intent="Test", time=2.0))
    tone = (np.sin(np.arange(SAMPLE_RATE) / 10) / 2).astype(np.float32)
    file = history.keep_sound(tone)
    assert file is not None
    kept, rate = soundfile.read(file, dtype="float32")
    assert rate == SAMPLE_RATE
    assert np.abs(kept - tone).max() < 1e-4
    assert [entry.sound for entry in history.entries()] == [file.name]
    for number in range(3):
        history(recognized(str(number), time=3.0))
    assert not file.exists()
    second = history.keep_sound(tone)
    assert second is not None
    assert history.clear() == 3
    assert list((tmp_path / "sound").iterdir()) == []
    history.close()
    assert troubles == []


def test_a_sound_folder_that_cannot_be_written_is_told(
    tmp_path: Path, path: Path, troubles: list[StateError]
) -> None:
    (tmp_path / "sound").write_text("a file", encoding="utf-8")
    history = History(path, troubles.append, sound_folder=tmp_path / "sound")
    history(recognized("said"))
    assert history.keep_sound(np.zeros(100, np.float32)) is None
    assert len(troubles) == 1
    assert [entry.text for entry in history.entries()] == ["said"]
    history.close()
