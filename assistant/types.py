"""The small frozen dataclasses that cross the walls between rooms.

Sound enters as `AudioChunk`, the recogniser makes a `Recognition` of it, the home answers with an `Outcome`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
"""Hz of all sound inside the house."""

CHUNK_SAMPLES = 1_280
"""Samples of one chunk: 80 ms, two frames of the acoustic model."""

Samples = npt.NDArray[np.float32]
"""Mono sound, float32 in [-1, 1], 16 kHz, shape `[samples]`."""

Posteriors = npt.NDArray[np.float32]
"""Log-posteriors of phones, float32, shape `[frames, phones]`; column 0 is the blank."""

Inner = npt.NDArray[np.float32]
"""What the acoustic model's last layer passes on, float32, shape `[frames, units]`; 0 units where nobody reads it."""

SlotValue = str | int | float
"""What a slot means: a list's `out` value, or a number."""


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """One piece of sound as every source yields it."""

    samples: Samples
    """Float32 mono 16 kHz, `CHUNK_SAMPLES` long; only the last chunk of a finite source may be shorter."""

    start: float
    """Seconds since the source began; gaps of a lost device are not counted."""

    overruns: int = 0
    """How many times so far the device dropped sound because nobody fetched it in time."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames of 40 ms as the acoustic model heard them."""

    posteriors: Posteriors
    inner: Inner
    """What the posteriors were made of, for whoever looks at them again; as many rows."""

    @classmethod
    def of(cls, posteriors: Posteriors) -> Self:
        """Frames of which nothing else is known."""
        return cls(posteriors, np.zeros((len(posteriors), 0), np.float32))

    @classmethod
    def joined(cls, pieces: Sequence[Frames]) -> Self:
        """One after the other; at least one piece."""
        return cls(
            np.concatenate([piece.posteriors for piece in pieces]),
            np.concatenate([piece.inner for piece in pieces]),
        )

    def __len__(self) -> int:
        return len(self.posteriors)

    def __getitem__(self, which: slice) -> Frames:
        """Some of the frames."""
        return Frames(self.posteriors[which], self.inner[which])


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word and when it was said."""

    text: str
    start: float
    """Seconds from the start of the utterance's sound."""
    end: float


@dataclass(frozen=True, slots=True)
class Slot:
    """One filled slot of an intent."""

    name: str
    text: str
    """The spoken words, hassil's `in` text."""
    value: SlotValue
    """What they mean: the list's `out`, a number for ranges."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence this utterance may have been."""

    intent: str
    slots: tuple[Slot, ...]
    text: str
    confidence: float
    """Calibrated to [0, 1]."""
    score: float = 0.0
    """Path log-score against the free phone loop, per frame; 0 is a perfect fit, more negative is worse."""


class Reason(StrEnum):
    """Why an utterance was not taken for a command."""

    SILENCE = "silence"
    NOT_A_COMMAND = "not a command"
    UNSURE = "unsure"
    AMBIGUOUS = "ambiguous"
    TIMED_OUT = "timed out"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What one utterance was taken for, and why.

    `intent` is None when it was refused; then `reason` says why and `alternatives` holds what came closest.
    """

    intent: str | None
    slots: tuple[Slot, ...] = ()
    text: str = ""
    language: str = "en"
    confidence: float = 0.0
    reason: Reason | None = None
    alternatives: tuple[Candidate, ...] = ()
    """What else it may have been, best first, without the one taken."""
    words: tuple[Word, ...] = ()
    context: Mapping[str, str] = field(default_factory=dict)
    """Fixed facts of the matched sentence (hassil's context and metadata), such as `domain`."""
    response: str | None = None
    """Key of the intent's response template, as the sentence's YAML names it."""

    def slot(self, name: str) -> SlotValue | None:
        """Value of a slot, or None where the sentence did not fill it."""
        return next((s.value for s in self.slots if s.name == name), None)


class Status(StrEnum):
    """How an action ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    CONFIRM = "confirm"
    """Nothing was done yet: the home wants a yes first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One state that an action changed."""

    entity: str
    """Entity id, such as `light.kitchen_ceiling`."""
    name: str
    """What people call it."""
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the home did about a `Recognition`."""

    status: Status
    message: str
    """One spoken sentence, in the language of the utterance."""
    changes: tuple[Change, ...] = ()
