"""The command line: `inglenook COMMAND`, each command in the module that its subject names."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from assistant.cli import files, listening, machine, talking
from assistant.errors import InglenookError

FAILED = 1
INTERRUPTED = 130
"""What shells report for Ctrl-C."""

app = typer.Typer(
    name="inglenook",
    help="An offline voice assistant for the home. Sound never leaves this machine.\n\n"
    "Try [bold]inglenook demo[/bold], then [bold]inglenook run[/bold]; "
    "[bold]inglenook doctor[/bold] says what is wrong.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
for module in (listening, files, talking, machine):
    module.register(app)


def main() -> None:
    """Entry point: every expected error becomes one clear line and an exit code."""
    try:
        app(standalone_mode=True)
    except InglenookError as error:
        console = Console(stderr=True)
        console.print(f"[red]inglenook:[/red] {error.message}", highlight=False)
        if error.remedy:
            console.print(f"  {error.remedy}", highlight=False, markup=False)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
