"""The command line: `inglenook COMMAND`, each command in the module that its subject names.

This module loads next to nothing, so that Ctrl-C is quiet from the first moment on.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.entry import guarded


def main() -> None:
    """Entry point: every expected error becomes one clear line and an exit code."""
    guarded(_load)


def _load() -> Callable[[], object]:
    from assistant.cli.commands import app

    return app
