"""From written text to spoken words, in the same way for templates, names and typed commands.

Recogniser and hassil must agree on every word, so all text is brought into one spoken form first: lower case,
no punctuation, digits and symbols as words, every Chinese character a word of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.errors import SentenceError
from assistant.grammar.acceptor import Words
from assistant.grammar.numbers import digits_to_words, family, is_han

_PLAIN = re.compile(r"[a-z\s]*")
_PLAIN_HAN = re.compile(r"[\u3400-\u9fff\s]+")
_SPACES = re.compile(r"\s+")
_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_MINUS = re.compile(r"(?:^|(?<=\s))[-\u2212](?=\d)")
_HALF = re.compile(r"(?<!\d)1[/\u2044]2(?!\d)")
_APOSTROPHE = re.compile(r"'(?![^\W\d_])")
_HAN = re.compile(r"([\u3400-\u9fff])")
_NOT_SPOKEN = re.compile(r"[^\w\s']|_")
_TEMPLATE_PART = re.compile(
    r"(?P<text>(?:\\.|[^\\{}<>()\[\]|;])+)|(?P<reference>\{[^{}]*\}|<[^<>]*>)|(?P<mark>.)", re.DOTALL
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_HAN_PERCENT = re.compile(r"(?:百\s*分\s*之\s*)?(?P<number>\d+(?:\.\d+)?)\s*%")
_HAN_LIST_PERCENT = re.compile(
    r"(?P<before>\[\s*百分之\s*\]|百分之)?\s*(?P<list>\{[^{}]*\})\s*(?P<sign>\[\s*[%％]\s*\]|[%％])"
)
_ENGLISH_SYMBOLS = {
    "°c": "degrees celsius",
    "°f": "degrees fahrenheit",
    "°": "degrees",
    "%": "percent",
    "&": "and",
    "+": "plus",
    "#": "number",
    "@": "at",
    "=": "equals",
}
_MANDARIN_SYMBOLS = {"°c": "度", "°": "度", "%": "", "&": "和", "+": "加", "=": "等于"}
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_OPENERS = {"(": "group", "[": "optional part", "{": "list name", "<": "rule name"}


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """How one language is spoken; `Speech.of` is the way to get one."""

    language: str
    spaced: bool
    """Words are set apart by spaces; hassil compares Mandarin with all spaces removed."""
    symbols: Mapping[str, str]
    half: str
    minus: str
    said_last: frozenset[str]
    """Skip words that people say at the end of a sentence."""
    said_only_last: frozenset[str]
    """Those of them that do not also begin one."""

    @staticmethod
    def of(language: str) -> Speech:
        """The rules of `language`; raises `SentenceError` where there are none."""
        return _speech(language)

    def words(self, text: str) -> Words:
        """The spoken words of any written text: ``"Lamp 2"`` is ``("lamp", "two")``."""
        return tuple(_clean(self, text).split())

    def template(self, text: str) -> str:
        """A hassil template with its text in spoken form; groups, lists and rules stay as they are.

        Mandarin comes out with a space at every character, list and rule, so that splitting at spaces gives
        words in both languages. A percent sign after a Mandarin list is said before it (百分之三十).
        """
        if not self.spaced:
            text = _HAN_LIST_PERCENT.sub(self._percent_before, text)
        parts: list[str] = []
        for part in _TEMPLATE_PART.finditer(text):
            if part["text"] is not None:
                parts.append(_clean(self, _ESCAPE.sub(r"\1", part["text"])))
            elif part["reference"] is not None and not self.spaced:
                parts.append(f" {part['reference']} ")
            else:
                parts.append(part[0])
        return "".join(parts)

    def key(self, words: Words) -> str:
        """The text that stands for `words` when hassil compares."""
        return " ".join(words) if self.spaced else "".join(words)

    @staticmethod
    def join(words: Words) -> str:
        """`words` as people write them: a space between all but Chinese characters."""
        text = ""
        for word in words:
            gap = text and not (is_han(text[-1]) or is_han(word[0]))
            text += f" {word}" if gap else word
        return text

    @staticmethod
    def _percent_before(match: re.Match[str]) -> str:
        optional = match["sign"].startswith("[")
        before = match["before"] or ("[百分之]" if optional else "百分之")
        return before + match["list"]


@lru_cache(maxsize=8)
def _speech(language: str) -> Speech:
    if family(language) == "en":
        return Speech(
            language,
            spaced=True,
            symbols=_ENGLISH_SYMBOLS,
            half="half",
            minus="minus",
            said_last=frozenset({"please", "for me", "thanks", "thank you"}),
            said_only_last=frozenset({"for me", "thanks", "thank you"}),
        )
    if family(language) == "zh":
        return Speech(
            language,
            spaced=False,
            symbols=_MANDARIN_SYMBOLS,
            half="半",
            minus="负",
            said_last=frozenset({"谢谢", "谢谢你"}),
            said_only_last=frozenset({"谢谢", "谢谢你"}),
        )
    raise SentenceError(
        f"sentences in language {language!r} are not supported", "Use en or zh-CN as the language"
    )


@lru_cache(maxsize=16_384)
def _clean(speech: Speech, text: str) -> str:
    """Spoken form of a piece of text; keeps whether spaces lead and trail, as single spaces."""
    if _PLAIN.fullmatch(text):
        return _SPACES.sub(" ", text)
    if _PLAIN_HAN.fullmatch(text):
        return _SPACES.sub(" ", f" {' '.join(text)} ")
    text = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'").replace("`", "'")
    text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), text)
    text = _HALF.sub(f" {speech.half} ", text)
    if not speech.spaced:
        text = _HAN_PERCENT.sub(r"百分之\g<number>", text)
    for symbol, said in speech.symbols.items():
        text = text.replace(symbol, f" {said} ")
    text = _MINUS.sub(f" {speech.minus} ", text)
    text = digits_to_words(text, speech.language)
    text = _APOSTROPHE.sub(" ", text)
    text = _HAN.sub(r" \1 ", _NOT_SPOKEN.sub(" ", text))
    return _SPACES.sub(" ", text)


def template_fault(text: str) -> str | None:
    """What is wrong with the brackets of a template and where, or None if they are in order.

    hassil's own errors name parser states; this says which bracket is open and what was expected.
    """
    open_marks: list[tuple[str, int]] = []
    escaped = False
    for column, character in enumerate(text, start=1):
        if escaped or character == "\\":
            escaped = not escaped
            continue
        inside = open_marks[-1] if open_marks else None
        if character in _CLOSING:
            if inside and inside[0] in "{<":
                return _expected(inside, f"before {character!r} at column {column}")
            open_marks.append((character, column))
        elif character in _CLOSING.values():
            if inside is None:
                return (
                    f"{character!r} at column {column} closes nothing; expected its opening bracket before it"
                )
            if character != _CLOSING[inside[0]]:
                return _expected(inside, f"but found {character!r} at column {column}")
            if inside[0] in "{<" and not text[inside[1] : column - 1].strip():
                return f"expected a {_OPENERS[inside[0]]} between the brackets at column {inside[1]}"
            open_marks.pop()
    if open_marks:
        return _expected(open_marks[-1], "before the end")
    return None if text.strip() else "expected a sentence, found nothing"


def _expected(opened: tuple[str, int], where: str) -> str:
    mark, column = opened
    return f"expected {_CLOSING[mark]!r} to close the {_OPENERS[mark]} opened at column {column}, {where}"
