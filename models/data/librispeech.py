"""Take a LibriSpeech part out of a git snapshot, as a family of the same form as `../shared/speech`.

    python -m models.data.librispeech --git /work/.mirror/OWNER+NAME/repo --path LibriSpeech/train-clean-5 \
        --family librispeech-clean5 --split train --out .cache/extra

Recordings are read out of the git objects (FLAC, or WAV with MP3 inside), resampled to 16 kHz, and written as FLAC
shards of about ten minutes with a manifest beside them. Nothing is unpacked on the way.
"""

from __future__ import annotations

import argparse
from pathlib import Path, PurePosixPath

from rich.progress import track

from models.data.git_snapshot import GitTree, decode
from models.data.shards import ShardWriter


def main() -> None:
    """Read one part of LibriSpeech."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--path", required=True, help="folder of speakers inside the repository")
    parser.add_argument("--family", required=True)
    parser.add_argument("--split", choices=["train", "valid", "devtest"], required=True)
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    tree = GitTree(arguments.git, arguments.path)
    texts: dict[str, str] = {}
    for _, content in tree.read([path for path in tree.paths if path.name.endswith(".trans.txt")]):
        for line in content.decode().splitlines():
            name, _, text = line.partition(" ")
            texts[name] = text.lower()
    sounds = [path for path in tree.paths if path.stem in texts and path.suffix in {".flac", ".wav"}]
    writer = ShardWriter(arguments.out, arguments.family)
    for path, content in track(tree.read(sounds), total=len(sounds), description=arguments.family):
        writer.add(
            decode(content),
            text=texts[path.stem],
            speaker=f"ls-{path.stem.split('-')[0]}",
            language="en",
            source=f"LibriSpeech {PurePosixPath(arguments.path).name}",
            split=arguments.split,
        )
    writer.close()


if __name__ == "__main__":
    main()
