"""`run` and `demo` in this process: events as lines, buttons, sources, and how they end."""

from __future__ import annotations

import json
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.audio.file import FileSource
from assistant.cli.show import Screen
from assistant.demo import DemoRecording
from assistant.errors import AudioError, BadRecording, NoMicrophone
from assistant.events import Event, EventBus, Failed
from assistant.service.headless import StopSignals
from tests.cli.conftest import Answer, Desk
from tests.script import wait_until
from tests.speaker import mumbling, pause, plan, sound_of


def kinds(answer: Answer) -> list[str]:
    return [row["event"] for row in answer.rows if row["event"] not in {"heard", "level"}]


def test_one_json_event_a_line(desk: Desk) -> None:
    wav = desk.record("one.wav", "turn on the floor lamp", "tell me a joke about lamps please")
    answer = desk.type("run", "--headless", "--mode", "always", "--input", wav)
    assert answer.code == 0
    assert kinds(answer) == ["grammar_built", "ready", "recognized", "acted", "rejected"]
    assert all(isinstance(row["time"], float) for row in answer.rows)
    rows = {row["event"]: row for row in answer.rows}
    assert rows["ready"]["device"] == "one.wav"
    assert "turn on the floor lamp" in [row["text"] for row in answer.rows if row["event"] == "heard"]
    recognition = rows["recognized"]["recognition"]
    assert recognition["intent"] == "HassTurnOn"
    assert recognition["slots"] == [{"name": "name", "text": "floor lamp", "value": "light.floor_lamp"}]
    assert rows["acted"]["outcome"]["status"] == "done"
    assert rows["rejected"]["recognition"]["reason"]
    states = json.loads((desk.state / "home.json").read_text())["states"]
    assert states["light.floor_lamp"]["state"] == "on"


def test_levels_where_they_are_wanted(desk: Desk) -> None:
    wav = desk.record("one.wav", pause(1))
    assert "level" not in {row["event"] for row in desk.type("run", "--headless", "--input", wav).rows}
    rows = desk.type("run", "--headless", "--levels", "--input", wav).rows
    assert sum(row["event"] == "level" for row in rows) == 13


def test_for_people(desk: Desk) -> None:
    wav = desk.record("one.wav", "hey inglenook turn on the floor lamp", "hey inglenook tell me a joke")
    answer = desk.type("run", "--input", wav)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert "sentences built in" in lines[0]
    assert lines[1] == 'Listening to one.wav: say "hey inglenook", then a command; Ctrl-C ends.'
    assert lines[2].startswith("woke hey inglenook")
    assert lines[3].startswith('"turn on the floor lamp" → HassTurnOn name=light.floor_lamp')
    assert lines[4].strip().startswith("done: ")
    assert lines[6].startswith("refused: ")


def test_the_configs_mode_and_that_of_the_command_line(desk: Desk) -> None:
    wav = desk.record("one.wav", "turn on the floor lamp")
    desk.set('[listen]\nmode = "always"\n')
    assert "recognized" in kinds(desk.type("run", "--headless", "--input", wav))
    assert "recognized" not in kinds(desk.type("run", "--headless", "--mode", "wake", "--input", wav))


def test_a_recording_in_push_mode_is_what_was_said_to_the_button(desk: Desk) -> None:
    wav = desk.record("one.wav", "turn on the floor lamp", "turn on the kettle")
    answer = desk.type("run", "--headless", "--mode", "push", "--input", wav)
    assert kinds(answer) == ["grammar_built", "ready", "woke", "recognized", "acted"]


def test_raw_samples_on_standard_input(desk: Desk) -> None:
    raw = (sound_of(plan("turn on the floor lamp", 0.6, 1.6)) * 32_768).astype("<i2").tobytes()
    answer = desk.type("run", "--headless", "--mode", "always", "--input", "-", stdin=raw)
    assert answer.code == 0
    assert kinds(answer)[-2:] == ["recognized", "acted"]


def test_a_question_and_its_answer(desk: Desk) -> None:
    wav = desk.record("one.wav", "hey inglenook open the garage door", "yes")
    rows = desk.type("run", "--headless", "--input", wav).rows
    acted = [(row["intent"], row["outcome"]["status"]) for row in rows if row["event"] == "acted"]
    assert acted == [("HassTurnOn", "confirm"), ("AnswerYes", "done")]


def test_what_broke_before_it_listened_is_told(desk: Desk) -> None:
    desk.state.mkdir()
    (desk.state / "home.json").write_text("{")
    answer = desk.type("run", "--headless", "--input", desk.record("one.wav", pause(1)))
    assert kinds(answer) == ["failed", "grammar_built", "ready"]
    assert answer.rows[0]["remedy"]


def test_no_such_recording(desk: Desk) -> None:
    answer = desk.type("run", "--headless", "--input", desk.sounds / "none.wav")
    assert isinstance(answer.error, BadRecording)
    assert answer.out == ""


@pytest.mark.parametrize(
    "error",
    [
        NoMicrophone("There is no microphone", "Plug one in"),
        AudioError("PortAudio is not installed", "sudo apt install libportaudio2"),
    ],
)
def test_no_microphone_or_no_portaudio(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: AudioError
) -> None:
    class Broken:
        def devices(self) -> None:
            raise error

        def interrupt(self) -> None:
            pass

    monkeypatch.setattr("assistant.audio.microphone.PortAudio", Broken)
    assert desk.type("run", "--headless").error is error


@pytest.mark.parametrize(
    ("option", "wanted"), [([], "usb"), (["--microphone", "2"], "2"), (["--microphone", ""], None)]
)
def test_which_microphone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, option: list[str], wanted: str | None
) -> None:
    asked: list[str | int | None] = []
    wav = desk.record("one.wav", pause(0.5))

    def microphone(device: str | int | None, on_event: Callable[[Event], None]) -> FileSource:
        asked.append(device)
        on_event(Failed(message="through the bus"))
        return FileSource(wav)

    monkeypatch.setattr("assistant.service.serving.Microphone", microphone)
    desk.set('[listen]\nmicrophone = "usb"\n')
    assert "failed" in kinds(desk.type("run", "--headless", *option))
    assert asked == [wanted]


def test_systemd_is_told_when_it_listens(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wav = desk.record("one.wav", pause(0.5))
    monkeypatch.chdir(tmp_path)  # socket names are short
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("notify")
        listening.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", "notify")
        assert desk.type("run", "--headless", "--input", wav).code == 0
        assert listening.recv(100) == b"READY=1"


# signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_and_a_second_one_interrupts(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stopped = threading.Event()
    with StopSignals(stopped.set) as signals:
        signal.raise_signal(number)
        wait_until(stopped.is_set)
        assert signals.received == number
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before


# the demo


@pytest.fixture
def played(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[DemoRecording]:
    """Recordings of the made-up voice in place of the bundled ones."""
    said = [
        ("en", "turn on the floor lamp", ""),
        ("en", "open the garage door", ""),
        ("en", "yes", ""),
        ("en", "i was thinking about the weekend", ""),
        ("zh", "打开落地灯", ""),
        ("en", "turn on the kettle", "hey inglenook"),
    ]
    made = [
        DemoRecording(
            desk.record(f"{number}.wav", f"{wake} {text}".strip()), language, text, "it works", wake
        )
        for number, (language, text, wake) in enumerate(said)
    ]
    monkeypatch.setattr("assistant.cli.listening.recordings", lambda: tuple(made))
    return made


def test_the_demo_shows_everything_and_leaves_nothing(
    desk: Desk, played: list[DemoRecording], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    answer = desk.type("demo")
    assert answer.code == 0
    begin = 0
    for recording in played:  # what came closest to a refused one may be a later one's text
        begin = answer.out.index(recording.text, begin) + len(recording.text)
    assert "asks: " in answer.out
    assert "refused: " in answer.out
    assert "woke hey inglenook" in answer.out
    assert answer.out.count("done: ") == 4
    assert "inglenook run" in answer.out
    assert list(temporary.iterdir()) == []
    assert not desk.state.exists()
    assert not desk.config.exists()


@pytest.mark.usefixtures("played")
def test_the_demo_for_machines(desk: Desk) -> None:
    answer = desk.type("demo", "--json")
    assert answer.code == 0
    texts = [row["recognition"]["text"] for row in answer.rows if row["event"] == "recognized"]
    assert texts == [
        "turn on the floor lamp",
        "open the garage door",
        "yes",
        "打开落地灯",
        "turn on the kettle",
    ]
    modes = [row["mode"] for row in answer.rows if row["event"] == "ready"]
    assert modes == ["push"] * 5 + ["wake"]


def test_a_demo_that_understands_nothing_has_failed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = DemoRecording(
        desk.record("one.wav", pause(0.5) + mumbling(2) + pause(1)), "en", "what", "nothing"
    )
    monkeypatch.setattr("assistant.cli.listening.recordings", lambda: (recording,))
    assert desk.type("demo").code == 1


def test_a_demo_without_its_recordings_has_failed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = DemoRecording(desk.sounds / "gone.opus", "en", "what", "nothing")
    monkeypatch.setattr("assistant.cli.listening.recordings", lambda: (recording,))
    assert isinstance(desk.type("demo").error, BadRecording)


def test_a_demo_in_which_something_broke_has_failed(
    desk: Desk, played: list[DemoRecording], monkeypatch: pytest.MonkeyPatch
) -> None:
    def subscribe(bus: EventBus, subscriber: Callable[[Event], None]) -> Callable[[], None]:
        bus._subscribers.append(subscriber)
        if isinstance(subscriber, Screen):
            pytest.fail("the demo's screen is wrapped")
        subscriber(Failed(message="broken"))
        return lambda: None

    monkeypatch.setattr(EventBus, "subscribe", subscribe)
    assert played
    assert desk.type("demo").code == 1
