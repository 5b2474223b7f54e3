"""What the home was doing, kept on disk so that neither a crash nor a power cut can leave half a file.

A file is replaced as a whole. One that cannot be understood is never overwritten, but renamed to
``home.json.corrupt-<time>``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import StateError
from assistant.paths import write_atomically

VERSION = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """What was found on disk."""

    states: dict[str, dict[str, object]]
    """By entity id, timers included; empty on a first start."""
    warning: str | None = None
    """What the user should know: a file was set aside, and where it is."""


class StateStore:
    """One JSON file with the states of a home."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock
        self._blocked = ""

    def load(self) -> Stored:
        """The stored states; a missing file is a first start, a broken one is set aside with a warning."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Stored({})
        except UnicodeDecodeError as error:
            return self._set_aside(f"not UTF-8 text ({error.reason})")
        except OSError as error:
            self._blocked = f"it could not be read ({error.strerror or error})"
            return Stored(
                {}, f"The state of the home in {self.path} could not be read: {error.strerror or error}"
            )
        try:
            return Stored(_states(json.loads(text)))
        except (ValueError, RecursionError) as error:
            return self._set_aside(str(error))

    def save(self, states: dict[str, dict[str, object]]) -> None:
        """Write all states; raises `StateError` for a full disk, a read-only folder, a file it must not lose."""
        if self._blocked:
            raise StateError(
                f"The state of the home was not saved: {self.path} is left alone because {self._blocked}",
                "Move that file away or make its folder writable, then start again",
            )
        text = json.dumps({"version": VERSION, "states": states}, ensure_ascii=False, indent=1)
        try:
            write_atomically(self.path, text + "\n")
        except OSError as error:
            raise StateError(
                f"The state of the home could not be saved to {self.path}: {error.strerror or error}",
                "Free some space or make the folder writable; until then it is kept in memory only",
            ) from error

    def _set_aside(self, problem: str) -> Stored:
        stamp = time.strftime("%Y%m%dT%H%M%S", time.localtime(self._clock()))
        aside = self.path.with_name(f"{self.path.name}.corrupt-{stamp}")
        number = 1
        while aside.exists():
            number += 1
            aside = self.path.with_name(f"{self.path.name}.corrupt-{stamp}-{number}")
        try:
            self.path.rename(aside)
        except OSError as error:
            self._blocked = f"it is broken and could not be set aside ({error.strerror or error})"
            return Stored(
                {},
                f"{self.path} is broken ({problem}) and cannot be set aside; the home starts afresh, unsaved",
            )
        return Stored(
            {}, f"{self.path.name} was broken ({problem}); it is kept as {aside} and the home starts afresh"
        )


def _states(content: object) -> dict[str, dict[str, object]]:
    """The states of a file's content; raises `ValueError` where it is something else."""
    version = content.get("version") if isinstance(content, dict) else None
    if not isinstance(content, dict) or version != VERSION:
        raise ValueError(f"version {version!r}, this program reads version {VERSION}")
    states = content.get("states")
    if not isinstance(states, dict) or not all(isinstance(state, dict) for state in states.values()):
        raise ValueError("no states in it")
    return states
