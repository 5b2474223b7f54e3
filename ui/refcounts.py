"""A guard against PySide6 6.12 on Python 3.11: it drops references to True that it does not own.

The program would end with "Fatal Python error: bool_dealloc". From Python 3.12 on these objects are immortal.
"""

from __future__ import annotations

import ctypes
import sys

SPARE = 100_000
"""References given away; a signal with a truth value costs one each."""


def guard_singletons() -> None:
    """Give True, False and None references to spare."""
    if sys.version_info >= (3, 12):
        return
    for one in (True, False, None):
        # A reference count is the first word of every object of CPython.
        ctypes.c_ssize_t.from_address(id(one)).value += SPARE
