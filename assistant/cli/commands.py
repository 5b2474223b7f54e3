"""All commands, gathered."""

from __future__ import annotations

import typer

from assistant.cli import files, listening, machine, talking

app = typer.Typer(
    name="inglenook",
    help="An offline voice assistant for the home. Sound never leaves this machine.\n\n"
    "Try [bold]inglenook demo[/bold], then [bold]inglenook run[/bold]; "
    "[bold]inglenook doctor[/bold] says what is wrong.",
    epilog="Settings are in config.toml, written with comments on the first run; [bold]inglenook doctor[/bold] says "
    "where. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 Ctrl-C; each command's help names others.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
for module in (listening, files, talking, machine):
    module.register(app)
