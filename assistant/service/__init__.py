"""A process without a window or a terminal: JSON lines, signals, systemd.

This module loads next to nothing, so that Ctrl-C is quiet from the first moment on.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.entry import guarded


def main() -> None:
    """Entry point of `inglenook-service`."""
    guarded(_load)


def _load() -> Callable[[], object]:
    from assistant.service.program import service

    return service
