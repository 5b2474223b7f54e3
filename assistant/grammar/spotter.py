"""Phrases spotted in endless speech: wake phrases as text, without a model of their own.

Each pronunciation is a chain of phones in the decoder's CTC topology, but a phrase may begin in any frame, at no
cost: posteriors sum to 1 over everything that could have been said before. A chain's score at its end is the
log-posterior that the phrase was said here. (Against the best free path of phones, as the decoder has it, everything
is near the best where nothing is likely: models/RESULTS.md.)

A few dozen positions are computed in every frame; nothing is ever started or cut, so chunk borders do not
matter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant.errors import GrammarError
from assistant.grammar.acceptor import Words
from assistant.grammar.network import Speller
from assistant.grammar.scoring import Scoring, check_width
from assistant.types import Posteriors


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase to listen for."""

    text: str
    """What hits report."""
    spellings: tuple[tuple[int, ...], ...]
    """Every way to say it, as columns of the posteriors."""
    threshold: float | None = None
    """Its own threshold, where the spotter's is not right for it."""


@dataclass(frozen=True, slots=True)
class SpotterOptions:
    """When a phrase counts as heard."""

    scoring: Scoring = field(default_factory=lambda: Scoring(blank_penalty=0.0, against_best=False))
    threshold: float = 0.5
    """Confidence of a hit at least."""
    longest_phone: int = 12
    """Frames that one phone and the pause after it may take."""
    slowest: float = 6.0
    """Frames a phone that the whole phrase may take on average."""
    settle: int = 3
    """Frames to wait for a better end before a hit is reported."""
    refractory: int = 12
    """Frames between the ends of two hits of the same phrase at least."""


@dataclass(frozen=True, slots=True)
class SpotHit:
    """A phrase was said."""

    phrase: str
    start: int
    """First frame of its first phone, counted from the first frame the spotter heard."""
    end: int
    """Frame after the first one of its last phone at the best fit."""
    confidence: float
    """exp(score / sqrt(phones * frames)), in (0, 1]: comparable between short and long, quick and slow phrases."""
    score: float
    """Log-posterior, 0 at best."""


def phrase(words: Words, speller: Speller, threshold: float | None = None) -> Phrase:
    """The phrase that `words` make. Raises PronunciationError for a word that cannot be said."""
    ways = tuple(tuple(map(ord, phones)) for phones, _ in speller.entry(words))
    return Phrase(" ".join(words), ways, threshold)


class Spotter:
    """Listens for phrases in a stream of posteriors."""

    def __init__(self, phrases: Sequence[Phrase], phones: int, options: SpotterOptions | None = None) -> None:
        """`phones`: columns of the posteriors. Raises GrammarError for phrases that cannot be heard."""
        self._options = options if options is not None else SpotterOptions()
        self._phrases = tuple(phrases)
        self._phones = phones
        _check(self._phrases, phones)
        chains = [(number, way) for number, one in enumerate(phrases) for way in one.spellings]
        lengths = np.array([len(way) for _, way in chains], np.intp)
        self._column = np.array([column for _, way in chains for column in way], np.intp)
        self._first = np.cumsum(lengths) - lengths
        self._last = self._first + lengths - 1
        self._length = lengths
        self._of = np.array([number for number, _ in chains], np.intp)
        own = (one.threshold for one in phrases)
        least = [self._options.threshold if value is None else value for value in own]
        self._least = np.log(np.array(least))[self._of]
        # No span is longer than the slowest one, so no score below these can be a hit.
        self._hopeless = self._least * lengths * np.sqrt(self._options.slowest)
        self.reset()

    @property
    def frames(self) -> int:
        """Frames heard so far."""
        return self._frames

    @property
    def longest(self) -> int:
        """Frames from the beginning of the longest phrase, said as slowly as may be, until its hit is reported."""
        return math.ceil(self._options.slowest * int(self._length.max(initial=0))) + self._options.settle

    def reset(self) -> None:
        """Forget everything heard; frames count from 0 again."""
        positions = len(self._column)
        self._frames = 0
        self._phone = np.full(positions, -np.inf)
        self._blank = np.full(positions, -np.inf)
        # First row: frame where the path began. Second row: frame where it entered the position.
        self._phone_marks = np.zeros((2, positions), np.intp)
        self._blank_marks = np.zeros((2, positions), np.intp)
        self._pending: dict[int, SpotHit] = {}
        self._ended = [-self._options.refractory] * len(self._phrases)

    def push(self, posteriors: Posteriors) -> tuple[SpotHit, ...]:
        """Hear the next frames, log-posteriors float32 `[frames, phones]`; returns what has been said.

        A hit is reported `settle` frames after its end. Raises ModelError for posteriors of another width,
        or that are not numbers; nothing is heard then.
        """
        check_width(posteriors, self._phones)
        rows = self._options.scoring.rows(posteriors)
        said = rows[:, self._column]
        hits: list[SpotHit] = []
        for row, blank in zip(said, rows[:, 0].tolist(), strict=True):
            self._step(row, blank)
            self._note()
            self._frames += 1
            hits += self._settled(self._options.settle)
        return tuple(hits)

    def flush(self) -> tuple[SpotHit, ...]:
        """The stream has ended: whatever was heard and not yet reported."""
        return tuple(self._settled(0))

    def _step(self, said: npt.NDArray[np.float32], blank: float) -> None:
        frame = self._frames
        oldest = frame - self._options.longest_phone
        in_phone = self._phone >= self._blank
        value = np.maximum(self._phone, self._blank)
        marks = np.where(in_phone, self._phone_marks, self._blank_marks)

        before = np.empty_like(value)
        before[1:] = value[:-1]
        before[self._first] = 0.0
        came = np.empty_like(marks)
        came[0, 1:] = marks[0, :-1]
        came[0, self._first] = frame
        came[1] = frame
        stay = np.where(self._phone_marks[1] > oldest, self._phone, -np.inf)
        self._phone_marks = np.where(stay >= before, self._phone_marks, came)
        self._phone = np.maximum(stay, before) + said
        self._blank = np.where(marks[1] > oldest, value, -np.inf) + blank
        self._blank_marks = marks

    def _note(self) -> None:
        """Keep the phrases that end in this frame, where they end better than in the frames before."""
        score = self._phone[self._last]
        if (score < self._hopeless).all():
            return
        began = self._phone_marks[0, self._last]
        span = self._frames + 1 - began
        level = score / np.sqrt(self._length * span)
        for at in (level >= self._least).nonzero()[0].tolist():
            number, start, end = int(self._of[at]), int(began[at]), self._frames + 1
            pending = self._pending.get(number)
            confidence = float(np.exp(level[at]))
            if (
                span[at] <= self._options.slowest * self._length[at]
                and start >= self._ended[number]
                and end >= self._ended[number] + self._options.refractory
                and (pending is None or confidence > pending.confidence)
            ):
                hit = SpotHit(self._phrases[number].text, start, end, confidence, float(score[at]))
                self._pending[number] = hit

    def _settled(self, wait: int) -> list[SpotHit]:
        """Take the pending hits that have stayed the best for `wait` frames."""
        if not self._pending:
            return []
        ready = [number for number, hit in self._pending.items() if self._frames - hit.end >= wait]
        hits = [self._pending.pop(number) for number in ready]
        for number, hit in zip(ready, hits, strict=True):
            self._ended[number] = hit.end
        return hits


def _check(phrases: Sequence[Phrase], phones: int) -> None:
    for one in phrases:
        if not one.spellings or not all(one.spellings):
            raise GrammarError(f'the phrase "{one.text}" has no phones', "Give it words that can be said")
        if any(not 0 < column < phones for way in one.spellings for column in way):
            raise GrammarError(
                f'the phrase "{one.text}" has phones that the model does not know',
                "Spell it with the phone inventory of the model that is used",
            )
        if one.threshold is not None and not 0 < one.threshold <= 1:
            raise GrammarError(
                f'the threshold of the phrase "{one.text}" is {one.threshold}', "Choose one between 0 and 1"
            )
