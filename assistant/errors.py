"""The one tree of errors this project raises on purpose.

::

    InglenookError
     +-- ConfigError          the config file, or a value in it
     +-- AudioError
     |    +-- NoMicrophone    nothing to listen to
     |    +-- DeviceFailed    the device is there and cannot be opened or went away
     |    +-- BadRecording    a file that is empty, broken or not audio
     +-- ModelError           the acoustic model is missing, truncated or of another version
     +-- GrammarError
     |    +-- SentenceError   a template that cannot be parsed, with its place
     |    +-- PronunciationError   a name or lexicon entry without phones
     +-- HomeError
     |    +-- UnknownTarget   an area, device or list item this home does not have
     |    +-- BackendError    the home's back end refused or did not answer
     +-- StateError           state or history cannot be read or written

Every message says what is wrong and, in ``remedy``, what the user can do about it.
"""

from __future__ import annotations

from pathlib import Path


class InglenookError(Exception):
    """Base of all errors a user may see; ``remedy`` is one sentence that says what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}" if self.remedy else self.message


class ConfigError(InglenookError):
    """The config file cannot be used as it is."""


class AudioError(InglenookError):
    """Sound could not be had."""


class NoMicrophone(AudioError):
    """There is no input device at all, or not the one asked for."""


class DeviceFailed(AudioError):
    """An input device exists but could not be opened, or stopped."""


class BadRecording(AudioError):
    """A recording that is empty, broken, or not sound."""


class ModelError(InglenookError):
    """The acoustic model cannot be used."""


class GrammarError(InglenookError):
    """The sentences of this home cannot be compiled."""


class SentenceError(GrammarError):
    """A sentence template with a fault, and where it is."""

    def __init__(
        self, message: str, remedy: str = "", *, path: Path | None = None, line: int | None = None
    ) -> None:
        place = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(f"{place}{message}", remedy)
        self.path = path
        self.line = line


class PronunciationError(GrammarError):
    """A word that has no phones, or a lexicon entry that cannot be read."""


class HomeError(InglenookError):
    """The home could not do what it was asked."""


class UnknownTarget(HomeError):
    """An area, device, scene or item that this home does not have."""


class BackendError(HomeError):
    """The home's back end refused, failed or did not answer."""


class StateError(InglenookError):
    """State on disk (home, history, settings) cannot be read or written."""
