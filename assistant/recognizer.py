"""One utterance against everything this home can be told, in every language at once.

The recogniser owns no sound: posteriors come in, a `Recognition` goes out, with what came second and why it was
refused. Commands, yes/no answers and the `recognize` command all go through here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.grammar.compiler import CompiledSentences
from assistant.grammar.confidence import Calibration, Features, Strictness, decide, measure
from assistant.grammar.decoder import Decoder, Hypothesis, Progress, Session
from assistant.grammar.meaning import Meaning
from assistant.types import Candidate, Posteriors, Reason, Recognition, Word

ALTERNATIVES = 5
"""Sentences that are looked at and shown besides the one taken."""


@dataclass(frozen=True, slots=True)
class Language:
    """The sentences of one language, ready to be heard."""

    sentences: CompiledSentences
    decoder: Decoder

    @property
    def code(self) -> str:
        """Two letters, such as ``en`` and ``zh``."""
        return self.sentences.language[:2].lower()


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence that was heard and what it would mean."""

    language: Language
    hypothesis: Hypothesis
    meaning: Meaning

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

    def begin(self) -> Utterance:
        """Listen to one utterance."""
        return Utterance(self)


class Utterance:
    """One utterance while it is heard; posteriors may come in pieces of any length."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._sessions = [(language, language.decoder.session()) for language in recognizer.languages]
        self._leading = 0

    @property
    def frames(self) -> int:
        """Frames heard so far."""
        return self._sessions[0][1].frames

    def push(self, posteriors: Posteriors) -> Progress:
        """Hear the next frames `[frames, phones]`; where the language that fits best stands."""
        steps = [session.push(posteriors) for _, session in self._sessions]
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
        rivals = _rivals(best, readings)
        calibration = self._recognizer.calibration
        reason = decide(features, strictness, calibration)
        confidence = calibration.probability(features)
        others = readings if reason else rivals
        candidates = tuple(self._candidate(reading, best, confidence) for reading in others[:ALTERNATIVES])
        if reason:
            return Recognition(
                None,
                language=best.language.code,
                confidence=confidence,
                reason=reason,
                alternatives=candidates,
            )
        return Recognition(
            best.meaning.intent,
            best.meaning.slots,
            best.text,
            best.language.code,
            confidence,
            None,
            candidates,
            self._words(best.hypothesis),
            best.meaning.context,
            best.meaning.response,
        )

    def judge(self) -> tuple[Reading, Features, list[Reading]] | None:
        """The best sentence, what speaks for it, and all that were considered; None where nothing complete fits."""
        readings = self._readings()
        if not readings:
            return None
        rivals = _rivals(readings[0], readings)
        return readings[0], self._measure(readings[0], rivals[0] if rivals else None), readings

    def _readings(self) -> list[Reading]:
        """The n best of all languages that mean something, best first; every meaning of the same words."""
        found: list[Reading] = []
        for language, session in self._sessions:
            for hypothesis in session.nbest(ALTERNATIVES + 1):
                text = language.sentences.text(hypothesis.texts)
                meanings = language.sentences.understanding.interpret(text)
                found += [Reading(language, hypothesis, meaning) for meaning in meanings[:1]]
        return sorted(found, key=lambda reading: -reading.hypothesis.score)

    def _measure(self, best: Reading, rival: Reading | None) -> Features:
        session = self._session(best.language)
        penalty = best.language.decoder.options.scoring.blank_penalty
        return measure(
            session.rows, best.hypothesis, rival.hypothesis if rival else None, blank_penalty=penalty
        )

    def _nothing(self, strictness: Strictness) -> Recognition:
        language, session = self._sessions[self._leading]
        features = measure(session.rows, None, blank_penalty=language.decoder.options.scoring.blank_penalty)
        silent = features.speech_frames < strictness.least_speech
        return Recognition(
            None, language=language.code, reason=Reason.SILENCE if silent else Reason.NOT_A_COMMAND
        )

    def _session(self, language: Language) -> Session:
        return next(session for known, session in self._sessions if known is language)

    def _candidate(self, reading: Reading, best: Reading, confidence: float) -> Candidate:
        """A runner-up is as likely as its score is behind the best: posterior odds of two known scores."""
        behind = reading.hypothesis.score - best.hypothesis.score
        likely = confidence if reading is best else confidence * min(1.0, 2.718281828**behind)
        per_frame = reading.hypothesis.score / max(1, reading.hypothesis.frames)
        return Candidate(reading.meaning.intent, reading.meaning.slots, reading.text, likely, per_frame)

    def _words(self, hypothesis: Hypothesis) -> tuple[Word, ...]:
        frame, delay = self._recognizer.frame_seconds, self._recognizer.delay_seconds
        return tuple(
            Word(word.text, max(0.0, word.start * frame - delay), max(0.0, word.end * frame - delay))
            for word in hypothesis.words
        )


def _rivals(best: Reading, readings: list[Reading]) -> list[Reading]:
    """Those that would make the home do something else."""
    return [reading for reading in readings if not _same_order(reading.meaning, best.meaning)]


def _same_order(one: Meaning, other: Meaning) -> bool:
    """Whether two meanings would make the home do the same."""
    return one.intent == other.intent and _facts(one) == _facts(other)


def _facts(meaning: Meaning) -> frozenset[tuple[str, object]]:
    return frozenset((slot.name, slot.value) for slot in meaning.slots)
