"""What several commands share: the config, and options that mean the same everywhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.config import load_config
from assistant.settings import Config

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Phrases = Annotated[list[str], typer.Option("--phrase", help="What to listen for; may be given again.")]
Recordings = Annotated[
    list[str],
    typer.Argument(help="Recordings of any format and rate; - is raw 16 kHz s16le mono on standard input."),
]
ModelFile = Annotated[Path | None, typer.Option("--model", help="Another acoustic model (.onnx).")]


def out() -> Console:
    """Where people read."""
    return Console(highlight=False)


def complain(message: str, remedy: str = "") -> None:
    """One line on standard error, and what to do."""
    console = Console(stderr=True, highlight=False)
    console.print(message, markup=False)
    if remedy:
        console.print(f"  {remedy}", markup=False)


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
