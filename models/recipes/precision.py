"""What int8 costs: the same weights in fp32 and int8, row by row of what `evaluate.py` measured.

    python -m models.recipes.export    --run models/released/inglenook.pt --look models/released/inglenook-look.pt \
        --precision fp32 --out .cache/fp32.onnx
    python -m models.recipes.calibrate --model .cache/fp32.onnx --like models/released/inglenook.onnx
    python -m models.recipes.evaluate  --model .cache/fp32.onnx --speech .cache/extra --write .cache/fp32.json
    python -m models.recipes.precision .cache/fp32.json models/released/inglenook.json --write precision.json

Rows are of the same clips, but the file has only sums, so that the interval of a difference is not known; a row of
135 clips cannot differ by less than 0.7 points.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

BAR = 0.2
"""Points that a row may lose."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of both files."""

    name: str
    fp32: float
    int8: float
    lost: float
    """Points by which int8 is worse, or false alarms an hour more; negative where it is better."""
    step: float
    """Points that one clip, phone or alarm makes."""


def differences(fp32: dict[str, Any], int8: dict[str, Any]) -> list[Difference]:
    """Rows that both have, in the order of the second.

    Raises ValueError where they are not of the same data.
    """
    if any(fp32[name] != int8[name] for name in ("split", "speech", "phone_error_clips")):
        raise ValueError("the two files were not measured on the same data")
    before = {row["name"]: row for row in fp32["rows"]}
    found = []
    for row in int8["rows"]:
        if row["name"] not in before:
            continue
        was, now = before[row["name"]]["value"], row["value"]
        worse = now - was if row["at_most"] else was - now
        step = 1 / row["hours"] if row["hours"] else 100 / max(row["total"], 1)
        found.append(Difference(row["name"], was, now, round(worse, 3), round(step, 3)))
    return found


def main() -> None:
    """Print both, and write them where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fp32", type=Path)
    parser.add_argument("int8", type=Path)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    full, small = (json.loads(path.read_text(encoding="utf-8")) for path in (arguments.fp32, arguments.int8))
    found = differences(full, small)
    shown = Table("row", "fp32", "int8", "lost", "one is")
    for one in found:
        shown.add_row(one.name, f"{one.fp32:.1f}", f"{one.int8:.1f}", f"{one.lost:+.2f}", f"{one.step:.2f}")
    console = Console()
    console.print(shown)
    worse = [one for one in found if one.lost > BAR]
    console.print(
        f"{len(worse)} of {len(found)} rows lose more than {BAR}; mean {sum(o.lost for o in found) / len(found):+.2f}"
    )
    if arguments.write is not None:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        text = {
            "int8": {name: small[name] for name in ("model", "sha256", "bytes", "date", "processor")},
            "fp32": {name: full[name] for name in ("sha256", "bytes", "date", "processor")},
            "differences": [asdict(one) for one in found],
        }
        arguments.write.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
