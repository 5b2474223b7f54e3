"""The recordings that `inglenook demo` plays into the recogniser and the simulated home."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("recordings")


@dataclass(frozen=True, slots=True)
class DemoRecording:
    """One recorded sentence and what it shows."""

    file: Path
    """Absolute path; 16 kHz mono, with a little quiet before and after the words."""
    language: str
    """``en`` or ``zh``."""
    text: str
    """What is said, without the wake phrase, as the grammar has it."""
    says: str
    """What it shows, for people."""
    wake: str = ""
    """The wake phrase said before the text; empty where there is none."""


def recordings() -> tuple[DemoRecording, ...]:
    """Every bundled recording, in the order they are meant to be played."""
    listed = yaml.safe_load((FOLDER / "recordings.yaml").read_text(encoding="utf-8"))
    return tuple(
        DemoRecording(
            file=FOLDER.resolve() / row["file"],
            language=row["language"],
            text=row["text"],
            says=row["says"],
            wake=row.get("wake", ""),
        )
        for row in listed
    )
