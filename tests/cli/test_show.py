"""Events as people read them: one line each, names with brackets in them left as they are."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from assistant.cli.show import Screen, why
from assistant.events import (
    Acted,
    DeviceBack,
    DeviceLost,
    Event,
    Failed,
    GrammarBuilt,
    Heard,
    Level,
    Ready,
    Recognized,
    Rejected,
    TimerRang,
    Woke,
)
from assistant.types import Candidate, Outcome, Reason, Recognition, Slot, Status

TAKEN = Recognition(
    "HassTurnOn", (Slot("name", "[bold]lamp", "light.[red]"),), "turn on [bold]lamp", confidence=0.87
)


def shown(event: Event, *, terminal: bool = False) -> str:
    file = io.StringIO()
    screen = Screen(Console(file=file, force_terminal=terminal, no_color=True, width=200, highlight=False))
    screen(event)
    return file.getvalue().rstrip("\n")


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Ready(mode="wake", device="USB [mic]", wake_phrases=("hey inglenook", "你好")),
         'Listening to USB [mic]: say "hey inglenook, 你好", then a command; Ctrl-C ends.'),
        (Ready(mode="push", device="x"), "Listening to x: press Enter, then speak; Ctrl-C ends."),
        (Ready(mode="always", device="x"), "Listening to x: say a command; Ctrl-C ends."),
        (Woke(phrase="hey inglenook", confidence=0.91), "woke hey inglenook 91%"),
        (Woke(phrase="", confidence=1.0), "listening"),
        (Recognized(recognition=TAKEN, decision_ms=12.4),
         '"turn on [bold]lamp" → HassTurnOn name=light.[red] 87%, 12 ms'),
        (Rejected(recognition=Recognition(None, reason=Reason.SILENCE)), "refused: nothing was said"),
        (Acted(outcome=Outcome(Status.DONE, "Turned on [x]"), intent="i"), "  done: Turned on [x]"),
        (Acted(outcome=Outcome(Status.REFUSED, "No"), intent="i"), "  declined: No"),
        (Acted(outcome=Outcome(Status.FAILED, "No"), intent="i"), "  failed: No"),
        (Acted(outcome=Outcome(Status.CONFIRM, "Sure?"), intent="i"), "  asks: Sure?"),
        (Failed(message="It [broke]", remedy="Mend it"), "It [broke] Mend it"),
        (Failed(message="It broke"), "It broke"),
        (DeviceLost(device="USB", message="USB went away"), "USB went away"),
        (DeviceBack(device="USB", seconds_away=3.6), "USB is back after 4 s"),
        (TimerRang(name="tea", message="Your tea timer is over"), "♪ Your tea timer is over"),
        (GrammarBuilt(language="en", sentences=3, positions=9, seconds=0.12), "en: 3 sentences built in 0.1 s"),
        (GrammarBuilt(language="en", sentences=3, positions=9, seconds=0.12, warnings=("a", "b")),
         "en: 3 sentences built in 0.1 s, 2 notes (see inglenook doctor)"),
        (GrammarBuilt(language="zh", sentences=3, positions=9, seconds=0.04, kept=True),
         "zh: 3 sentences kept from an earlier start, read in 0.0 s"),
        (Heard(text="turn"), ""),
        (Level(rms_db=-20, peak=0.5), ""),
    ],
)  # fmt: skip
def test_one_line_an_event(event: Event, text: str) -> None:
    assert shown(event) == text


def test_partial_sentences_are_for_terminals() -> None:
    assert "… turn on" in shown(Heard(text="turn on"), terminal=True)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_words(reason: Reason) -> None:
    near = Candidate("HassTurnOn", (), "turn on the lamp", 0.4)
    assert why(Recognition(None, reason=reason)).islower()
    assert why(Recognition(None, reason=reason, alternatives=(near,))).endswith(
        'nearest: "turn on the lamp" (40%)'
    )
