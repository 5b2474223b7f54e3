"""Every setting there is: its type, default, limits, and the comment that the config file shows above it.

`assistant.config` reads and writes them; this module only says what they are. The metadata of each setting's
field holds an `About`.
"""

from __future__ import annotations

import math
from dataclasses import Field, dataclass, field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.paths import config_folder, state_folder


class Mode(StrEnum):
    """When the assistant listens to commands."""

    PUSH = "push"
    WAKE = "wake"
    ALWAYS = "always"


LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class About:
    """What the file says above a setting, and what it may be."""

    help: str
    choices: tuple[str, ...] = ()
    """Allowed values; for lists, of each item."""
    low: float = -math.inf
    high: float = math.inf
    nonempty: bool = False
    """Whether an empty text or list is a mistake."""


@dataclass(frozen=True, slots=True)
class Listen:
    """When to listen, and when a sentence is over."""

    mode: Mode = field(
        default=Mode.WAKE,
        metadata={
            "about": About(
                "push: only when asked to; wake: after a wake phrase; always: everything, judged strictly.",
                choices=tuple(Mode),
            )
        },
    )
    wake_phrases: tuple[str, ...] = field(
        default=("hey inglenook",),
        metadata={
            "about": About(
                "What wakes it: any words, English or Chinese. Longer phrases wake less by mistake.",
                nonempty=True,
            )
        },
    )
    microphone: str | int = field(
        default="",
        metadata={
            "about": About(
                'A name, part of one, or a number of "inglenook devices". Empty: the system\'s default.'
            )
        },
    )
    strictness: float = field(
        default=0.5,
        metadata={
            "about": About(
                "0 takes more for a command, 1 refuses more; 0.5 is the calibrated middle.", low=0.0, high=1.0
            )
        },
    )
    silence_after_sentence: float = field(
        default=0.5,
        metadata={
            "about": About("Seconds of silence that end a sentence that may be complete.", low=0.1, high=5.0)
        },
    )
    silence_after_part: float = field(
        default=1.2,
        metadata={
            "about": About(
                "Seconds of silence that end one that seems unfinished; longer for slow speakers.",
                low=0.2,
                high=10.0,
            )
        },
    )
    timeout: float = field(
        default=8.0,
        metadata={
            "about": About(
                "Seconds to begin a command after the wake phrase, before it gives up.", low=1.0, high=60.0
            )
        },
    )


@dataclass(frozen=True, slots=True)
class Speech:
    """From sound to phones, and from words to phones."""

    model: str = field(
        default="",
        metadata={"about": About("An .onnx file of your own. Empty: the model that came with inglenook.")},
    )
    lexicon: str = field(
        default="lexicon.toml",
        metadata={
            "about": About(
                'How words are said that it gets wrong, a word a line: tado = "tah doe"', nonempty=True
            )
        },
    )


@dataclass(frozen=True, slots=True)
class Home:
    """The home that is spoken to."""

    backend: str = field(
        default="simulated",
        metadata={
            "about": About("simulated: a small house inside inglenook, kept on disk.", choices=("simulated",))
        },
    )
    file: str = field(
        default="",
        metadata={
            "about": About(
                "A YAML file that describes the simulated home. Empty: the house that came with it."
            )
        },
    )


@dataclass(frozen=True, slots=True)
class Sentences:
    """What can be said."""

    folder: str = field(
        default="sentences",
        metadata={
            "about": About(
                "A folder of sentence files (*.yaml, in hassil's form) of your own; it need not exist."
            )
        },
    )
    files: tuple[str, ...] = field(default=(), metadata={"about": About("Single sentence files beside it.")})


@dataclass(frozen=True, slots=True)
class History:
    """What is remembered of what was said; nothing leaves this machine."""

    enabled: bool = field(
        default=True, metadata={"about": About("Keep what was understood: text and scores.")}
    )
    max_rows: int = field(
        default=10_000,
        metadata={"about": About("At most so many lines; the oldest go first.", low=1, high=10_000_000)},
    )
    keep_sound: bool = field(
        default=False,
        metadata={
            "about": About("Keep the sound of each command too, to find out why one was not understood.")
        },
    )


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, and the folders they are relative to."""

    languages: tuple[str, ...] = field(
        default=("en",),
        metadata={
            "about": About(
                'Languages that are understood: "en", "zh", or both.', choices=LANGUAGES, nonempty=True
            )
        },
    )
    listen: Listen = field(default_factory=Listen)
    speech: Speech = field(default_factory=Speech)
    home: Home = field(default_factory=Home)
    sentences: Sentences = field(default_factory=Sentences)
    history: History = field(default_factory=History)
    folder: Path = field(default_factory=config_folder)
    """Where the config file lies; relative paths start here."""
    state: Path = field(default_factory=state_folder)
    """Where the home's state and the history are kept."""

    @property
    def model_path(self) -> Path | None:
        """The user's acoustic model, or None for the bundled one."""
        return self._resolve(self.speech.model) if self.speech.model else None

    @property
    def lexicon_path(self) -> Path:
        """The user's pronunciations; the file may be absent."""
        return self._resolve(self.speech.lexicon)

    @property
    def home_path(self) -> Path | None:
        """The description of the simulated home, or None for the bundled one."""
        return self._resolve(self.home.file) if self.home.file else None

    @property
    def home_state_path(self) -> Path:
        """Where the simulated home remembers what is on."""
        return self.state / "home.json"

    @property
    def history_path(self) -> Path:
        """The history's database."""
        return self.state / "history.sqlite"

    @property
    def sound_folder(self) -> Path:
        """Where recordings of commands are kept, if they are."""
        return self.state / "sound"

    def sentence_paths(self) -> tuple[Path, ...]:
        """The user's sentence files: the folder's by name, then the single ones, absent or not."""
        folder = self._resolve(self.sentences.folder) if self.sentences.folder else None
        found = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]) if folder and folder.is_dir() else []
        return (*found, *(self._resolve(name) for name in self.sentences.files))

    def _resolve(self, name: str) -> Path:
        return self.folder / Path(name).expanduser()


def settings_of(section: type) -> dict[str, Field[Any]]:
    """The fields of a section that the config file holds, by name: settings, and sections inside it."""
    return {
        entry.name: entry
        for entry in fields(section)
        if "about" in entry.metadata or is_dataclass(entry.default_factory)
    }


def about(entry: Field[Any]) -> About:
    """What is known of a setting."""
    found = entry.metadata["about"]
    if not isinstance(found, About):  # pragma: no cover - a slip in this module
        raise TypeError(f"{entry.name} has no About")
    return found
