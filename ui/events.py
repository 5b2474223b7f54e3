"""What the app itself adds to the assistant's events; they travel on the same bus to the same screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from assistant.events import Event
from assistant.home import Home
from assistant.settings import Config
from assistant.types import Change, Outcome, Recognition

Picture = npt.NDArray[np.uint8]
"""A spectrogram, `[columns, bands]`: one column each 10 ms, low bands first, 255 is loud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading(Event):
    """Model, sentences and home are being loaded."""

    kind: ClassVar[str] = "loading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded(Event):
    """They are; typed sentences and the mouse work from now on."""

    kind: ClassVar[str] = "loaded"
    config: Config
    home: Home


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFailed(Event):
    """They could not be; tried again after a pause, or when the user asks for it."""

    kind: ClassVar[str] = "load_failed"
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSound(Event):
    """There is no microphone, or it does not open; tried again every few seconds."""

    kind: ClassVar[str] = "no_sound"
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted(Event):
    """The microphone was let go of, or is wanted again."""

    kind: ClassVar[str] = "muted"
    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(Event):
    """The push-to-talk button was let go: what follows is thinking."""

    kind: ClassVar[str] = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeChanged(Event):
    """Devices changed, by voice, by mouse or by themselves."""

    kind: ClassVar[str] = "home_changed"
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRenamed(Event):
    """The home has other devices or names than before."""

    kind: ClassVar[str] = "home_renamed"
    home: Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured(Event):
    """What an utterance looked like, told right after it was recognised or refused. No sound is kept."""

    kind: ClassVar[str] = "pictured"
    recognition: Recognition
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered(Event):
    """What came of an order given by mouse."""

    kind: ClassVar[str] = "ordered"
    outcome: Outcome
