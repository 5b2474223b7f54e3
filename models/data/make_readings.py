"""Make `assistant/speech/data/readings.txt`: the common toneless readings of every Chinese character.

    python -m models.data.make_readings

pypinyin (MIT; pinyin-data, phrase-pinyin-data) lists every reading that a character ever had. A grammar that accepts
them all hears 度 in 多, so those that are rare in pypinyin's own 47,000 phrases are left out. A line of the result is
``zh ong|ch ong<TAB>characters``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from assistant.speech.mandarin import syllable
from assistant.speech.phones import Phones

TARGET = Path(__file__).parents[2] / "assistant" / "speech" / "data" / "readings.txt"

RAREST = 0.03  # share of a character's phrases below which a reading is left out

SPOKEN = {
    "地": "de",
    "得": "dei",
    "谁": "shei",
    "这": "zhei",
    "那": "nei",
    "哪": "nei",
    "熟": "shou",
    "给": "gei",
}
"""Readings of speech that phrases of print do not show."""


def plain_readings(marked: str) -> list[str]:
    """Toneless syllables of a comma-separated list, each once, in its order."""
    return list(dict.fromkeys(to_normal(reading) for reading in marked.split(",")))


def common(character: str, known: list[str], seen: Mapping[str, int]) -> list[str]:
    """The readings of `known` that people use; the first one always stays."""
    total = sum(seen.values())
    if not total:
        return known[:2]  # no phrase says which of them is rare
    kept = [reading for reading in known if seen.get(reading, 0) > RAREST * total or reading == known[0]]
    return kept + [spoken for spoken in (SPOKEN.get(character),) if spoken and spoken not in kept]


def main() -> None:
    """Write the table."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, marked in phrases_dict.items():
        if len(phrase) == len(marked):
            for character, readings in zip(phrase, marked, strict=True):
                seen[character][to_normal(readings[0])] += 1
    lines: dict[tuple[Phones, ...], list[str]] = defaultdict(list)
    left_out = []
    for code, marked_readings in sorted(pinyin_dict.items()):
        character = chr(code)
        try:
            found = [
                syllable(plain)
                for plain in common(character, plain_readings(marked_readings), seen[character])
            ]
        except ValueError:
            left_out.append(character)
            continue
        lines[tuple(dict.fromkeys(found))].append(character)
    text = "".join(
        f"{'|'.join(' '.join(reading) for reading in readings)}\t{''.join(characters)}\n"
        for readings, characters in sorted(lines.items())
    )
    TARGET.write_text(text, encoding="utf-8")
    print(
        f"{TARGET}: {sum(map(len, lines.values()))} characters, {len(lines)} lines, {len(text.encode())} bytes"
    )
    print(f"left out: {''.join(left_out)}")


if __name__ == "__main__":
    main()
