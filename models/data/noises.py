"""Take the recordings below a folder of a git snapshot as noise: fans, washing machines, cafes, music, quiet rooms.

    python -m models.data.noises --git /work/.mirror/OWNER+NAME/repo --path FOLDER --source NAME --append

Whatever soundfile reads is taken, cut to `--longest` seconds. Whether a repository's licence allows it, and that nobody
speaks in it, is for who calls this to find out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection
from pathlib import Path, PurePosixPath

import numpy as np
import soundfile
from rich.progress import track

from models.data.git_snapshot import GitTree, decode
from models.data.shards import RATE, ShardWriter

FORMS = {".aif", ".aiff", ".au", ".caf", ".flac", ".mp3", ".oga", ".ogg", ".opus", ".wav"}
"""Suffixes of recordings that soundfile may read."""


def take(
    tree: GitTree,
    writer: ShardWriter,
    source: str,
    *,
    shortest: float = 0.5,
    longest: float = 60.0,
    without: Collection[str] = (),
) -> Counter[str]:
    """Write every recording that is more than digital silence; gives how many were dropped, by reason.

    Those whose file name has one of `without` in it are left out. A snapshot may lack its largest files, so each is
    asked for by itself.
    """
    dropped: Counter[str] = Counter()
    wanted: list[PurePosixPath] = []
    for path in tree.paths:
        if path.suffix.lower() not in FORMS:
            continue
        if any(part in path.name for part in without):
            dropped["left out"] += 1
        else:
            wanted.append(path)
    for path in track(wanted, description="noises"):
        try:
            ((_, content),) = tree.read([path])
            sound = decode(content)[: int(longest * RATE)]
        except FileNotFoundError:
            dropped["not in the snapshot"] += 1
            continue
        except soundfile.LibsndfileError:
            dropped["cannot be decoded"] += 1
            continue
        if len(sound) < shortest * RATE:
            dropped["length"] += 1
        elif np.abs(sound).max() == 0.0:
            dropped["silence"] += 1
        else:
            writer.add(sound, text=None, source=source, split="noise", note=path.name)
    writer.close()
    return dropped


def main() -> None:
    """Read one repository."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--path", required=True, help="folder of recordings inside the repository")
    parser.add_argument("--source", required=True, help="what the manifest calls this repository")
    parser.add_argument("--shortest", type=float, default=0.5, help="seconds below which one is dropped")
    parser.add_argument("--longest", type=float, default=60.0, help="seconds taken of one recording")
    parser.add_argument("--without", nargs="*", default=[], help="parts of file names that are left out")
    parser.add_argument("--family", default="noise-home")
    parser.add_argument("--append", action="store_true", help="add to the family instead of writing it anew")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    writer = ShardWriter(arguments.out, arguments.family, resume=arguments.append)
    before = len(writer.rows)
    tree = GitTree(arguments.git, arguments.path)
    dropped = take(
        tree,
        writer,
        arguments.source,
        shortest=arguments.shortest,
        longest=arguments.longest,
        without=arguments.without,
    )
    print(f"{arguments.source}: {len(writer.rows) - before} recordings; dropped: {dict(dropped)}")
    print(f"{arguments.family}: {len(writer.rows)} recordings, {writer.seconds / 3600:.2f} h")


if __name__ == "__main__":
    main()
