"""Every fault in a sentence file is reported with file, line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SentenceError
from assistant.grammar.compiler import SentenceCompiler
from tests.grammar.helpers import Reader, compiled, templates, write

HEAD = "language: en\nintents:\n  Do:\n    data:\n"

FAULTS = [
    (
        HEAD + "      - sentences:\n          - 'turn (on'\n",
        6,
        "expected ')' to close the group opened at column 6",
    ),
    (HEAD + "      - sentences:\n          - fine\n          - turn {nam}\n", 7, "no list {nam} is defined"),
    (HEAD + "      - sentences: [go <frobn>]\nexpansion_rules:\n  frob: x\n", 5, "Did you mean 'frob'?"),
    (
        HEAD + "      - sentences: [go <a>]\nexpansion_rules:\n  a: x <b>\n  b: y [<a>]\n",
        8,
        "<a> -> <b> -> <a>",
    ),
    (HEAD + "      - sentences: [go <a>]\nexpansion_rules:\n  a: x {floo}\n", 7, "Did you mean 'floor'?"),
    (
        HEAD + "      - sentences: turn on\n",
        5,
        "expected a list of items that start with '- ', found 'turn on'",
    ),
    (HEAD + "      - sentence: [turn on]\n", 5, "Did you mean 'sentences'?"),
    (HEAD + "      - slots: {a: b}\n", 5, "expected 'sentences'"),
    (HEAD + "      - sentences:\n          -\n", 5, "expected text, found nothing"),
    (HEAD + "      - sentences: [[a]]\n", 5, "expected text, found a list"),
    (
        HEAD + "      - sentences: [go]\n        slots: {a: {b: c}}\n",
        6,
        "expected one text or number, found a mapping",
    ),
    (
        HEAD + "      - sentences: [go]\n        requires_context: kitchen\n",
        6,
        "expected 'name: value' pairs",
    ),
    ("language: en\nintents:\n  Do: 3\n", 3, "expected 'name: value' pairs, found 3"),
    ("language: en\nintents:\n  Do: {}\n", 3, "expected 'data'"),
    ("language: en\nintents: [a]\n", 2, "expected 'name: value' pairs, found a list"),
    ("language: en\nintents:\n  A: {data: []}\n  A: {data: []}\n", 4, "'A' is given twice"),
    ("language: en\nintents:\n  A: [x\n", 4, "not valid YAML"),
    ("language: en\nlists:\n  a: {values: 3}\n", 3, "expected a list of items"),
    ("language: en\nlists:\n  a: {values: [{inn: x}]}\n", 3, "expected 'in' with the spoken words"),
    ("language: en\nlists:\n  a: {value: [x]}\n", 3, "expected 'values', 'range' or 'wildcard: true'"),
    ("language: en\nlists:\n  a: {range: {from: 1}}\n", 3, "'to' is missing"),
    ("language: en\nlists:\n  a: {range: {from: 1, to: x}}\n", 3, "expected a whole number, found 'x'"),
    ("language: en\nlists:\n  a: {range: {from: 9, to: 1}}\n", 3, "expected 'from' <= 'to'"),
    ("language: en\nlists:\n  a: {range: {from: 1, to: 99999999}}\n", 3, "more than 20000 numbers"),
    (
        "language: en\nlists:\n  a: {range: {from: 1, to: 2, fractions: thirds}}\n",
        3,
        "expected halves or tenths",
    ),
    ("language: en\nintent: {}\n", 2, "Did you mean 'intents'?"),
    (HEAD + "      - sentences: ['go {a}']\nlists:\n  a: {values: ['x [y']}\n", 7, "expected ']'"),
    (
        HEAD + "      - sentences: ['go {a}']\nlists:\n  a: {values: ['x {b}']}\n",
        7,
        "cannot contain another list",
    ),
    (HEAD + "      - sentences: ['go {5..1:n}']\n", 5, "expected a range such as {0..100:brightness}"),
    (HEAD + "      - sentences: ['(a;b;c;d;e;f;g;h;i)']\n", 5, "a permutation of 9 items"),
    (HEAD + f"      - sentences: ['{'(a|b)' * 30}']\n", 5, "form more than 2000 different words"),
    (HEAD + f"      - sentences: ['{'(' * 3000 + 'a' + ')' * 3000}']\n", 5, "nested too deeply"),
    (
        HEAD + f"      - sentences: ['go {{a}}']\nlists:\n  a: {{values: ['{'[x]' * 30}']}}\n",
        7,
        "more than 2000 ways",
    ),
]


@pytest.mark.parametrize(("text", "line", "expected"), FAULTS)
def test_faults_have_a_place(tmp_path: Path, text: str, line: int, expected: str) -> None:
    with pytest.raises(SentenceError) as caught:
        compiled(tmp_path, text)
    path = tmp_path / "sentences.yaml"
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert expected in str(caught.value)
    assert (caught.value.path, caught.value.line) == (path, line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "the file is empty"),
        ("- a\n", "expected 'name: value' pairs, found a list"),
        ("intents: {}\n", "no file says which language"),
        ("language: tlh\nintents: {}\n", "'tlh' are not supported"),
        ("language: \x07en\n", "not valid YAML"),
    ],
)
def test_faults_of_whole_files(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(SentenceError, match=expected) as caught:
        compiled(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "sentences.yaml"))


def test_a_missing_file_and_one_in_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(SentenceError, match=r"none\.yaml: cannot be read: No such file"):
        SentenceCompiler().compile("en", files=[tmp_path / "none.yaml"])
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("language: en  # café".encode("latin-1"))
    with pytest.raises(SentenceError, match="not UTF-8"):
        SentenceCompiler().compile("en", files=[latin])


def test_a_file_of_another_language(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", templates("go"))
    with pytest.raises(
        SentenceError, match=r"a\.yaml: this file is in 'en', but sentences in 'zh-CN' are wanted"
    ):
        SentenceCompiler().compile("zh-CN", files=[file])


def test_nothing_to_say_says_why(tmp_path: Path) -> None:
    with pytest.raises(SentenceError, match=r"no sentence.*\{what\} takes any words"):
        compiled(tmp_path, templates("say {what}", rest="lists:\n  what: {wildcard: true}\n"))
    with pytest.raises(SentenceError, match="no sentence"):
        compiled(tmp_path, "language: en\n")
    with pytest.raises(SentenceError, match="no sentence"):
        compiled(tmp_path, templates("[maybe]", "[x]").replace("maybe", " ").replace("x", " "))


def test_a_lists_file_without_lists(tmp_path: Path) -> None:
    lists = write(tmp_path / "lists.yaml", "language: en\n")
    with pytest.raises(SentenceError, match="has no lists"):
        compiled(tmp_path, templates("go"), list_files=[lists])


def test_a_fault_loses_nothing_compiled_before(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", templates("go home"))
    compiler = SentenceCompiler()
    before = compiler.compile(files=[file], packaged=False)
    write(file, templates("go (home"))
    with pytest.raises(SentenceError):
        compiler.compile(files=[file], packaged=False)
    assert before.understanding.interpret("go home")
    write(file, templates("go out"))
    after = compiler.compile(files=[file], packaged=False)
    assert Reader(after.acceptor).language() == {("go", "out")}


def test_words_that_yaml_takes_for_something_else(tmp_path: Path) -> None:
    text = templates("set {x}", "yes", rest="lists:\n  x:\n    values: [on, off, 4, {in: no, out: off}]\n")
    grammar = compiled(tmp_path, text.replace("'yes'", "yes"))
    heard = Reader(grammar.acceptor).language()
    assert heard == {("set", "on"), ("set", "off"), ("set", "four"), ("set", "no"), ("yes",)}
    assert grammar.understanding.interpret("set no")[0].slots[0].value == "off"
