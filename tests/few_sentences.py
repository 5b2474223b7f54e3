"""A handful of sentences instead of the package's thousands: they are built in an instant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.builder import said_of
from assistant.ears import Said
from assistant.home import Home
from assistant.settings import Config

SENTENCES = {
    "en": """
language: en
intents:
  HassTurnOn:
    data:
      - sentences: ["turn on [the] {name}", "open [the] {name}"]
      - sentences: ["turn on the {area} lights"]
        slots: {domain: light}
  HassTurnOff:
    data:
      - sentences: ["turn off [the] {name}"]
  HassStartTimer:
    data:
      - sentences: ["set a timer for {minutes} minutes"]
      - sentences: ["turn on the kettle in {minutes} minutes"]
        slots: {conversation_command: "turn on the kettle"}
  InglenookUndo:
    data:
      - sentences: ["undo that"]
lists:
  minutes:
    range: {from: 1, to: 60}
""",
    "zh": """
language: zh-CN
intents:
  HassTurnOn:
    data:
      - sentences: ["打开{name}"]
""",
}

_USERS = ("builder", "bench", "doctor", "cli.files")
"""Modules of `assistant` that ask what can be said."""


def use_few_sentences(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the home understand only `SENTENCES` and the user's own files."""
    for code, text in SENTENCES.items():
        (folder / f"{code}.yaml").write_text(text, encoding="utf-8")

    def few(config: Config, home: Home, language: str) -> Said:
        said = said_of(config, home, language)
        return replace(said, packaged=False, shipped=(folder / f"{language}.yaml",))

    for module in _USERS:
        monkeypatch.setattr(f"assistant.{module}.said_of", few)
