"""Text cut into what can be pronounced: English words, numbers, and single Mandarin characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from assistant.errors import PronunciationError


class Kind(Enum):
    """Who can say a token."""

    LATIN = auto()
    NUMBER = auto()
    HAN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or character; words keep their case: "TV" and "LetItGo" say how they are read."""

    kind: Kind
    text: str


SPOKEN_SYMBOLS = {
    "en": {"&": "and", "+": "plus", "%": "percent", "@": "at", "°": "degrees", "=": "equals", "$": "dollars"},
    "zh": {"&": "和", "+": "加", "@": "at", "°": "度", "=": "等于", "$": "美元"},
}
"""Symbols that are read aloud; every other one is silent. Mandarin's percent comes before its number."""

_NOT_DECOMPOSED = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "đ": "d",
        "ð": "th",
        "þ": "th",
        "ł": "l",
        "Ł": "L",
    }
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)*)\s?%")
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff〇]"
_TOKEN = re.compile(
    r"(?P<NUMBER>\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)\b)?)"
    r"|(?P<LATIN>(?:[A-Za-z]\.){2,}(?:'s)?|'?[A-Za-z]+(?:'[A-Za-z]+)*'?)"
    rf"|(?P<HAN>{_HAN})"
)


def plain(text: str) -> str:
    """`text` with accents dropped, full-width forms made ASCII and one kind of apostrophe; case is kept."""
    text = text.translate(_APOSTROPHES).translate(_NOT_DECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", text)
    without = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", without).translate(_APOSTROPHES)


def is_han(character: str) -> bool:
    """Whether it is a Chinese character, which is a word of its own."""
    return re.fullmatch(_HAN, character) is not None


def tokenise(text: str, language: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order; punctuation and emoji are silent.

    `language` ("en" or "zh") says how symbols are read. Raises PronunciationError for letters of scripts that
    neither language uses.
    """
    spoken = plain(text)
    if language == "zh":
        spoken = _PERCENT.sub(r"百分之\1", spoken)
    for symbol, word in SPOKEN_SYMBOLS[language].items():
        spoken = spoken.replace(symbol, f" {word} ")
    end = 0
    for match in _TOKEN.finditer(spoken):
        _refuse_letters(spoken[end : match.start()], text)
        end = match.end()
        if match.lastgroup is not None:
            yield Token(Kind[match.lastgroup], match.group())
    _refuse_letters(spoken[end:], text)


def _refuse_letters(skipped: str, text: str) -> None:
    for character in skipped:
        if character.isalnum():
            raise PronunciationError(
                f'no pronunciation for "{character}" in "{text}"',
                "Write it in English letters or Chinese characters, or give the word a line in your lexicon",
            )
