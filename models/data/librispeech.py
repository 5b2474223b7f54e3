"""Take a LibriSpeech part out of a git snapshot, as a family of the same form as `../shared/speech`.

    python -m models.data.librispeech --git /work/.mirror/OWNER+NAME/repo --path LibriSpeech/train-clean-5 \
        --family librispeech-clean5 --split train --out .cache/extra

Recordings are read out of the git objects (FLAC, or WAV with MP3 inside), resampled to 16 kHz, and written as FLAC
shards of about ten minutes with a manifest beside them. Nothing is unpacked on the way.
"""

from __future__ import annotations

import argparse
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt
import soundfile
import soxr
from rich.progress import track

from models.data.shards import RATE, ShardWriter


class GitTree:
    """Files of a repository's newest commit, read without a work tree."""

    def __init__(self, repository: Path, under: str) -> None:
        self._git = ["git", f"--git-dir={repository}"]
        listing = subprocess.run(
            [*self._git, "ls-tree", "-r", "--name-only", "-z", "HEAD", under], check=True, capture_output=True
        )
        self.paths = [PurePosixPath(name) for name in listing.stdout.decode().split("\0") if name]

    def read(self, paths: list[PurePosixPath]) -> Iterator[tuple[PurePosixPath, bytes]]:
        """Contents of many files through one `git cat-file`."""
        with subprocess.Popen(
            [*self._git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("git cat-file has no pipes")
            for path in paths:
                process.stdin.write(f"HEAD:{path}\n".encode())
                process.stdin.flush()
                header = process.stdout.readline().split()
                if len(header) != 3:
                    raise FileNotFoundError(f"{path}: {b' '.join(header).decode()}")
                content = process.stdout.read(int(header[2]))
                process.stdout.read(1)
                yield path, content
            process.stdin.close()


def decode(content: bytes) -> npt.NDArray[np.float32]:
    """Any recording soundfile reads, as float32 mono at 16 kHz."""
    sound, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    mono: npt.NDArray[np.float32] = sound.mean(axis=1)
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE).astype(np.float32)
    return mono


def main() -> None:
    """Read one part of LibriSpeech."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--path", required=True, help="folder of speakers inside the repository")
    parser.add_argument("--family", required=True)
    parser.add_argument("--split", choices=["train", "valid", "test"], required=True)
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
