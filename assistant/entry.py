"""How a program of ours begins and ends: Ctrl-C is quiet from its first moment on, an expected error is clear.

This module loads next to nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from assistant.errors import InglenookError

FAILED = 1
INTERRUPTED = 130
"""What shells report for Ctrl-C."""


def guarded(load: Callable[[], Callable[[], object]]) -> None:
    """Run the program that `load` imports: expected errors become one line, what to do, and an exit code."""
    signal.signal(signal.SIGINT, _leave)
    program = load()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        program()
    except InglenookError as error:
        complain(f"inglenook: {error.message}", error.remedy)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGINT, _leave)


def complain(message: str, remedy: str = "") -> None:
    """One line on standard error, and what to do."""
    sys.stderr.write(f"{message}\n" + (f"  {remedy}\n" if remedy else ""))


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C while modules load or the interpreter ends: there is nothing to tidy up, and a traceback says nothing."""
    os._exit(INTERRUPTED)
