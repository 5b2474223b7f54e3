"""Mel energies of every clip, computed once and memory-mapped.

Training augments mel energies, not waveforms: noise adds in power, gain and microphone colour multiply, rooms
smear the envelope. That costs a hundredth of the same in the time domain, so that both cores can train.

    python -m models.data.features --speech ../shared/speech --cache .cache/features
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.progress import track

from models.data.manifest import Clip, read_manifest, read_sound
from models.frontend import FrontEnd, mel_energies

FLOOR = 1e-10
"""Added before the logarithm; far below the quietest microphone."""


@dataclass(frozen=True)
class Features:
    """One family: its clips and their log mel energies, float16 `[frames, bands]` a clip."""

    clips: list[Clip]
    values: npt.NDArray[np.float16]
    offsets: npt.NDArray[np.int64]
    """`[clips + 1]`: rows of `values`."""

    def log_energies(self, position: int) -> npt.NDArray[np.float16]:
        """Rows of the clip at `position` of `clips`."""
        return self.values[self.offsets[position] : self.offsets[position + 1]]


def build(manifest: Path, cache: Path, front: FrontEnd) -> Features:
    """Features of one manifest, from `cache` when they are there and of the same front end and manifest."""
    clips = read_manifest(manifest)
    target, sidecar = cache / f"{manifest.stem}.npy", cache / f"{manifest.stem}.json"
    # What comes after the energies (PCEN) may change without computing them anew.
    mel = {key: value for key, value in asdict(front).items() if not key.startswith("pcen_")}
    identity = {"front": mel, "clips": len(clips), "bytes": manifest.stat().st_size}
    offsets = np.concatenate([[0], np.cumsum([clip.frames // front.hop for clip in clips])]).astype(np.int64)
    if not (sidecar.exists() and json.loads(sidecar.read_text()) == identity):
        cache.mkdir(parents=True, exist_ok=True)
        values = np.lib.format.open_memmap(
            target, mode="w+", dtype=np.float16, shape=(int(offsets[-1]), front.bands)
        )
        sounds = read_sound(manifest.parent, clips)
        for (_, sound), start, stop in zip(
            track(sounds, total=len(clips), description=manifest.stem), offsets[:-1], offsets[1:], strict=True
        ):
            values[start:stop] = np.log(mel_energies(sound, front) + FLOOR)
        values.flush()
        sidecar.write_text(json.dumps(identity))
    return Features(clips, np.load(target, mmap_mode="r"), offsets)


def main() -> None:
    """Build the cache of every manifest in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/features"))
    arguments = parser.parse_args()
    for manifest in sorted(arguments.speech.glob("*.jsonl")):
        features = build(manifest, arguments.cache, FrontEnd())
        print(f"{manifest.stem}: {len(features.clips)} clips, {len(features.values) / 360_000:.2f} h")


if __name__ == "__main__":
    main()
