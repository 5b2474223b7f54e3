"""Start at login: one .desktop file in the user's autostart folder (freedesktop.org), on Linux only."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from assistant.paths import write_atomically

FILE_NAME = "inglenook.desktop"


def is_supported() -> bool:
    """Whether this system reads such files."""
    return sys.platform.startswith(("linux", "freebsd"))


def file() -> Path:
    """Where the file is, if it starts at login."""
    folder = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(folder) / "autostart" / FILE_NAME


def is_on() -> bool:
    """Whether it starts at login."""
    return file().exists()


def set_on(wanted: bool) -> None:
    """Start at login from now on, or not. Raises OSError where the file cannot be written."""
    if not wanted:
        file().unlink(missing_ok=True)
        return
    beside = Path(sys.executable).with_name("inglenook")
    command = str(beside) if beside.exists() else shutil.which("inglenook") or "inglenook"
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Inglenook",
        "Comment=Offline voice assistant",
        f'Exec="{command}" run',
        "X-GNOME-Autostart-enabled=true",
    )
    write_atomically(file(), "\n".join(lines) + "\n")
