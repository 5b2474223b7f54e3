"""`recognize` and `spot`: recordings in, one result a recording out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.errors import ConfigError, InglenookError, ModelError, PronunciationError, SentenceError
from tests.cli.conftest import Desk
from tests.speaker import mumbling, pause, plan, sound_of

ORDERS = """
language: en
intents:
  OrderCoffee:
    data:
      - sentences: ["[i want] [a] {size} {drink} [with {number} sugars]"]
lists:
  size:
    values: [small, {in: big, out: large}]
  drink:
    values: [coffee, tea]
  number:
    range: {from: 1, to: 5}
"""
KEYS = [
    "file",
    "intent",
    "slots",
    "values",
    "text",
    "language",
    "confidence",
    "reason",
    "alternatives",
    "audio_seconds",
    "cpu_seconds",
]


@pytest.fixture
def orders(desk: Desk) -> Path:
    path = desk.sounds / "orders.yaml"
    path.write_text(ORDERS)
    return path


def test_the_form_that_others_rely_on(desk: Desk, orders: Path) -> None:
    wav = desk.record("one.wav", "i want a big tea with three sugars")
    answer = desk.type("recognize", "--intents", orders, "--json", wav)
    assert answer.code == 0
    (row,) = answer.rows
    assert list(row) == KEYS
    assert row["file"] == str(wav)
    assert row["intent"] == "OrderCoffee"
    assert row["slots"] == {"size": "big", "drink": "tea", "number": "three"}
    assert row["values"] == {"size": "large", "drink": "tea", "number": 3}
    assert row["text"] == "i want a big tea with three sugars"
    assert (row["language"], row["reason"]) == ("en", None)
    assert 0.9 < row["confidence"] <= 1
    assert row["audio_seconds"] == pytest.approx(soundfile.info(wav).duration, abs=1e-3)
    assert 0 < row["cpu_seconds"] < 60
    for other in row["alternatives"]:
        assert list(other) == ["intent", "slots", "text", "confidence"]
        assert other["text"] != row["text"]


def test_a_refusal_has_a_reason_and_what_came_closest(desk: Desk, orders: Path) -> None:
    wav = desk.record("one.wav", "tell me a story about a tea pot please")
    quiet = desk.record("two.wav", pause(2))
    answer = desk.type("recognize", "--intents", orders, "--json", wav, quiet)
    assert answer.code == 0
    other, silence = answer.rows
    assert (other["intent"], other["slots"], other["text"]) == (None, {}, "")
    assert other["reason"] in {"not a command", "unsure"}
    assert other["alternatives"]
    assert silence["reason"] == "silence"


def test_for_people(desk: Desk, orders: Path) -> None:
    wav = desk.record("one.wav", "small coffee")
    bad = desk.record("two.wav", pause(1) + mumbling(2) + pause(1))
    answer = desk.type("recognize", "--intents", orders, wav, bad)
    first, second = answer.out.splitlines()
    assert first.startswith(f'{wav}: "small coffee" → OrderCoffee size=small, drink=coffee')
    assert second.startswith(f"{bad}: refused, ")


def test_strictness_takes_more_or_refuses_more(desk: Desk, orders: Path) -> None:
    wav = desk.record("one.wav", "small copper")
    taken = []
    for strictness in ("0", "0.5", "1"):
        answer = desk.type("recognize", "--intents", orders, "--strictness", strictness, "--json", wav)
        taken.append(answer.rows[0]["intent"] is not None)
    assert taken == sorted(taken, reverse=True)
    assert taken[0]
    assert not taken[-1]


def test_lists_replace_those_of_the_file(desk: Desk, orders: Path) -> None:
    lists = desk.sounds / "lists.yaml"
    lists.write_text("lists: {drink: {values: [cocoa]}}\n")
    cocoa, tea = desk.record("cocoa.wav", "big cocoa"), desk.record("tea.wav", "big tea")
    rows = desk.type("recognize", "--intents", orders, "--lists", lists, "--json", cocoa, tea).rows
    assert rows[0]["values"]["drink"] == "cocoa"
    assert rows[1]["values"].get("drink") != "tea"


def test_the_homes_own_sentences_in_both_languages(desk: Desk) -> None:
    desk.set('languages = ["en", "zh"]\n')
    wavs = [desk.record("en.wav", "turn on the floor lamp"), desk.record("zh.wav", "打开落地灯")]
    rows = desk.type("recognize", "--json", *wavs).rows
    assert [(row["language"], row["text"]) for row in rows] == [
        ("en", "turn on the floor lamp"),
        ("zh", "打开落地灯"),
    ]
    assert all(row["values"] == {"name": "light.floor_lamp"} for row in rows)


def test_one_language_of_the_home(desk: Desk) -> None:
    desk.set('languages = ["en", "zh"]\n')
    wavs = [desk.record("en.wav", "turn on the floor lamp"), desk.record("zh.wav", "打开落地灯")]
    for code, text in (("zh-CN", "打开落地灯"), ("en", "turn on the floor lamp")):
        rows = desk.type("recognize", "--language", code, "--json", *wavs).rows
        assert [row["text"] for row in rows if row["intent"]] == [text]


def test_lists_replace_the_homes_names(desk: Desk) -> None:
    lists = desk.sounds / "lists.yaml"
    lists.write_text('lists: {name: {values: [{in: "sunshine", out: light.floor_lamp}]}}\n')
    wavs = [desk.record("new.wav", "turn on the sunshine"), desk.record("old.wav", "turn on the floor lamp")]
    rows = desk.type("recognize", "--lists", lists, "--json", *wavs).rows
    assert rows[0]["values"]["name"] == "light.floor_lamp"
    assert rows[0]["slots"]["name"] == "sunshine"
    assert rows[1]["slots"].get("name") != "floor lamp"


def test_bad_files_among_good_ones(desk: Desk, orders: Path) -> None:
    good, last = desk.record("good.wav", "small tea"), desk.record("last.wav", "big coffee")
    empty, text = desk.sounds / "empty.wav", desk.sounds / "text.wav"
    empty.write_bytes(b"")
    text.write_text("this is not sound")
    cut = desk.sounds / "cut.wav"
    cut.write_bytes(good.read_bytes()[:1_000])
    missing = desk.sounds / "missing.wav"
    files = [empty, good, missing, text, cut, desk.sounds, last]
    answer = desk.type("recognize", "--intents", orders, "--json", *files)
    assert answer.code == 1
    rows = answer.rows
    assert [row["file"] for row in rows] == [str(file) for file in files]
    assert [row["intent"] for row in rows] == [None, "OrderCoffee", None, None, None, None, "OrderCoffee"]
    for row in rows:
        assert list(row)[: len(KEYS) - 2] == KEYS[:-2]
        if row["reason"] == "unreadable":
            assert row["error"]
            assert row["remedy"]
            assert row["error"] in answer.err
            assert row["slots"] == {}
    assert sum(row["reason"] == "unreadable" for row in rows) == 5


def test_any_rate_and_channel_count(desk: Desk, orders: Path) -> None:
    """The made-up voice survives no resampling: that there is an answer for the right length is what is asked."""
    sound = np.repeat(sound_of(plan("small tea", 0.5, 0.5)), 3)
    path = desk.sounds / "stereo.flac"
    soundfile.write(path, np.stack([sound, sound], axis=1), 48_000)
    answer = desk.type("recognize", "--intents", orders, "--json", path)
    assert answer.code == 0
    assert answer.rows[0]["audio_seconds"] == pytest.approx(len(sound) / 48_000, abs=0.01)


def test_raw_samples_on_standard_input(desk: Desk, orders: Path) -> None:
    raw = (sound_of(plan("small tea", 0.6, 1.0)) * 32_768).astype("<i2").tobytes()
    answer = desk.type("recognize", "--intents", orders, "--json", "-", stdin=raw)
    assert answer.code == 0
    assert (answer.rows[0]["file"], answer.rows[0]["text"]) == ("-", "small tea")


@pytest.mark.parametrize("raw", [b"", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_nothing_or_a_header_on_standard_input(desk: Desk, orders: Path, raw: bytes) -> None:
    answer = desk.type("recognize", "--intents", orders, "--json", "-", stdin=raw)
    assert answer.code == 1
    assert answer.rows[0]["reason"] == "unreadable"
    assert "ffmpeg" in answer.rows[0]["remedy"]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("language: en\nintents:\n  Go:\n    data:\n      - sentences: ['go (on']\n", 5, "go (on"),
        ("language: en\nintents:\n  Go: [oops\n", 4, "YAML"),
        ("language: en\nintents:\n  Go:\n    data:\n      - sentences: ['go {where}']\n", 5, "where"),
        ("language: en\nintents:\n  Go:\n    date: []\n", 3, "data"),
        ("language: fr\nintents: {}\n", None, "en or zh"),
    ],
)
def test_a_sentence_file_with_a_fault(desk: Desk, text: str, line: int | None, expected: str) -> None:
    path = desk.sounds / "bad.yaml"
    path.write_text(text)
    answer = desk.type("recognize", "--intents", path, desk.record("one.wav", "go on"))
    assert isinstance(answer.error, SentenceError)
    assert str(path) in str(answer.error)
    assert answer.error.line == line
    assert expected in str(answer.error)


def test_a_sentence_file_that_is_missing(desk: Desk) -> None:
    answer = desk.type("recognize", "--intents", desk.sounds / "none.yaml", desk.record("one.wav", "go"))
    assert isinstance(answer.error, SentenceError)
    assert "none.yaml" in str(answer.error)


def test_a_config_with_a_wrong_type(desk: Desk) -> None:
    desk.set('[listen]\nstrictness = "much"\n')
    answer = desk.type("recognize", desk.record("one.wav", "go"))
    assert isinstance(answer.error, ConfigError)
    assert "config.toml:2" in answer.error.message
    assert "strictness must be a number" in answer.error.message


def test_a_config_with_an_unknown_key(desk: Desk) -> None:
    desk.set("[listen]\nstricness = 0.5\n")
    answer = desk.type("say", "turn on the floor lamp")
    assert isinstance(answer.error, ConfigError)
    assert "listen.strictness" in answer.error.remedy


def test_another_model_that_is_none(folders: Desk) -> None:
    answer = folders.type(
        "recognize", "--model", folders.sounds / "none.onnx", folders.record("one.wav", "go")
    )
    assert isinstance(answer.error, ModelError)
    assert answer.error.remedy


# spot


def test_hits_have_times(desk: Desk) -> None:
    wav = desk.record("one.wav", "tell the computer that hey inglenook is here", "computer")
    none = desk.record("two.wav", "turn on the floor lamp")
    answer = desk.type("spot", "--phrase", "computer", "--phrase", "hey inglenook", "--json", wav, none)
    assert answer.code == 0
    found, nothing = answer.rows
    assert list(found) == ["file", "hits", "audio_seconds", "cpu_seconds"]
    assert [hit["phrase"] for hit in found["hits"]] == ["computer", "hey inglenook", "computer"]
    for hit in found["hits"]:
        assert list(hit) == ["phrase", "start", "end", "confidence"]
        assert 0 < hit["start"] < hit["end"] <= found["audio_seconds"]
        assert 0.5 < hit["confidence"] <= 1
    starts = [hit["start"] for hit in found["hits"]]
    assert starts == sorted(starts)
    assert starts[0] == pytest.approx(0.6 + len(plan("tell the")) * 0.04, abs=0.05)
    assert nothing["hits"] == []


def test_files_do_not_know_of_each_other(desk: Desk) -> None:
    phrase = plan("hey inglenook")
    half = len(phrase) // 2
    wavs = [desk.record("a.wav", pause(0.5) + phrase[:half]), desk.record("b.wav", phrase[half:] + pause(1))]
    rows = desk.type("spot", "--phrase", "hey inglenook", "--json", *wavs).rows
    assert [row["hits"] for row in rows] == [[], []]


def test_a_mandarin_phrase_and_a_bad_file(desk: Desk) -> None:
    wav = desk.record("one.wav", "你好管家打开落地灯")
    missing = desk.sounds / "missing.wav"
    answer = desk.type("spot", "--phrase", "你好管家", missing, wav)
    assert answer.code == 1
    assert answer.out.startswith(f'{wav}: "你好管家" from 0.6')
    assert "missing.wav" in answer.err
    row = desk.type("spot", "--phrase", "你好管家", "--json", missing).rows[0]
    assert row["hits"] == []
    assert row["error"]


def test_nothing_is_told_to_people_too(desk: Desk) -> None:
    wav = desk.record("one.wav", "turn on the floor lamp")
    assert desk.type("spot", "--phrase", "computer", wav).out == f"{wav}: nothing heard\n"


def test_a_phrase_without_words(desk: Desk) -> None:
    answer = desk.type("spot", "--phrase", "?!", desk.record("one.wav", "go"))
    assert isinstance(answer.error, PronunciationError)
    assert isinstance(answer.error, InglenookError)
