"""Small grammars for measuring, and what counts as the same order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.grammar.confidence import AFTER_WAKE, ALWAYS_LISTENING, ON_REQUEST, Strictness
from assistant.grammar.meaning import Meaning
from assistant.listener import stricter
from assistant.types import Recognition

TEN_WORDS = ("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go")
WAKE_PHRASES = ("alexa", "computer", "jarvis")
OWN_PHRASE = "hey inglenook"

FORCED = Strictness(accept=0.0, margin=0.0, least_speech=0)
"""Take the best sentence, however bad: accuracy without refusals."""
TAKING = stricter(AFTER_WAKE, 0.5)
"""What the product asks of a command after its wake phrase, with the user's setting in the middle."""
TAKING_ON_REQUEST = stricter(ON_REQUEST, 0.5)
"""The same of a recording, or while a button is pressed."""
TAKING_ALWAYS = stricter(ALWAYS_LISTENING, 0.5)
"""The same while it always listens."""


def write_grammar(path: Path, language: str, texts: Iterable[str]) -> Path:
    """A sentence file with one intent a text, `Sentence0`, `Sentence1` ..."""
    lines = [f"language: {language}", "intents:"]
    for number, text in enumerate(texts):
        quoted = text.replace("'", "''")
        lines.append(f"  Sentence{number}: {{data: [{{sentences: ['{quoted}']}}]}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def is_meant(found: Recognition, meant: Iterable[Meaning]) -> bool:
    """Whether what was recognised is the same order, intent and values of all slots, as one of `meant`."""
    heard = {(slot.name, slot.value) for slot in found.slots}
    return any(
        found.intent == meaning.intent and heard == {(slot.name, slot.value) for slot in meaning.slots}
        for meaning in meant
    )


def label(snr: float | None) -> str:
    """How rows name a noise level."""
    return "clean" if snr is None else f"{snr:.0f} dB"
