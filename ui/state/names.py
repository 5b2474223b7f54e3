"""Whether a name can be used: said while one types it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.ears import phrase_words
from assistant.errors import PronunciationError
from assistant.home import Area, Entity, Home
from assistant.home.load import is_sayable
from assistant.home.model import Thing
from assistant.speech.english import Source
from assistant.speech.pronounce import Pronouncer
from ui.texts import tr

MOST_LETTERS = 40
"""A longer name is heard, but people do not say it."""


class Weight(StrEnum):
    """How bad it is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"
    """It cannot be saved."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing to know of a name."""

    weight: Weight
    text: str


def split(text: str) -> list[str]:
    """Names parted by commas, English or Chinese."""
    parts = (" ".join(part.split()) for part in text.replace("，", ",").replace("、", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def judge(home: Home, thing: Thing, language: str, text: str, pronouncer: Pronouncer) -> list[Verdict]:
    """What is to be said of the names in `text` for `thing`; nothing bad in it means that it can be saved."""
    names = split(text)
    if not names and not any(others for code, others in thing.names.items() if code != language):
        return [Verdict(Weight.BAD, tr("It needs at least one name."))]
    found = [verdict for name in names for verdict in _judge_one(home, thing, language, name, pronouncer)]
    return found or [Verdict(Weight.GOOD, tr("Can be said and is not taken."))]


def _judge_one(
    home: Home, thing: Thing, language: str, name: str, pronouncer: Pronouncer
) -> Iterator[Verdict]:
    if not is_sayable(name):
        yield Verdict(
            Weight.BAD,
            tr("“{name}” cannot be said: use letters, digits, spaces, hyphens and apostrophes.").format(
                name=name
            ),
        )
        return
    try:
        words = phrase_words(name)
        phones = _phones(pronouncer, name, language)
        guessed = [word for word in words if pronouncer.source(word, language) is Source.GUESSED]
    except PronunciationError as error:
        yield Verdict(Weight.BAD, error.message)
        return
    if guessed:
        yield Verdict(
            Weight.NOTE,
            tr("No dictionary knows “{word}”; it is said as {phones}.").format(
                word=guessed[0], phones=" ".join(pronouncer.pronounce(guessed[0], language)[0])
            ),
        )
    if len(name) > MOST_LETTERS:
        yield Verdict(Weight.NOTE, tr("That is a long name to say."))
    yield from _collisions(home, thing, language, name, phones, pronouncer)


def _collisions(
    home: Home, thing: Thing, language: str, name: str, phones: tuple[str, ...], pronouncer: Pronouncer
) -> Iterator[Verdict]:
    for other in home.things():
        if other.id == thing.id or type(other) is not type(thing):
            continue
        for taken in other.names.get(language, ()):
            shown = {"name": name, "other": f"{taken} ({_place(home, other, language)})"}
            if taken.casefold() == name.casefold():
                same = _group(other) == _group(thing)
                yield Verdict(
                    Weight.BAD if same else Weight.NOTE,
                    tr("“{name}” is also the name of {other}.").format(**shown),
                )
            elif abs(len(taken) - len(name)) <= 3 and _phones(pronouncer, taken, language) == phones:
                yield Verdict(Weight.NOTE, tr("“{name}” sounds like {other}.").format(**shown))


def _phones(pronouncer: Pronouncer, name: str, language: str) -> tuple[str, ...]:
    return tuple(phone for word in pronouncer.pronounce_text(name, language) for phone in word)


def _place(home: Home, thing: Thing, language: str) -> str:
    if isinstance(thing, Entity) and thing.area:
        return home.display(thing.area, language)
    return tr("room") if isinstance(thing, Area) else thing.id


def _group(thing: Thing) -> tuple[str, str]:
    """Within which two names must differ."""
    return (thing.domain, thing.area or "") if isinstance(thing, Entity) else ("", "")
