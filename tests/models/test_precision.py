"""int8 beside fp32: which rows lose, whatever better means in them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.train


def row(
    name: str, value: float, *, at_most: bool = False, total: int = 200, hours: float = 0.0
) -> dict[str, Any]:
    return {"name": name, "value": value, "at_most": at_most, "total": total, "hours": hours}


def file(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    facts = {"model": "m.onnx", "sha256": "0", "bytes": 1, "date": "2026-11-27", "processor": "x"}
    return {**facts, "split": "devtest", "speech": "s", "phone_error_clips": None, **more, "rows": [*rows]}


def test_worse_is_more_errors_and_fewer_right_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.recipes import precision

    full = file(row("orders", 90.0), row("phone errors", 20.0, at_most=True), row("only here", 1.0))
    small = file(
        row("phone errors", 21.0, at_most=True),
        row("orders", 90.5),
        row("new", 3.0),
    )
    by_name = {one.name: one for one in precision.differences(full, small)}
    assert set(by_name) == {"orders", "phone errors"}
    assert (by_name["orders"].lost, by_name["phone errors"].lost) == (-0.5, 1.0)
    assert by_name["orders"].step == 0.5
    for name, content in (("a", full), ("b", small)):
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    out = tmp_path / "new" / "precision.json"
    monkeypatch.setattr(
        sys, "argv", ["precision", str(tmp_path / "a"), str(tmp_path / "b"), "--write", str(out)]
    )
    precision.main()
    assert "1 of 2 rows lose more than 0.2; mean +0.25" in capsys.readouterr().out
    assert [one["name"] for one in json.loads(out.read_text())["differences"]] == ["phone errors", "orders"]


def test_alarms_an_hour_are_counted_by_the_hour() -> None:
    from models.recipes import precision

    full, small = (file(row("false wakes", value, at_most=True, hours=4.0)) for value in (0.25, 0.5))
    (found,) = precision.differences(full, small)
    assert (found.lost, found.step) == (0.25, 0.25)


def test_other_data_cannot_be_compared() -> None:
    from models.recipes import precision

    with pytest.raises(ValueError, match="same data"):
        precision.differences(file(), file(split="valid"))
