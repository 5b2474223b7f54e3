"""Numbers as people say them, in English and Mandarin.

The spelling itself is unicode-rbnf's (CLDR's rule-based number formats, through hassil); this module adds the
forms that people use beside the canonical one: "a hundred", "one hundred and five", "fifteen hundred", 两百.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from hassil.intents import RangeSlotList
from hassil.numbers import get_rbnf_engine

Number = int | float

MOST_NUMBERS = 20_000
"""A range with more numbers than this cannot be compiled into a recogniser."""

_DIGITS = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<ordinal>(?:st|nd|rd|th)\b)?")
_LONGEST_SPELLED = 9
_CARDINAL = "spellout-cardinal"
_AFTER_HUNDRED = re.compile(r"(?<=hundred )(?=\w)|(?<=thousand )(?=\w)(?!.*hundred)")
_HAN = re.compile(r"[\u3400-\u9fff]")


def family(language: str) -> str:
    """``en`` for ``en-GB``, ``zh`` for ``zh-CN``."""
    return re.split("[-_]", language.lower(), maxsplit=1)[0]


@lru_cache(maxsize=8192)
def spell(number: Number, language: str) -> str:
    """The plain way to say `number`: "twenty one point five", 二十一点五."""
    if number < 0:
        return ("负" if family(language) == "zh" else "minus ") + spell(-number, language)
    whole = int(number)
    text = _rule(whole, language, _CARDINAL)
    if whole == number:
        return text
    decimals = f"{number:.6f}".rstrip("0").split(".")[1]
    if family(language) == "zh":
        return text + "点" + "".join(_rule(int(d), language, _CARDINAL) for d in decimals)
    return f"{text} point " + " ".join(_rule(int(d), language, _CARDINAL) for d in decimals)


def spoken_numbers(number: Number, language: str) -> tuple[str, ...]:
    """All ways to say `number` that the recogniser listens for, the plain one first, each once."""
    forms = _mandarin(number, language) if family(language) == "zh" else _english(number, language)
    return tuple(dict.fromkeys(forms))


def range_values(numbers: RangeSlotList) -> Iterator[tuple[Number, Number]]:
    """Pairs of the number said and the value it means (its multiple, if the range has a multiplier)."""
    for said in numbers.get_numbers():
        if said > numbers.stop:  # hassil's fractions run past the end of the range
            continue
        value = said if numbers.multiplier is None else said * numbers.multiplier
        yield said, int(value) if float(value).is_integer() else round(float(value), 6)


def digits_to_words(text: str, language: str) -> str:
    """`text` with every number in digits spelled out; English words are set apart by spaces."""

    def replace(match: re.Match[str]) -> str:
        digits = match["number"].replace(",", "")
        whole = digits.split(".")[0]
        if len(whole) > _LONGEST_SPELLED or (len(whole) > 1 and whole.startswith("0")):
            words = " ".join(spell(int(d), language) for d in digits if d != ".")
        elif match["ordinal"] and family(language) == "en" and "." not in digits:
            words = _rule(int(digits), language, "spellout-ordinal")
        else:
            words = spell(float(digits) if "." in digits else int(digits), language) + (
                match["ordinal"] or ""
            )
        return f" {words} "

    return _DIGITS.sub(replace, text)


def _rule(number: int, language: str, ruleset: str) -> str:
    engine = get_rbnf_engine(language)
    return engine.format_number(number, ruleset_names=[ruleset]).text.replace("-", " ")


def _english(number: Number, language: str) -> Iterator[str]:
    if number < 0:
        for form in _english(-number, language):
            yield f"minus {form}"
            yield f"negative {form}"
        return
    whole = int(number)
    if whole == number:
        yield from _english_whole(whole, language)
        return
    tail = spell(number, language).split(" point ")[1]
    for form in _english_whole(whole, language):
        yield f"{form} point {tail}"
    if whole == 0:
        yield f"point {tail}"
    elif number - whole == 0.5:
        yield f"{spell(whole, language)} and a half"


def _english_whole(number: int, language: str) -> Iterator[str]:
    plain = spell(number, language)
    forms = [plain]
    if 1000 < number < 10_000 and number % 1000 and number % 100 == 0:
        forms.append(f"{spell(number // 100, language)} hundred")
    forms += [_AFTER_HUNDRED.sub("and ", form) for form in tuple(forms)]
    for form in forms:
        yield form
        if form.startswith(("one hundred", "one thousand")):
            yield "a" + form.removeprefix("one")


def _mandarin(number: Number, language: str) -> Iterator[str]:
    plain = spell(number, language)
    yield plain
    if abs(number) == 2:
        yield plain.replace("二", "两")
    thousands = re.sub("二(?=[千万亿])", "两", plain)
    yield thousands
    yield re.sub("二(?=百)", "两", thousands)


def is_han(character: str) -> bool:
    """Whether this is a Chinese character, a word of its own for the recogniser."""
    return _HAN.match(character) is not None
