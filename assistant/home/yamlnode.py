"""YAML with places: a value knows its file and line, so that an error in it can say where it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import ConfigError
from assistant.home.nearest import hint

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: ten times faster, with the same marks."""

_NULL = "tag:yaml.org,2002:null"
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_FLAG = "tag:yaml.org,2002:bool"


@dataclass(frozen=True, slots=True)
class Cursor:
    """One value of a YAML file."""

    node: yaml.Node
    path: Path
    label: str
    """Where it is in words, such as ``entities / light.floor_lamp``."""

    @property
    def line(self) -> int:
        """Its line, from 1."""
        return int(self.node.start_mark.line) + 1

    def error(self, message: str, remedy: str = "") -> ConfigError:
        """An error that names file, line and place."""
        place = f"{self.label}: " if self.label else ""
        return ConfigError(f"{self.path}:{self.line}: {place}{message}", remedy)

    def mapping(self, allowed: Collection[str] | None = None) -> dict[str, Cursor]:
        """Its keys and values; keys other than `allowed` are errors that name the nearest valid one."""
        if self._is_null():
            return {}
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("expected keys with values", "Write it as `key: value` lines")
        found: dict[str, Cursor] = {}
        for key_node, value_node in self.node.value:
            key = Cursor(key_node, self.path, self.label).text()
            value = Cursor(value_node, self.path, f"{self.label} / {key}" if self.label else key)
            at_key = Cursor(key_node, self.path, self.label)
            if key in found:
                raise at_key.error(f'"{key}" is there twice', "Keep one of the two")
            if allowed is not None and key not in allowed:
                raise at_key.error(f'unknown key "{key}"', hint(key, allowed))
            found[key] = value
        return found

    def sequence(self) -> list[Cursor]:
        """Its elements; a single value counts as a list of one."""
        if self._is_null():
            return []
        if isinstance(self.node, yaml.SequenceNode):
            return [Cursor(item, self.path, self.label) for item in self.node.value]
        return [self]

    def text(self) -> str:
        """Its words as written, so that `on` and `no` stay words."""
        if not isinstance(self.node, yaml.ScalarNode) or self._is_null():
            raise self.error("expected a word or a text", "Write one value here")
        return str(self.node.value).strip()

    def flag(self) -> bool:
        """True or false."""
        if self.node.tag != _FLAG:
            raise self.error("expected true or false", "Write true or false here")
        word: str = self.node.value
        return word.lower() in {"true", "yes", "on"}

    def number(self) -> float:
        """A number."""
        value = self.plain()
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.error(f"expected a number, not {value!r}", "Write a number here")
        return value

    def plain(self) -> object:
        """A number, a truth value where it is written `true` or `false`, else the words as written."""
        if isinstance(self.node, yaml.MappingNode):
            return {key: value.plain() for key, value in self.mapping().items()}
        if isinstance(self.node, yaml.SequenceNode):
            return [item.plain() for item in self.sequence()]
        if self.node.tag in _NUMBERS:
            return self._decimal()
        if self.node.tag == _FLAG and str(self.node.value).lower() in {"true", "false"}:
            return self.flag()
        return self.text()

    def _decimal(self) -> float:
        written = str(self.node.value)
        try:
            return int(written) if self.node.tag == _NUMBERS[0] else float(written)
        except ValueError:
            raise self.error(f"{written} is not a plain number", "Write it in decimal digits") from None

    def _is_null(self) -> bool:
        return self.node.tag == _NULL


def parse(text: str, path: Path) -> Cursor:
    """The file's top mapping; raises `ConfigError` with the line where YAML itself cannot be read."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}" if mark else "?"
        problem = getattr(error, "problem", None) or str(error)
        raise ConfigError(
            f"{path}:{line}: this is not YAML: {problem}",
            "Check indentation, brackets and quotes in that line",
        ) from error
    if node is None:
        raise ConfigError(f"{path}: the file is empty", "Delete it to get the default home back")
    return Cursor(node, path, "")
