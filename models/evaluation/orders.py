"""Spoken coffee orders: intent and every slot right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.progress import track

from assistant.types import Recognition
from models.data.manifest import Clip
from models.evaluation.bench import Bench, listen
from models.evaluation.figures import Row, most_frequent
from models.evaluation.grammars import FORCED, TAKING, TAKING_ON_REQUEST, label

FAMILY = "orders-devtest"
BARS = {None: 97.0, 24.0: 97.0, 6.0: 90.0}
"""By noise level."""


@dataclass(frozen=True)
class Judged:
    """One order and what became of it."""

    clip: Clip
    found: Recognition

    @property
    def expected(self) -> Mapping[str, str]:
        """What was ordered: spoken words of every slot."""
        slots: Mapping[str, str] = self.clip.more["slots"]
        return slots

    @property
    def slots(self) -> dict[str, str]:
        """What was understood."""
        return {slot.name: slot.text for slot in self.found.slots}

    @property
    def right(self) -> bool:
        """Whether intent and every slot are right."""
        return self.found.intent == self.clip.more["intent"] and self.slots == self.expected


def orders(bench: Bench, snr: float | None) -> Iterator[Row]:
    """Three rows: with the refusals of `recognize`, which are misses; with those after a wake phrase; with none."""
    heard = bench.hear(FAMILY, "devtest", snr, seed=7)
    if not heard:
        return
    recognizer = bench.grammar(bench.speech / "orders.yaml")
    rows: dict[str, list[Judged]] = {"": [], ", after a wake phrase": [], ", without refusals": []}
    for one in track(heard, f"orders {label(snr)}"):
        utterance = listen(recognizer, one)
        for judged, strictness in zip(rows.values(), (TAKING_ON_REQUEST, TAKING, FORCED), strict=True):
            judged.append(Judged(one.clip, utterance.recognize(strictness)))
    for name, judged in rows.items():
        yield summary(f"orders {label(snr)}{name}", judged, None if name else BARS.get(snr))


def summary(name: str, judged: Sequence[Judged], bar: float | None = None) -> Row:
    """Count what is right; the details say which slots are wrong, and what was heard for what."""
    confusions: dict[str, int] = {}
    said: dict[str, list[int]] = {}
    understood = [one for one in judged if one.found.intent is not None]
    for one in understood:
        for slot in {*one.expected, *one.slots}:
            expected, heard = one.expected.get(slot, "nothing"), one.slots.get(slot, "nothing")
            counts = said.setdefault(slot, [0, 0])
            counts[0] += expected == heard
            counts[1] += 1
            if expected != heard:
                pair = f"{slot}: {expected} heard as {heard}"
                confusions[pair] = confusions.get(pair, 0) + 1
    mistakes = [
        {
            "id": one.clip.more.get("id"),
            "expected": dict(one.expected),
            "heard": one.found.text or str(one.found.reason),
        }
        for one in judged
        if not one.right
    ]
    reasons: dict[str, int] = {}
    for one in judged:
        if one.found.intent is None:
            reasons[str(one.found.reason)] = reasons.get(str(one.found.reason), 0) + 1
    details = {
        "refused": len(judged) - len(understood),
        "reasons": reasons,
        "slots right where understood": {
            slot: round(100 * good / total, 1) for slot, (good, total) in said.items()
        },
        "confusions": most_frequent(confusions),
        "mistakes": mistakes[:20],
    }
    return Row(name, sum(one.right for one in judged), len(judged), details=details, bar=bar)
