"""Draw what the released models can do against what they cost, and what names in the home cost.

    python -m models.recipes.plots
    python -m models.recipes.plots --costs models/released/plots/costs.json    # draw again, measure nothing

Accuracy is what `evaluate.py` wrote beside each model; cost is measured here by `inglenook bench` and
`tests.benchmarks.bench_decoder`, one process a model, on this machine, and kept in `costs.json`. Writes `pareto.svg`
(accuracy against size, and against the share of a core that waiting for the wake phrase takes) and `names.svg` (the
decoder's share of a core against the number of names in the home).
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import matplotlib as mpl
from rich.console import Console

from assistant.paths import bundled_model
from assistant.released import Released, released

mpl.use("svg")
from matplotlib import pyplot as plt

SHOWN = {
    "orders clean": "orders, clean",
    "orders 6 dB": "orders, 6 dB",
    "home sentences 10 dB (kokoro-en, held-out voices)": "home sentences, 10 dB, English",
    "home sentences 10 dB (kokoro-zh, held-out voices)": "home sentences, 10 dB, Mandarin",
    "which of 100 Mandarin sentences (common-voice-zh-cn)": "which of 100 read Mandarin sentences",
    "twelve labels (words-devtest)": "twelve labels, streamed",
}
"""Rows of `evaluate.py` that are drawn, and how."""


def ask(*command: str) -> dict[str, Any]:
    """What a command of this project says as JSON; raises CalledProcessError where it fails."""
    said = subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def measure(models: tuple[Released, ...], repeat: int, utterances: int, console: Console) -> dict[str, Any]:
    """Cost of every model and of homes of several sizes."""
    costs: dict[str, Any] = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": platform.platform()}
    costs["models"] = {}
    for one in models:
        console.print(f"measuring {one.name}")
        costs["models"][one.name] = ask(
            "assistant", "bench", "--json", "--repeat", str(repeat), "--model", str(one.path)
        )
    console.print("measuring homes of many names")
    costs["names"] = ask("tests.benchmarks.bench_decoder", "--json", "--utterances", str(utterances))[
        "results"
    ]
    return costs


def pareto(models: tuple[Released, ...], costs: dict[str, Any], out: Path) -> None:
    """Accuracy of each model against its size and against its cost."""
    figure, axes = plt.subplots(1, 2, figsize=(11, 5), sharey=True, layout="constrained")
    for axis, label in zip(axes, ("file, MB", "waiting while people speak, % of a core"), strict=True):
        axis.set_xlabel(label)
        axis.grid(visible=True, alpha=0.3)
    axes[0].set_ylabel("right, % (devtest)")
    for row, label in SHOWN.items():
        points = [
            (one.bytes / 1e6, 100 * float(costs["models"][one.name]["rtf_waiting"]), found.value)
            for one in models
            if one.name in costs["models"]
            for found in one.rows
            if found.name == row
        ]
        for axis, x in zip(axes, (0, 1), strict=True):
            ordered = sorted(points, key=lambda point, x=x: point[x])  # type: ignore[misc]
            axis.plot([point[x] for point in ordered], [point[2] for point in ordered], "o-", label=label)
    for one in models:
        if one.name in costs["models"]:
            axes[0].annotate(one.name, (one.bytes / 1e6, 1), xycoords=("data", "axes fraction"), ha="center")
    axes[1].legend(fontsize="small")
    figure.suptitle(f"Released models, {costs['date']}")
    save(figure, out)


def names(costs: dict[str, Any], out: Path) -> None:
    """The decoder's real-time factor against the number of names in the home."""
    figure, axis = plt.subplots(figsize=(6, 4), layout="constrained")
    kinds = sorted({(one["grammar"], one["voice"]) for one in costs["names"]})
    for grammar, voice in kinds:
        rows = [one for one in costs["names"] if (one["grammar"], one["voice"]) == (grammar, voice)]
        axis.plot(
            [one["names"] for one in rows],
            [100 * one["rtf"] for one in rows],
            "o-",
            label=f"{grammar}, {voice}",
        )
    axis.set_xlabel("names in the home")
    axis.set_ylabel("decoder, % of a core")
    axis.set_ylim(bottom=0)
    axis.grid(visible=True, alpha=0.3)
    axis.legend(fontsize="small")
    figure.suptitle(f"What names cost, {costs['date']}")
    save(figure, out)


def save(figure: Any, out: Path) -> None:
    """One SVG without a date in it, so that drawing the same again changes nothing."""
    figure.savefig(out, metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    """Measure and draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--models", type=Path, default=bundled_model().parent, help="folder of models and figures"
    )
    parser.add_argument("--out", type=Path, default=bundled_model().parent / "plots")
    parser.add_argument("--costs", type=Path, help="costs of an earlier run, in place of measuring")
    parser.add_argument("--repeat", type=int, default=5, help="times that the recordings are heard")
    parser.add_argument("--utterances", type=int, default=10, help="for each home and voice")
    arguments = parser.parse_args()
    mpl.rcParams["svg.hashsalt"] = "inglenook"
    models = released(arguments.models)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.costs:
        costs = json.loads(arguments.costs.read_text(encoding="utf-8"))
    else:
        costs = measure(models, arguments.repeat, arguments.utterances, Console())
        text = json.dumps(costs, indent=1) + "\n"
        (arguments.out / "costs.json").write_text(text, encoding="utf-8")
    pareto(models, costs, arguments.out / "pareto.svg")
    names(costs, arguments.out / "names.svg")


if __name__ == "__main__":
    main()
