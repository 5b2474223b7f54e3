"""`run` and `demo`: the main job, on a microphone, a file, standard input or the bundled recordings."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from assistant.app import Assistant
from assistant.audio.file import FileSource
from assistant.audio.microphone import Microphone
from assistant.audio.pcm import PcmSource
from assistant.audio.source import Source
from assistant.cli.common import Json, configured, out
from assistant.cli.show import Screen
from assistant.demo import recordings
from assistant.events import Event, EventBus, Level, Subscriber
from assistant.service.headless import JsonLog, notify_ready, stop_on_signals
from assistant.settings import Config, Mode


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(run)
    app.command()(demo)


def run(
    *,
    headless: Annotated[
        bool, typer.Option("--headless", help="No window: one JSON event a line on standard output.")
    ] = False,
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
    """Listen and act.

    The home is simulated unless the config names another. Say the wake phrase ("hey inglenook") and a command, or press
    Enter in push mode.
    """
    config = configured()
    bus = EventBus()
    if headless:
        bus.subscribe(JsonLog(sys.stdout, levels=levels))
    else:
        bus.subscribe(Screen(out()))
    assistant = Assistant(config, bus, mode=mode)
    try:
        sound = _source(config, microphone, source, bus.publish)
        if headless:
            stop_on_signals(assistant.stop)
            notify_ready()
        elif (mode or config.listen.mode) is Mode.PUSH and source is None and sys.stdin.isatty():
            threading.Thread(target=_press_on_enter, args=(assistant,), name="enter", daemon=True).start()
        assistant.listen(sound)
    finally:
        assistant.close()


def demo(*, json: Json = False) -> None:
    """Play the bundled recordings to a simulated home: no microphone, nothing kept."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="inglenook-demo-") as folder:
        config = Config(languages=("en", "zh"), folder=Path(folder), state=Path(folder))
        bus = EventBus()
        console = out()
        if json:
            bus.subscribe(JsonLog(sys.stdout))
        else:
            bus.subscribe(_without_preparations(Screen(console)))
        assistant = Assistant(config, bus, mode=Mode.ALWAYS)
        try:
            for recording in recordings():
                if not json:
                    console.print(f"\n[dim]♪ {recording.file.name}: {escape(recording.says)}[/dim]")
                assistant.listen(FileSource(recording.file))
        finally:
            assistant.close()
    if not json:
        console.print(
            "\nThat was the whole path: sound, phones, sentence, intent, home. Now with your own voice:\n"
            "  inglenook devices      which microphones there are\n"
            '  inglenook run          say "hey inglenook", then a command; Ctrl-C ends\n'
            '  inglenook say "turn on the kitchen lights"   without a microphone\n'
            "  (in a checkout: .venv/bin/inglenook ...)"
        )


def _source(config: Config, microphone: str | None, source: str | None, publish: Subscriber) -> Source:
    if source == "-":
        return PcmSource(sys.stdin.buffer)
    if source is not None:
        return FileSource(source)
    wanted = config.listen.microphone if microphone is None else microphone
    return Microphone(wanted if wanted != "" else None, publish)


def _press_on_enter(assistant: Assistant) -> None:
    for _ in sys.stdin:
        assistant.press()


def _without_preparations(screen: Screen) -> Subscriber:
    """The demo says itself what it listens to."""

    def show(event: Event) -> None:
        if not isinstance(event, Level) and event.kind != "ready":
            screen(event)

    return show
