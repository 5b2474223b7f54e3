"""The commands in this process, with a made-up voice, a handful of sentences, and folders of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import soundfile
from typer.testing import CliRunner

from assistant.cli.commands import app
from assistant.paths import CACHE_VARIABLE, CONFIG_VARIABLE, STATE_VARIABLE, bundled_model
from tests.few_sentences import use_few_sentences
from tests.speaker import PlainModel, Plan, plan, sound_of

_USERS = ("app", "bench", "doctor", "cli.files", "cli.machine")
"""Modules of `assistant` that load the acoustic model."""


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str
    error: BaseException | None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Desk:
    """Where commands are typed."""

    config: Path
    state: Path
    sounds: Path

    def type(self, *words: str | Path, stdin: bytes | str | None = None) -> Answer:
        """Run one command; an expected error of ours is in `error`, which `main` would print."""
        result = CliRunner().invoke(app, [str(word) for word in words], input=stdin)
        return Answer(result.exit_code, result.stdout, result.stderr, result.exception)

    def record(self, name: str, *said: str | Plan) -> Path:
        """A WAV file in which each text is said after a pause, or a plan as it is."""
        columns = [
            column
            for one in said
            for column in (plan(one, before=0.6, after=1.6) if isinstance(one, str) else one)
        ]
        path = self.sounds / name
        soundfile.write(path, sound_of(columns), 16_000, subtype="PCM_16")
        return path

    def set(self, text: str) -> None:
        """Write the config file."""
        self.config.mkdir(exist_ok=True)
        (self.config / "config.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Folders of their own, and nothing else made up."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "sounds").mkdir()
    return Desk(tmp_path / "config", tmp_path / "state", tmp_path / "sounds")


@pytest.fixture
def desk(folders: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose model understands what `record` writes."""
    use_few_sentences(monkeypatch, tmp_path_factory.mktemp("few"))

    def load(path: Path) -> PlainModel:
        assert path == bundled_model()
        return PlainModel()

    for module in _USERS:
        monkeypatch.setattr(f"assistant.{module}.AcousticModel", load)
    return folders
