"""Recordings of noise out of a repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.data import noises
from models.data.git_snapshot import GitTree
from models.data.manifest import read_manifest, read_sound
from models.data.shards import ShardWriter
from tests.models.test_corpora import recording, snapshot, tone


def test_takes_what_can_be_heard(tmp_path: Path) -> None:
    files = {
        "noise/fan/fan.wav": recording(tone(3.0, 44_100), "WAV", 44_100),
        "noise/street.MP3": recording(tone(1.0), "MP3"),
        "noise/click.wav": recording(tone(0.1), "WAV"),
        "noise/off.flac": recording(tone(1.0) * 0.0, "FLAC"),
        "noise/broken.ogg": b"OggS",
        "noise/pink-noise.wav": recording(tone(1.0), "WAV"),
        "noise/README.md": b"CC0",
        "speech/hello.wav": recording(tone(1.0), "WAV"),
    }
    tree = GitTree(snapshot(tmp_path / "git", files), "noise/")
    tree.paths += [path.with_name("gone.wav") for path in tree.paths[:1]]
    writer = ShardWriter(tmp_path / "out", "noise-home")
    dropped = noises.take(tree, writer, "somewhere", longest=2.0, without=["pink"])
    reasons = ("left out", "length", "silence", "cannot be decoded", "not in the snapshot")
    assert dropped == dict.fromkeys(reasons, 1)
    clips = read_manifest(tmp_path / "out" / "noise-home.jsonl")
    assert [(clip.more["note"], clip.more["source"], clip.split, clip.text) for clip in clips] == [
        ("fan.wav", "somewhere", "noise", None),
        ("street.MP3", "somewhere", "noise", None),
    ]
    assert clips[0].frames == 32_000
    assert all(
        np.abs(sound).max() == pytest.approx(0.5, abs=0.05)
        for _, sound in read_sound(tmp_path / "out", clips)
    )


def test_command_line_appends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    for name in ("fan", "kettle"):
        git = snapshot(tmp_path / name, {f"sounds/{name}.wav": recording(tone(1.0), "WAV")})
        options = ["--git", git, "--path", "sounds/", "--source", name, "--out", tmp_path / "out"]
        options += ["--append"] if name == "kettle" else []
        monkeypatch.setattr("sys.argv", ["noises", *map(str, options)])
        noises.main()
    assert "noise-home: 2 recordings" in capsys.readouterr().out
    clips = read_manifest(tmp_path / "out" / "noise-home.jsonl")
    assert [(clip.more["source"], clip.file) for clip in clips] == [
        ("fan", "noise-home-000.flac"),
        ("kettle", "noise-home-001.flac"),
    ]
