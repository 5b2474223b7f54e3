"""YAML whose strings know the line they stand on, so that a fault can be shown where it is."""

from __future__ import annotations

from pathlib import Path

import yaml

from assistant.errors import SentenceError


class Located(str):
    """A YAML string and the line it stands on."""

    __slots__ = ("line",)

    line: int


class _Loader(yaml.SafeLoader):
    """SafeLoader whose strings know their line; plain ``on`` stays a word; a key given twice is a fault."""

    def words(self, node: yaml.ScalarNode) -> Located | bool:
        if node.tag.endswith(":bool") and node.value in ("true", "True", "false", "False"):
            return node.value in ("true", "True")
        text = Located(str(node.value))
        text.line = node.start_mark.line + 1
        return text

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and isinstance(key.value, str) and key.value != "<<":
                raise yaml.MarkedYAMLError(
                    problem=f"{key.value!r} is given twice", problem_mark=key.start_mark
                )
            if isinstance(key.value, str):
                seen.add(key.value)
        return dict(super().construct_mapping(node, deep=deep))


_Loader.add_constructor("tag:yaml.org,2002:str", _Loader.words)
_Loader.add_constructor("tag:yaml.org,2002:bool", _Loader.words)


def load_located(path: Path) -> object:
    """The data of a YAML file, its strings `Located`; None if the file is empty.

    Raises `SentenceError`, with the line where there is one, for a file that cannot be read or is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise SentenceError(
            f"cannot be read: {reason}", "Check the file's name and rights", path=path
        ) from error
    except UnicodeDecodeError as error:
        raise SentenceError("is not UTF-8 text", "Save the file as UTF-8", path=path) from error
    try:
        data = _Loader(text).get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = ", ".join(part for part in (error.context, error.problem) if part)
        raise SentenceError(
            f"not valid YAML: {problem}", "Check quotes, colons and indentation there", path=path, line=line
        ) from error
    except yaml.YAMLError as error:
        raise SentenceError(f"not valid YAML: {error}", "Remove that character", path=path) from error
    return data
