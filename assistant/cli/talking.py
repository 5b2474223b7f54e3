"""`say`, `home` and `history`: the home without sound."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from assistant.app import Assistant
from assistant.cli.common import Json, complain, configured, out, print_json
from assistant.cli.show import slots, why
from assistant.events import EventBus, Failed, to_dict
from assistant.history import History
from assistant.home import SimulatedHome, StateStore, load_home
from assistant.settings import Config, Mode
from assistant.types import Outcome, Recognition, Status

NOT_UNDERSTOOD = 3
NOT_DONE = 4


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(say)
    app.command()(home)
    app.command()(history)


def say(
    sentence: Annotated[
        str, typer.Argument(help='What you would have said, such as "turn on the kitchen lights".')
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to a question at once.")] = False,
    json: Json = False,
) -> None:
    """Type instead of speaking: the same sentences, the same home.

    Exit code 3: not understood; 4: the home declined or failed.
    """
    bus = EventBus()
    if json:
        bus.subscribe(lambda event: print_json(to_dict(event)))
    else:
        bus.subscribe(
            lambda event: complain(event.message, event.remedy) if isinstance(event, Failed) else None
        )
    assistant = Assistant(configured(), bus, mode=Mode.PUSH)
    try:
        recognition, outcome = assistant.say(sentence)
        if not json:
            _show(recognition, outcome)
        if outcome is not None and outcome.status is Status.CONFIRM and (yes or sys.stdin.isatty()):
            outcome = assistant.confirm(yes or typer.confirm("Shall I?"))
            if not json:
                out().print(f"  {escape(outcome.message)}")
    finally:
        assistant.close()
    if outcome is None:
        raise typer.Exit(NOT_UNDERSTOOD)
    if outcome.status is not Status.DONE:
        raise typer.Exit(NOT_DONE)


def home(
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last action of this home.")] = False,
    json: Json = False,
) -> None:
    """Show what there is in the home, and what it is doing."""
    config = configured()
    simulated = _home(config)
    if undo:
        outcome = simulated.undo()
        out().print(escape(outcome.message))
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
        out().print("Nothing has been said yet.")
        return
    book = History(config.history_path, lambda error: complain(error.message, error.remedy))
    try:
        if clear:
            out().print(f"{book.clear()} lines forgotten.")
            return
        for entry in book.entries(search=search, limit=limit):
            if json:
                print_json({name: getattr(entry, name) for name in entry.__slots__})
                continue
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.time))
            said = f'"{escape(entry.text)}"' if entry.text else ""
            out().print(
                f"[dim]{when}[/dim] {entry.kind.value:10} {said} {entry.intent} {escape(entry.message)} "
                f"[dim]{entry.confidence:.0%}[/dim]"
            )
    finally:
        book.close()


def _home(config: Config) -> SimulatedHome:
    simulated = SimulatedHome(load_home(config.home_path), store=StateStore(config.home_state_path))
    for warning in simulated.warnings:
        complain(warning)
    return simulated


def _show(recognition: Recognition, outcome: Outcome | None) -> None:
    if outcome is None:
        out().print(f"[yellow]refused[/yellow]: {escape(why(recognition))}")
        return
    out().print(f"{recognition.intent} {escape(slots(recognition))}")
    out().print(f"  [bold]{escape(outcome.message)}[/bold]")
    for change in outcome.changes:
        out().print(f"  [dim]{escape(change.name)}: {_state(change.before)} → {_state(change.after)}[/dim]")


def _state(values: Mapping[str, object]) -> str:
    rest = ", ".join(
        f"{key} {value}" for key, value in values.items() if key != "state" and value is not None
    )
    state = str(values.get("state", ""))
    return escape(f"{state} ({rest})" if rest else state)
