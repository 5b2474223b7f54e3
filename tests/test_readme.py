"""The README is true: its commands exist, and its figures are those that were measured of the file that ships."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from pathlib import Path

import pytest
import typer

from assistant.cli.commands import app
from assistant.released import Released, card_of, released
from assistant.settings import Config, settings_of
from models.recipes import card

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_exists_with_its_options() -> None:
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    used = re.findall(r"inglenook ([a-z]+)((?: --[a-z-]+)*)", README)
    assert {name for name, _ in used} >= {
        "run",
        "say",
        "home",
        "history",
        "doctor",
        "devices",
        "recognize",
        "spot",
    }
    for name, options in used:
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(options.split()) <= known, f"{name} has no {set(options.split()) - known}"


@pytest.mark.parametrize("module", sorted(set(re.findall(r"-m (models\.[a-z_.]+)", README))))
def test_every_recipe_exists(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:assistant|models)/[\w./-]+)`", README))))
def test_every_file_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_setting_exists() -> None:
    for section, key in (("listen", "microphone"), ("listen", "wake_phrases"), ("home", "file")):
        assert f"`[{section}]`" in README
        assert key in settings_of(type(getattr(Config(), section)))
        assert key in README


def test_its_figures_were_measured_of_the_file_that_ships() -> None:
    folder = ROOT / "models" / "released"
    measured = json.loads((folder / "inglenook.json").read_text(encoding="utf-8"))
    assert card.with_section(README, measured) == README
    assert measured["sha256"] == hashlib.sha256((folder / "inglenook.onnx").read_bytes()).hexdigest()
    assert card.section(measured) in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "model", [one for one in released() if one.name != "inglenook"], ids=lambda one: one.name
)
def test_every_other_model_has_a_card_of_the_file_that_ships(model: Released) -> None:
    measured = json.loads(model.path.with_suffix(".json").read_text(encoding="utf-8"))
    assert measured["sha256"] == hashlib.sha256(model.path.read_bytes()).hexdigest()
    assert card.section(measured) in card_of(model)


def test_the_two_commands_are_there() -> None:
    assert re.search(r"^\./run demo\b", README, re.MULTILINE)
    assert re.search(r"^\./run test\b", README, re.MULTILINE)
    script = (ROOT / "run").read_text(encoding="utf-8")
    assert "./run test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "demo)" in script
    assert "test)" in script
