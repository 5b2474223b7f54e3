"""One utterance against everything this home can be told, in every language at once.

The recogniser owns no sound: posteriors come in, a `Recognition` goes out, with what came second and why it was
refused. Commands, yes/no answers and the `recognize` command all go through here.

While somebody speaks, every frame is decoded as it comes: that gives the sentence so far, and tells when it is over.
Where the model brings a second look, it is decided by decoding the whole utterance once more, as it sounds in the
light of its end.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.grammar.compiler import Understood
from assistant.grammar.confidence import Calibration, Features, Strictness, decide, measure
from assistant.grammar.decoder import Decoder, Hypothesis, Progress, Session
from assistant.grammar.meaning import Meaning
from assistant.types import Candidate, Frames, Posteriors, Reason, Recognition, Word

ALTERNATIVES = 5
"""Sentences that are looked at and shown besides the one taken."""


@dataclass(frozen=True, slots=True)
class Language:
    """The sentences of one language, ready to be heard."""

    sentences: Understood
    decoder: Decoder

    @property
    def code(self) -> str:
        """Two letters, such as ``en`` and ``zh``."""
        return self.sentences.language[:2].lower()


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence that was heard, and what it would mean."""

    language: Language
    hypothesis: Hypothesis
    meaning: Meaning
    others: tuple[Meaning, ...] = ()
    """What else the same words mean. Words with two meanings are not in doubt: the first one is preferred, as it
    was said when the grammar was built."""

    @property
    def text(self) -> str:
        """The sentence as people write it."""
        return self.language.sentences.text(self.hypothesis.texts)


@dataclass(frozen=True, slots=True)
class Recognizer:
    """Languages, and how sure is sure enough."""

    languages: tuple[Language, ...]
    calibration: Calibration = field(default_factory=Calibration)
    frame_seconds: float = 0.04
    delay_seconds: float = 0.08
    """How late phones show up in the posteriors; word times are corrected by it."""
    second_look: Callable[[Frames], Posteriors] | None = None
    """Looks at an utterance again before it is decided; `assistant.speech.second_look`."""

    def begin(self) -> Utterance:
        """Listen to one utterance."""
        return Utterance(self)

    def whole(self, frames: Frames) -> Utterance:
        """A recording that is one utterance: decided as if it had been listened to, in half the time."""
        look = self.second_look
        utterance = replace(self, second_look=None).begin()
        utterance.push(frames if look is None else Frames.of(look(frames)))
        return utterance


class Utterance:
    """One utterance while it is heard; frames may come in pieces of any length."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._sessions = self._begin()
        self._leading = 0
        longest = max(language.decoder.options.longest_sentence for language in recognizer.languages)
        self._heard: deque[Frames] = deque(maxlen=longest)
        """The last frames, one by one, for the second look; more than any sentence has."""
        self._again: _Again | None = None

    @property
    def frames(self) -> int:
        """Frames heard so far."""
        return self._sessions[0][1].frames

    def push(self, frames: Frames) -> Progress:
        """Hear the next frames; where the language that fits best stands."""
        steps = [session.push(frames.posteriors) for _, session in self._sessions]
        if self._recognizer.second_look is not None:
            self._heard.extend(frames[number : number + 1] for number in range(len(frames)))
        self._leading = max(range(len(steps)), key=lambda i: (steps[i].best, steps[i].complete))
        return steps[self._leading]

    def partial(self) -> str:
        """The sentence so far, in the language that fits best."""
        language, session = self._sessions[self._leading]
        return language.sentences.text(session.partial())

    def recognize(self, strictness: Strictness) -> Recognition:
        """Decide on what was heard so far; more may be pushed afterwards."""
        judged = self.judge()
        if judged is None:
            return self._nothing(strictness)
        best, features, readings = judged
        calibration = self._recognizer.calibration
        reason = decide(features, strictness, calibration)
        confidence = calibration.probability(features)
        if reason:
            return _refusal(readings, confidence, reason)
        return Recognition(
            best.meaning.intent,
            best.meaning.slots,
            best.text,
            best.language.code,
            confidence,
            None,
            _candidates(readings, confidence)[1:],
            self._words(best.hypothesis),
            best.meaning.context,
            best.meaning.response,
        )

    def refuse(self, reason: Reason) -> Recognition:
        """Refuse what was heard so far for a reason of the caller's, such as its length."""
        judged = self.judge()
        if judged is None:
            return Recognition(None, language=self._recognizer.languages[self._leading].code, reason=reason)
        _, features, readings = judged
        return _refusal(readings, self._recognizer.calibration.probability(features), reason)

    def judge(self) -> tuple[Reading, Features, list[Reading]] | None:
        """The best sentence, what speaks for it, and all that were considered; None where nothing complete fits."""
        readings = self._readings()
        if not readings:
            return None
        best = readings[0]
        rival = next((one for one in readings if _order(one.meaning) != _order(best.meaning)), None)
        return best, self._measure(best, rival), readings

    def _readings(self) -> list[Reading]:
        """The n best of all languages that mean something, best first."""
        found: list[Reading] = []
        for language, session in self._decided_by():
            for hypothesis in session.nbest(ALTERNATIVES + 1):
                text = language.sentences.text(hypothesis.texts)
                meanings = language.sentences.understanding.interpret(text)
                if meanings:
                    found.append(Reading(language, hypothesis, meanings[0], meanings[1:]))
        return sorted(found, key=lambda reading: -reading.hypothesis.score)

    def _measure(self, best: Reading, rival: Reading | None) -> Features:
        session = self._session(best.language)
        penalty = best.language.decoder.options.scoring.blank_penalty
        return measure(
            session.rows, best.hypothesis, rival.hypothesis if rival else None, blank_penalty=penalty
        )

    def _nothing(self, strictness: Strictness) -> Recognition:
        language, session = self._decided_by()[self._leading]
        features = measure(session.rows, None, blank_penalty=language.decoder.options.scoring.blank_penalty)
        silent = features.speech_frames < strictness.least_speech
        return Recognition(
            None, language=language.code, reason=Reason.SILENCE if silent else Reason.NOT_A_COMMAND
        )

    def _session(self, language: Language) -> Session:
        return next(session for known, session in self._decided_by() if known is language)

    def _begin(self) -> list[tuple[Language, Session]]:
        return [(language, language.decoder.session()) for language in self._recognizer.languages]

    def _decided_by(self) -> list[tuple[Language, Session]]:
        """The sessions that decide: those that have listened, or new ones that hear the second look."""
        look = self._recognizer.second_look
        if look is None or not self._heard:
            return self._sessions
        if self._again is None or self._again.frames != self.frames:
            again = look(Frames.joined(self._heard))
            self._again = _Again(self.frames, self._begin())
            for _, session in self._again.sessions:
                session.push(again)
        return self._again.sessions

    def _words(self, hypothesis: Hypothesis) -> tuple[Word, ...]:
        frame = self._recognizer.frame_seconds
        # What the second look has forgotten of a very long recording was before these frames.
        delay = self._recognizer.delay_seconds - (self.frames - hypothesis.frames) * frame
        return tuple(
            Word(word.text, max(0.0, word.start * frame - delay), max(0.0, word.end * frame - delay))
            for word in hypothesis.words
        )


@dataclass(frozen=True, slots=True)
class _Again:
    """What a second look was made of, and the sessions that heard it."""

    frames: int
    sessions: list[tuple[Language, Session]]


def _refusal(readings: Sequence[Reading], confidence: float, reason: Reason) -> Recognition:
    return Recognition(
        None,
        language=readings[0].language.code,
        confidence=confidence,
        reason=reason,
        alternatives=_candidates(readings, confidence)[:ALTERNATIVES],
    )


def _candidates(readings: Sequence[Reading], confidence: float) -> tuple[Candidate, ...]:
    """Every order once, best first. One that scores less is less likely by as much: odds of two known scores."""
    best = readings[0].hypothesis.score
    found: dict[tuple[object, ...], Candidate] = {}
    for reading in readings:
        hypothesis = reading.hypothesis
        likely = confidence * min(1.0, math.exp(hypothesis.score - best))
        fit = hypothesis.score / max(1, hypothesis.frames)
        for meaning in (reading.meaning, *reading.others):
            candidate = Candidate(meaning.intent, meaning.slots, reading.text, likely, fit)
            found.setdefault(_order(meaning), candidate)
    return tuple(found.values())[: ALTERNATIVES + 1]


def _order(meaning: Meaning) -> tuple[object, ...]:
    """What the home would do: equal for two wordings of the same order."""
    return meaning.intent, frozenset((slot.name, slot.value) for slot in meaning.slots)
