"""What Whisper's encoder makes of every clip, computed once and memory-mapped, for a teacher (`recipes/teach.py`).

    python -m models.data.embeddings --speech .cache/extra

Clips are heard in windows of ten seconds, several with gaps between them, in a quiet room whatever training makes of
them later. 92 MB an hour of speech; a family that is there already is kept, a run that is cut begins its family anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from rich.progress import track

from models.data.manifest import Clip, read_manifest, read_sound
from models.data.whisper import ROW, WIDTH, LogMel, WhisperEncoder, fetch, load_encoder

WEIGHTS = Path(".cache/whisper")
"""Where the encoder's weights are kept."""
STEP = 0.05
"""Of the int8 numbers that are stored: rows have variance 1."""
_GAP = 20
"""Rows of silence between two clips of a window."""
_WINDOW = 500
_LONGEST = 1500
_ROUND = 50
"""A window is filled up to a multiple of so many rows: oneDNN compiles its products anew for every length."""
_LEVEL = 0.5
"""Peak of a clip before it is heard."""

Placed = list[tuple[int, npt.NDArray[np.float32]]]
"""First row of a clip in the cache, and its sound."""


@dataclass(frozen=True)
class Embeddings:
    """One family's rows, int8 `[rows, 512]` in steps of `STEP`, a row every 20 ms."""

    values: npt.NDArray[np.int8]
    offsets: npt.NDArray[np.int64]

    def rows(self, position: int) -> npt.NDArray[np.int8]:
        """Rows of the clip at `position` of the manifest."""
        return self.values[self.offsets[position] : self.offsets[position + 1]]


def _windows(
    sounds: Iterable[tuple[Clip, npt.NDArray[np.float32]]], offsets: npt.NDArray[np.int64]
) -> Iterator[Placed]:
    """Clips that are heard together."""
    window: Placed = []
    length = 0
    for position, (_, sound) in enumerate(sounds):
        rows = min(len(sound) // ROW, _LONGEST)
        if rows == 0:
            continue
        if window and length + _GAP + rows > _WINDOW:
            yield window
            window, length = [], 0
        window.append((int(offsets[position]), sound[: rows * ROW]))
        length += rows + _GAP
    if window:
        yield window


def _hear(
    window: Placed, encoder: WhisperEncoder, log_mel: LogMel
) -> Iterator[tuple[int, npt.NDArray[np.int8]]]:
    """First row and rows of each clip of a window."""
    gap = np.zeros(_GAP * ROW, np.float32)
    parts: list[npt.NDArray[np.float32]] = []
    for _, sound in window:
        parts += [sound * np.float32(_LEVEL / max(1e-4, float(np.abs(sound).max()))), gap]
    length = sum(map(len, parts))
    parts.append(np.zeros(-length % (_ROUND * ROW), np.float32))
    mel = log_mel(np.concatenate(parts))[..., : 2 * _LONGEST]
    heard = encoder(mel.to(torch.bfloat16))[0].float() / STEP
    steps = heard.round().clamp(-127, 127).to(torch.int8).numpy()
    place = 0
    for first, sound in window:
        rows = len(sound) // ROW
        yield first, steps[place : place + rows]
        place += rows + _GAP


def build(manifest: Path, cache: Path, weights: Path = WEIGHTS) -> Embeddings:
    """Rows of one manifest, from `cache` when they are there and of the same manifest."""
    clips = read_manifest(manifest)
    target, sidecar = cache / f"{manifest.stem}.npy", cache / f"{manifest.stem}.json"
    identity = {"clips": len(clips), "bytes": manifest.stat().st_size}
    offsets = np.concatenate([[0], np.cumsum([clip.frames // ROW for clip in clips])]).astype(np.int64)
    if not (sidecar.exists() and json.loads(sidecar.read_text()) == identity):
        cache.mkdir(parents=True, exist_ok=True)
        encoder, log_mel = load_encoder(fetch(weights)), LogMel()
        values = np.lib.format.open_memmap(target, mode="w+", dtype=np.int8, shape=(int(offsets[-1]), WIDTH))
        sounds = track(read_sound(manifest.parent, clips), total=len(clips), description=manifest.stem)
        with torch.inference_mode():
            for window in _windows(sounds, offsets):
                for first, rows in _hear(window, encoder, log_mel):
                    values[first : first + len(rows)] = rows
        values.flush()
        sidecar.write_text(json.dumps(identity))
    return Embeddings(np.load(target, mmap_mode="r"), offsets)


def main() -> None:
    """Build the cache of some manifests, or of every family that has phones to learn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/embeddings"))
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--only", nargs="*", default=[], help="families, instead of all with a train split")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for manifest in sorted(arguments.speech.glob("*.jsonl")):
        name = manifest.stem
        trains = any(clip.split == "train" and clip.text for clip in read_manifest(manifest))
        if name in arguments.only if arguments.only else trains:
            found = build(manifest, arguments.cache, arguments.weights)
            print(f"{name}: {len(found.offsets) - 1} clips, {len(found.values) * 0.02 / 3600:.2f} h")


if __name__ == "__main__":
    main()
