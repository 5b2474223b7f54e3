"""The config file: one TOML file, written with comments on the first run, read into frozen dataclasses.

`assistant.settings` says what settings there are. Every complaint names file, line and key, what was
expected and what was found.
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from assistant.errors import ConfigError
from assistant.paths import config_folder, write_atomically
from assistant.settings import About, Config, Mode, about, settings_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FILE_NAME = "config.toml"

Value = str | int | float | bool | Sequence[str]
"""What a setting can be set to."""

_INTRODUCTION = (
    "Inglenook's settings. Lines that begin with # explain; every setting shows its default.",
    "A setting that is removed falls back to its default. Relative files start at this file's folder.",
)


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """The settings, where they came from, and what the user should know about that."""

    config: Config
    path: Path
    warnings: tuple[str, ...] = ()


def load_config(path: Path | None = None) -> LoadedConfig:
    """Read the config file, or write it with comments where there is none.

    A folder that cannot be written is a warning, and the defaults count. Raises ConfigError for a file
    that cannot be read or holds a fault.
    """
    path = path or config_folder() / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return LoadedConfig(Config(folder=path.parent), path, _create(path))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text: {error}", "Save it as UTF-8, or remove it") from error
    except OSError as error:
        raise ConfigError(
            f"cannot read {path}: {error.strerror}", "Make the file readable for yourself"
        ) from error
    return LoadedConfig(parse_config(text, path), path)


def _create(path: Path) -> tuple[str, ...]:
    try:
        write_atomically(path, default_text())
    except OSError as error:
        return (f"cannot write {path}: {error.strerror}; the defaults count until its folder is writable",)
    return ()


def parse_config(text: str, path: Path) -> Config:
    """The settings in `text`; `path` is named in errors and gives the folder. Raises ConfigError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} is not TOML: {error}", 'Texts need quotes: microphone = "USB"; lists need brackets'
        ) from error
    values = _Reader(text, path).section(Config, table, ())
    return Config(**values, folder=path.parent)


def default_text() -> str:
    """The config file as the first run writes it."""
    document = tomlkit.document()
    for line in _INTRODUCTION:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    _add_settings(document, Config())
    return tomlkit.dumps(document)


def _add_settings(container: tomlkit.TOMLDocument | Table, section: DataclassInstance) -> None:
    """Add a section's settings with their comments; its own come before the sections inside it."""
    for name, entry in settings_of(type(section)).items():
        value = getattr(section, name)
        if is_dataclass(value) and not isinstance(value, type):
            table = tomlkit.table()
            table.add(tomlkit.comment(type(value).__doc__ or ""))
            _add_settings(table, value)
            container.add(tomlkit.nl())
            container.add(name, table)
        else:
            container.add(tomlkit.comment(about(entry).help))
            container.add(name, _to_toml(value))


def _to_toml(value: object) -> Any:  # noqa: ANN401 - tomlkit's own items are of many types
    if isinstance(value, Mode):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def set_value(path: Path, key: str, value: Value) -> Config:
    """Write one setting (`key` such as ``listen.microphone``) back, comments kept; returns the new settings.

    The file is replaced in one step and only if the result is valid. Raises ConfigError for an unknown key, a
    wrong value, a fault elsewhere in the file, or a file that cannot be written.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = default_text()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}", "Make it readable, or remove it") from error
    parse_config(text, path)  # a fault that is already there is told with its line
    *sections, name = key.split(".")
    try:
        document = tomlkit.parse(text)
        table: Any = document
        for section in sections:
            table = table.setdefault(section, tomlkit.table())
        table[name] = _to_toml(
            tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        )
        changed = tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise ConfigError(f"cannot set {key}: {error}", "Settings look like listen.mode") from error
    config = parse_config(changed, path)
    try:
        write_atomically(path, changed)
    except OSError as error:
        raise ConfigError(
            f"cannot write {path}: {error.strerror}", "Make the file and its folder writable"
        ) from error
    return config


Check = Callable[[object], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


_KINDS: dict[object, tuple[str, Check]] = {
    str: ("a text in quotes", _is_text),
    Mode: ("a text in quotes", _is_text),
    int: ("a whole number", _is_whole),
    float: ("a number", _is_number),
    bool: ("true or false", lambda value: isinstance(value, bool)),
    str | int: ("a text in quotes or a whole number", lambda value: _is_text(value) or _is_whole(value)),
    tuple[str, ...]: ("a list of texts", lambda value: isinstance(value, list) and all(map(_is_text, value))),
}


class _Reader:
    """Checks one file; `text` is searched for the lines that errors name."""

    def __init__(self, text: str, path: Path) -> None:
        self._text = text
        self._path = path

    def section(self, section: type, table: dict[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
        """Arguments for the dataclass `section`."""
        entries, hints = settings_of(section), get_type_hints(section)
        values: dict[str, Any] = {}
        for name, given in table.items():
            keys = (*above, name)
            if name not in entries:
                raise self._unknown(keys, tuple(entries))
            hint = hints[name]
            if is_dataclass(hint) and isinstance(hint, type):
                if not isinstance(given, dict):
                    raise self._wrong(keys, f"a section [{name}]", given)
                values[name] = hint(**self.section(hint, given, keys))
            else:
                values[name] = self._value(about(entries[name]), hint, given, keys)
        return values

    def _value(self, known: About, hint: object, given: object, keys: tuple[str, ...]) -> object:
        expected, fits = _KINDS[hint]
        if not fits(given):
            raise self._wrong(keys, expected, given)
        items = given if isinstance(given, list) else [given]
        if known.choices and not all(item in known.choices for item in items):
            raise self._wrong(keys, f"one of {', '.join(known.choices)}", given)
        if known.nonempty and (not items or not all(str(item).strip() for item in items)):
            raise self._wrong(keys, f"{expected}, not empty", given)
        if isinstance(given, int | float) and not known.low <= given <= known.high:
            raise self._wrong(keys, f"from {known.low:g} to {known.high:g}", given)
        if hint is float and isinstance(given, int):
            return float(given)
        if isinstance(given, list):
            return tuple(given)
        return Mode(given) if hint is Mode and isinstance(given, str) else given

    def _unknown(self, keys: tuple[str, ...], known: tuple[str, ...]) -> ConfigError:
        return ConfigError(
            f"{self._place(keys)}there is no setting {'.'.join(keys)}",
            f"The nearest is {_nearest(keys, known)}",
        )

    def _wrong(self, keys: tuple[str, ...], expected: str, given: object) -> ConfigError:
        found = {True: "true", False: "false"}[given] if isinstance(given, bool) else repr(given)
        return ConfigError(
            f"{self._place(keys)}{'.'.join(keys)} must be {expected}, and is {found}",
            "Correct it or remove the line",
        )

    def _place(self, keys: tuple[str, ...]) -> str:
        line = _line_of(self._text, keys)
        return f"{self._path}:{line}: " if line else f"{self._path}: "


def _nearest(keys: tuple[str, ...], known: tuple[str, ...]) -> str:
    """The setting most like an unknown one: of the same section if it is close, else of any."""
    *above, name = keys
    for cutoff in (0.6, 0.0):
        near = difflib.get_close_matches(name, known, n=1, cutoff=cutoff)
        if near:
            return ".".join([*above, *near])
        elsewhere = {key.rpartition(".")[2]: key for key in _all_keys()}
        near = difflib.get_close_matches(name, list(elsewhere), n=1, cutoff=0.6)
        if near:
            return elsewhere[near[0]]
    return ", ".join(known)


def _all_keys(section: type = Config) -> Iterator[str]:
    hints = get_type_hints(section)
    for name in settings_of(section):
        hint = hints[name]
        if is_dataclass(hint) and isinstance(hint, type):
            yield from (f"{name}.{key}" for key in _all_keys(hint))
        else:
            yield name


def _line_of(text: str, keys: tuple[str, ...]) -> int | None:
    """The line of a key or of its section's heading, from 1; None where it is written in some unusual way."""
    section: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line)
        if heading:
            section = _parts(heading[1])
            if tuple(section) == keys:
                return number
        elif "=" in line and (*section, *_parts(line.partition("=")[0])) == keys:
            return number
    return None


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
