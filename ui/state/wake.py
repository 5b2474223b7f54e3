"""How good a wake phrase is: how long, and whether common words sound like it."""

from __future__ import annotations

from assistant.doctor import SHORT_PHRASE
from assistant.ears import phrase_words
from assistant.errors import PronunciationError
from assistant.speech.pronounce import Pronouncer
from ui.state.names import Verdict, Weight
from ui.texts import tr

_COMMON = """
the and you that was for are with his they this have from one had word but what all were when your can said there
use each which she how their will other about out many then them these some her would make like him into time has
look two more write see number way could people than first water been call who oil its now find long down day did
get come made may part over new sound take only little work know place year live back give most very after things
our just name good sentence man think say great where help through much before line right too means old any same
tell boy follow came want show also around form three small set put end does another well large must big even such
because turn here why asked went men read need land different home move try kind hand picture again change off play
spell air away animal house point page letter mother answer found study still learn should world okay alright hello
thanks please sorry really maybe tomorrow yesterday kitchen window television music computer
""".split()

NEAR = 2
"""Phrases that differ from a common word by so few phones are heard by mistake."""


def judge(text: str, pronouncer: Pronouncer) -> Verdict:
    """What is to be said of the wake phrase `text`."""
    words = phrase_words(text)
    if not words:
        return Verdict(Weight.BAD, tr("Write words, in English or Chinese."))
    try:
        phones = [phone for word in words for phone in pronouncer.pronounce(word)[0]]
    except PronunciationError as error:
        return Verdict(Weight.BAD, error.message)
    if len(phones) < SHORT_PHRASE:
        return Verdict(
            Weight.NOTE,
            tr(
                "Short: only {count} sounds. It will be heard by mistake often; take three syllables or more."
            ).format(count=len(phones)),
        )
    near = _sounds_like(phones, words, pronouncer)
    if near:
        return Verdict(Weight.NOTE, tr("Sounds like “{word}”, which people often say.").format(word=near))
    return Verdict(
        Weight.GOOD, tr("Good: {count} sounds, and no common word is like it.").format(count=len(phones))
    )


def _sounds_like(phones: list[str], words: tuple[str, ...], pronouncer: Pronouncer) -> str:
    if len(words) == 1 and words[0] in _COMMON:
        return words[0]
    for common in _COMMON:
        other = pronouncer.pronounce(common)[0]
        if abs(len(other) - len(phones)) <= NEAR and _distance(phones, list(other)) <= NEAR:
            return common
    return ""


def _distance(one: list[str], other: list[str]) -> int:
    """How many phones must be changed, left out or put in."""
    row = list(range(len(other) + 1))
    for at, phone in enumerate(one, 1):
        before, row[0] = row[0], at
        for column, rival in enumerate(other, 1):
            change = before + (phone != rival)
            before = row[column]
            row[column] = min(change, before + 1, row[column - 1] + 1)
    return row[-1]
