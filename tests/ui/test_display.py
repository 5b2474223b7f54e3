"""Where there is no display, the program says so and names the way without one; Qt would end it with a crash."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import desktop
from assistant.entry import FAILED
from tests.script import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a display")

ROOT = Path(__file__).parents[2]
HEADLESS = "inglenook-service"


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def left_behind(path: Path) -> Path:
    """The socket of a server that was killed."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
    return path


def assert_no_display() -> None:
    found = desktop.obstacle()
    assert found is not None
    assert found[0] == "There is no display for the desktop app"
    assert HEADLESS in found[1]


def test_neither_x_nor_wayland() -> None:
    assert_no_display()


@pytest.mark.parametrize("display", [":987", "localhost:987", "no display"])
def test_an_x_server_that_is_not_there(display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert_no_display()


def test_an_x_server_that_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", f"{left_behind(tmp_path / 'x')}")
    assert_no_display()


def test_a_compositor_that_is_not_there_or_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    assert_no_display()
    left_behind(tmp_path / "w")
    assert_no_display()


def test_a_compositor_that_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "w"))
        server.listen()
        assert desktop.obstacle() is None


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_an_x_server_that_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp"]
    with (
        subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server,
        os.fdopen(read) as told,
    ):
        os.close(write)
        try:
            monkeypatch.setenv("DISPLAY", f":{told.readline().strip()}")
            assert desktop._x_answers()
        finally:
            server.terminate()


def test_the_program_goes_on_in_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process of its own: Qt's way to fail is a signal."""
    monkeypatch.setenv("DISPLAY", "localhost:987")
    for name in ("CONFIG", "STATE"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(f"INGLENOOK_{name}_DIR", str(tmp_path / name))
    (tmp_path / "CONFIG" / "config.toml").write_text('languages = ["zh"]\n')  # Mandarin is built soonest
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "run", "--microphone", "no such microphone"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == FAILED
    first, remedy, *rest = done.stderr.splitlines()
    assert first == "There is no display for the desktop app"
    assert HEADLESS in remedy
    assert any("microphone" in line for line in rest)
    assert "Traceback" not in done.stderr
