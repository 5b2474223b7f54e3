"""Help that teaches, and usage errors that say what to type."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Desk

COMMANDS = {
    "run": ["--headless", "--mode", "--microphone", "--input", "--levels"],
    "demo": ["--json"],
    "recognize": ["--intents", "--lists", "--language", "--strictness", "--model", "--json"],
    "spot": ["--phrase", "--threshold", "--model", "--json"],
    "say": ["--yes", "--json"],
    "home": ["--json"],
    "history": ["--limit", "--clear", "--json"],
    "devices": ["--json"],
    "doctor": ["--no-listen", "--json"],
    "bench": ["--repeat", "--model", "--json"],
    "model": ["--model", "--json"],
}


def words(text: str) -> str:
    """Without frames and line breaks."""
    return " ".join(re.sub(r"[^\x20-\x7e\n]", " ", text).split())


def test_all_commands_are_listed(folders: Desk) -> None:
    answer = folders.type("--help")
    assert answer.code == 0
    listed = [line.split()[1] for line in answer.out.splitlines() if re.match(r"│ [a-z]+  +\S", line)]
    assert listed == list(COMMANDS)
    assert "inglenook demo" in answer.out
    assert "Exit codes" in answer.out


def test_no_command_at_all_shows_the_help(folders: Desk) -> None:
    answer = folders.type()
    assert "Commands" in answer.out + answer.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(folders: Desk, command: str) -> None:
    answer = folders.type(command, "--help")
    assert answer.code == 0
    text = words(answer.out)
    assert f"Examples: inglenook {command}" in text
    for option in COMMANDS[command]:
        assert option in text
    about = text.partition("[OPTIONS]")[2].partition("Options")[0]
    assert len(about.split()) > 10
    assert not folders.config.exists()  # asking for help sets nothing up


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (["sing"], "sing"),
        (["run", "--mode", "sometimes"], "push"),
        (["recognize"], "recordings"),
        (["recognize", "--strictness", "2", "x.wav"], "less than or equal to 1"),
        (["recognize", "--language", "de", "x.wav"], "en or zh"),
        (["spot", "x.wav"], "--phrase"),
        (["spot", "--phrase", "computer", "--threshold", "0", "x.wav"], "greater than or equal to 0.01"),
        (["bench", "--repeat", "0"], "greater than or equal to 1"),
        (["history", "--limit", "0"], "greater than or equal to 1"),
        (["say"], "sentence"),
        (["devices", "--jason"], "--json"),
    ],
)
def test_wrong_usage_says_what_would_be_right(desk: Desk, typed: list[str], hint: str) -> None:
    answer = desk.type(*typed)
    assert answer.code == 2
    assert hint in words(answer.err)
    assert answer.out == ""
