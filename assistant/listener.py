"""When to listen, and what to make of it.

A state machine over posteriors: waiting (for a wake phrase, a pressed button or speech), listening to one utterance,
deciding. It knows neither microphone nor home: frames of posteriors and calls go in, events come out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from assistant.ears import Ears
from assistant.endpoint import Stand, Timing, Turn, is_silent
from assistant.events import Event, Heard, Recognized, Rejected, Woke
from assistant.grammar.confidence import AFTER_WAKE, ALWAYS_LISTENING, ANSWER, ON_REQUEST, Strictness
from assistant.grammar.spotter import SpotHit
from assistant.settings import Mode
from assistant.types import Frames, Reason, Recognition

REMEMBERED = 16
"""Frames kept from before an utterance: it may begin before it is noticed."""

PAUSE = 8
"""Frames of silence that are more than what parts two phones."""

AFTER_RELEASE = 0.2
"""Seconds heard after a button was let go: fingers are quicker than the last sound."""

ANSWER_TRIES = 3
"""How many answers are listened to until one is a yes or a no."""

MISHEARD = (Reason.NOT_A_COMMAND, Reason.UNSURE, Reason.AMBIGUOUS)
"""Refusals after which one would say it again."""


class State(StrEnum):
    """What the listener is doing."""

    WAITING = "waiting"
    LISTENING = "listening"
    ANSWERING = "answering"
    """Listening for a yes or no."""


class Listener:
    """One listener for one stream of posteriors; not for several threads at once, except `replace_ears`.

    `publish` gets Woke, Heard, Recognized and Rejected. Every utterance that has begun ends with one of the last two;
    only in always mode, where any noise may begin one, silence is not told. `mode` may be changed between utterances.
    `strictness` runs from 0 (takes more) to 1 (refuses more).
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
        self._ears = self._next_ears = ears
        self._publish = publish
        self._timing = timing or Timing()
        self._strictness = strictness
        self._state = State.WAITING
        self._base = AFTER_WAKE
        self._turn: Turn | None = None
        self._tries = 0
        self._recent: deque[Frames] = deque(maxlen=REMEMBERED)
        """The last frames, one by one."""

    @property
    def state(self) -> State:
        """What it is doing now."""
        return self._state

    @property
    def at_rest(self) -> bool:
        """Whether nobody is being listened to; silence may be left out then."""
        return self._turn is None

    def replace_ears(self, ears: Ears) -> None:
        """Use new sentences from the next utterance on; the one in progress ends with the old ones. Any thread."""
        self._next_ears = ears

    def press(self) -> None:
        """Push-to-talk: listen from now on, whatever the mode."""
        self.cancel()
        self._publish(Woke(phrase="", confidence=1.0))
        self._listen(State.LISTENING, base=ON_REQUEST)

    def release(self) -> None:
        """The button was let go: decide as soon as the model has caught up with what was said."""
        if self._turn is not None and self._state is State.LISTENING:
            self._turn.release(self._ears.commands.delay_seconds + AFTER_RELEASE)

    def ask(self) -> None:
        """A question was put: listen for yes or no."""
        self.cancel()
        self._tries = ANSWER_TRIES
        self._listen(State.ANSWERING, base=ANSWER)

    def cancel(self) -> None:
        """Forget the utterance in progress."""
        if self._turn is not None:
            self._reject(self._turn, Recognition(None, reason=Reason.CANCELLED))

    def reset(self) -> None:
        """The sound is interrupted: what was heard so far belongs to nothing that comes."""
        self.cancel()
        self._recent.clear()
        if self._ears.wake is not None:
            self._ears.wake.reset()

    def hear(self, frames: Frames) -> None:
        """The next frames; events are published before this returns."""
        for number in range(len(frames)):
            frame = frames[number : number + 1]
            if self._turn is None:
                self._ears = self._next_ears
            self._recent.append(frame)
            if self.mode is Mode.WAKE and self._wakes(frame):
                continue
            if self._turn is not None:
                self._follow(self._turn, frame)
            elif self.mode is Mode.ALWAYS and self._speech_begins():
                self._listen(State.LISTENING, self._beginning(), base=ALWAYS_LISTENING)

    def finish(self) -> None:
        """The source has ended: decide on what is being said. A question waits for the next source's answer."""
        wake = self._ears.wake
        if wake is not None and self._turn is None and self.mode is Mode.WAKE:
            for hit in wake.flush()[:1]:
                self._woke(hit, wake.frames - hit.end)
        if self._turn is not None and (self._turn.has_begun or self._state is not State.ANSWERING):
            self._decide(self._turn)

    def _wakes(self, frame: Frames) -> bool:
        """Whether a wake phrase has ended. Said while one listens, it begins anew: the first may have been none."""
        wake = self._ears.wake
        hits = wake.push(frame) if wake is not None else ()
        if wake is not None and hits:
            self._woke(hits[0], wake.frames - hits[0].end)
        return bool(hits)

    def _woke(self, hit: SpotHit, since: int) -> None:
        """A wake phrase ended `since` frames ago; its last phone may still sound, or the command have begun."""
        frames = list(self._recent)[-since - 1 :]
        tail = int(frames[0].posteriors.argmax()) if frames else 0
        self.cancel()
        self._publish(Woke(phrase=hit.phrase, confidence=hit.confidence))
        self._listen(State.LISTENING, frames[1:], tail=tail)

    def _speech_begins(self) -> bool:
        """Three of the last frames are no silence; a click is shorter, and phones are parted by blanks."""
        return sum(not is_silent(frame) for frame in list(self._recent)[-PAUSE:]) >= 3

    def _beginning(self) -> list[Frames]:
        """The frames from the beginning of the speech that is going on: back to the last pause."""
        frames = list(self._recent)
        begin = len(frames)
        for at in reversed(range(len(frames))):
            if not is_silent(frames[at]):
                begin = at
            elif begin - at > PAUSE:
                break
        return frames[max(0, begin - 1) :]

    def _listen(
        self, state: State, before: Sequence[Frames] = (), *, base: Strictness = AFTER_WAKE, tail: int = 0
    ) -> None:
        """Begin an utterance, with the frames `before` as its first; `base` is how sure it must be."""
        self._ears = self._next_ears
        recognizer = self._ears.answers if state is State.ANSWERING else self._ears.commands
        self._state, self._base = state, base
        invited = base is not ALWAYS_LISTENING
        self._turn = turn = Turn(recognizer.begin(), self._timing, invited=invited, tail=tail)
        for frame in before:
            turn.push(frame)

    def _follow(self, turn: Turn, frame: Frames) -> None:
        text = turn.push(frame)
        if text is not None:
            self._publish(Heard(text=text))
        match turn.stand():
            case Stand.IS_OVER:
                self._decide(turn)
            case Stand.TAKES_TOO_LONG:
                self._reject(turn, turn.utterance.refuse(Reason.TIMED_OUT))

    def _decide(self, turn: Turn) -> None:
        begun = time.perf_counter()
        recognition = turn.utterance.recognize(stricter(self._base, self._strictness))
        took = (time.perf_counter() - begun) * 1000.0
        if recognition.intent is None:
            self._reject(turn, recognition)
            return
        self._end()
        self._publish(Recognized(recognition=recognition, audio_seconds=turn.seconds, decision_ms=took))

    def _reject(self, turn: Turn, recognition: Recognition) -> None:
        untold = recognition.reason is Reason.SILENCE and not turn.invited
        again = self._state is State.ANSWERING and recognition.reason in MISHEARD and self._tries > 1
        self._end()
        if again:
            self._tries -= 1
            self._listen(State.ANSWERING, base=ANSWER)
        if not untold:
            self._publish(Rejected(recognition=recognition, audio_seconds=turn.seconds))

    def _end(self) -> None:
        self._turn = None
        self._state = State.WAITING
        self._recent.clear()


def stricter(base: Strictness, setting: float) -> Strictness:
    """`base` moved by the user's setting: 0 takes everything, 0.5 is `base`, 1 refuses all but certainty."""
    if setting <= 0.5:
        return replace(base, accept=2 * setting * base.accept, margin=2 * setting * base.margin)
    return replace(base, accept=base.accept + (2 * setting - 1) * (1.0 - base.accept))
