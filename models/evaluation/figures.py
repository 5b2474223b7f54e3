"""A measured figure with its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Interval = tuple[float, float]
Z = 1.96
"""Standard deviations of a normal distribution to each side that hold 95 % of it."""


@dataclass(frozen=True)
class Row:
    """One figure: how many of how many in per cent, or events in so many hours."""

    name: str
    good: int
    """What is counted: clips understood, or errors, false accepts and refusals where the name says so."""
    total: int
    hours: float = 0.0
    """Where it is set, the figure is `good` an hour, and `total` counts clips."""
    details: dict[str, Any] = field(default_factory=dict)
    of: str = "clips"
    """What `total` counts."""
    bar: float | None = None
    """What the project asks for, in the unit of `value`."""
    at_most: bool = False
    """Whether the bar is an upper limit."""
    spread: Interval | None = None
    """The interval, where counts are not independent and the usual rule would be too narrow."""

    @property
    def value(self) -> float:
        """Per cent, or events an hour."""
        return self.good / self.hours if self.hours else 100.0 * self.good / max(1, self.total)

    @property
    def interval(self) -> Interval:
        """95 %, in the unit of `value`."""
        if self.spread is not None:
            return self.spread
        return rate_interval(self.good, self.hours) if self.hours else share_interval(self.good, self.total)

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None where there is none."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.at_most else self.value >= self.bar

    def as_json(self) -> dict[str, Any]:
        """Plain values for the file of figures."""
        row = asdict(self)
        del row["spread"]
        return row | {"value": round(self.value, 2), "interval": [round(end, 2) for end in self.interval]}


def share_interval(good: int, total: int) -> Interval:
    """Wilson's score interval of a share, in per cent."""
    n, p = max(1, total), good / max(1, total)
    centre, spread = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return 100 * max(0.0, centre - spread) / (1 + Z * Z / n), 100 * (centre + spread) / (1 + Z * Z / n)


def rate_interval(events: int, hours: float) -> Interval:
    """Events an hour by the square root rule, which holds for small counts too. `hours` must be positive."""
    spread = Z * math.sqrt(events + 1.0)
    return max(0.0, events - spread) / hours, (events + spread) / hours


def ratio_interval(errors: Sequence[int], lengths: Sequence[int]) -> Interval:
    """Errors per length in per cent, over clips of which each has `errors[i]` in `lengths[i]`.

    Errors come together in hard clips, so that the clip, not the phone, is what is independent: the standard error of a
    ratio of two sums.
    """
    clips, whole = len(errors), max(1, sum(lengths))
    ratio = sum(errors) / whole
    if clips < 2:
        return 0.0, max(100.0, 100 * ratio)
    squares = sum((wrong - ratio * length) ** 2 for wrong, length in zip(errors, lengths, strict=True))
    spread = Z * math.sqrt(squares * clips / (clips - 1)) / whole
    return 100 * max(0.0, ratio - spread), 100 * (ratio + spread)


def most_frequent(counts: dict[str, int], most: int = 10) -> dict[str, int]:
    """The largest counts, largest first."""
    return dict(sorted(counts.items(), key=lambda item: -item[1])[:most])
