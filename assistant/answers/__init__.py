"""How people say yes and no; sentence files in hassil's format, one a language."""

from __future__ import annotations

from pathlib import Path

YES = "AnswerYes"
NO = "AnswerNo"


def answer_file(language: str) -> Path:
    """The sentences of a two-letter language."""
    return Path(__file__).with_name(f"{language[:2]}.yaml")
