"""The released models with their figures, as `models/released` has them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.paths import bundled_model


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure."""

    name: str
    value: float
    low: float
    high: float
    of: str
    is_rate: bool
    """Whether it is a count an hour, not a percentage."""
    is_error: bool = False
    """Whether less is better."""


@dataclass(frozen=True, slots=True)
class Released:
    """One model that can be used."""

    path: Path
    name: str
    bytes: int
    date: str
    rows: tuple[Row, ...]

    @property
    def accuracy(self) -> float | None:
        """Mean of its percentages of what was right, None where nothing was measured."""
        shares = [row.value for row in self.rows if not (row.is_rate or row.is_error)]
        return sum(shares) / len(shares) if shares else None


def released(folder: Path | None = None) -> tuple[Released, ...]:
    """Every model with figures in `folder`, smallest first."""
    found = []
    for path in sorted((folder or bundled_model().parent).glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict) or "rows" not in data or "model" not in data:
                continue
            rows = tuple(_row(row) for row in data["rows"])
            model = path.with_name(str(data["model"]))
            found.append(Released(model, model.stem, int(data["bytes"]), str(data.get("date", "")), rows))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # figures of another kind, or half written
    return tuple(sorted(found, key=lambda one: one.bytes))


def card_of(model: Released) -> str:
    """The model's card, Markdown: its own, else the folder's."""
    for path in (model.path.with_suffix(".md"), model.path.with_name("README.md")):
        if path.exists():
            return path.read_text(encoding="utf-8")
    return ""


def _row(row: dict[str, object]) -> Row:
    interval = row.get("interval")
    low, high = interval if isinstance(interval, list) else (0.0, 0.0)
    hours = float(str(row.get("hours", 0.0)))
    is_rate = hours > 0
    of = f"{hours:.1f} h" if is_rate else str(row.get("total", ""))
    return Row(
        str(row["name"]),
        float(str(row["value"])),
        float(low),
        float(high),
        of,
        is_rate,
        bool(row.get("at_most", False)),
    )
