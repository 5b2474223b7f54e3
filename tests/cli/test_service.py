"""`inglenook-service`: what `inglenook run --headless` does, in less memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from assistant.errors import BadRecording
from assistant.service import main
from assistant.service.program import service
from tests.cli.conftest import Desk
from tests.cli.test_process import LINUX, Place, interrupt, loaded, read_until
from tests.script import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path, "-m", "assistant.service")
    yield place
    place.tidy()


def test_it_says_what_the_command_says(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    wav = desk.record("one.wav", "turn on the floor lamp", "tell me a joke about lamps please")
    told = desk.type("run", "--headless", "--mode", "always", "--input", wav)
    (desk.state / "home.json").unlink()
    service(["--mode", "always", "--input", str(wav)])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["event"] for row in rows] == [row["event"] for row in told.rows]
    outcomes = [row["outcome"]["message"] for row in rows if row["event"] == "acted"]
    assert outcomes == [row["outcome"]["message"] for row in told.rows if row["event"] == "acted"]
    assert outcomes
    states = json.loads((desk.state / "home.json").read_text())["states"]
    assert states["light.floor_lamp"]["state"] == "on"


def test_levels_where_they_are_wanted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    wav = desk.record("one.wav", "turn on the floor lamp")
    service(["--levels", "--input", str(wav)])
    assert '"level"' in capsys.readouterr().out


def test_no_such_recording(desk: Desk) -> None:
    with pytest.raises(BadRecording):
        service(["--input", str(desk.sounds / "none.wav")])


def test_wrong_usage_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        service(["--mode", "sometimes"])
    assert caught.value.code == 2
    assert "push,wake,always" in capsys.readouterr().err.replace(" ", "")
    with pytest.raises(SystemExit) as caught:
        service(["--help"])
    assert caught.value.code == 0
    assert set(re.findall(r"--[a-z]+", capsys.readouterr().out)) >= {
        "--mode",
        "--microphone",
        "--input",
        "--levels",
    }


def test_what_it_leaves_out_of_memory() -> None:
    """The point of it: the libraries of the command line, and of answers until one is given, are not loaded."""
    script = "import sys, assistant.service.program as program; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules = set(result.stdout.split())
    assert "onnxruntime" in modules
    assert not {"typer", "rich", "click", "pydantic", "jinja2", "pypinyin"} & modules


def test_an_expected_error_is_two_lines_and_a_code(place: Place) -> None:
    (place.config / "config.toml").write_text('[listen]\nmode = "sometimes"\n')
    code, out, err = place.run()
    assert (code, out) == (1, "")
    first, second = err.splitlines()
    assert first.startswith(
        f"inglenook: {place.config / 'config.toml'}:2: listen.mode must be one of push, wake"
    )
    assert second.startswith("  ")


def test_it_is_installed_under_its_name() -> None:
    (script,) = metadata.entry_points(group="console_scripts", name="inglenook-service")
    assert script.load() is main


@LINUX
@pytest.mark.parametrize("library", ["numpy", "onnxruntime"])
def test_interrupted_while_it_starts(place: Place, library: str) -> None:
    process = place.start("--input", place.quiet(3_600))
    wait_until(loaded(process, library))
    interrupt(process)


def test_interrupted_while_it_listens_and_terminated(place: Place) -> None:
    process = place.start("--input", "-", stdin=subprocess.PIPE)
    assert read_until(process, "ready") == ["grammar_built", "ready"]
    interrupt(process)
    process = place.start("--input", "-", stdin=subprocess.PIPE)
    read_until(process, "ready")
    process.terminate()
    assert process.wait(timeout=PATIENCE) == 0
