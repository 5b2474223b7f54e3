"""`run` and `demo`: the main job, on a microphone, a file, standard input or the bundled recordings."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.app import Assistant
from assistant.audio.file import FileSource
from assistant.cli import desktop
from assistant.cli.common import Json, add, configured, out
from assistant.cli.show import Screen
from assistant.demo import DemoRecording, recordings
from assistant.entry import FAILED, INTERRUPTED, complain
from assistant.events import (
    Acted,
    Event,
    EventBus,
    Failed,
    GrammarBuilt,
    Ready,
    Recognized,
    Rejected,
    Subscriber,
    Woke,
)
from assistant.service.headless import JsonLog
from assistant.service.serving import serve
from assistant.settings import Config, Listen, Mode
from assistant.types import Status

_HEARD = Woke | Recognized | Rejected
"""Events of which one comes of every recording that was heard."""
_NOW_YOU = """
That was the whole path: sound, phones, sentence, intent, home. Now with your own voice:
  inglenook devices      which microphones there are
  inglenook run          say "hey inglenook", then a command; Ctrl-C ends
  inglenook say "turn on the kitchen lights"   without a microphone
  (in a checkout: .venv/bin/inglenook ...)"""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(
        app,
        run,
        "inglenook run",
        "inglenook run --terminal --mode push --microphone usb",
        "inglenook run --headless --input kitchen.wav",
        "arecord -t raw -f S16_LE -r 16000 | inglenook run --mode always --input -",
    )
    add(app, demo, "inglenook demo", "inglenook demo --json | grep acted")


def run(
    *,
    headless: Annotated[
        bool, typer.Option("--headless", help="No window: one JSON event a line on standard output.")
    ] = False,
    terminal: Annotated[bool, typer.Option("--terminal", help="No window: print to this terminal.")] = False,
    mode: Annotated[Mode | None, typer.Option(help="When to listen; the config says otherwise.")] = None,
    microphone: Annotated[
        str | None, typer.Option(help="Name, part of a name, or number of an input device; see devices.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--input", help="A recording instead of the microphone; - for raw PCM on stdin."),
    ] = None,
    levels: Annotated[
        bool, typer.Option("--levels", help="Headless: the input level of every chunk too.")
    ] = False,
) -> None:
    """Listen and act, until Ctrl-C or the end of the input.

    Opens the desktop app where it is installed and there is a display; else, with --terminal, and for --input, prints
    to this terminal.

    The home is simulated unless the config names another. In wake mode say the wake phrase ("hey inglenook") and a
    command, with or without a pause; in push mode press Enter (or send a line on standard input), then speak; in
    always mode just speak, and be judged more strictly.

    Changed names, sentences and pronunciations are used within seconds, without a restart.
    """
    config = configured()
    if not headless and not terminal and source is None and _show_window(config, mode, microphone):
        return
    show = JsonLog(sys.stdout, levels=levels) if headless else Screen(out())
    if serve(config, show, mode=mode, microphone=microphone, source=source):
        raise typer.Exit(INTERRUPTED)


def demo(*, json: Json = False) -> None:
    """Play the bundled recordings to a simulated home: no microphone, nothing kept.

    Shows commands in both languages, a question with its answer, a door that asks first, speech that is refused, and
    the wake phrase; the others are said as if a button were pressed. Exit code 1 if something broke or nothing was
    understood.
    """
    console = out()
    events: list[Event] = []
    bus = EventBus()
    bus.subscribe(JsonLog(sys.stdout) if json else _without_preparations(Screen(console)))
    bus.subscribe(events.append)
    played = recordings()
    with (
        TemporaryDirectory(prefix="inglenook-demo-") as folder,
        closing(Assistant(_demo_config(Path(folder), played), bus)) as assistant,
    ):
        for recording in played:
            if not json:
                _announce(console, recording)
            assistant.mode = Mode.WAKE if recording.wake else Mode.PUSH
            if not recording.wake and not _is_asking(events):
                assistant.press()
            before = len(events)
            assistant.listen(FileSource(recording.file))
            if not json and not any(isinstance(event, _HEARD) for event in events[before:]):
                console.print(
                    "nothing was heard" + (": wake phrases are missed sometimes" if recording.wake else "")
                )
    if not json:
        console.print(_NOW_YOU, markup=False)
    kinds = {type(event) for event in events}
    if Failed in kinds or Recognized not in kinds:
        raise typer.Exit(FAILED)


def _show_window(config: Config, mode: Mode | None, microphone: str | None) -> bool:
    """Run the desktop app to its end; False where it cannot be shown, which is told."""
    problem = desktop.obstacle()
    if problem is not None:
        complain(*problem)
        return False
    listen = replace(
        config.listen,
        mode=mode or config.listen.mode,
        microphone=config.listen.microphone if microphone is None else microphone,
    )
    code = desktop.start(replace(config, listen=listen))
    if code:
        raise typer.Exit(code)
    return True


def _demo_config(folder: Path, played: tuple[DemoRecording, ...]) -> Config:
    phrases = tuple(dict.fromkeys(recording.wake for recording in played if recording.wake))
    listen = Listen(wake_phrases=phrases) if phrases else Listen()
    return Config(languages=("en", "zh"), listen=listen, folder=folder, state=folder)


def _is_asking(events: list[Event]) -> bool:
    """Whether the last thing the home did was to ask something; what is said next is the answer."""
    for event in reversed(events):
        if isinstance(event, Acted | Woke):
            return isinstance(event, Acted) and event.outcome.status is Status.CONFIRM
    return False


def _announce(console: Console, recording: DemoRecording) -> None:
    said = f"{recording.wake}, {recording.text}" if recording.wake else recording.text
    console.print(f'\n[dim]♪ "{escape(said)}" ({escape(recording.says)})[/dim]')


def _without_preparations(screen: Screen) -> Subscriber:
    """The demo says itself what it listens to."""

    def show(event: Event) -> None:
        if not isinstance(event, Ready | GrammarBuilt):
            screen(event)

    return show
