"""The command line: `inglenook COMMAND`, each command in the module that its subject names.

This module loads next to nothing, so that Ctrl-C is quiet from the first moment on.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

FAILED = 1
INTERRUPTED = 130
"""What shells report for Ctrl-C."""


def main() -> None:
    """Entry point: every expected error becomes one clear line and an exit code."""
    signal.signal(signal.SIGINT, _leave)
    from assistant.cli.commands import app
    from assistant.cli.common import complain
    from assistant.errors import InglenookError

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app()
    except InglenookError as error:
        complain(f"inglenook: {error.message}", error.remedy)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGINT, _leave)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C while modules load or the interpreter ends: there is nothing to tidy up, and a traceback says nothing."""
    os._exit(INTERRUPTED)
