"""States on disk: whole or not at all, and nothing is lost that can be kept."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from assistant.errors import StateError
from assistant.events import Event, Failed
from assistant.home import Home, SimulatedHome, StateStore
from assistant.paths import write_atomically
from assistant.types import Status
from tests.home.conftest import Clock
from tests.home.speak import recognition


def say(home: SimulatedHome, text: str) -> Status:
    return home.execute(recognition(home.home, text)).status


def full_disk(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_states_survive_a_restart(default_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "state" / "home.json"
    first = SimulatedHome(default_home, store=StateStore(path))
    say(first, "set the floor lamp to red")
    again = SimulatedHome(default_home, store=StateStore(path))
    assert again.states() == first.states()
    assert again.states()["light.floor_lamp"]["color"] == "red"
    assert [file.name for file in path.parent.iterdir()] == ["home.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"{ not json",
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"version": 99, "states": {}}',
        b'{"version": 1}',
        b"[" * 100_000,
    ],
)
def test_a_broken_file_is_set_aside(default_home: Home, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "home.json"
    path.write_bytes(content)
    (tmp_path / "history.sqlite").write_text("other")
    home = SimulatedHome(default_home, store=StateStore(path))
    assert len(home.warnings) == 1
    aside = list(tmp_path.glob("home.json.corrupt-*"))
    assert [file.read_bytes() for file in aside] == [content]
    assert str(aside[0]) in home.warnings[0]
    assert say(home, "turn on the floor lamp") is Status.DONE
    assert json.loads(path.read_text())["states"]["light.floor_lamp"]["state"] == "on"
    assert (tmp_path / "history.sqlite").read_text() == "other"


def test_two_broken_files_in_a_second_are_both_kept(tmp_path: Path) -> None:
    store = StateStore(tmp_path / "home.json", clock=lambda: 1_800_000_000.0)
    for content in ("one", "two"):
        (tmp_path / "home.json").write_text(content)
        assert store.load().warning
    assert sorted(file.read_text() for file in tmp_path.glob("home.json.corrupt-*")) == ["one", "two"]


def test_one_wrong_state_costs_only_itself(default_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "home.json"
    states = {
        "light.floor_lamp": {"state": "on", "brightness": 4000},
        "light.desk_lamp": {"state": "on", "brightness": 40},
        "light.mood_light": {"brightness": 40},
        "timer.1": {"ends": "soon"},
        "light.of_the_old_house": {"state": "on"},
    }
    path.write_text(json.dumps({"version": 1, "states": states}))
    home = SimulatedHome(default_home, store=StateStore(path))
    assert len(home.warnings) == 3
    assert home.states()["light.floor_lamp"] == {"state": "off"}
    assert home.states()["light.desk_lamp"] == {"state": "on", "brightness": 40}
    home.save()
    assert json.loads(path.read_text())["states"]["light.of_the_old_house"] == {"state": "on"}


def test_a_full_disk_is_told_once_and_the_home_goes_on(
    default_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "home.json"
    events: list[Event] = []
    home = SimulatedHome(default_home, store=StateStore(path), publish=events.append)
    say(home, "turn on the floor lamp")
    saved = path.read_text()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        assert say(home, "turn on the mood light") is Status.DONE
        assert say(home, "turn on the desk lamp") is Status.DONE
        with pytest.raises(StateError, match="No space left"):
            home.save()
    failed = [event for event in events if isinstance(event, Failed)]
    assert len(failed) == 1
    assert "No space left" in failed[0].message
    assert failed[0].remedy
    assert path.read_text() == saved
    assert [file.name for file in tmp_path.iterdir()] == ["home.json"]

    say(home, "turn on the night light")
    assert json.loads(path.read_text())["states"]["light.desk_lamp"]["state"] == "on"


def test_a_folder_that_cannot_be_made_is_told(default_home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    events: list[Event] = []
    home = SimulatedHome(
        default_home, store=StateStore(tmp_path / "file" / "home.json"), publish=events.append
    )
    assert len(home.warnings) == 1
    assert say(home, "turn on the floor lamp") is Status.DONE
    assert home.states()["light.floor_lamp"]["state"] == "on"
    assert len(events) == 1
    with pytest.raises(StateError):
        home.save()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(default_home: Home, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    home = SimulatedHome(default_home, store=StateStore(tmp_path / "home.json"))
    with pytest.raises(StateError):
        home.save()
    tmp_path.chmod(0o700)


def test_a_broken_file_that_cannot_be_set_aside_is_never_overwritten(
    default_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "home.json"
    path.write_text("{ not json")

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        home = SimulatedHome(default_home, store=StateStore(path))
    assert "set aside" in home.warnings[0]
    assert say(home, "turn on the floor lamp") is Status.DONE
    with pytest.raises(StateError):
        home.save()
    assert path.read_text() == "{ not json"


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "home.json"
    write_atomically(path, "old")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_states_of_removed_devices_come_back_with_them(default_home: Home, clock: Clock) -> None:
    home = SimulatedHome(default_home, clock=clock)
    say(home, "set the floor lamp to red")
    fewer = {key: entity for key, entity in default_home.entities.items() if key != "light.floor_lamp"}
    home.use(Home(default_home.floors, default_home.areas, fewer, here="living_room"))
    assert "light.floor_lamp" not in home.states()
    home.use(default_home)
    assert home.states()["light.floor_lamp"]["color"] == "red"
