"""Digits as they are spoken, in words of the language."""

from __future__ import annotations

import re
from functools import cache

from unicode_rbnf import FormatPurpose, RbnfEngine

Words = tuple[str, ...]

_LONGEST_CARDINAL = 9  # digits; longer ones are read digit by digit, like a telephone number
_SHORTEST_DIGIT_BY_DIGIT = 3  # "room 101" is also "one zero one"; "24" is never "two four"


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)


def _words(text: str, language: str) -> Words:
    if language == "zh":
        return tuple(text)
    return tuple(re.findall(r"[a-z]+", text.lower()))


def _cardinal(number: str, language: str) -> Words:
    return _words(_engine(language).format_number(number).text, language)


def _ordinal(number: str) -> Words:
    return _words(_engine("en").format_number(number, FormatPurpose.ORDINAL).text, "en")


def _digits(number: str, language: str) -> Words:
    return tuple(word for digit in number for word in _cardinal(digit, language))


def spoken(number: str, language: str) -> tuple[Words, ...]:
    """The ways to say `number`: digits, commas of thousands, a decimal point, "st", "nd", "rd" or "th".

    The usual way comes first. Mandarin words are single characters.
    """
    ordinal = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", number.replace(",", ""))
    if ordinal:
        return (_ordinal(ordinal[1]),) if language == "en" else (("第", *_cardinal(ordinal[1], language)),)
    whole, *fractions = number.replace(",", "").split(".")
    digit_by_digit = _digits(whole, language)
    if len(fractions) > 1:  # a version or an address: 1.2.3
        point = ("点",) if language == "zh" else ("point",)
        parts = [digit_by_digit, *(_digits(part, language) for part in fractions)]
        return (tuple(word for part in parts for word in (*point, *part))[1:],)
    tail: Words = ()
    if fractions:
        tail = ("点" if language == "zh" else "point", *_digits(fractions[0], language))
    if len(whole) > _LONGEST_CARDINAL or (whole.startswith("0") and len(whole) > 1):
        return ((*digit_by_digit, *tail),)
    ways = [(*_cardinal(whole, language), *tail)]
    if len(whole) >= _SHORTEST_DIGIT_BY_DIGIT and not tail:
        ways.append(digit_by_digit)
    if language == "zh" and whole == "2":
        ways.append(("两", *tail))
    return tuple(dict.fromkeys(ways))
