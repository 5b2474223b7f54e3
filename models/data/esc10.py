"""Take the ten classes of ESC-10 (rain, fire, a crying baby, a clock, ...) out of a git snapshot of ESC-50, as noise.

    python -m models.data.esc10 --git /work/.mirror/OWNER+NAME/repo --path FOLDER/audio/16000

Piczak, "ESC: Dataset for Environmental Sound Classification", 2015. Recordings are `FOLD-SOURCE-TAKE-CLASS.wav`, five
seconds each. Only these ten classes are CC BY; the other forty are non-commercial and are not read.
"""

from __future__ import annotations

import argparse
from pathlib import Path, PurePosixPath

import numpy as np
from rich.progress import track

from models.data.git_snapshot import GitTree, decode
from models.data.shards import ShardWriter

CLASSES = {
    0: "dog",
    1: "rooster",
    10: "rain",
    11: "sea waves",
    12: "crackling fire",
    20: "crying baby",
    21: "sneezing",
    38: "clock tick",
    40: "helicopter",
    41: "chainsaw",
}
"""The classes of ESC-10 by their number in ESC-50."""


def class_of(path: PurePosixPath) -> str | None:
    """What a recording is of; None where it is none of the ten."""
    number = path.stem.rsplit("-", 1)[-1]
    return CLASSES.get(int(number)) if path.suffix == ".wav" and number.isdigit() else None


def take(tree: GitTree, writer: ShardWriter) -> int:
    """Write every recording that is more than digital silence; gives how many."""
    kinds = {path: kind for path in tree.paths if (kind := class_of(path))}
    for path, content in track(tree.read(list(kinds)), total=len(kinds), description="noises"):
        sound = decode(content)
        if np.abs(sound).max(initial=0.0) > 0.0:
            writer.add(sound, text=None, source="esc10", split="noise", note=kinds[path])
    writer.close()
    return len(writer.rows)


def main() -> None:
    """Read the snapshot."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--path", required=True, help="folder of recordings inside the repository")
    parser.add_argument("--family", default="noise-esc10")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    writer = ShardWriter(arguments.out, arguments.family)
    count = take(GitTree(arguments.git, arguments.path), writer)
    print(f"{arguments.family}: {count} recordings, {writer.seconds / 3600:.2f} h")


if __name__ == "__main__":
    main()
