"""The program as a process of its own: exit codes, standard streams, pipes that close, and Ctrl-C at any time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.entry import INTERRUPTED
from tests.script import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="looks into /proc")


class Place:
    """Folders of their own, and the processes that were started in them."""

    def __init__(self, folder: Path, *program: str) -> None:
        self.program = program or ("-m", "assistant")
        self.config, self.state, self.folder = folder / "config", folder / "state", folder
        self.config.mkdir()
        (self.config / "config.toml").write_text('languages = ["zh"]\n')  # Mandarin is built soonest
        folders = {"INGLENOOK_CONFIG_DIR": str(self.config), "INGLENOOK_STATE_DIR": str(self.state)}
        self.environment = {**os.environ, **folders, "TMPDIR": str(folder / "temporary"), "NO_COLOR": "1"}
        (folder / "temporary").mkdir()
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *words: str | Path, stdin: int | None = subprocess.DEVNULL) -> subprocess.Popen[str]:
        self.started.append(
            subprocess.Popen(
                [sys.executable, *self.program, *map(str, words)],
                cwd=ROOT,
                env=self.environment,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return self.started[-1]

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        """Exit code, standard output and standard error of a command."""
        process = self.start(*words)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out, err

    def tidy(self) -> None:
        """End what still runs."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.communicate()

    def quiet(self, seconds: float) -> Path:
        path = self.folder / "quiet.wav"
        soundfile.write(path, np.zeros(round(seconds * 16_000), np.float32), 16_000)
        return path


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.tidy()


def read_until(process: subprocess.Popen[str], event: str) -> list[str]:
    """Events up to one of this kind."""
    assert process.stdout is not None
    seen: list[str] = []
    for line in process.stdout:
        seen.append(json.loads(line)["event"])
        if seen[-1] == event:
            return seen
    pytest.fail(f"it ended after {seen}: {process.stderr.read() if process.stderr else ''}")


def loaded(process: subprocess.Popen[str], library: str) -> Callable[[], bool]:
    """Whether a process has this library in memory: how far its imports are."""

    def look() -> bool:
        assert process.poll() is None
        return library in Path(f"/proc/{process.pid}/maps").read_text()

    return look


def interrupt(process: subprocess.Popen[str]) -> None:
    """Ctrl-C, and what must come of it."""
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in err
    assert "Exception" not in err
    assert err == ""


def test_an_expected_error_is_two_lines_and_a_code(place: Place) -> None:
    (place.config / "config.toml").write_text('[listen]\nmode = "sometimes"\n')
    code, out, err = place.run("say", "打开落地灯")
    assert (code, out) == (1, "")
    first, second = err.splitlines()
    assert first.startswith(
        f"inglenook: {place.config / 'config.toml'}:2: listen.mode must be one of push, wake"
    )
    assert second.startswith("  ")


def test_wrong_usage_is_code_2(place: Place) -> None:
    code, _, err = place.run("recognize")
    assert code == 2
    assert "recognize --help" in err


def test_a_first_run_writes_the_config(place: Place) -> None:
    (place.config / "config.toml").unlink()
    code, _, err = place.run("model", "--json")
    assert (code, err) == (0, "")
    assert "wake_phrases" in (place.config / "config.toml").read_text()


def test_a_reader_that_goes_away_ends_it_quietly(place: Place) -> None:
    process = place.start("run", "--headless", "--input", place.quiet(3_600), "--levels")
    read_until(process, "level")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert "Traceback" not in err


# Ctrl-C


@LINUX
@pytest.mark.parametrize("library", ["numpy", "onnxruntime"])
def test_interrupted_while_it_starts(place: Place, library: str) -> None:
    process = place.start("run", "--headless", "--input", place.quiet(3_600))
    wait_until(loaded(process, library))
    interrupt(process)


def test_interrupted_while_it_builds_its_sentences(place: Place) -> None:
    """The config, written when there is none, is the first thing that it does; then it builds."""
    (place.config / "config.toml").unlink()
    process = place.start("run", "--headless", "--input", place.quiet(3_600))
    wait_until((place.config / "config.toml").exists)
    interrupt(process)
    assert not (place.state / "home.json").exists()
    assert (place.config / "config.toml").read_text().endswith("keep_sound = false\n")


@pytest.mark.parametrize("headless", [True, False])
def test_interrupted_while_it_listens_to_a_recording(place: Place, headless: bool) -> None:
    options = ["--headless"] if headless else []
    process = place.start("run", *options, "--input", place.quiet(3_600))
    if headless:
        assert read_until(process, "ready") == ["grammar_built", "ready"]
    else:
        assert process.stdout is not None
        assert "sentences" in process.stdout.readline()
        assert process.stdout.readline().startswith("Listening")
    interrupt(process)


def test_interrupted_while_nothing_comes(place: Place) -> None:
    """Standard input stays open and silent: the listening thread waits for ever."""
    process = place.start("run", "--headless", "--input", "-", stdin=subprocess.PIPE)
    read_until(process, "ready")
    interrupt(process)


def test_interrupted_while_it_waits_for_the_button(place: Place) -> None:
    process = place.start("run", "--mode", "push", "--input", "-", stdin=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    interrupt(process)


def test_terminated_it_ends_well(place: Place) -> None:
    process = place.start("run", "--headless", "--input", "-", stdin=subprocess.PIPE)
    read_until(process, "ready")
    process.terminate()
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert err == ""


def test_interrupted_in_the_demo_nothing_stays(place: Place) -> None:
    process = place.start("demo", "--json")
    read_until(process, "ready")
    interrupt(process)
    assert list((place.folder / "temporary").iterdir()) == []
    assert not place.state.exists()


def test_interrupted_between_recordings(place: Place) -> None:
    orders = place.folder / "orders.yaml"
    orders.write_text("language: en\nintents: {Go: {data: [{sentences: [go]}]}}\n")
    quiet = place.quiet(20)
    process = place.start("recognize", "--intents", orders, "--json", *[quiet] * 400)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["reason"] == "silence"
    interrupt(process)


def test_what_was_done_before_is_kept(place: Place) -> None:
    """Interrupted between two orders, the state on disk is whole, and the next start goes on from it."""
    assert place.run("say", "打开落地灯")[0] == 0
    process = place.start("run", "--headless", "--input", "-", stdin=subprocess.PIPE)
    read_until(process, "ready")
    interrupt(process)
    states = json.loads((place.state / "home.json").read_text())["states"]
    assert states["light.floor_lamp"]["state"] == "on"
    assert [path.name for path in place.state.iterdir()] == ["home.json", "history.sqlite"] or {
        path.name for path in place.state.iterdir()
    } == {"home.json", "history.sqlite"}
    code, out, _ = place.run("home", "--json")
    assert code == 0
    rows = {row["entity"]: row for row in map(json.loads, out.splitlines())}
    assert rows["light.floor_lamp"]["state"] == "on"
