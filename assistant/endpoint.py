"""When an utterance is over: by how complete the sentence is, and how long it has been silent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from assistant.grammar.decoder import Progress
from assistant.recognizer import Utterance
from assistant.types import Frames

SILENT = math.log(0.5)
"""A frame whose blank is likelier than this is silence."""

SPEECH = 6
"""Frames other than silence that are more than a cough."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Silences and limits, in seconds."""

    after_end: float = 0.35
    """Silence that ends a sentence after which nothing can follow."""
    after_sentence: float = 0.6
    """Silence that ends a complete sentence that could go on."""
    after_part: float = 1.4
    """Silence that ends an unfinished one; slow speakers pause in the middle of a sentence."""
    patience: float = 6.0
    """Time to begin after a wake phrase or a question."""
    longest: float = 15.0
    """A sentence that takes longer is given up."""
    frame: float = 0.04


class Stand(StrEnum):
    """Where an utterance stands after a frame."""

    GOES_ON = "goes on"
    IS_OVER = "is over"
    TAKES_TOO_LONG = "takes too long"


class Turn:
    """One utterance while it is heard, and its end.

    `invited` says that somebody was asked to speak, by a wake phrase, a button or a question, and may take a while to
    begin. `tail` is the column of a phone that may still sound from before and does not belong to it.
    """

    def __init__(self, utterance: Utterance, timing: Timing, *, invited: bool = True, tail: int = 0) -> None:
        self.utterance = utterance
        self.invited = invited
        self._timing = timing
        self._tail = tail
        self._progress: Progress | None = None
        self._partial = ""
        self._quiet = 0
        """Frames since the last one that was not silence."""
        self._sounding = 0
        """Frames that were not silence."""
        self._began: int | None = None
        """Frame at which somebody began to speak."""
        self._released: int | None = None
        """Frame at which it ends because a button was let go."""

    @property
    def has_begun(self) -> bool:
        """Whether anybody has spoken yet."""
        return self._began is not None

    @property
    def seconds(self) -> float:
        """Length of what was heard."""
        return self.utterance.frames * self._timing.frame

    def push(self, frame: Frames) -> str | None:
        """Hear one frame; the sentence so far where it has changed."""
        if self._tail and int(frame.posteriors.argmax()) == self._tail:
            return None
        self._tail = 0
        self._progress = progress = self.utterance.push(frame)
        silent = is_silent(frame)
        self._quiet = self._quiet + 1 if silent else 0
        self._sounding += not silent
        if self._began is None and not silent and (progress.started or self._sounding >= SPEECH):
            self._began = progress.frames
        text = self.utterance.partial()
        if not text or text == self._partial:
            return None
        self._partial = text
        return text

    def release(self, delay: float) -> None:
        """A button was let go: it is over `delay` seconds later, when the model has caught up."""
        if self._released is None:
            self._released = self.utterance.frames + round(delay / self._timing.frame)

    def stand(self) -> Stand:
        """Where it stands now."""
        timing, progress = self._timing, self._progress
        if progress is None:
            return Stand.GOES_ON
        if self._released is not None:
            return Stand.IS_OVER if progress.frames >= self._released else Stand.GOES_ON
        if self._quiet * timing.frame >= self._enough_silence(progress):
            return Stand.IS_OVER
        began = timing.patience / timing.frame if self._began is None else self._began
        too_long = (progress.frames - began) * timing.frame >= timing.longest
        return Stand.TAKES_TOO_LONG if too_long else Stand.GOES_ON

    def _enough_silence(self, progress: Progress) -> float:
        """Seconds of silence that end it."""
        timing = self._timing
        if self._began is None and self.invited:
            waited = progress.frames * timing.frame >= timing.patience
            return timing.after_end if waited else math.inf
        if progress.is_complete:
            return timing.after_sentence if progress.can_continue else timing.after_end
        return timing.after_part


def is_silent(frame: Frames) -> bool:
    """Whether the model hears no phone in one frame."""
    return float(frame.posteriors[0, 0]) > SILENT
