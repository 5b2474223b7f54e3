"""Where configuration and state live on this machine, and how files there are written."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

import platformdirs

APP = "inglenook"
CONFIG_VARIABLE = "INGLENOOK_CONFIG_DIR"
STATE_VARIABLE = "INGLENOOK_STATE_DIR"
CACHE_VARIABLE = "INGLENOOK_CACHE_DIR"


def config_folder() -> Path:
    """The folder of the config file, lexicon and sentences; `INGLENOOK_CONFIG_DIR` overrides it."""
    given = os.environ.get(CONFIG_VARIABLE)
    return Path(given) if given else platformdirs.user_config_path(APP, appauthor=False)


def state_folder() -> Path:
    """The folder of the home's state and the history; `INGLENOOK_STATE_DIR` overrides it."""
    given = os.environ.get(STATE_VARIABLE)
    return Path(given) if given else platformdirs.user_state_path(APP, appauthor=False)


def cache_folder() -> Path:
    """The folder of what can be made again, such as compiled sentences; `INGLENOOK_CACHE_DIR` overrides it."""
    given = os.environ.get(CACHE_VARIABLE)
    return Path(given) if given else platformdirs.user_cache_path(APP, appauthor=False)


def bundled_model() -> Path:
    """The acoustic model that comes with Inglenook; it lies beside the package, with its card."""
    return Path(__file__).parents[1] / "models" / "released" / "inglenook.onnx"


def write_atomically(path: Path, text: str) -> None:
    """Replace `path` by `text` (UTF-8): readers see the old file or the new one, never a part, whatever happens.

    Raises `OSError`; then the old file is untouched and nothing is left beside it. A link is written through, and
    the permissions of an existing file are kept.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Flush a rename to the disk; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
