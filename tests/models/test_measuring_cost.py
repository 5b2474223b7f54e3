"""`measure_cost.py` weighs files and lets them work in turn."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from assistant.demo import recordings
from assistant.paths import bundled_model
from models.recipes import measure_cost
from tests.models.conftest import run

pytestmark = pytest.mark.train


def test_files_stand_beside_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(measure_cost, "recordings", lambda: recordings()[:1])
    files = [bundled_model().with_name(f"{name}.onnx") for name in ("large", "tiny")]
    run(monkeypatch, measure_cost.main, *files, "--rounds", 3, "--write", tmp_path / "costs.json")
    large, tiny = json.loads((tmp_path / "costs.json").read_text(encoding="utf-8"))
    assert [large["name"], tiny["name"]] == ["large", "tiny"]
    assert large["ratio"] == 1.0
    assert tiny["ratio"] > 0.0
    assert tiny["rtf"] == pytest.approx(large["rtf"] * tiny["ratio"])
    assert tiny["bytes"] == files[1].stat().st_size
    assert len(lzma.decompress(lzma.compress(files[1].read_bytes()))) == tiny["bytes"] > tiny["compressed"]
    assert "tiny" in capsys.readouterr().out


def test_models_take_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    heard: list[str] = []
    times = {"a": iter([0.0, 2.0, 4.0, 9.0]), "b": iter([0.0, 1.0, 1.0, 8.0])}

    def seconds_of(model: str, _: object) -> float:
        heard.append(model)
        return next(times[model])

    monkeypatch.setattr(measure_cost, "seconds_of", seconds_of)
    models = {}
    for name in times:
        (tmp_path / name).write_bytes(b"0" * 100)
        models[tmp_path / name] = name
    sound = np.zeros(16_000, np.float32)
    first, second = measure_cost.compare(models, sound, 3)  # type: ignore[arg-type]
    assert heard == ["a", "b"] * 4
    assert (first.ratio, first.rtf) == (1.0, 4.0)  # medians: one round that was disturbed does not count
    assert (second.ratio, second.rtf) == (0.25, 1.0)
    assert second.compressed < second.bytes == 100
