"""`say`, `home` and `history`: the home without sound."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from assistant.app import Assistant
from assistant.cli.common import Json, add, configured, out, print_json
from assistant.cli.show import slots, why
from assistant.entry import complain
from assistant.events import EventBus, Failed, to_dict
from assistant.history import History
from assistant.history_rows import Entry
from assistant.home import SimulatedHome, StateStore, load_home
from assistant.home.timers import timers_of
from assistant.settings import Config
from assistant.types import Outcome, Recognition, Status

NOT_UNDERSTOOD = 3
NOT_DONE = 4


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(
        app,
        say,
        'inglenook say "set the bedroom to 30 percent"',
        "inglenook say 打开客厅的灯",
        'inglenook say --yes "open the garage door"',
    )
    add(app, home, "inglenook home", "inglenook home --json | grep light")
    add(app, history, "inglenook history", "inglenook history kitchen --limit 5", "inglenook history --clear")


def say(
    sentence: Annotated[
        str, typer.Argument(help='What you would have said, such as "turn on the kitchen lights".')
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to a question at once.")] = False,
    json: Json = False,
) -> None:
    """Type instead of speaking: the same sentences, the same home.

    Doors, locks and alarms ask first; without a terminal to ask on, --yes answers. With --json each event is a line,
    as in run --headless.

    Exit code 3: not understood; 4: the home declined, failed, or still waits for a yes.
    """
    bus = EventBus()
    if json:
        bus.subscribe(lambda event: print_json(to_dict(event)))
    else:
        bus.subscribe(
            lambda event: complain(event.message, event.remedy) if isinstance(event, Failed) else None
        )
    with closing(Assistant(configured(), bus)) as assistant:
        recognition, outcome = assistant.say(sentence)
        if not json:
            _show(recognition, outcome)
        if outcome is not None and outcome.status is Status.CONFIRM and (yes or sys.stdin.isatty()):
            outcome = assistant.confirm(yes or typer.confirm("Yes?", err=True))
            if not json:
                _show_outcome(outcome)
    if outcome is None:
        raise typer.Exit(NOT_UNDERSTOOD)
    if outcome.status is not Status.DONE:
        raise typer.Exit(NOT_DONE)


def home(*, json: Json = False) -> None:
    """Show what there is in the home, what it is called, and what it is doing.

    The home is described by a YAML file (`file` in the config's home section); its state is kept beside the history.
    """
    config = configured()
    simulated = _home(config)
    things, states = simulated.home, simulated.states()
    code = config.languages[0]
    if json:
        for name, state in states.items():
            print_json({"entity": name, "name": things.display(name, code), **state})
        return
    table = Table("room", "name", "state", "entity")
    for name, entity in sorted(things.entities.items(), key=lambda item: (item[1].area or "", item[0])):
        room = things.display(entity.area, code) if entity.area else ""
        table.add_row(escape(room), escape(things.display(name, code)), _state(states.get(name, {})), name)
    for timer in timers_of(states):
        room = things.display(timer.area, code) if timer.area else ""
        minutes, seconds = divmod(math.ceil(timer.remaining(time.time())), 60)
        left = f"{minutes}:{seconds:02d} left{', paused' if timer.paused else ''}"
        table.add_row(escape(room), escape(timer.name or timer.command), left, timer.id)
    out().print(table)


def history(
    search: Annotated[str, typer.Argument(help="Part of what was said, answered or meant.")] = "",
    *,
    limit: Annotated[int, typer.Option(min=1, help="Lines at most.")] = 20,
    clear: Annotated[bool, typer.Option("--clear", help="Forget everything.")] = False,
    json: Json = False,
) -> None:
    """Show what was said and what came of it, newest first. Nothing of it leaves this machine."""
    config = configured()
    if not config.history_path.exists():
        complain("Nothing has been said yet.")
        return
    with closing(
        History(
            config.history_path,
            lambda error: complain(error.message, error.remedy),
            max_rows=config.history.max_rows,
            sound_folder=config.sound_folder,
        )
    ) as book:
        if clear:
            complain(f"{book.clear()} events forgotten.")
            return
        for entry in book.entries(search=search, limit=limit):
            if json:
                print_json(asdict(entry))
            else:
                out().print(_line(entry))


def _home(config: Config) -> SimulatedHome:
    simulated = SimulatedHome(load_home(config.home_path), store=StateStore(config.home_state_path))
    for warning in simulated.warnings:
        complain(warning)
    return simulated


def _line(entry: Entry) -> str:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.time))
    parts = [
        f"[dim]{when}[/dim]",
        f"{entry.kind.value:10}",
        f'"{escape(entry.text)}"' if entry.text else "",
        escape(entry.intent),
        escape(entry.message),
        f"[dim]{entry.confidence:.0%}[/dim]" if entry.text else "",
        f"[yellow]{escape(entry.outcome)}[/yellow]" if entry.outcome else "",
    ]
    return " ".join(part for part in parts if part)


def _show(recognition: Recognition, outcome: Outcome | None) -> None:
    if outcome is None:
        out().print(f"[yellow]refused[/yellow]: {escape(why(recognition))}")
        return
    out().print(f"{recognition.intent} {escape(slots(recognition))}")
    _show_outcome(outcome)


def _show_outcome(outcome: Outcome) -> None:
    out().print(f"  [bold]{escape(outcome.message)}[/bold]")
    for change in outcome.changes:
        out().print(f"  [dim]{escape(change.name)}: {_state(change.before)} → {_state(change.after)}[/dim]")


def _state(values: Mapping[str, object]) -> str:
    rest = ", ".join(
        f"{key} {value}" for key, value in values.items() if key != "state" and value is not None
    )
    state = str(values.get("state", ""))
    return escape(f"{state} ({rest})" if rest else state)
