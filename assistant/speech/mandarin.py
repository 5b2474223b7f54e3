"""How Mandarin characters are said, as initials and finals without tone.

Single characters are looked up in a table of 150 kB, made from pypinyin's data by `models/data/make_readings.py`; whole
texts, where neighbours decide, go through pypinyin itself. It takes 57 MB, so only those who ask for texts load it.
"""

from __future__ import annotations

import itertools
from functools import cache
from importlib import resources

from assistant.speech.phones import MANDARIN_FINALS, MANDARIN_INITIALS, Phones

_FILE = "data/readings.txt"

_APICAL = {"z": "ii", "c": "ii", "s": "ii", "zh": "iii", "ch": "iii", "sh": "iii", "r": "iii"}
"""The vowel written i after these initials is not the i of yi."""

_INTERJECTIONS: dict[str, Phones] = {
    "n": ("en",),
    "ng": ("en",),
    "m": ("m", "u"),
    "hm": ("h", "en"),
    "hng": ("h", "en"),
    "ê": ("ei",),
    "yo": ("i", "o"),
}
"""Syllables outside the table of initials and finals, by the nearest that is in it."""

_ADJUST = {
    "到": "dào", "成": "chéng", "至": "zhì", "高": "gāo", "低": "dī", "亮": "liàng", "暗": "àn", "大": "dà",
    "小": "xiǎo", "为": "wéi", "回": "huí", "节": "jié", "整": "zhěng", "热": "rè", "冷": "lěng", "快": "kuài",
    "慢": "màn", "满": "mǎn",
}  # fmt: skip
"""What follows a 调 that is tiáo (adjust). pypinyin alone takes it for diào (tone, transfer) there."""


@cache
def syllable(plain: str) -> Phones:
    """Initial and final of a toneless pinyin syllable (``lv`` for lü), by the names of the inventory.

    Raises ValueError for what is not a syllable.
    """
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    if plain in _INTERJECTIONS:
        return _INTERJECTIONS[plain]
    initial, final = to_initials(plain, strict=True), to_finals(plain, strict=True, v_to_u=False)
    if final == "i":
        final = _APICAL.get(initial, final)
    finals = ("u", "eng") if final == "ueng" else (final,)
    if not set(finals) <= set(MANDARIN_FINALS) or initial not in ("", *MANDARIN_INITIALS):
        raise ValueError(f"not a pinyin syllable: {plain!r}")
    return (initial, *finals) if initial else finals


@cache
def _table() -> str:
    """Lines of ``zh ong|ch ong<TAB>characters``; every character stands there once."""
    return resources.files("assistant.speech").joinpath(_FILE).read_text(encoding="utf-8")


def readings(character: str) -> tuple[Phones, ...]:
    """The common readings of one character, the usual one first; empty when it is not known."""
    table = _table()
    at = -1 if character.isascii() else table.find(character)
    if at < 0:
        return ()
    start = table.rfind("\n", 0, at) + 1
    heads = table[start : table.index("\t", start)]
    return tuple(tuple(reading.split(" ")) for reading in heads.split("|"))


@cache
def _teach_phrases() -> None:
    from pypinyin import load_phrases_dict

    load_phrases_dict({f"调{after}": [["tiáo"], [pinyin]] for after, pinyin in _ADJUST.items()})


def phrase(text: str) -> tuple[Phones, ...]:
    """The best reading of each character of `text` (characters only) in its context; () for unknown ones."""
    from pypinyin import Style, lazy_pinyin

    _teach_phrases()
    spoken: list[Phones] = []
    for known, run in itertools.groupby(text, key=lambda character: bool(readings(character))):
        characters = "".join(run)
        if known:
            found = lazy_pinyin(characters, style=Style.NORMAL, v_to_u=False)
            spoken += (syllable(plain) for plain in found)
        else:
            spoken += [()] * len(characters)
    return tuple(spoken)
