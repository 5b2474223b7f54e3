"""The file of figures: written after every measurement, so that an interrupted run goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table

from models.evaluation.bench import Bench
from models.evaluation.figures import Row

_SAME = ("sha256", "split", "phone_error_clips")
"""What must agree for rows of an earlier run to be kept."""


def about(bench: Bench) -> dict[str, Any]:
    """What the figures are of: model, data, machine, date."""
    path = bench.model.facts.path
    return {
        "model": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": bench.model.facts.bytes,
        **about_machine(),
        "speech": str(bench.speech),
        "split": bench.split,
        "phone_error_clips": bench.per_clips,
    }


def about_machine() -> dict[str, Any]:
    """When and on what something was measured."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
    }


def as_json(row: Row, measure: str) -> dict[str, Any]:
    """One row of the file; `measure` is what `--only` calls it."""
    return {"measure": measure, **row.as_json()}


@dataclass(frozen=True)
class Report:
    """Rows in one file, and the facts they belong to."""

    path: Path | None
    facts: Mapping[str, Any]
    order: Sequence[str]
    """All measurements, as the file sorts them."""

    def earlier(self) -> list[dict[str, Any]]:
        """Rows of an earlier run of the same model on the same data; none where anything differs."""
        if self.path is None or not self.path.exists():
            return []
        known = json.loads(self.path.read_text(encoding="utf-8"))
        if any(known.get(name) != self.facts[name] for name in _SAME):
            return []
        return [row for row in known["rows"] if row.get("measure") in self.order]

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Replace the file, atomically; nothing where there is none to write."""
        if self.path is None:
            return
        ordered = sorted(rows, key=lambda row: self.order.index(row["measure"]))
        text = json.dumps({**self.facts, "rows": ordered}, indent=1, ensure_ascii=False) + "\n"
        part = self.path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(self.path)


def table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Rows of the file for the terminal."""
    shown = Table("row", "value", "95 % interval", "of", "bar")
    for row in rows:
        unit = " /h" if row["hours"] else " %"
        low, high = row["interval"]
        of = f"{row['hours']:.2f} h" if row["hours"] else f"{row['total']} {row['of']}"
        shown.add_row(row["name"], f"{row['value']:.1f}{unit}", f"{low:.1f} – {high:.1f}", of, bar_of(row))
    return shown


def bar_of(row: Mapping[str, Any]) -> str:
    """The bar and whether it is met, such as "≥ 97, missed"; empty where there is none."""
    bar = row.get("bar")
    if bar is None:
        return ""
    met = row["value"] <= bar if row["at_most"] else row["value"] >= bar
    return f"{'≤' if row['at_most'] else '≥'} {bar:g}, {'met' if met else 'missed'}"


def _processor() -> str:
    """The processor's name where Linux tells it."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text(encoding="utf-8", errors="replace").splitlines() if cpu.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
