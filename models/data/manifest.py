"""Clips of speech as `../shared/speech` lists them: one JSON object a line, samples into a decoded shard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording and what is known of it."""

    family: str
    index: int
    """Line of the manifest, from 0: the clip's identity within its family."""
    file: str
    start: int
    frames: int
    """Length in samples at 16 kHz."""
    text: str | None
    language: str
    split: str
    speaker: str
    more: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)
    """Whatever else the source says: intent, slots, id, voice, age, agreement, note."""


_KNOWN = {"file", "start", "frames", "text", "language", "split", "speaker"}


def read_manifest(path: Path) -> list[Clip]:
    """All clips of one manifest; the family is the file's stem.

    Raises:
        ValueError: a line that is not a clip, with its number.
    """
    clips = []
    for index, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        try:
            row = json.loads(line)
            clips.append(
                Clip(
                    family=path.stem,
                    index=index,
                    file=row["file"],
                    start=int(row["start"]),
                    frames=int(row["frames"]),
                    text=row.get("text"),
                    language=row.get("language", ""),
                    split=row["split"],
                    speaker=str(row.get("speaker", "")),
                    more={key: value for key, value in row.items() if key not in _KNOWN},
                )
            )
        except (KeyError, ValueError, TypeError) as error:
            raise ValueError(f"{path}:{index + 1}: not a clip: {error!r}") from error
    return clips


def read_sound(folder: Path, clips: list[Clip]) -> Iterator[tuple[Clip, npt.NDArray[np.float32]]]:
    """Each clip with its samples, float32 mono 16 kHz; every shard is decoded once."""
    for name, group in groupby(clips, key=lambda clip: clip.file):
        sound, rate = soundfile.read(folder / name, dtype="float32")
        if rate != 16_000:
            raise ValueError(f"{folder / name}: {rate} Hz instead of 16000")
        for clip in group:
            yield clip, sound[clip.start : clip.start + clip.frames]
