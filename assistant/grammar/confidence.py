"""How sure the recogniser may be of a sentence, and whether that is enough to act on.

A handful of features of the best sentence, weighed by a logistic function that is calibrated on validation
data, give the probability that it is what was said. Speech that is no command fits the sentence worse than
it fits the free phone loop, leaves phones unexplained, or spills over the sentence's ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.errors import GrammarError
from assistant.grammar.decoder import Hypothesis
from assistant.grammar.scoring import Rows
from assistant.types import Reason

WORST_FIT = -10.0
"""Scores per frame are not counted below this: bad is bad."""

CLEAR_MARGIN = 20.0
"""A margin that leaves no doubt; larger ones, and having no rival at all, count as this."""

UNHEARD = 4.0
"""A phone that is everywhere so much less likely than blank, in nats, was not heard at all."""

MOST_UNHEARD = 4
"""More phones of one word that were not heard count as this: nobody has said it."""

NAMES = ("fit", "worst_word", "margin", "unexplained", "outside", "clarity", "length", "unheard")
"""What `Calibration` weighs, in order."""


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of the best sentence of an utterance."""

    speech_frames: int
    """Frames where the model prefers some phone to blank; CTC models spike, so about one a phone."""
    fit: float = WORST_FIT
    """Log-score of the sentence against the free phone loop, a frame that sounds: where the model hears speech or the
    sentence has a phone, from its first word to its last."""
    worst_word: float = WORST_FIT
    """Log-score per frame of its worst word."""
    margin: float = 0.0
    """Log-score ahead of the best sentence that means something else."""
    unexplained: float = 1.0
    """Share of the speech frames inside the sentence that it takes for blank: phones left over."""
    outside: float = 1.0
    """Share of all speech frames before the sentence's first word or after its last."""
    clarity: float = 0.0
    """How far the second best phone is behind in the frames that sound, on average: in noise the model knows less, and
    a bad fit says less."""
    phones: int = 0
    """Phones of the sentence: a long one does not fit by chance."""
    unheard: int = 0
    """Phones that were not heard at all in the word that lacks most: a sentence broken off lacks its last words, and
    may fit well where they are short beside the rest."""

    def vector(self) -> npt.NDArray[np.float64]:
        """The numbers that `NAMES` names, float64; margin and length as logarithms, since their effect fades."""
        margin, length = np.log1p(self.margin), np.log1p(self.phones)
        return np.array(
            [
                self.fit,
                self.worst_word,
                margin,
                self.unexplained,
                self.outside,
                self.clarity,
                length,
                self.unheard,
            ],
            np.float64,
        )


def measure(
    rows: Rows, best: Hypothesis | None, rival: Hypothesis | None = None, *, blank_penalty: float = 3.0
) -> Features:
    """Features of `best`, the best sentence of a session with these `rows` (None: there was no complete one).

    `rival` is the best sentence that would mean something else; a different wording of the same order is
    none. `blank_penalty` is that of the rows' `Scoring`, so that speech frames are counted as the model saw
    them.
    """
    speech = rows[:, 0] < -blank_penalty
    total = int(speech.sum())
    if best is None or not best.words:
        return Features(total)
    inside = slice(best.words[0].start - best.first_frame, best.words[-1].end - best.first_frame)
    spoken = speech[inside]
    phones, part = best.phones[inside], rows[inside]
    path = part[np.arange(len(part)), phones]
    sounding = spoken | (phones > 0)
    within = int(spoken.sum())
    unexplained = int((spoken & (phones == 0)).sum())
    worst = min(word.score / (word.end - word.start) for word in best.words)
    margin = CLEAR_MARGIN if rival is None else best.score - rival.score
    return Features(
        speech_frames=total,
        fit=max(float(path[sounding].mean(dtype=np.float64)), WORST_FIT),
        worst_word=max(worst, WORST_FIT),
        margin=min(max(margin, 0.0), CLEAR_MARGIN),
        unexplained=unexplained / max(within, 1),
        outside=(total - within) / max(total, 1),
        clarity=float(np.partition(part[sounding], -2, axis=1)[:, -2].mean(dtype=np.float64)),
        phones=int(((phones > 0) & (np.diff(phones, prepend=0) != 0)).sum()),
        unheard=min(_unheard(rows, best, blank_penalty), MOST_UNHEARD),
    )


def _unheard(rows: Rows, best: Hypothesis, blank_penalty: float) -> int:
    """Phones of a sentence's worst word that blank beats by `UNHEARD` in all their frames."""
    phones = best.phones
    ahead = rows[np.arange(len(rows)), phones] - (rows[:, 0] + blank_penalty)
    begins = np.flatnonzero(np.diff(phones, prepend=-1))
    lacking = (
        begins[(np.maximum.reduceat(ahead, begins) < -UNHEARD) & (phones[begins] > 0)] + best.first_frame
    )
    return max(int(((lacking >= word.start) & (lacking < word.end)).sum()) for word in best.words)


@dataclass(frozen=True, slots=True)
class Calibration:
    """From features to a probability; the defaults are a sane guess until a model brings its own."""

    bias: float = 3.0
    weights: tuple[float, ...] = (2.5, 0.3, 0.6, -4.0, -4.0, 0.0, 0.0, -1.5)
    """One for each of `NAMES`."""

    def probability(self, features: Features) -> float:
        """Probability in (0, 1) that the sentence is what was said, if that were so half of the time."""
        logit = self.bias + float(features.vector() @ np.array(self.weights))
        return float(0.5 * (1 + np.tanh(logit / 2)))  # the logistic function, without overflow

    def as_mapping(self) -> dict[str, float]:
        """Plain numbers by name, as a model's metadata keeps them."""
        return {"bias": self.bias, **dict(zip(NAMES, self.weights, strict=True))}

    @classmethod
    def from_mapping(cls, numbers: Mapping[str, float]) -> Calibration:
        """Read what `as_mapping` gave; raises GrammarError where a number is missing or not one."""
        try:
            bias, *weights = (float(numbers[name]) for name in ("bias", *NAMES))
        except (KeyError, TypeError, ValueError) as error:
            raise GrammarError(
                f"the model's confidence calibration cannot be read ({error!r})",
                f"It needs a number for each of: bias, {', '.join(NAMES)}",
            ) from error
        return cls(bias, tuple(weights))


def fit(features: Sequence[Features], right: Sequence[bool], ridge: float = 1.0) -> Calibration:
    """Calibrate on utterances whose best sentence is known to be right or wrong.

    Logistic regression by Newton's method (iteratively reweighted least squares) on standardised features;
    `ridge` is the penalty on squared weights that keeps them finite where the classes can be told apart
    without fault. Raises GrammarError where there is nothing to learn from.
    """
    labels = np.array(right, np.float64)
    if len(features) != len(labels) or not 0 < labels.sum() < len(labels):
        raise GrammarError(
            f"{len(features)} utterances, {int(labels.sum())} of them right, cannot calibrate the confidence",
            "Give it utterances of both kinds: commands recognised rightly, and speech that is no command",
        )
    raw = np.array([one.vector() for one in features])
    mean, deviation = raw.mean(axis=0), raw.std(axis=0)
    deviation[deviation < 1e-9] = 1.0
    inputs = np.column_stack((np.ones(len(raw)), (raw - mean) / deviation))
    penalty = np.diag([1e-6, *[ridge] * raw.shape[1]])
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):
        probability = 0.5 * (1 + np.tanh(inputs @ weights / 2))
        gradient = inputs.T @ (labels - probability) - penalty @ weights
        curvature = (inputs * (probability * (1 - probability))[:, None]).T @ inputs + penalty
        change = np.linalg.solve(curvature, gradient)
        weights += change
        if np.abs(change).max() < 1e-8:
            break
    scaled = weights[1:] / deviation
    return Calibration(float(weights[0] - scaled @ mean), tuple(float(weight) for weight in scaled))


@dataclass(frozen=True, slots=True)
class Strictness:
    """How sure is sure enough."""

    accept: float = 0.5
    """Probability at least."""
    margin: float = 1.0
    """Log-score ahead of any sentence with another meaning at least."""
    least_speech: int = 3
    """Speech frames without which nothing was said."""
    certain: float = 2.0
    """Probability at which even less speech is enough (a short word may be quieter than blank throughout); above 1
    none is."""


AFTER_WAKE = Strictness(accept=0.18, margin=0.2, least_speech=1, certain=0.5)
"""For what follows a wake phrase: somebody does want something.

The calibrated probability takes commands and other speech for equally frequent. Here nine of ten utterances are meant.
What guards the house asks first and most of the rest can be undone, so that acting wrongly is worse than asking again
two to one: 9 p / (9 p + 1 - p) >= 2/3 where p >= 2/11.
"""

ON_REQUEST = Strictness(accept=0.04, margin=0.2, least_speech=1, certain=0.5)
"""For what is said while a button is pressed, and for recordings that somebody hands over.

Nobody is overheard then: with 49 of 50 utterances meant, the same reckoning ends at p >= 2/51.
"""

ALWAYS_LISTENING = Strictness(accept=0.7, margin=2.0, least_speech=6)
"""For speech that may be about anything, most of it not meant."""

ANSWER = Strictness(accept=0.2, margin=0.2, least_speech=2)
"""For the yes or no that was asked for."""


def decide(features: Features, strictness: Strictness, calibration: Calibration) -> Reason | None:
    """Why the best sentence must not be acted on, or None where it may."""
    probability = calibration.probability(features)
    if features.speech_frames < strictness.least_speech and probability < strictness.certain:
        return Reason.SILENCE
    if probability < strictness.accept / 2:
        return Reason.NOT_A_COMMAND
    if features.margin < strictness.margin:
        return Reason.AMBIGUOUS
    if probability < strictness.accept:
        return Reason.UNSURE
    return None
