"""The user's own pronunciations: a TOML file with a word a line.

::

    tado = "tah doe"                # sounds like other words, English or Chinese
    sonos = "/S OW N OW S/"         # or phones, between slashes
    tomato = ["/T AH M EY T OW/", "/T AH M AA T OW/"]   # or several
    "小" = "/x iao/"                # quotes around what is not plain letters
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import PronunciationError
from assistant.speech.phones import BLANK, INVENTORY, Phones
from assistant.speech.tokens import is_han, plain

_PHONES = frozenset(INVENTORY) - {BLANK}

SoundsLike = Callable[[str], tuple[Phones, ...]]
"""Pronunciations of a whole text, all words joined."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Pronunciations by word, in the form `key` makes of it."""

    words: Mapping[str, tuple[Phones, ...]] = field(default_factory=dict)

    def look_up(self, word: str) -> tuple[Phones, ...]:
        """Pronunciations of `word`, or none."""
        return self.words.get(key(word), ())


def key(word: str) -> str:
    """The form under which a word is kept: no case, no accents."""
    return plain(word).casefold()


def parse_lexicon(text: str, path: Path, sounds_like: SoundsLike) -> Lexicon:
    """Read a lexicon; `path` is named in errors, `sounds_like` pronounces entries given in words.

    Raises PronunciationError with file and line for bad TOML, words that are two, unknown phones, and
    "sounds like" words that cannot be said themselves.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PronunciationError(
            f"{path}: {error}", 'Write a word a line: tado = "tah doe", or tado = "/T AA D OW/"'
        ) from error
    words: dict[str, tuple[Phones, ...]] = {}
    for word, value in table.items():
        try:
            words[key(word)] = _variants(word, value, sounds_like)
        except PronunciationError as error:
            place = f"{path}:{_line_of(text, word)}"
            raise PronunciationError(f"{place}: {error.message}", error.remedy) from error
    return Lexicon(words)


def load_lexicon(path: Path, sounds_like: SoundsLike) -> Lexicon:
    """Read the lexicon at `path`; an absent file is an empty one. Raises PronunciationError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Lexicon()
    except (OSError, UnicodeDecodeError) as error:
        raise PronunciationError(
            f"cannot read the lexicon {path}: {error}",
            "Save it as UTF-8 text that you may read, or remove it",
        ) from error
    return parse_lexicon(text, path, sounds_like)


def _variants(word: str, value: object, sounds_like: SoundsLike) -> tuple[Phones, ...]:
    """The pronunciations that one line gives."""
    if len(word.split()) != 1 or (len(word) > 1 and any(map(is_han, word))):
        raise PronunciationError(
            f'"{word}" is not one word', "Give each word, or each Chinese character, a line of its own"
        )
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not given or not all(isinstance(item, str) for item in given):
        raise PronunciationError(
            f"{word} is {value!r}, not a text or a list of texts",
            f'Write {word} = "words that sound like it"',
        )
    return tuple(dict.fromkeys(phones for item in given for phones in _entry(item, sounds_like)))


def _entry(item: str, sounds_like: SoundsLike) -> tuple[Phones, ...]:
    stripped = item.strip()
    if not (stripped.startswith("/") and stripped.endswith("/") and len(stripped) > 1):
        return sounds_like(stripped)
    phones = tuple(stripped.strip("/").split())
    for phone in phones:
        if phone not in _PHONES:
            near = difflib.get_close_matches(re.sub(r"\d$", "", phone).upper(), _PHONES, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise PronunciationError(
                f"{phone} is not a phone",
                f"{hint}English ones are ARPAbet without stress (IH NG G), Mandarin ones initials and finals"
                " without tone (zh ong)",
            )
    if not phones:
        raise PronunciationError("no phones between the slashes", "Write them with spaces: /T AA D OW/")
    return (phones,)


def _line_of(text: str, word: str) -> int:
    pattern = re.compile(rf"""\s*(["']?){re.escape(word)}\1\s*=""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)
