"""Changing names in the user's home file, one word at a time, so that every comment stays where it was.

Only the characters of the name itself are replaced or inserted; the result is read back before it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from assistant.errors import ConfigError, UnknownTarget
from assistant.home.load import default_home_text, read_home
from assistant.home.model import LANGUAGES, Home, language_key
from assistant.home.nearest import hint
from assistant.home.yamlnode import Cursor, parse
from assistant.paths import write_atomically

_SECTIONS = ("floors", "areas", "entities")


def rename(path: Path, thing: str, language: str, name: str) -> Home:
    """Make `name` the usual name of a floor, area or entity in `language`; its aliases stay.

    A `path` that does not exist yet starts as a copy of the packaged home. Returns the home as it now is.
    Raises `UnknownTarget` for an id this home does not have, `ConfigError` for a name that cannot be one,
    and `OSError` where the file cannot be written; the file is then as it was.
    """
    return _edit(path, thing, language, name, replace=True)


def add_alias(path: Path, thing: str, language: str, alias: str) -> Home:
    """Add another name in `language`; otherwise like `rename`. A name it already has changes nothing."""
    return _edit(path, thing, language, alias, replace=False)


def set_names(path: Path, thing: str, language: str, names: Sequence[str]) -> Home:
    """Give a thing these names in `language`, the usual one first, and no others; otherwise like `rename`."""
    key = language_key(language)
    if not names:
        raise ConfigError(f"{thing} needs a name", "Give it at least one")
    text, owner = _owner(path, thing)
    present = owner.mapping().get(key)
    if present is None:
        edited = _inserted(text, owner, key, ", ".join(names))
    elif isinstance(present.node, yaml.SequenceNode) and not present.node.flow_style and present.node.value:
        first, last = present.node.value[0], present.node.value[-1]
        dash = text[first.start_mark.index - first.start_mark.column : first.start_mark.index]
        lines = f"\n{dash}".join(names)
        edited = text[: first.start_mark.index] + lines + text[last.end_mark.index :]
    else:
        start, end = present.node.start_mark.index, present.node.end_mark.index
        edited = f"{text[:start]}[{', '.join(names)}]{text[end:]}"
    return _written(path, edited)


def set_sensitive(path: Path, entity: str, sensitive: bool) -> Home:
    """Whether opening a device needs a yes first; otherwise like `rename`."""
    text, owner = _owner(path, entity)
    word = "true" if sensitive else "false"
    present = owner.mapping().get("sensitive")
    if present is not None:
        start, end = present.node.start_mark.index, present.node.end_mark.index
        edited = text[:start] + word + text[end:]
    elif isinstance(owner.node, yaml.MappingNode) and owner.node.flow_style:
        at = owner.node.start_mark.index + 1
        edited = f"{text[:at]}sensitive: {word}, {text[at:]}"
    else:
        at = owner.node.start_mark.index
        edited = f"{text[:at]}sensitive: {word}\n{' ' * owner.node.start_mark.column}{text[at:]}"
    return _written(path, edited)


def _owner(path: Path, thing: str) -> tuple[str, Cursor]:
    """The file's text, and where `thing` is in it."""
    text = path.read_text(encoding="utf-8") if path.exists() else default_home_text()
    return text, _find(parse(text, path), thing, read_home(text, path))


def _written(path: Path, edited: str) -> Home:
    changed = read_home(edited, path)
    write_atomically(path, edited)
    return changed


def _edit(path: Path, thing: str, language: str, name: str, *, replace: bool) -> Home:
    key = language_key(language)
    if key not in LANGUAGES:
        raise ConfigError(f'Names in "{language}" are not supported', f"Use one of {', '.join(LANGUAGES)}")
    name = " ".join(name.split())
    text = path.read_text(encoding="utf-8") if path.exists() else default_home_text()
    home = read_home(text, path)
    owner = _find(parse(text, path), thing, home)
    names = owner.mapping().get(key)
    if names is not None and _has(names, name, replace=replace):
        return home
    edited = (
        _inserted(text, owner, key, name) if names is None else _changed(text, names, name, replace=replace)
    )
    changed = read_home(edited, path)
    write_atomically(path, edited)
    return changed


def _find(top: Cursor, thing: str, home: Home) -> Cursor:
    for section in _SECTIONS:
        found = top.mapping().get(section)
        if found is not None and thing in (things := found.mapping()):
            return things[thing]
    ids = [known.id for known in home.things()]
    raise UnknownTarget(f'This home has no "{thing}"', hint(thing, ids))


def _has(names: Cursor, name: str, *, replace: bool) -> bool:
    present = [item.text() for item in names.sequence()]
    return present[:1] == [name] if replace else name in present


def _changed(text: str, names: Cursor, name: str, *, replace: bool) -> str:
    if not isinstance(names.node, yaml.SequenceNode):
        start, end = names.node.start_mark.index, names.node.end_mark.index
        return text[:start] + (name if replace else f"[{text[start:end]}, {name}]") + text[end:]
    items = names.node.value
    if not items:
        start, end = names.node.start_mark.index, names.node.end_mark.index
        return f"{text[:start]}[{name}]{text[end:]}"
    if replace:
        start, end = items[0].start_mark.index, items[0].end_mark.index
        return text[:start] + name + text[end:]
    last = items[-1]
    if names.node.flow_style:
        return f"{text[: last.end_mark.index]}, {name}{text[last.end_mark.index :]}"
    line_start = last.start_mark.index - last.start_mark.column
    dash = text[line_start : last.start_mark.index]
    line_end = text.find("\n", last.end_mark.index)
    line_end = len(text) if line_end < 0 else line_end
    return f"{text[:line_end]}\n{dash}{name}{text[line_end:]}"


def _inserted(text: str, owner: Cursor, key: str, name: str) -> str:
    """`owner` has no names in this language yet: a new key in front of its others."""
    start = owner.node.start_mark.index
    if isinstance(owner.node, yaml.MappingNode) and owner.node.flow_style:
        return f"{text[: start + 1]}{key}: [{name}], {text[start + 1 :]}"
    indent = " " * owner.node.start_mark.column
    return f"{text[:start]}{key}: [{name}]\n{indent}{text[start:]}"
