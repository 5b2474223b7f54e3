"""Small homes, sentence files and an acceptor's sentences, enumerated or drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.grammar.acceptor import Acceptor, Words
from assistant.grammar.compiler import CompiledSentences, SentenceCompiler
from assistant.grammar.lists import ListEntry

DOMAINS = {
    "light": ("lamp", "灯"),
    "switch": ("plug", "插座"),
    "fan": ("fan", "风扇"),
    "cover": ("blind", "窗帘"),
    "lock": ("bolt", "门锁"),
    "media_player": ("speaker", "音箱"),
    "climate": ("thermostat", "空调"),
    "vacuum": ("robot", "扫地机"),
    "scene": ("movie night", "观影"),
    "script": ("bedtime", "睡前"),
    "todo": ("errands", "清单"),
    "valve": ("tap", "水阀"),
    "person": ("Ann", "小安"),
    "sensor": ("meter", "电表"),
    "binary_sensor": ("motion", "门磁"),
    "lawn_mower": ("mower", "割草机"),
    "weather": ("forecast", "天气"),
    "button": ("bell", "门铃"),
}
ROOMS = {"en": ("Kitchen", "Living Room", "Bedroom"), "zh": ("厨房", "客厅", "卧室")}


def home(language: str, names: int = 36) -> dict[str, list[ListEntry]]:
    """A home with `names` names of all domains, spread over three rooms and one floor."""
    rooms = ROOMS[language[:2]]
    domains = list(DOMAINS)
    entries: list[ListEntry] = []
    for number in range(names):
        domain, room = domains[number % len(domains)], rooms[number % len(rooms)]
        english, mandarin = DOMAINS[domain]
        text = (
            f"{english} {number}"
            if language == "en"
            else mandarin + "甲乙丙丁戊己庚辛"[number // len(domains)]
        )
        entries.append(ListEntry(text, f"{domain}.{number}", {"domain": domain, "area": room}))
    floor = "ground" if language == "en" else "一楼"
    return {
        "name": entries,
        "area": [ListEntry(room, room) for room in rooms],
        "floor": [ListEntry(floor, "ground")],
    }


def write(path: Path, text: str) -> Path:
    """Write `text` to `path`."""
    path.write_text(text, encoding="utf-8")
    return path


def compiled(path: Path, text: str, **options: object) -> CompiledSentences:
    """The grammar of one YAML text alone."""
    file = write(path / "sentences.yaml", text)
    return SentenceCompiler().compile(files=[file], packaged=False, **options)  # type: ignore[arg-type]


def templates(*sentences: str, intent: str = "Do", rest: str = "") -> str:
    """A YAML file with these templates for one intent; `rest` is more YAML."""
    lines = "".join(f"          - '{sentence.replace(chr(39), chr(39) * 2)}'\n" for sentence in sentences)
    return f"language: en\nintents:\n  {intent}:\n    data:\n      - sentences:\n{lines}{rest}"


class Reader:
    """Reads an acceptor: its whole language, single sentences, random walks."""

    def __init__(self, acceptor: Acceptor) -> None:
        self._acceptor = acceptor
        self._arcs: dict[int, list[tuple[Sequence[Words], int]]] = {}
        for source, symbol, target in acceptor.arcs:
            forms: Sequence[Words] = acceptor.lists[symbol.text] if symbol.is_list else ((symbol.text,),)
            self._arcs.setdefault(source, []).append((forms, target))

    def language(self) -> set[Words]:
        """Every sentence the acceptor accepts."""
        return set(self._after(self._acceptor.start))

    def accepts(self, words: Words) -> bool:
        """Whether the acceptor accepts a sentence."""
        reached = {(self._acceptor.start, 0)}
        waiting = list(reached)
        for state, position in waiting:  # grows while it is read
            for forms, target in self._arcs.get(state, ()):
                for form in forms:
                    end = (target, position + len(form))
                    if words[position : end[1]] == form and end not in reached:
                        reached.add(end)
                        waiting.append(end)
        return any(state in self._acceptor.finals and position == len(words) for state, position in reached)

    def walk(self, chance: random.Random) -> Words:
        """A sentence, drawn at random."""
        state = self._acceptor.start
        words: Words = ()
        while True:
            choices = self._arcs.get(state, [])
            if state in self._acceptor.finals and (not choices or chance.random() < 0.4):
                return words
            forms, state = chance.choice(choices)
            words += chance.choice(forms)

    def _after(self, state: int) -> Iterator[Words]:
        if state in self._acceptor.finals:
            yield ()
        for forms, target in self._arcs.get(state, ()):
            for rest in self._after(target):
                for form in forms:
                    yield form + rest
