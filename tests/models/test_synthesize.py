"""Sentences, voices, shards; and, where the voices were fetched, speech."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import soundfile
from rich.console import Console

from assistant.home import load_home
from assistant.speech.pronounce import Pronouncer
from models.data.kokoro import Kokoro, Language, Voice, VoicesMissing, speller, styles
from models.data.manifest import read_manifest, read_sound
from models.data.random_sentences import RandomSentences, Told
from models.data.shards import ShardWriter
from models.data.voice_mix import HELD_OUT, random_voice
from models.data.voice_sound import to_clip, trimmed
from models.recipes import synthesize

pytestmark = pytest.mark.train

VOICES = Path(__file__).parents[2] / ".cache" / "voices"
needs_voices = pytest.mark.skipif(
    not (VOICES / "site").exists(), reason="no voices: python -m models.recipes.synthesize --fetch"
)

PACKS = (
    "af_heart",
    "af_nova",
    "am_adam",
    "am_puck",
    "bf_emma",
    "jf_alpha",
    "zf_xiaobei",
    "zf_xiaoni",
    "zm_yunxi",
)


def tone(seconds: float, level: float = 0.3) -> np.ndarray:
    time = np.arange(int(seconds * 16_000)) / 16_000
    return (level * np.sin(2 * np.pi * 440 * time)).astype(np.float32)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["synthesize", *map(str, arguments)])
    synthesize.main()


@pytest.fixture(scope="module", params=["en", "zh"])
def sentences(request: pytest.FixtureRequest) -> RandomSentences:
    return RandomSentences(load_home(), request.param)


def test_random_sentences_can_be_said_and_differ(sentences: RandomSentences) -> None:
    rng = random.Random(1)
    told = [sentences.draw(rng) for _ in range(60)]
    assert len({one.text for one in told}) > 40
    assert len({one.intent for one in told}) > 12
    pronouncer = Pronouncer()
    for one in told:
        assert not any(character.isdigit() or character in "{}<>[]()|" for character in one.text)
        assert pronouncer.pronounce_text(one.text, one.language)


def test_random_sentences_follow_the_seed(sentences: RandomSentences) -> None:
    first = [sentences.draw(random.Random(7)) for _ in range(2)]
    assert first[0] == first[1]
    assert sentences.draw(random.Random(8)) != first[0]


def test_names_keep_to_what_their_sentence_is_for(sentences: RandomSentences) -> None:
    """Nobody starts a lamp as if it swept: the walk heeds the context that a sentence requires."""
    rng = random.Random(2)
    vacuums = [
        one.text for one in (sentences.draw(rng) for _ in range(250)) if one.intent == "HassVacuumStart"
    ]
    assert vacuums
    assert not any(word in text for text in vacuums for word in ("lamp", "blind", "curtain", "灯", "窗帘"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_held_out_voices_never_train(language: Language) -> None:
    rng = random.Random(3)
    speaks = {"en": "ab", "zh": "z"}[language]
    for split in ("train", "valid"):
        voices = [random_voice(PACKS, language, split, rng) for _ in range(200)]
        used = {name for voice in voices for name in (*voice.timbre, voice.prosody)}
        assert used & HELD_OUT == (used if split == "valid" else set())
        for voice in voices:
            assert voice.prosody[0] in speaks
            assert sum(voice.timbre.values()) == pytest.approx(1.0)
            assert 0.85 <= voice.speed <= 1.2
        assert len({frozenset(voice.timbre) for voice in voices}) > (5 if split == "train" else 0)


def test_a_language_without_voices_is_refused() -> None:
    with pytest.raises(ValueError, match="no zh voice for the train split"):
        random_voice(("af_heart", "zf_xiaoni"), "zh", "train", random.Random(1))


def test_ends_are_trimmed_to_what_is_heard() -> None:
    sound = np.concatenate([np.full(8_000, 1e-4, np.float32), tone(0.5), np.full(12_000, 1e-4, np.float32)])
    words = trimmed(sound, 16_000, margin=0.05)
    assert len(words) / 16_000 == pytest.approx(0.6, abs=0.02)
    clip = to_clip(np.repeat(words, 2), 32_000, peak_db=-6.0)
    assert len(clip) == pytest.approx(len(words), abs=900)
    assert np.abs(clip).max() == pytest.approx(10 ** (-6 / 20), rel=1e-4)
    assert len(to_clip(np.zeros(24_000, np.float32), 24_000)) == 0
    assert len(trimmed(np.zeros(3, np.float32), 16_000)) == 0


def test_shards_hold_what_the_manifest_says(tmp_path: Path) -> None:
    writer = ShardWriter(tmp_path, "tones", shard=40_000)
    clips = [tone(0.3 + 0.1 * number, 0.1 * (number + 1)) for number in range(6)]
    for number, clip in enumerate(clips):
        writer.add(clip, text=str(number), language="en", split="train", number=number)
    writer.close()
    rows = read_manifest(tmp_path / "tones.jsonl")
    assert len({row.file for row in rows}) > 1
    for (row, sound), clip in zip(read_sound(tmp_path, rows), clips, strict=True):
        np.testing.assert_allclose(sound, clip, atol=1e-4)
        assert row.more["number"] == int(row.text or -1)
    assert writer.seconds == pytest.approx(sum(map(len, clips)) / 16_000)


def test_a_writer_that_died_leaves_whole_shards_and_goes_on(tmp_path: Path) -> None:
    writer = ShardWriter(tmp_path, "tones", shard=10_000)
    for number in range(3):
        writer.add(tone(0.4), text="a", language="en", split="train", number=number)
    del writer  # the third clip was in memory only
    again = ShardWriter(tmp_path, "tones", resume=True, shard=10_000)
    assert [row["number"] for row in again.rows] == [0, 1]
    again.add(tone(0.5), text="b", language="en", split="train", number=2)
    again.close()
    rows = read_manifest(tmp_path / "tones.jsonl")
    assert [row.text for row in rows] == ["a", "a", "b"]
    assert [len(sound) for _, sound in read_sound(tmp_path, rows)] == [6_400, 6_400, 8_000]
    assert {row.file for row in rows} == {path.name for path in tmp_path.glob("*.flac")}


def test_a_list_is_said_evenly_and_in_another_order_each_time(tmp_path: Path) -> None:
    path = tmp_path / "sentences.tsv"
    path.write_text("en\tstop\n\nen\tgo left\nzh\t打开灯\n", encoding="utf-8")
    told = synthesize.read_sentences(path)
    assert told == [Told("stop", "en"), Told("go left", "en"), Told("打开灯", "zh")]
    source = synthesize.from_list(told, seed=1)
    drawn = list(islice(synthesize.jobs(source, PACKS, 1, 0.2, 0), 60))
    assert all(sum(job.told == one for job in drawn) == 20 for one in told)
    assert len({tuple(job.told.text for job in drawn[turn : turn + 3]) for turn in range(0, 60, 3)}) > 1
    resumed = list(islice(synthesize.jobs(source, PACKS, 1, 0.2, 40), 20))
    assert resumed == drawn[40:]
    assert {job.split for job in drawn} == {"train", "valid"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("stop\n", r"s\.tsv:1: expected en or zh"),
        ("en\tgo\nfr\tarrêtez\n", r"s\.tsv:2"),
        ("\n", "no sentences"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    path = tmp_path / "s.tsv"
    path.write_text(content, encoding="utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "af_heart.bin").touch()
    with pytest.raises(SystemExit, match=message):
        run(
            monkeypatch, "--family", "x", "--sentences", path, "--voices", tmp_path, "--out", tmp_path / "out"
        )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["--family", "x"], ["--family", "x", "--language", "en", "--sentences", "s.tsv"],
     ["--family", "x", "--language", "en", "--valid", "2"],
     ["--family", "x", "--sentences", "s.tsv", "--apart", "kokoro-en"],
     ["--family", "x", "--language", "en", "--processes", "0"]],
)  # fmt: skip
def test_contradictory_options_are_refused(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(monkeypatch, *arguments)
    assert stopped.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_sentences_that_are_measured_on_are_not_said(tmp_path: Path) -> None:
    said = [told.text for told in drawn(synthesize.from_home("zh"))]
    rows = [
        {"file": "a.opus", "start": 0, "frames": 1, "split": split, "text": text}
        for text, split in zip(said[:3], ("valid", "devtest", "train"), strict=True)
    ]
    (tmp_path / "measured.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    apart = synthesize.measured_on(tmp_path, ["measured"])
    assert apart == {said[0], said[1]}
    others = [told.text for told in drawn(synthesize.from_home("zh", apart))]
    assert not apart & {*others}
    assert others[2:] == said[2:]
    assert synthesize.measured_on(tmp_path, []) == frozenset()
    with pytest.raises(FileNotFoundError):
        synthesize.measured_on(tmp_path, ["nothing"])


def drawn(source: synthesize.Source) -> list[Told]:
    return [source(number, random.Random(f"5 {number}")) for number in range(40)]


def test_missing_voices_say_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="--fetch"):
        run(monkeypatch, "--family", "x", "--language", "en", "--voices", tmp_path)
    with pytest.raises(VoicesMissing, match="--fetch"):
        Kokoro(tmp_path)
    with pytest.raises(VoicesMissing, match="--fetch"):
        speller(tmp_path, "en")


def test_what_was_made_is_kept_when_a_voice_breaks(tmp_path: Path) -> None:
    def clips() -> Iterator[tuple[synthesize.Job, np.ndarray]]:
        voice = Voice({"af_heart": 1.0}, "af_heart")
        for number, sound in enumerate([tone(0.5), np.zeros(0, np.float32), tone(0.4)]):
            yield synthesize.Job(number, Told("go", "en"), "en", "train", voice, "."), sound
        raise ValueError("cannot be said")

    console = Console(quiet=True)
    with pytest.raises(ValueError, match="cannot be said"):
        synthesize.write(clips(), ShardWriter(tmp_path, "x"), 1.0, None, console)
    rows = read_manifest(tmp_path / "x.jsonl")
    assert [row.more["number"] for row in rows] == [0, 2]
    assert [len(sound) for _, sound in read_sound(tmp_path, rows)] == [8_000, 6_400]


@needs_voices
def test_a_family_is_spoken_and_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sentences.tsv"
    path.write_text("en\tturn on the kitchen lights\nzh\t打开客厅的灯\n", encoding="utf-8")
    options = ("--family", "demo", "--sentences", path, "--voices", VOICES, "--out", tmp_path)
    run(monkeypatch, *options, "--clips", 1, "--valid", 0)
    run(monkeypatch, *options, "--clips", 2, "--valid", 0)
    rows = read_manifest(tmp_path / "demo.jsonl")
    assert sorted(row.text or "" for row in rows) == ["turn on the kitchen lights", "打开客厅的灯"]
    assert [row.more["number"] for row in rows] == [0, 1]
    assert {row.file for row in rows} == {"demo-000.flac", "demo-001.flac"}
    for row, sound in read_sound(tmp_path, rows):
        assert 0.7 < len(sound) / 16_000 < 4.0
        assert np.abs(sound).max() == pytest.approx(0.5, abs=0.02)
        assert row.more["voice"]["prosody"] in styles(VOICES)
        assert not HELD_OUT & {*row.more["voice"]["timbre"], row.more["voice"]["prosody"]}
    assert soundfile.info(tmp_path / "demo-000.flac").samplerate == 16_000


@needs_voices
def test_a_mixed_style_lies_between_its_packs() -> None:
    kokoro = Kokoro(VOICES)
    heart, adam = (kokoro.style(Voice({name: 1.0}, name), 20) for name in ("af_heart", "am_adam"))
    mixed = kokoro.style(Voice({"af_heart": 0.25, "am_adam": 0.75}, "af_heart"), 20)
    np.testing.assert_allclose(mixed[0, :128], 0.25 * heart[0, :128] + 0.75 * adam[0, :128], atol=1e-6)
    np.testing.assert_array_equal(mixed[0, 128:], heart[0, 128:])
    with pytest.raises(ValueError, match="cannot be said at once"):
        kokoro.say("", Voice({"af_heart": 1.0}, "af_heart"))
    with pytest.raises(VoicesMissing, match="no voice af_nobody"):
        kokoro.style(Voice({"af_nobody": 1.0}, "af_heart"), 20)


def test_manifest_rows_are_json(tmp_path: Path) -> None:
    writer = ShardWriter(tmp_path, "x")
    writer.add(tone(0.2), text="打开灯", language="zh", split="valid", voice=Voice({"a": 1.0}, "a").facts())
    writer.close()
    (line,) = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    assert "打开灯" in line
    assert json.loads(line)["voice"] == {"timbre": {"a": 1.0}, "prosody": "a", "speed": 1.0}
