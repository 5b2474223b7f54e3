"""Recordings and texts read out of a git snapshot, without unpacking it."""

from __future__ import annotations

import io
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt
import soundfile
import soxr
from rich.progress import track

from models.data.shards import RATE


class GitTree:
    """Files of a repository's newest commit, read without a work tree."""

    def __init__(self, repository: Path, under: str) -> None:
        self._git = ["git", f"--git-dir={repository}"]
        listing = subprocess.run(
            [*self._git, "ls-tree", "-r", "--name-only", "-z", "HEAD", under], check=True, capture_output=True
        )
        self.paths = [PurePosixPath(name) for name in listing.stdout.decode().split("\0") if name]

    def read(self, paths: list[PurePosixPath]) -> Iterator[tuple[PurePosixPath, bytes]]:
        """Contents of many files through one `git cat-file`. Raises FileNotFoundError for one that is not there."""
        with subprocess.Popen(
            [*self._git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("git cat-file has no pipes")
            for path in paths:
                process.stdin.write(f"HEAD:{path}\n".encode())
                process.stdin.flush()
                header = process.stdout.readline().split()
                if header[-1:] == [b"missing"] or len(header) != 3:
                    process.stdin.close()
                    raise FileNotFoundError(f"{path}: {b' '.join(header).decode()}")
                content = process.stdout.read(int(header[2]))
                process.stdout.read(1)
                yield path, content
            process.stdin.close()

    def read_text(self, path: str) -> str:
        """One text file, anywhere in the repository. Raises FileNotFoundError when it is not there."""
        (_, content), *_ = self.read([PurePosixPath(path)])
        return content.decode("utf-8-sig")


def decode(content: bytes) -> npt.NDArray[np.float32]:
    """Any recording soundfile reads, as float32 mono at 16 kHz. Raises soundfile.LibsndfileError for another."""
    sound, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    mono: npt.NDArray[np.float32] = sound.mean(axis=1)
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE).astype(np.float32)
    return mono


def decoded(
    tree: GitTree, paths: list[PurePosixPath], dropped: Counter[str], what: str
) -> Iterator[tuple[PurePosixPath, npt.NDArray[np.float32]]]:
    """Recordings as `decode` gives them, with progress; those that cannot be decoded are counted in `dropped`."""
    for path, content in track(tree.read(paths), total=len(paths), description=what):
        try:
            sound = decode(content)
        except soundfile.LibsndfileError:
            dropped["cannot be decoded"] += 1
            continue
        yield path, sound
