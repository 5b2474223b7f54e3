"""Grammars that are kept from one start to the next, so that only the first start compiles them.

Compiling what a home can be told is most of what a Raspberry Pi does at its start, and leaves memory in pieces. What
was compiled becomes a file of the user's cache folder, named by a digest of everything it was made of: sentences,
names, lexicon, the model's phones, this program and the packages it compiles with. Nothing is ever out of date, only
unused; what has not been used for longest goes. A file that is broken, or might be somebody else's, counts as none.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
import secrets
import sys
import zlib
from collections.abc import Iterable
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

MOST = 24
"""Files that are kept."""
_MAGIC = b"inglenook grammar 1\n"
_SUFFIX = ".grammar"
_PACKAGES = ("hassil", "home-assistant-intents", "numpy", "pypinyin", "unicode-rbnf")
"""What a grammar is made with."""
_OURS = Path(__file__).parents[1]
_BROKEN = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ImportError,
    EOFError,
    pickle.PickleError,
    zlib.error,
)
"""What reading a file raises that is not what `put` wrote."""
_T = TypeVar("_T")


class Keeper:
    """Values by what they were made of, in one folder; a folder that cannot be used keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = program()

    def get(self, made_of: tuple[object, ...], kind: type[_T]) -> _T | None:
        """What `put` kept, None where there is none of this kind."""
        path = self._path(made_of)
        try:
            if not _own(self._folder):
                return None
            data = path.read_bytes()
            digest, payload = data[len(_MAGIC) :][:32], memoryview(data)[len(_MAGIC) + 32 :]
            if not data.startswith(_MAGIC) or hashlib.sha256(payload).digest() != digest:
                raise ValueError("broken")
            value = thaw(payload)
            if not isinstance(value, kind):
                raise TypeError(f"no {kind.__name__}")
            os.utime(path)
        except FileNotFoundError:
            return None
        except _BROKEN:
            with suppress(OSError):
                path.unlink()
            return None
        return value

    def put(self, made_of: tuple[object, ...], value: object) -> None:
        """Keep a value; a disk that is full or write-protected keeps none, as does a value that has no bytes."""
        path = self._path(made_of)
        temporary = path.with_name(f".{secrets.token_hex(6)}.part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _own(self._folder):
                return
            payload = freeze(value)
            with temporary.open("xb") as file:
                file.write(_MAGIC + hashlib.sha256(payload).digest())
                file.write(payload)
            temporary.replace(path)
            self._tidy()
        except (OSError, TypeError, AttributeError, RecursionError, pickle.PicklingError):
            with suppress(OSError):
                temporary.unlink()

    def _path(self, made_of: tuple[object, ...]) -> Path:
        return self._folder / (digest((self._program, *made_of)) + _SUFFIX)

    def _tidy(self) -> None:
        files = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda path: -path.stat().st_mtime)
        for path in files[MOST:]:
            path.unlink(missing_ok=True)


def program() -> str:
    """A digest of this program and of the packages that it compiles grammars with."""
    files = sorted(path for path in _OURS.rglob("*") if path.suffix not in {"", ".pyc"})
    files.append(Path(sys.executable))  # holds all of it where it is packed into one
    facts: list[tuple[object, ...]] = [(sys.version,)]
    facts += [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    for name in _PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            facts.append((name, metadata.version(name)))
    return digest(facts)


def digest(parts: Iterable[object]) -> str:
    """Of numbers, texts, tuples and what else has a `repr` that says all of it."""
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()


class _Pickler(pickle.Pickler):
    """Keeps what hassil's templates hold and pickle does not know: the match of a range such as ``{0..100:level}``."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401
        """How a match is made again: by matching."""
        return (_matched, (value.re, value.string)) if isinstance(value, re.Match) else NotImplemented


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.match(text)


def freeze(value: object) -> bytes:
    """A value as bytes."""
    file = io.BytesIO()
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(value)
    return zlib.compress(file.getvalue(), 1)


def thaw(data: bytes | memoryview) -> object:
    """The value of `freeze`. Only for bytes that this program made itself, as it runs what they say."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301


def _own(folder: Path) -> bool:
    """Whether nobody else can write there; where the system does not say so, a user's cache folder is believed."""
    if os.name != "posix":
        return True
    facts = folder.stat()
    return facts.st_uid == os.geteuid() and not facts.st_mode & 0o022
