"""Measure an exported model on every set there is, through the runtime's own code, and write what was found.

    python -m models.recipes.evaluate --model models/released/inglenook.onnx --speech .cache/extra \
        --write models/released/inglenook.json

Rows: spoken orders clean and in kitchen noise (intent and every slot right), with refusals and without; phone errors
without any grammar; the ten command words, alone and among unknown words and silence; wake phrases given as text;
false wakes and false commands an hour of speech that holds none, and what refusing them costs; home sentences by
held-out voices; sentences of real Mandarin. `--split valid` measures the validation splits instead, on which penalties
and thresholds may be set; nothing is ever set on devtest.

`--only orders,wake` measures what has one of these parts in its name (`--list` prints all names). With `--write` the
file is written after each measurement; rows of it that were measured before are replaced, and `--resume` keeps them
where model and data are the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from assistant.ears import EarMaker
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from models.evaluation.bench import Bench
from models.evaluation.figures import Row
from models.evaluation.grammars import FORCED, TEN_WORDS, WAKE_PHRASES, write_grammar
from models.evaluation.report import Report, about, as_json, table
from models.evaluation.sound import with_noise
from models.evaluation.suite import chosen, suite

__all__ = ["FORCED", "TEN_WORDS", "WAKE_PHRASES", "Row", "evaluate", "with_noise", "write_grammar"]


def evaluate(bench: Bench, report: Report, only: str, *, resume: bool, console: Console) -> None:
    """Measure what `only` names, print every figure as it comes, and keep the report up to date."""
    rows = report.earlier()
    for name, measure in chosen(bench.split, only).items():
        if resume and any(row["measure"] == name for row in rows):
            console.print(f"{name}: measured before")
            continue
        new = [as_json(row, name) for row in measure(bench)]
        if not new:
            console.print(f"{name}: its sound is not in {bench.speech}", highlight=False)
            continue
        rows = [row for row in rows if row["measure"] != name] + new
        report.write(rows)
        for row in new:
            console.print(f"{row['name']}: {row['value']:.1f}  {row['details']}"[:900], highlight=False)
    console.print(table(sorted(rows, key=lambda row: report.order.index(row["measure"]))))


def main() -> None:
    """Print a table, and write it where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("models/released/inglenook.onnx"))
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--split", choices=["devtest", "valid"], default="devtest")
    parser.add_argument("--only", default="", help="parts of names, divided by commas; see --list")
    parser.add_argument("--list", action="store_true", help="print the names of all measurements and stop")
    parser.add_argument(
        "--per-clips", type=int, help="phone errors on a fixed random part of so many clips, to be quick"
    )
    parser.add_argument("--scratch", type=Path, default=Path(".cache"))
    parser.add_argument("--write", type=Path, help="JSON file for the figures")
    parser.add_argument("--resume", action="store_true", help="keep what the file of --write already holds")
    arguments = parser.parse_args()
    console = Console()
    if arguments.list:
        console.print("\n".join(suite(arguments.split)), highlight=False)
        return
    if not chosen(arguments.split, arguments.only):
        parser.error(f"no measurement has {arguments.only} in its name; --list prints them all")
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    model, pronouncer = AcousticModel(arguments.model), Pronouncer()
    bench = Bench(
        arguments.speech,
        model,
        EarMaker(model.facts, pronouncer),
        arguments.scratch,
        arguments.split,
        pronouncer,
        arguments.per_clips,
    )
    report = Report(arguments.write, about(bench), tuple(suite(arguments.split)))
    evaluate(bench, report, arguments.only, resume=arguments.resume, console=console)


if __name__ == "__main__":
    main()
