"""Whether the desktop app can be shown here, and its start. Qt is loaded only when it is."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import socket
import sys
from pathlib import Path

from assistant.settings import Config

ANSWER_SECONDS = 2.0
"""How long a display may take to answer."""


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
            "This terminal listens instead. For a service: inglenook-service",
        )
    return _missing_library()


def start(config: Config) -> int:
    """Show the app until it is closed; its exit code."""
    code: int = importlib.import_module("ui.app").start(config)
    return code


def _wayland_answers() -> bool:
    """Whether a compositor listens; its socket is left behind where it was killed."""
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    with socket.socket(socket.AF_UNIX) as end:
        end.settimeout(ANSWER_SECONDS)
        try:
            end.connect(str(Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name))
        except OSError:
            return False
    return True


def _x_answers() -> bool:
    """Whether the X server lets us in: Qt ends the program where it does not."""
    display = os.environ.get("DISPLAY")
    if not display:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # `_missing_library` says what to install
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


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
