"""Plots of the released models: every model and every size of home is in them, and the same costs draw the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.train

ROWS = [
    {"name": "orders clean", "value": 81.5, "total": 100, "interval": [70, 90]},
    {"name": "orders 6 dB", "value": 43.25, "total": 100, "interval": [30, 50]},
    {"name": "false wakes", "value": 0.5, "hours": 3.0, "interval": [0, 1]},
]


def draw(folder: Path, costs: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    from models.recipes import plots

    arguments = ["--models", folder, "--costs", costs, "--out", folder / "plots"]
    monkeypatch.setattr(sys, "argv", ["plots", *map(str, arguments)])
    plots.main()
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "plots").glob("*.svg")}


def test_the_same_costs_draw_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("little", 400_000), ("grand", 4_000_000)):
        figures = {"model": f"{name}.onnx", "bytes": size, "date": "2026-11-27", "rows": ROWS}
        (tmp_path / f"{name}.json").write_text(json.dumps(figures), encoding="utf-8")
    costs = {
        "date": "2026-11-27",
        "models": {"little": {"rtf_waiting": 0.001}, "grand": {"rtf_waiting": 0.004}},
        "names": [
            {"grammar": grammar, "voice": "clear", "names": size, "rtf": size / 100_000}
            for grammar in ("en", "zh")
            for size in (20, 100, 500)
        ],
    }
    kept = tmp_path / "costs.txt"
    kept.write_text(json.dumps(costs), encoding="utf-8")
    first = draw(tmp_path, kept, monkeypatch)
    assert set(first) == {"pareto.svg", "names.svg"}
    assert all(
        "<!-- little -->" in first["pareto.svg"] and f"<!-- {name} -->" in first["pareto.svg"]
        for name in ("grand", "orders, clean")
    )
    assert "<!-- zh, clear -->" in first["names.svg"]
    assert draw(tmp_path, kept, monkeypatch) == first
    costs["models"] = {"little": {"rtf_waiting": 0.001}}
    kept.write_text(json.dumps(costs), encoding="utf-8")
    assert "<!-- grand -->" not in draw(tmp_path, kept, monkeypatch)["pareto.svg"]


def test_what_was_measured_is_asked_of_the_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from rich.console import Console

    from assistant.released import Released
    from models.recipes import plots

    asked: list[tuple[str, ...]] = []

    def ask(*command: str) -> dict[str, object]:
        asked.append(command)
        return {"results": [], "rtf_waiting": 0.1}

    monkeypatch.setattr(plots, "ask", ask)
    model = Released(tmp_path / "m.onnx", "m", 1, "", ())
    found = plots.measure((model,), 2, 3, Console(quiet=True))
    assert found["models"]["m"]["rtf_waiting"] == 0.1
    assert asked[0][-2:] == ("--model", str(tmp_path / "m.onnx"))
    assert asked[1][0] == "tests.benchmarks.bench_decoder"
