"""Events as people read them in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from assistant.events import (
    Acted,
    DeviceBack,
    DeviceLost,
    Event,
    Failed,
    GrammarBuilt,
    Heard,
    Ready,
    Recognized,
    Rejected,
    TimerRang,
    Woke,
)
from assistant.types import Reason, Recognition, Status

_MARKS = {
    Status.DONE: "[green]done[/green]",
    Status.REFUSED: "[yellow]declined[/yellow]",
    Status.FAILED: "[red]failed[/red]",
    Status.CONFIRM: "[cyan]asks[/cyan]",
}

_REASONS = {
    Reason.SILENCE: "nothing was said",
    Reason.NOT_A_COMMAND: "that is no sentence of this home",
    Reason.UNSURE: "not sure enough",
    Reason.AMBIGUOUS: "two orders fit about as well",
    Reason.TIMED_OUT: "the sentence took too long",
    Reason.CANCELLED: "cancelled",
}


def why(recognition: Recognition) -> str:
    """Why an utterance was refused, in words."""
    reason = _REASONS[recognition.reason] if recognition.reason else "refused"
    if recognition.alternatives:
        nearest = recognition.alternatives[0]
        reason += f'; nearest: "{nearest.text}" ({nearest.confidence:.0%})'
    return reason


def slots(recognition: Recognition) -> str:
    """Slots as `name=value`."""
    return ", ".join(f"{slot.name}={slot.value}" for slot in recognition.slots)


class Screen:
    """A subscriber that prints; partial sentences are shown while one speaks."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, event: Event) -> None:
        """Print one event, if it is of interest."""
        text = self._text(event)
        if text:
            self._console.print(text)

    def _text(self, event: Event) -> str | None:
        match event:
            case Ready():
                return self._ready(event)
            case Heard(text=text):
                return f"[dim]  … {escape(text)}[/dim]" if self._console.is_terminal else None
            case Woke() | Recognized() | Rejected() | Acted():
                return _progress(event)
            case _:
                return _notice(event)

    def _ready(self, event: Ready) -> str:
        say = ", ".join(event.wake_phrases)
        hint = {"wake": f'say "{say}", then a command', "push": "press Enter, then speak"}.get(
            event.mode, "say a command"
        )
        return f"[bold]Listening[/bold] to {escape(event.device)}: {escape(hint)}; Ctrl-C ends."


def _progress(event: Woke | Recognized | Rejected | Acted) -> str:
    """One utterance on its way from the wake phrase to what came of it."""
    match event:
        case Woke(phrase=phrase, confidence=confidence):
            return (
                f"[cyan]woke[/cyan] {escape(phrase)} {confidence:.0%}" if phrase else "[cyan]listening[/cyan]"
            )
        case Recognized(recognition=taken):
            return (
                f'[bold]"{escape(taken.text)}"[/bold] → {taken.intent} {escape(slots(taken))} '
                f"[dim]{taken.confidence:.0%}, {event.decision_ms:.0f} ms[/dim]"
            )
        case Rejected(recognition=refused):
            return f"[yellow]refused[/yellow]: {escape(why(refused))}"
        case Acted(outcome=outcome):
            return f"  {_MARKS[outcome.status]}: {escape(outcome.message)}"


def _notice(event: Event) -> str | None:
    match event:
        case Failed(message=message, remedy=remedy):
            return f"[red]{escape(message)}[/red] {escape(remedy)}".rstrip()
        case DeviceLost(message=message):
            return f"[red]{escape(message)}[/red]"
        case DeviceBack(device=device, seconds_away=seconds):
            return f"[green]{escape(device)} is back after {seconds:.0f} s[/green]"
        case TimerRang(message=message):
            return f"[bold magenta]♪ {escape(message)}[/bold magenta]"
        case GrammarBuilt(
            language=language, sentences=sentences, seconds=seconds, warnings=warnings, kept=kept
        ):
            how = "kept from an earlier start, read" if kept else "built"
            more = f", {len(warnings)} notes (see inglenook doctor)" if warnings else ""
            return f"[dim]{language}: {sentences} sentences {how} in {seconds:.1f} s{more}[/dim]"
        case _:
            return None
