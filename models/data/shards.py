"""Writing clips as `../shared/speech` keeps them: shards of about ten minutes and a manifest beside them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

RATE = 16_000
GAP = 800
"""Samples of silence between clips."""
SHARD = 600 * RATE


class ShardWriter:
    """Appends clips to numbered FLAC shards and their manifest.

    A shard is written when it is full, and the manifest names only what is written: after a crash what is there
    is whole, and `resume` goes on behind it.
    """

    def __init__(self, out: Path, family: str, *, resume: bool = False, shard: int = SHARD) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._out, self._family, self._limit = out, family, shard
        self._manifest = out / f"{family}.jsonl"
        self._lines: list[str] = []
        if resume and self._manifest.exists():
            self._lines = self._manifest.read_text(encoding="utf-8").splitlines()
        self.rows = [json.loads(line) for line in self._lines]
        """The manifest so far; while a shard is not full it runs ahead of the file."""
        self.shards = len({row["file"] for row in self.rows})
        """Shards written."""
        self._parts: list[npt.NDArray[np.float32]] = []
        self._length = 0

    @property
    def seconds(self) -> float:
        """Sound in all clips."""
        return float(sum(row["frames"] for row in self.rows)) / RATE

    def add(self, sound: npt.NDArray[np.float32], **about: object) -> None:
        """One clip; `about` goes into the manifest beside its place."""
        row = {
            "file": f"{self._family}-{self.shards:03d}.flac",
            "start": self._length,
            "frames": len(sound),
            **about,
        }
        self.rows.append(row)
        self._lines.append(json.dumps(row, ensure_ascii=False))
        self._parts += [sound, np.zeros(GAP, np.float32)]
        self._length += len(sound) + GAP
        if self._length >= self._limit:
            self._flush()

    def _flush(self) -> None:
        if self._parts:
            path = self._out / f"{self._family}-{self.shards:03d}.flac"
            soundfile.write(path, np.concatenate(self._parts), RATE)
            self._parts, self._length, self.shards = [], 0, self.shards + 1
        unfinished = self._manifest.with_suffix(".part")
        unfinished.write_text("".join(f"{line}\n" for line in self._lines), encoding="utf-8")
        unfinished.replace(self._manifest)

    def close(self) -> None:
        """Write what is left."""
        self._flush()
