"""What the Listen screen shows, as a value; `after` makes the next one of an event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answers import NO, YES
from assistant.events import (
    Acted,
    DeviceBack,
    DeviceLost,
    Event,
    Heard,
    Level,
    Ready,
    Recognized,
    Rejected,
    Woke,
)
from assistant.home.simulated import UNDO_INTENT
from assistant.types import Outcome, Reason, Recognition, Status
from ui.events import Loaded, LoadFailed, Loading, Muted, NoSound, Ordered, Released

SILENCE_DB = -120.0


class Phase(StrEnum):
    """The large word on the screen."""

    LOADING = "loading"
    IDLE = "idle"
    """Nothing is heard: muted, no microphone, or nothing could be loaded."""
    ARMED = "armed"
    """Waiting for the wake phrase, the button or speech."""
    LISTENING = "listening"
    THINKING = "thinking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Card:
    """What came of one utterance."""

    recognition: Recognition
    heard_at: float
    """Unix seconds of the decision."""
    audio_seconds: float = 0.0
    decision_ms: float = 0.0
    outcome: Outcome | None = None
    acted_ms: float = 0.0
    """From the decision to the home's answer."""
    undone: bool = False
    is_last: bool = True
    """Whether nothing else was done since."""

    @property
    def typed(self) -> bool:
        """Whether there was no sound."""
        return self.audio_seconds == 0.0

    @property
    def asks(self) -> bool:
        """Whether the home waits for a yes or no."""
        return self.outcome is not None and self.outcome.status is Status.CONFIRM

    @property
    def can_undo(self) -> bool:
        """Whether something was changed that can be taken back."""
        done = self.outcome is not None and self.outcome.status is Status.DONE and self.outcome.changes
        return bool(done) and self.is_last and not self.undone and self.recognition.intent != UNDO_INTENT


@dataclass(frozen=True, slots=True)
class Listening:
    """All of the screen."""

    phase: Phase = Phase.LOADING
    mode: str = "wake"
    device: str = ""
    wake_phrases: tuple[str, ...] = ()
    partial: str = ""
    level_db: float = SILENCE_DB
    peak: float = 0.0
    muted: bool = False
    loaded: bool = False
    hearing: bool = False
    """Whether a microphone delivers sound."""
    woken_by: str = ""
    card: Card | None = None

    def settled(self) -> Listening:
        """The same, a while after something was done."""
        return replace(self, phase=self.resting(), partial="") if self.phase is Phase.DONE else self

    def resting(self) -> Phase:
        """What it is doing when nothing is said."""
        if not self.loaded:
            return self.phase
        return Phase.ARMED if self.hearing and not self.muted else Phase.IDLE


def after(state: Listening, event: Event) -> Listening:
    """The screen after `event`."""
    match event:
        case Level(rms_db=rms, peak=peak):
            found = replace(state, level_db=rms, peak=peak)
        case Heard(text=text):
            found = replace(state, partial=text, phase=Phase.LISTENING)
        case Woke(phrase=phrase):
            found = replace(state, phase=Phase.LISTENING, partial="", woken_by=phrase)
        case Released():
            found = replace(state, phase=Phase.THINKING) if state.phase is Phase.LISTENING else state
        case Recognized() | Rejected() | Acted():
            found = _told(state, event)
        case Ordered() if state.card is not None:
            found = replace(state, card=replace(state.card, is_last=False))
        case _:
            found = _equipped(state, event)
    return found


def _told(state: Listening, event: Recognized | Rejected | Acted) -> Listening:
    match event:
        case Recognized(recognition=taken):
            if taken.intent in (YES, NO) and state.card is not None:
                return replace(state, phase=Phase.THINKING, partial=taken.text)
            card = Card(taken, event.time, event.audio_seconds, event.decision_ms)
            return replace(state, phase=Phase.THINKING, partial=taken.text, card=card, woken_by="")
        case Rejected(recognition=refused):
            if refused.reason is Reason.CANCELLED or (state.card is not None and state.card.asks):
                return replace(state, phase=state.resting(), partial="", woken_by="")
            card = Card(refused, event.time, event.audio_seconds)
            return replace(state, phase=Phase.DONE, partial="", card=card, woken_by="")
        case Acted(outcome=outcome):
            if state.card is None:
                return state
            took = max(0.0, event.time - state.card.heard_at) * 1000.0
            undone = event.intent == UNDO_INTENT and outcome.status is Status.DONE
            if event.intent == UNDO_INTENT and state.card.recognition.intent != UNDO_INTENT:
                card = (
                    replace(state.card, outcome=outcome, undone=undone) if state.card.is_last else state.card
                )
            elif event.intent in (YES, NO):
                card = replace(state.card, outcome=outcome) if state.card.asks else state.card
            else:
                card = replace(state.card, outcome=outcome, acted_ms=took)
            return replace(state, phase=Phase.DONE, card=card)


def _equipped(state: Listening, event: Event) -> Listening:
    match event:
        case Loading():
            found = Listening(mode=state.mode, muted=state.muted, card=state.card)
        case Loaded():
            found = replace(state, loaded=True, hearing=False, phase=Phase.IDLE)
        case LoadFailed():
            found = replace(state, loaded=False, hearing=False, phase=Phase.IDLE)
        case Ready(device=device, mode=mode, wake_phrases=phrases):
            hearing = bool(device)
            state = replace(state, mode=mode, hearing=hearing, wake_phrases=phrases)
            phase = Phase.ARMED if hearing else Phase.IDLE
            found = replace(state, phase=phase, device=device or state.device, level_db=SILENCE_DB, peak=0.0)
        case DeviceBack():
            found = replace(state, hearing=True, phase=Phase.IDLE if state.muted else Phase.ARMED)
        case DeviceLost() | NoSound():
            found = replace(state, hearing=False, phase=Phase.IDLE, level_db=SILENCE_DB, peak=0.0, partial="")
        case Muted(muted=True):
            found = replace(state, muted=True, phase=Phase.IDLE, level_db=SILENCE_DB, peak=0.0, partial="")
        case Muted(muted=False):
            found = replace(state, muted=False)
        case _:
            found = state
    return found
