"""`inglenook-service`: what `inglenook run --headless` does, without the command line's libraries in memory."""

from __future__ import annotations

import argparse
import sys

from assistant.config import load_config
from assistant.entry import complain
from assistant.service.headless import JsonLog
from assistant.service.serving import serve
from assistant.settings import Mode


def service(arguments: list[str] | None = None) -> None:
    """Listen and act with the user's config; one JSON event a line on standard output.

    Raises InglenookError for what cannot be opened or built, KeyboardInterrupt where Ctrl-C ended it.
    """
    options = _parser().parse_args(arguments)
    loaded = load_config()
    for warning in loaded.warnings:
        complain(warning)
    if serve(
        loaded.config,
        JsonLog(sys.stdout, levels=options.levels),
        mode=options.mode,
        microphone=options.microphone,
        source=options.input,
    ):
        raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="inglenook-service",
        description="Listen and act, one JSON event a line on standard output: inglenook run --headless in less "
        "memory, for a service (systemd: Type=notify).",
        epilog="All other settings are in config.toml; inglenook doctor says where it lies. Exit codes: 0 done, "
        "1 failed, 2 wrong usage, 130 Ctrl-C.",
    )
    parser.add_argument(
        "--mode", type=Mode, choices=list(Mode), metavar="{" + ",".join(Mode) + "}", help="when to listen"
    )
    parser.add_argument("--microphone", help="name, part of a name, or number of an input device")
    parser.add_argument(
        "--input", help="a recording instead; - for raw 16 kHz s16le mono PCM on standard input"
    )
    parser.add_argument("--levels", action="store_true", help="the input level of every chunk too")
    return parser
