"""What several commands share: the config, and options that mean the same everywhere."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.config import load_config
from assistant.entry import complain
from assistant.settings import LANGUAGES, Config

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Phrases = Annotated[list[str], typer.Option("--phrase", help="What to listen for; may be given again.")]
Recordings = Annotated[
    list[str],
    typer.Argument(help="Recordings of any format and rate; - is raw 16 kHz s16le mono on standard input."),
]
ModelFile = Annotated[Path | None, typer.Option("--model", help="Another acoustic model (.onnx).")]


def add(app: typer.Typer, function: Callable[..., None], *examples: str) -> None:
    """Make `function` a command: its docstring is the help, re-flowed to the terminal, with examples below."""
    paragraphs = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    lines = ("Examples:", *(f"  {escape(example)}" for example in examples))
    app.command(
        help="\n\n".join(" ".join(escape(paragraph).split()) for paragraph in paragraphs),
        epilog="\n\n".join(lines),
    )(function)


def out() -> Console:
    """Where people read; long lines are left to the terminal, or to the program that reads them."""
    return Console(highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """One line of JSON on standard output, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def configured() -> Config:
    """The user's settings; warnings go to standard error."""
    loaded = load_config()
    for warning in loaded.warnings:
        complain(warning)
    return loaded.config


def language_code(given: str | None) -> str | None:
    """``en`` or ``zh`` of what an option says, such as ``zh-CN``; a usage error for any other language."""
    if given is None:
        return None
    code = given[:2].lower()
    if code not in LANGUAGES:
        raise typer.BadParameter(
            f"{given!r} is not understood; take {' or '.join(LANGUAGES)}", param_hint="--language"
        )
    return code
