"""The last utterances with what they looked like, and why each was taken or refused, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.events import Acted, Event, Recognized, Rejected
from assistant.grammar.confidence import AFTER_WAKE, ALWAYS_LISTENING
from assistant.listener import stricter
from assistant.settings import Config, Mode
from assistant.types import Candidate, Outcome, Reason, Recognition
from ui.events import Picture, Pictured
from ui.texts import tr

KEPT = 30
"""Utterances that can be looked at."""

LISTED = 5
"""Sentences shown for each."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One utterance."""

    time: float
    """Unix seconds; also what it is known by."""
    recognition: Recognition
    threshold: float
    """How sure it had to be."""
    audio_seconds: float = 0.0
    decision_ms: float = 0.0
    picture: Picture | None = None
    outcome: Outcome | None = None
    meant: Candidate | None = None
    """What the user said it should have been."""
    corrected: bool = False
    """Whether the user said that it was wrong, even if nothing listed was meant."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The best sentences, best first, the one taken among them."""
        taken = self.recognition
        first = (
            (Candidate(taken.intent, taken.slots, taken.text, taken.confidence),)
            if taken.intent is not None
            else ()
        )
        return (*first, *taken.alternatives)[:LISTED]

    @property
    def not_a_command(self) -> float:
        """How sure it is that the best sentence was not said, 0 to 1."""
        best = max((one.confidence for one in self.candidates), default=0.0)
        return 1.0 - best


Moments = tuple[Moment, ...]
"""Newest first."""


def after(moments: Moments, event: Event, config: Config) -> Moments:
    """The moments after `event`; the same object where it changes nothing."""
    match event:
        case Recognized(recognition=recognition):
            moment = Moment(
                event.time, recognition, threshold(config), event.audio_seconds, event.decision_ms
            )
            return (moment, *moments)[:KEPT]
        case Rejected(recognition=recognition):
            if recognition.reason in (Reason.CANCELLED, Reason.SILENCE):
                return moments
            return (Moment(event.time, recognition, threshold(config), event.audio_seconds), *moments)[:KEPT]
        case Pictured(recognition=recognition, picture=picture):
            return tuple(
                replace(one, picture=picture) if one.recognition is recognition else one for one in moments
            )
        case Acted(outcome=outcome) if moments and moments[0].recognition.intent == event.intent:
            return (replace(moments[0], outcome=outcome), *moments[1:])
        case _:
            return moments


def corrected(moments: Moments, time: float, meant: Candidate | None) -> Moments:
    """The moments after the user said that the one of `time` was wrong, and what was meant if it is known."""
    return tuple(replace(one, meant=meant, corrected=True) if one.time == time else one for one in moments)


def threshold(config: Config) -> float:
    """How sure a command must be under these settings, 0 to 1."""
    base = ALWAYS_LISTENING if config.listen.mode is Mode.ALWAYS else AFTER_WAKE
    return stricter(base, config.listen.strictness).accept


def why(moment: Moment) -> str:
    """One paragraph in plain words."""
    recognition = moment.recognition
    if moment.audio_seconds == 0.0:
        if recognition.intent is None:
            return tr("It was typed, and no sentence of this home reads like that.")
        return tr("It was typed, so nothing had to be guessed.")
    if recognition.intent is not None:
        return _why_taken(moment)
    return _why_refused(moment)


def _why_refused(moment: Moment) -> str:
    best = max((one.confidence for one in moment.candidates), default=0.0)
    match moment.recognition.reason:
        case Reason.AMBIGUOUS:
            text = tr("Refused: two sentences with different meanings fit about as well.")
        case Reason.UNSURE:
            text = tr("Refused: it was {sure} sure of the best sentence and needs {needed}.")
        case Reason.TIMED_OUT:
            text = tr("Refused: it went on for longer than any sentence of this home.")
        case Reason.NOT_A_COMMAND if moment.candidates:
            text = tr(
                "Refused: it sounds more like other speech than like any sentence of this home "
                "({sure} sure of the best one, {needed} needed)."
            )
        case _:
            text = tr("Refused: no sentence of this home fits what was heard.")
    return text.format(sure=f"{best:.0%}", needed=f"{moment.threshold:.0%}")


def _why_taken(moment: Moment) -> str:
    taken = moment.recognition
    text = tr("Taken: it was {sure} sure, and needs {needed}.").format(
        sure=f"{taken.confidence:.0%}", needed=f"{moment.threshold:.0%}"
    )
    if taken.alternatives:
        rival = taken.alternatives[0]
        text += " " + tr("What came second, “{rival}”, got {score}.").format(
            rival=rival.text, score=f"{rival.confidence:.0%}"
        )
    return text


def bundle(moment: Moment, facts: Mapping[str, object]) -> dict[str, object]:
    """Everything known of one utterance as plain JSON types, without sound and without its picture."""
    recognition = moment.recognition
    return {
        "time": moment.time,
        "text": recognition.text,
        "intent": recognition.intent,
        "language": recognition.language,
        "slots": {slot.name: slot.value for slot in recognition.slots},
        "confidence": recognition.confidence,
        "threshold": moment.threshold,
        "reason": recognition.reason.value if recognition.reason else None,
        "not_a_command": moment.not_a_command,
        "words": [{"text": word.text, "start": word.start, "end": word.end} for word in recognition.words],
        "candidates": [as_json(one) for one in moment.candidates],
        "audio_seconds": moment.audio_seconds,
        "decision_ms": moment.decision_ms,
        "outcome": moment.outcome.status.value if moment.outcome else None,
        "answer": moment.outcome.message if moment.outcome else None,
        "meant": as_json(moment.meant) if moment.meant else None,
        "facts": dict(facts),
    }


def as_json(candidate: Candidate) -> dict[str, object]:
    """One sentence as plain JSON types."""
    return {
        "intent": candidate.intent,
        "text": candidate.text,
        "slots": {slot.name: slot.value for slot in candidate.slots},
        "confidence": candidate.confidence,
        "score": candidate.score,
    }
