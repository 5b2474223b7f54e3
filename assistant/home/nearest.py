"""The closest valid word, for messages that say what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, options: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The option most like `word` (case ignored), the first of several; None where nothing comes close."""
    matcher = difflib.SequenceMatcher(b=word.casefold())
    best, best_ratio = None, cutoff
    for option in options:
        matcher.set_seq1(option.casefold())
        ratio = matcher.ratio()
        if ratio > best_ratio or (best is None and ratio == best_ratio):
            best, best_ratio = option, ratio
    return best


def hint(word: str, options: Iterable[str]) -> str:
    """A remedy for a word that is not among `options`: the nearest one, else all of them."""
    valid = sorted(options)
    close = nearest(word, valid)
    return f'Did you mean "{close}"?' if close else f"Valid here: {', '.join(valid) or 'nothing'}"
