"""When to listen, when a sentence is over, and what to make of it.

A state machine over posteriors: waiting (for a wake phrase, a pressed button or speech), listening to one utterance,
deciding. It knows neither microphone nor home: frames of posteriors and calls go in, events come out.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.ears import Ears
from assistant.events import Event, Heard, Recognized, Rejected, Woke
from assistant.grammar.confidence import AFTER_WAKE, ALWAYS_LISTENING, ANSWER, Strictness
from assistant.grammar.decoder import Progress
from assistant.grammar.spotter import SpotHit
from assistant.recognizer import Utterance
from assistant.settings import Mode
from assistant.types import Posteriors, Reason, Recognition

SILENT = math.log(0.5)
"""A frame whose blank is likelier than this is silence."""


class State(StrEnum):
    """What the listener is doing."""

    WAITING = "waiting"
    LISTENING = "listening"
    ANSWERING = "answering"
    """Listening for a yes or no."""


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


class Listener:
    """One listener for one stream of posteriors; not for several threads at once.

    `publish` gets Woke, Heard, Recognized and Rejected. `strictness` runs from 0 (takes more) to 1 (refuses more).
    """

    def __init__(
        self,
        ears: Ears,
        mode: Mode,
        publish: Callable[[Event], None],
        *,
        timing: Timing | None = None,
        strictness: float = 0.5,
    ) -> None:
        self.mode = mode
        self._ears = ears
        self._publish = publish
        self._timing = timing or Timing()
        self._strictness = strictness
        self._state = State.WAITING
        self._utterance: Utterance | None = None
        self._said = ""
        self._quiet = 0
        """Frames since the last one that was not silence."""
        self._released: int | None = None
        """Frames still to be heard after the button was let go."""
        self._started = False
        self._recent: deque[Posteriors] = deque(maxlen=16)
        """The last frames before an utterance, one row each: it may begin before it is noticed."""

    @property
    def state(self) -> State:
        """What it is doing now."""
        return self._state

    def replace_ears(self, ears: Ears) -> None:
        """Use new sentences from the next utterance on; the one in progress ends with the old ones."""
        self._ears = ears

    def press(self) -> None:
        """Push-to-talk: listen from now on, whatever the mode."""
        self._publish(Woke(phrase="", confidence=1.0))
        self._listen(State.LISTENING)

    def release(self) -> None:
        """The button was let go: decide as soon as the model has caught up with what was said."""
        if self._state is State.LISTENING and self._released is None:
            delay = self._ears.commands.delay_seconds
            self._released = round((delay + 0.2) / self._timing.frame)

    def ask(self) -> None:
        """A question was put: listen for yes or no."""
        self._listen(State.ANSWERING)

    def cancel(self) -> None:
        """Forget the utterance in progress."""
        if self._utterance is not None:
            self._reject(Recognition(None, reason=Reason.CANCELLED))

    def hear(self, posteriors: Posteriors) -> None:
        """The next frames, log-posteriors `[frames, phones]`; events are published before this returns."""
        for row in posteriors:
            frame = row[None]
            silent = float(row[0]) > SILENT
            self._quiet = self._quiet + 1 if silent else 0
            if self._utterance is None:
                self._recent.append(frame)
                self._wait(frame)
            else:
                self._follow(self._utterance, frame)

    def finish(self) -> None:
        """The source has ended: decide on what is being said."""
        if self._ears.wake is not None and self._utterance is None and self.mode is Mode.WAKE:
            for hit in self._ears.wake.flush():
                self._woke(hit)
        if self._utterance is not None:
            self._decide(self._utterance, time.perf_counter())

    def _wait(self, frame: Posteriors) -> None:
        if self.mode is Mode.WAKE and self._ears.wake is not None:
            for hit in self._ears.wake.push(frame):
                self._woke(hit)
                return
        elif self.mode is Mode.ALWAYS and self._speech_begins():
            self._listen(State.LISTENING, before=8)

    def _speech_begins(self) -> bool:
        """Three of the last five frames are no silence; a single click is."""
        last = list(self._recent)[-5:]
        return len([row for row in last if float(row[0, 0]) < SILENT]) >= 3

    def _woke(self, hit: SpotHit) -> None:
        spotter = self._ears.wake
        since = spotter.frames - hit.end if spotter is not None else 0
        self._publish(Woke(phrase=hit.phrase, confidence=hit.confidence))
        self._listen(State.LISTENING, before=max(0, since))

    def _listen(self, state: State, before: int = 0) -> None:
        """Begin an utterance that started `before` frames ago."""
        recognizer = self._ears.answers if state is State.ANSWERING else self._ears.commands
        self._state = state
        self._utterance = recognizer.begin()
        self._said, self._released, self._started = "", None, False
        for frame in list(self._recent)[len(self._recent) - min(before, len(self._recent)) :]:
            self._utterance.push(frame)
        self._recent.clear()

    def _follow(self, utterance: Utterance, frame: Posteriors) -> None:
        progress = utterance.push(frame)
        self._started = self._started or (progress.started and self._quiet == 0)
        text = utterance.partial()
        if text and text != self._said:
            self._said = text
            self._publish(Heard(text=text))
        begun = time.perf_counter()
        if self._released is not None:
            self._released -= 1
            if self._released <= 0:
                self._decide(utterance, begun)
        elif self._is_over(progress):
            self._decide(utterance, begun)
        elif progress.frames * self._timing.frame >= self._timing.longest:
            self._reject(replace(utterance.recognize(self._required()), intent=None, reason=Reason.TIMED_OUT))

    def _is_over(self, progress: Progress) -> bool:
        """Whether the utterance has ended, by how complete it is and how long it has been silent."""
        timing = self._timing
        silence = self._quiet * timing.frame
        if not self._started:
            if self.mode is Mode.ALWAYS and self._state is State.LISTENING:
                return silence >= timing.after_part
            return progress.frames * timing.frame >= timing.patience
        if progress.is_complete:
            return silence >= (timing.after_sentence if progress.can_continue else timing.after_end)
        return silence >= timing.after_part

    def _required(self) -> Strictness:
        """The strictness of this kind of utterance, moved by the user's setting."""
        if self._state is State.ANSWERING:
            base = ANSWER
        else:
            base = ALWAYS_LISTENING if self.mode is Mode.ALWAYS else AFTER_WAKE
        return stricter(base, self._strictness)

    def _decide(self, utterance: Utterance, begun: float) -> None:
        recognition = utterance.recognize(self._required())
        if recognition.intent is None:
            self._reject(recognition)
            return
        seconds = utterance.frames * self._timing.frame
        took = (time.perf_counter() - begun) * 1000.0
        self._end()
        self._publish(Recognized(recognition=recognition, audio_seconds=seconds, decision_ms=took))

    def _reject(self, recognition: Recognition) -> None:
        seconds = self._utterance.frames * self._timing.frame if self._utterance is not None else 0.0
        self._end()
        self._publish(Rejected(recognition=recognition, audio_seconds=seconds))

    def _end(self) -> None:
        self._utterance = None
        self._state = State.WAITING
        self._recent.clear()
        if self._ears.wake is not None:
            self._ears.wake.reset()


def stricter(base: Strictness, setting: float) -> Strictness:
    """`base` moved by the user's setting: 0 takes everything, 0.5 is `base`, 1 refuses everything."""
    if setting <= 0.5:
        return replace(base, accept=2 * setting * base.accept, margin=2 * setting * base.margin)
    return replace(base, accept=base.accept + (2 * setting - 1) * (1.0 - base.accept))
