"""Collect every `tr("...")` of the code into the .ts files, keep what is translated, and compile them.

Qt's own lupdate does not follow a function called `tr` outside of a class; the files are the same as it would write.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from ui.texts import CONTEXT, LANGUAGES

HERE = Path(__file__).parent
CODE = HERE.parent


def literals() -> Iterator[str]:
    """Every text that the code shows, once, in the order of files and lines."""
    seen: set[str] = set()
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                (argument,) = node.args
                if isinstance(argument, ast.Constant) and str(argument.value) not in seen:
                    seen.add(str(argument.value))
                    yield str(argument.value)


def translated(language: str) -> dict[str, str]:
    """What the .ts file of a language has."""
    path = HERE / f"inglenook_{language}.ts"
    if not path.exists():
        return {}
    found = {}
    for message in ET.parse(path).getroot().iter("message"):  # noqa: S314 - our own file
        target = message.find("translation")
        if target is not None and target.text and target.get("type") != "unfinished":
            found[message.findtext("source", "")] = target.text
    return found


def write(language: str, texts: list[str]) -> int:
    """Write the .ts file; how many texts are not translated."""
    known = {text: text for text in texts} if language == "en" else translated(language)
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in texts:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        target = ET.SubElement(message, "translation")
        if text in known:
            target.text = known[text]
        else:
            target.set("type", "unfinished")
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode")
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'
    (HERE / f"inglenook_{language}.ts").write_text(text, encoding="utf-8")
    return sum(text not in known for text in texts)


def main() -> None:
    """All languages."""
    texts = list(literals())
    for language in LANGUAGES:
        missing = write(language, texts)
        ts, qm = (HERE / f"inglenook_{language}.{kind}" for kind in ("ts", "qm"))
        release = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run([str(release), "-silent", str(ts), "-qm", str(qm)], check=True)  # noqa: S603 - our own files
        sys.stdout.write(f"{language}: {len(texts)} texts, {missing} not translated\n")


if __name__ == "__main__":
    main()
