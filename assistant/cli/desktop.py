"""Whether the desktop app can be shown here, and its start. Qt is loaded only when it is."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import re
import sys
from pathlib import Path

from assistant.settings import Config


def obstacle() -> tuple[str, str] | None:
    """Why the app cannot be shown, and what to do about it; None where it can."""
    if importlib.util.find_spec("PySide6") is None:
        return (
            "The desktop app is not installed",
            "Install it with: pip install 'inglenook[ui]'",
        )
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM", "").startswith(
        ("offscreen", "vnc", "minimal")
    ):
        return None
    if _wayland_answers():
        return None
    if not _x_answers():
        return (
            "There is no display for the desktop app",
            "This terminal listens instead. For a service: inglenook run --headless",
        )
    return _missing_library()


def start(config: Config) -> int:
    """Show the app until it is closed; its exit code."""
    code: int = importlib.import_module("ui.app").start(config)
    return code


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and (Path(folder) / str(name)).exists()


def _x_answers() -> bool:
    """Whether the X server is there: Qt ends the program where it is not."""
    display = os.environ.get("DISPLAY", "")
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is None:
        return bool(display)  # another machine's, which the user named on purpose
    return Path(f"/tmp/.X11-unix/X{local[1]}").exists()  # noqa: S108 - X's own fixed place


def _missing_library() -> tuple[str, str] | None:
    """Qt needs one library of X that many systems lack, and ends the program without it."""
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return (
            "The desktop app needs the library libxcb-cursor",
            "Install it, on Debian and Ubuntu with: sudo apt-get install libxcb-cursor0",
        )
    return None
