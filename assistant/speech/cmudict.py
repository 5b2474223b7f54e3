"""CMUdict, searched where it lies: one sorted text of 3 MB instead of a dictionary of 126,000 objects.

`models/data/make_cmudict.py` makes the file and describes its form. NOTICE carries CMUdict's licence.
"""

from __future__ import annotations

import lzma
from functools import cached_property
from importlib import resources

from assistant.speech.phones import Phones

_FILE = "data/cmudict.txt.xz"


class CmuDict:
    """English words and their pronunciations; the text is unpacked at the first look-up (about 0.1 s)."""

    def __init__(self, text: bytes | None = None) -> None:
        """`text`: lines as the file holds them, sorted by bytes; the bundled ones by default."""
        self._given = text

    def text(self) -> str:
        """All lines, for recipes that train on the dictionary."""
        return self._text.decode()

    @cached_property
    def _text(self) -> bytes:
        if self._given is not None:
            return self._given
        return lzma.decompress(resources.files("assistant.speech").joinpath(_FILE).read_bytes())

    def look_up(self, word: str) -> tuple[Phones, ...]:
        """All pronunciations of a lower-case word, the usual one first; empty when it is not there."""
        text, prefix = self._text, word.encode() + b"\t"
        low, high = 0, len(text)
        while low < high:  # low and high are always starts of lines
            start = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = text.find(b"\n", start) + 1
            if text[start:end] < prefix:
                low = end
            else:
                high = start
        if not text.startswith(prefix, low):
            return ()
        line = text[low + len(prefix) : text.find(b"\n", low)].decode()
        return tuple(tuple(variant.split(" ")) for variant in line.split("\t"))
