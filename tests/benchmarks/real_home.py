"""A home of any number of names in the real grammar of home-assistant-intents, in English or Mandarin."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from assistant.grammar.acceptor import Acceptor
from assistant.grammar.compiler import compile_sentences
from assistant.grammar.lists import ListEntry
from assistant.speech.pronounce import Pronouncer

ROOMS = {
    "en": "kitchen,bedroom,living room,bathroom,office,hallway,garage,garden,attic,basement,nursery,laundry",
    "zh": "厨房,卧室,客厅,浴室,书房,走廊,车库,花园,阁楼,地下室,儿童房,洗衣房",
}
THINGS = {
    "en": "light,lamp,ceiling light,floor lamp,fan,blinds,curtain,heater,speaker,door,plug,vacuum,desk lamp",
    "zh": "灯,台灯,吊灯,落地灯,风扇,百叶窗,窗帘,暖气,音箱,门,插座,扫地机,书桌灯",
}
WHICH = {"en": ",one,two,three,four,left,right,old,new", "zh": ",一,二,三,四,左边,右边,旧,新"}
DOMAINS = ("light",) * 8 + ("fan", "cover", "climate", "media_player", "switch", "vacuum", "lock", "scene")


@dataclass(frozen=True, slots=True)
class LanguagePronouncer:
    """The project's own pronunciations, in one language."""

    pronouncer: Pronouncer
    language: str

    def pronounce(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Every pronunciation of `word`, the usual one first."""
        return self.pronouncer.pronounce(word, self.language)


def real_acceptor(language: str, names: int, seed: int = 1) -> Acceptor:
    """Everything that a home with so many names can be told."""
    random = np.random.default_rng(seed)
    rooms, things, which = (table[language].split(",") for table in (ROOMS, THINGS, WHICH))
    space = " " if language == "en" else ""
    every = [space.join(part for part in parts if part) for parts in itertools.product(rooms, things, which)]
    chosen = random.choice(len(every), size=names, replace=False)
    devices = [
        ListEntry(every[at], every[at], {"domain": DOMAINS[random.integers(len(DOMAINS))]}) for at in chosen
    ]
    areas = [ListEntry(room, room) for room in rooms]
    return compile_sentences(language, lists={"name": devices, "area": areas}).acceptor
