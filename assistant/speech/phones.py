"""The phones of both languages, in one inventory.

English phones are ARPAbet without stress, in capitals; Mandarin phones are pinyin initials and finals without
tone, in small letters (``ii`` is the vowel of si, ``iii`` that of shi, ``v`` is ü). Column 0 is CTC's blank.
The runtime reads a model's inventory from the model; this list is what new models are trained with.
"""

from __future__ import annotations

BLANK = "<blank>"

ENGLISH: tuple[str, ...] = tuple(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)

MANDARIN_INITIALS: tuple[str, ...] = tuple("b p m f d t n l g k h j q x zh ch sh r z c s".split())

MANDARIN_FINALS: tuple[str, ...] = tuple(
    (
        "a ai an ang ao e ei en eng er i ia ian iang iao ie ii iii in ing iong iou o ong ou"
        " u ua uai uan uang uei uen uo v van ve vn"
    ).split()
)

INVENTORY: tuple[str, ...] = (BLANK, *ENGLISH, *MANDARIN_INITIALS, *MANDARIN_FINALS)


def language_of(phone: str) -> str:
    """``en`` or ``zh``, by how a phone is written."""
    return "en" if phone.isupper() else "zh"


Phones = tuple[str, ...]
"""One pronunciation: phones in order, without blanks."""
