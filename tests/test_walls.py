"""Every room knows only the rooms to its left: DESIGN.md's table, kept by reading the imports.

What a module imports counts wherever the import stands, inside functions too.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Folder or file -> what it must never import.
MUST_NEVER_IMPORT = {
    "assistant": ("torch", "torchaudio", "onnx", "scipy", "PySide6", "ui", "models", "tests"),
    "assistant/audio": ("assistant.speech", "assistant.grammar", "assistant.home"),
    "assistant/speech": ("assistant.audio", "assistant.grammar", "assistant.home"),
    "assistant/grammar": ("assistant.audio", "assistant.home"),
    "assistant/home": ("assistant.audio", "assistant.speech"),
    "assistant/listener.py": ("assistant.home", "assistant.audio.microphone", "sounddevice"),
    "ui": ("torch", "torchaudio", "models", "tests"),
    "models": ("ui", "PySide6", "tests"),
}

# Rooms know nothing of those who put them together.
WIRING = (
    "assistant.app",
    "assistant.cli",
    "assistant.service",
    "assistant.entry",
    "assistant.config",
    "assistant.history",
)
MUST_NEVER_IMPORT |= {
    f"assistant/{room}": (*MUST_NEVER_IMPORT[f"assistant/{room}"], *WIRING)
    for room in ("audio", "speech", "grammar", "home")
}

HEAVY = ("torch", "torchaudio", "PySide6", "scipy", "onnx", "ui", "models")


def sources(place: str) -> list[Path]:
    path = ROOT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every imported name with its line: `from a.b import c` gives a.b and a.b.c."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def trespasses(path: Path, forbidden: tuple[str, ...]) -> list[str]:
    return [
        f"{path}:{line}: imports {name}"
        for line, name in imports(path)
        if any(name == wall or name.startswith(f"{wall}.") for wall in forbidden)
    ]


@pytest.mark.parametrize("place", MUST_NEVER_IMPORT)
def test_a_room_imports_only_what_is_to_its_left(place: str) -> None:
    found = [line for path in sources(place) for line in trespasses(path, MUST_NEVER_IMPORT[place])]
    assert found == []


def test_the_scan_sees_imports_in_every_form(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "import os, torch.nn as nn\n"
        "from assistant import home\n"
        "from assistant.home.model import Home\n"
        "def late():\n"
        "    import torchaudio\n"
        "from assistant import homely\n",
        encoding="utf-8",
    )
    found = trespasses(module, ("torch", "assistant.home"))
    assert [line.partition(":")[2] for line in found] == [
        "1: imports torch.nn",
        "2: imports assistant.home",
        "3: imports assistant.home.model",
        "3: imports assistant.home.model.Home",
    ]


def test_importing_every_module_of_assistant_loads_nothing_heavy() -> None:
    script = """
import importlib, pkgutil, sys
import assistant
names = [module.name for module in pkgutil.walk_packages(assistant.__path__, "assistant.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names), *sorted({name.partition(".")[0] for name in sys.modules}))
"""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    count, *loaded = result.stdout.split()
    assert int(count) >= len(sources("assistant")) // 2
    assert set(HEAVY) & set(loaded) == set()


def test_importing_assistant_itself_loads_next_to_nothing() -> None:
    script = "import sys, assistant; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"numpy", "onnxruntime", "sounddevice", *HEAVY} & set(result.stdout.split())


@pytest.mark.parametrize("place", ["assistant/speech/late.py", "assistant/home/late.py"])
@pytest.mark.parametrize(
    "statement", ["import torch", "import PySide6.QtWidgets", "from torch import nn", "import onnx"]
)
def test_ruff_refuses_heavy_imports_in_the_runtime(place: str, statement: str) -> None:
    """The linter says so before a test runs; the text goes in by standard input and is never a file."""
    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "TID", "--stdin-filename", place, "-"],
        input=f'"""Late."""\n\n{statement}\n',
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    assert "TID25" in result.stdout


def test_ruff_allows_torch_where_models_are_made() -> None:
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--select",
            "TID",
            "--stdin-filename",
            "models/recipes/late.py",
            "-",
        ],
        input='"""Late."""\n\nimport torch\n',
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
