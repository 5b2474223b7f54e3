"""What the user said was understood wrongly, and what was meant: kept beside the history, for learning later.

One JSON object a line: ``{"time", "heard", "intent", "meant": {"intent", "text", "slots"} | null, "sound"}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.errors import StateError

FILE_NAME = "corrections.jsonl"

_REMEDY = "Free some space, or make the folder writable"


class Corrections:
    """The file at `path`, made when the first one comes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, correction: Mapping[str, object]) -> None:
        """Keep one. Raises StateError where the disk takes nothing."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(dict(correction), ensure_ascii=False) + "\n")
        except OSError as error:
            raise StateError(
                f"the correction was not kept in {self._path}: {error.strerror}", _REMEDY
            ) from error

    def __iter__(self) -> Iterator[dict[str, object]]:
        """All that were kept, oldest first; lines that a power cut left half are passed over."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise StateError(f"{self._path} cannot be read: {error}", "Move it away") from error
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found

    def clear(self) -> None:
        """Forget all of them. Raises StateError where that is not possible."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise StateError(f"{self._path} cannot be removed: {error.strerror}", _REMEDY) from error
