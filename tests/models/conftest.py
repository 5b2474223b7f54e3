"""Everything here needs torch: `./run test --train`. Without the marker selected the modules must still import."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

torch = pytest.importorskip("torch", reason="torch is not installed; ./run test --train brings it")

WORDS = {"yes": 300.0, "no": 700.0, "stop": 1500.0}


def spoken(word: str, rng: np.random.Generator) -> np.ndarray:
    """A made-up word: two tones between silences, told apart by pitch, 0.9 s."""
    pitch = WORDS[word] * np.exp(rng.normal(0, 0.02))
    time = np.arange(int(0.25 * 16_000)) / 16_000
    tones = [np.sin(2 * np.pi * pitch * factor * time) * np.hanning(len(time)) for factor in (1.0, 1.6)]
    silence = np.zeros(int(0.2 * 16_000))
    sound = np.concatenate([silence, *tones, silence])
    return (0.2 * sound + 0.002 * rng.standard_normal(len(sound))).astype(np.float32)


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    """A folder of the same form as ../shared/speech with one tiny family of three made-up words."""
    folder = tmp_path / "speech"
    folder.mkdir()
    rng = np.random.default_rng(0)
    parts, rows, start = [], [], 0
    for number in range(90):
        word = list(WORDS)[number % 3]
        sound = spoken(word, rng)
        rows.append(
            {
                "file": "words-train-000.flac",
                "start": start,
                "frames": len(sound),
                "text": word,
                "language": "en",
            }
            | {"split": "train", "speaker": str(number)}
        )
        parts += [sound, np.zeros(800, np.float32)]
        start += len(sound) + 800
    soundfile.write(folder / "words-train-000.flac", np.concatenate(parts), 16_000)
    lines = [json.dumps(row) for row in rows]
    (folder / "words-train.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def run(monkeypatch: pytest.MonkeyPatch, main: object, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["recipe", *map(str, arguments)])
    assert callable(main)
    main()


@pytest.fixture
def aligned(speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its alignments."""
    from models.recipes import align

    out = tmp_path / "alignments"
    run(
        monkeypatch, align.main, "--speech", speech, "--cache", tmp_path / "features", "--out", out, "--rounds", 2,
        "--frames", 80_000,
    )  # fmt: skip
    return out
