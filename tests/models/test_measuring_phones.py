"""`measure_phones.py` counts what weights hear on validation clips."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from models.acoustic import AcousticNet, Shape
from models.recipes import measure_phones
from models.recipes.measure_mixing import Spoken
from models.recipes.measure_phones import Said, count, in_room
from tests.models.conftest import run

pytestmark = pytest.mark.train


class Fixed(AcousticNet):
    """Hears the same phones whatever is said, one a frame."""

    def __init__(self, columns: list[int]) -> None:
        super().__init__(Shape(units=8, layers=1, channels=8))
        self.columns = columns

    def with_inner(self, _: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        logits = torch.nn.functional.one_hot(torch.tensor(self.columns), self.shape.phones).float()
        return logits[None], [torch.zeros(1, len(self.columns), 8)]


def test_errors_are_those_of_the_best_phones_without_blank_and_repeats() -> None:
    silence = np.zeros((8, 40), np.float32)
    said = [Said(silence, [5, 9, 5]), Said(silence, [5, 5])]
    assert count(Fixed([0, 5, 5, 0, 9, 5]), said) == (1, 5)
    assert count(Fixed([5, 0, 5, 0]), said) == (1, 5)
    assert count(Fixed([0, 0, 0, 0]), said) == (5, 5)


def test_noise_changes_what_is_heard_and_a_seed_does_not() -> None:
    rng = np.random.default_rng(1)
    clips = [Spoken(rng.normal(0.0, 0.1, 8_000).astype(np.float32), np.array([5], np.uint8))] * 2
    noises = [rng.normal(0.0, 0.1, 20_000).astype(np.float32)]
    quiet, noisy, again = (in_room(clips, noises, snr) for snr in (None, 0.0, 0.0))
    assert [one.phones for one in quiet] == [[5], [5]]
    assert all(len(one.features) % 8 == 0 for one in quiet)
    assert np.abs(quiet[0].features - noisy[0].features).max() > 1e-3
    np.testing.assert_array_equal(noisy[1].features, again[1].features)


def test_weights_stand_beside_each_other(
    speech: Path,
    tmp_path: Path,
    aligned: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = (speech / "words-train.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) | {"split": "valid"} for line in lines]
    held_out = "".join(json.dumps(row) + "\n" for row in rows)
    (speech / "words-valid.jsonl").write_text(held_out, encoding="utf-8")
    shutil.copy(aligned / "words-train.npz", aligned / "words-valid.npz")
    labels = np.load(aligned / "words-valid.npz")["labels"]
    said = int(labels[labels > 0][0])
    files = []
    for column in (97, said):
        net = AcousticNet(Shape(units=8, layers=1, channels=8))
        net.output.bias.data[column] = 100.0  # it hears this phone, and nothing else
        shape = {name: getattr(net.shape, name) for name in net.shape.__dataclass_fields__}
        files.append(tmp_path / f"{column}.pt")
        torch.save({"averaged": net.state_dict(), "shape": shape}, files[-1])
    options = ["--speech", speech, "--alignments", aligned, "--clips", 6, "--write", tmp_path / "found.json"]
    run(monkeypatch, measure_phones.main, *files, *options)
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert list(found) == [str(path) for path in files]
    (first,), (second,) = found.values()
    assert first["family"] == "words-valid"
    assert first["errors"] == first["phones"] == second["phones"] > second["errors"]
    assert "words-valid" in capsys.readouterr().out


def test_without_clips_it_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    net = AcousticNet(Shape(units=8, layers=1, channels=8))
    shape = {name: getattr(net.shape, name) for name in net.shape.__dataclass_fields__}
    torch.save({"averaged": net.state_dict(), "shape": shape}, tmp_path / "net.pt")
    with pytest.raises(SystemExit):
        run(monkeypatch, measure_phones.main, tmp_path / "net.pt", "--speech", tmp_path)
    assert "align.py" in capsys.readouterr().err
