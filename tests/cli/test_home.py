"""`say`, `home` and `history`: the home without sound."""

from __future__ import annotations

import json
import re

import pytest

from assistant.errors import StateError
from tests.cli.conftest import Desk


def lamp(desk: Desk) -> str:
    states = json.loads((desk.state / "home.json").read_text())["states"]
    return str(states["light.floor_lamp"]["state"])


def test_said_and_done_and_kept(desk: Desk) -> None:
    answer = desk.type("say", "turn on the floor lamp")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "HassTurnOn name=light.floor_lamp"
    assert "floor lamp: off → on" in answer.out
    assert lamp(desk) == "on"
    assert desk.type("say", "turn off the floor lamp").code == 0
    assert lamp(desk) == "off"


def test_events_for_machines(desk: Desk) -> None:
    rows = desk.type("say", "--json", "turn on the floor lamp").rows
    assert [row["event"] for row in rows] == ["recognized", "acted"]
    assert rows[0]["recognition"]["intent"] == "HassTurnOn"
    assert rows[1]["outcome"]["status"] == "done"


def test_not_understood(desk: Desk) -> None:
    answer = desk.type("say", "turn on the sun")
    assert answer.code == 3
    assert answer.out.startswith("refused: that is no sentence of this home")
    assert desk.type("say", "--json", "turn on the sun").rows[0]["event"] == "rejected"


def test_declined(desk: Desk) -> None:
    answer = desk.type("say", "undo that")
    assert answer.code == 4


def test_a_door_asks_and_without_a_terminal_stays_closed(desk: Desk) -> None:
    answer = desk.type("say", "open the garage door")
    assert answer.code == 4
    assert "garage door" in answer.out
    assert not (desk.state / "home.json").exists()
    opened = desk.type("say", "--yes", "open the garage door")
    assert opened.code == 0
    assert "garage door: closed" in opened.out
    rows = desk.type("say", "--yes", "--json", "open the garage door").rows
    assert [row["event"] for row in rows] == ["recognized", "acted"]  # it is open already


def test_mandarin_typed(desk: Desk) -> None:
    desk.set('languages = ["en", "zh"]\n')
    assert desk.type("say", "打开落地灯").code == 0
    assert lamp(desk) == "on"


def test_a_broken_state_is_told_and_kept_aside(desk: Desk) -> None:
    desk.state.mkdir()
    (desk.state / "home.json").write_text("{")
    answer = desk.type("say", "turn on the floor lamp")
    assert answer.code == 0
    assert "home.json.corrupt-" in answer.err
    assert lamp(desk) == "on"


def test_a_state_folder_that_cannot_be_written(desk: Desk) -> None:
    desk.state.write_text("in the way")
    answer = desk.type("say", "turn on the floor lamp")
    assert answer.code == 0
    assert "home.json" in answer.err
    assert "history" in answer.err
    assert desk.state.read_text() == "in the way"


def test_the_home_as_a_table(desk: Desk) -> None:
    desk.type("say", "turn on the floor lamp")
    answer = desk.type("home")
    assert answer.code == 0
    (line,) = [line for line in answer.out.splitlines() if "light.floor_lamp" in line]
    assert "living room" in line
    assert "on (brightness 100)" in line


def test_the_home_for_machines(desk: Desk) -> None:
    rows = {row["entity"]: row for row in desk.type("home", "--json").rows}
    assert rows["cover.garage_door"]["name"] == "garage door"
    assert rows["cover.garage_door"]["state"] == "closed"
    assert len(rows) > 30


def test_the_home_in_mandarin(desk: Desk) -> None:
    desk.set('languages = ["zh"]\n')
    rows = {row["entity"]: row for row in desk.type("home", "--json").rows}
    assert rows["light.floor_lamp"]["name"] == "落地灯"


def test_timers_are_shown(desk: Desk) -> None:
    desk.type("say", "set a timer for ten minutes")
    assert any(row["entity"].startswith("timer.") for row in desk.type("home", "--json").rows)
    (line,) = [line for line in desk.type("home").out.splitlines() if "timer.1" in line]
    assert re.search(r"(10:00|9:[0-5]\d) left", line)


def test_no_history_yet(desk: Desk) -> None:
    answer = desk.type("history", "--json")
    assert (answer.code, answer.out) == (0, "")
    assert "Nothing has been said yet" in answer.err


def test_history_newest_first(desk: Desk) -> None:
    desk.type("say", "turn on the floor lamp")
    desk.type("say", "turn on the sun")
    lines = desk.type("history").out.splitlines()
    assert len(lines) == 2
    assert "rejected" in lines[0]
    assert '"turn on the floor lamp" HassTurnOn Turned on the light' in lines[1]
    assert lines[1].endswith("done")
    rows = desk.type("history", "--json", "--limit", "2").rows
    assert [row["kind"] for row in rows] == ["rejected", "recognized"]
    assert {"time", "text", "intent", "slots", "confidence", "outcome", "message"} <= rows[0].keys()
    assert [row["kind"] for row in desk.type("history", "--json", "floor lamp").rows] == ["recognized"]


def test_history_forgotten(desk: Desk) -> None:
    desk.type("say", "turn on the floor lamp")
    assert "2 events forgotten" in desk.type("history", "--clear").err
    assert desk.type("history", "--json").out == ""


def test_a_history_that_cannot_be_read(desk: Desk) -> None:
    (desk.state / "history.sqlite").mkdir(parents=True)
    answer = desk.type("history")
    assert isinstance(answer.error, StateError)
    assert answer.error.remedy


@pytest.mark.parametrize("setting", ["[history]\nenabled = false\n"])
def test_history_switched_off(desk: Desk, setting: str) -> None:
    desk.set(setting)
    desk.type("say", "turn on the floor lamp")
    assert not (desk.state / "history.sqlite").exists()
