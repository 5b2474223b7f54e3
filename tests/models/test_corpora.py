"""Corpora read out of tiny git repositories made here."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from models.data import aishell, common_voice, dsp_words, esc10, librispeech, speech_commands, wuw_telephone
from models.data.common_voice import Wanted, held_out, rows_of, take, take_untold
from models.data.git_snapshot import GitTree, decode
from models.data.manifest import read_manifest, read_sound
from models.data.shards import ShardWriter
from models.data.silence import spoken_part
from models.data.transcripts import Transcripts

HEADER = "client_id\tpath\tsentence\tup_votes\tage\taccents\n"


def tone(seconds: float, rate: int = 16_000, pitch: float = 440.0) -> np.ndarray:
    """A sine at half scale."""
    time = np.arange(int(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * pitch * time)).astype(np.float32)


def recording(sound: np.ndarray, form: str, rate: int = 16_000) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, sound, rate, format=form)
    return file.getvalue()


def snapshot(folder: Path, files: dict[str, bytes]) -> Path:
    """A git directory whose newest commit holds `files`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    git = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "all"]):
        subprocess.run([*git, *command], check=True)
    return folder / ".git"


def clip(number: int) -> str:
    return f"common_voice_en_{number}.mp3"


def table(*rows: tuple[str, int, str]) -> str:
    lines = [f"{client}\t{clip(number)}\t{text}\t2\tfourties\tFilipino\n" for client, number, text in rows]
    return HEADER + "".join(lines)


@pytest.fixture(scope="module")
def english() -> Transcripts:
    return Transcripts("en")


def sides(percent: int) -> tuple[str, str]:
    """A client id that is held out and one that is not."""
    ids = [f"client-{number:04d}-{number:04d}" for number in range(400)]
    return next(i for i in ids if held_out(i, percent)), next(i for i in ids if not held_out(i, percent))


def test_git_tree(tmp_path: Path) -> None:
    sound = tone(0.5, 48_000)
    stereo = np.stack([sound, np.zeros_like(sound)], axis=1)
    git = snapshot(
        tmp_path, {"a/x.flac": recording(stereo, "FLAC", 48_000), "a/y z.txt": b"two\n", "b.txt": b""}
    )
    tree = GitTree(git, "a/")
    assert [path.name for path in tree.paths] == ["x.flac", "y z.txt"]
    contents = dict(tree.read(tree.paths))
    assert contents[tree.paths[1]] == b"two\n"
    mono = decode(contents[tree.paths[0]])
    assert mono.dtype == np.dtype(np.float32)
    assert len(mono) == 8_000
    middle = slice(1_000, 7_000)
    assert np.allclose(mono[middle], 0.5 * tone(0.5)[middle], atol=0.01)  # the mean of a tone and nothing
    assert tree.read_text("b.txt") == ""
    for name in ("c.txt", "c d.txt"):
        with pytest.raises(FileNotFoundError, match=name):
            tree.read_text(name)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ('"Dollar shops" sell the rest.', "dollar shops sell the rest"),
        ("It was named 'Christmas Fairyland'.", "it was named christmas fairyland"),
        ("Don’t tell 'em – a self-made café!", "don't tell 'em a self made cafe"),
        ("Cats & dogs", "cats and dogs"),
        ("In 1990 it rained.", None),
        ("The FirstEnergy plant", None),
        ("Москва", None),
        ("...", None),
    ],
)
def test_english_transcripts(english: Transcripts, text: str, cleaned: str | None) -> None:
    assert english.clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("把灯打开，谢谢。", "把灯打开谢谢"),
        ("抒解緊張的情緒", "抒解緊張的情緒"),
        ("打开TV吧", "打开 tv 吧"),
        ("调到26度", None),
    ],
)
def test_mandarin_transcripts(text: str, cleaned: str | None) -> None:
    assert Transcripts("zh").clean(text) == cleaned


def test_guessed_words(english: Transcripts) -> None:
    assert not english.guessed("call the operator")
    assert english.guessed("call theoperator")


def test_tables_keep_quotation_marks() -> None:
    rows = rows_of(table(("a", 1, '"Half a quotation'), ("b", 2, "next\u2028line")))
    assert [row["sentence"] for row in rows] == ['"Half a quotation', "next\u2028line"]


def test_speakers_are_held_out_by_their_id() -> None:
    ids = [f"{number:0128x}" for number in range(4_000)]
    few, more = ({i for i in ids if held_out(i, percent)} for percent in (5, 10))
    assert few < more
    assert 0.035 < len(few) / len(ids) < 0.065
    assert not any(held_out(i, 0) for i in ids)


def test_common_voice(tmp_path: Path, english: Transcripts) -> None:
    apart, kept = sides(20)
    sounds = {number: tone(1.0, 48_000, 200.0 + 50 * number) for number in range(1, 9)}
    sounds[6] = np.zeros(48_000, np.float32)
    sounds[7] = tone(0.2, 48_000)
    files = {f"clips/{clip(number)}": recording(sound, "MP3", 48_000) for number, sound in sounds.items()}
    files[f"clips/{clip(8)}"] = b"not a recording"
    files["validated.tsv"] = table(
        (kept, 1, "Open the door."),
        (apart, 2, "Close it."),
        (kept, 3, "People complained."),
        (kept, 4, "Voted down."),
        ("other", 5, "Speaker of another table."),
        (kept, 6, "Silence."),
        (kept, 7, "Short."),
        (kept, 8, "Broken."),
        (kept, 9, "Not in the snapshot."),
        ("elsewhere-too", 1, "Whoever it is."),
        (kept, 1, "Said elsewhere."),
    ).encode()
    tree = GitTree(snapshot(tmp_path / "repo", files), "clips/")
    wanted = Wanted(
        hold_out=20,
        reported=frozenset({"People complained."}),
        refused=frozenset({clip(4)}),
        elsewhere=frozenset({"other"}),
        apart=frozenset({"cv-elsewhere-to", "said elsewhere"}),
    )
    writer = ShardWriter(tmp_path / "out", "cv")
    tally = take(tree, rows_of(tree.read_text("validated.tsv")), writer, english, wanted)
    assert tally.dropped == {
        "reported": 1,
        "voted down": 1,
        "speaker of another split": 1,
        "speaker or text of another split": 2,
        "silence": 1,
        "length": 1,
        "cannot be decoded": 1,
    }
    first, second = clips = read_manifest(tmp_path / "out" / "cv.jsonl")
    assert (first.text, first.split, first.language) == ("open the door", "train", "en")
    assert (second.text, second.split) == ("close it", "valid")
    assert first.speaker == f"cv-{kept[:12]}"
    assert first.more == {
        "source": "common-voice",
        "id": "common_voice_en_1",
        "age": "fourties",
        "accent": "Filipino",
    }
    for number, (_, sound) in zip((1, 2), read_sound(tmp_path / "out", clips), strict=True):
        spectrum = np.abs(np.fft.rfft(sound))
        assert spectrum.argmax() * 16_000 / len(sound) == pytest.approx(200 + 50 * number, abs=5)


def test_untold_clips(tmp_path: Path) -> None:
    apart, kept = sides(20)
    far = 10 * common_voice.SESSION
    numbers = [far, far + 1, far + common_voice.SESSION, 2 * far, 2 * far + 1, 2 * far + 2]
    seconds = dict.fromkeys(numbers, 2.0) | {2 * far + 2: 13.0}
    files = {
        f"clips/{clip(number)}": recording(tone(seconds[number]), "MP3", 16_000) for number in numbers
    } | {"clips/readme.txt": b""}
    tree = GitTree(snapshot(tmp_path / "repo", files), "clips/")
    rows = rows_of(table((apart, far, "Held out."), (kept, 2 * far, "Not held out.")))
    writer = ShardWriter(tmp_path / "out", "untold")
    wanted = Wanted(shortest=1.5, longest=12.0)
    tally = take_untold(tree, rows, writer, wanted, 20)
    assert tally.dropped == {"near a held-out speaker's": 2, "length": 1}
    (only,) = read_manifest(tmp_path / "out" / "untold.jsonl")
    assert (only.more["id"], only.text, only.split) == (f"common_voice_en_{2 * far + 1}", None, "train")


def test_command_line_keeps_families_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    rows = table(("one", 1, "Sentence one."), ("two", 2, "Sentence two."), ("one", 3, "Sentence three."))
    files = {f"en/clips/{clip(number)}": recording(tone(1.0), "MP3") for number in (1, 2, 3)}
    git = snapshot(tmp_path / "repo", files | {"en/validated.tsv": rows.encode()})
    with (tmp_path / "tested.jsonl").open("w") as manifest:
        manifest.write(
            '{"file": "x.flac", "start": 0, "frames": 9, "text": "sentence four", "speaker": "cv-one", '
            '"language": "en", "split": "devtest"}\n'
        )
    options = ["--git", git, "--clips", "en/clips/", "--table", "en/validated.tsv", "--family", "delta"]
    options += ["--split", "train", "--out", tmp_path, "--apart", "tested"]
    monkeypatch.setattr("sys.argv", ["common_voice", *map(str, options)])
    common_voice.main()
    assert "'speaker or text of another split': 2" in capsys.readouterr().out
    assert [found.text for found in read_manifest(tmp_path / "delta.jsonl")] == ["sentence two"]


def test_command_line_appends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    for number in (1, 2):
        rows = table(("somebody", number, f"Sentence {'one' if number == 1 else 'two'}."))
        files = {f"en/clips/{clip(number)}": recording(tone(1.0), "MP3"), "en/validated.tsv": rows.encode()}
        git = snapshot(tmp_path / str(number), files)
        options = ["--git", git, "--clips", "en/clips/", "--table", "en/validated.tsv", "--family", "delta"]
        options += ["--split", "train", "--out", tmp_path / "out"] + ["--append"] * (number - 1)
        monkeypatch.setattr("sys.argv", ["common_voice", *map(str, options)])
        common_voice.main()
    assert "the family: 2 clips" in capsys.readouterr().out
    clips = read_manifest(tmp_path / "out" / "delta.jsonl")
    assert [(found.text, found.file) for found in clips] == [
        ("sentence one", "delta-000.flac"),
        ("sentence two", "delta-001.flac"),
    ]


def noisy_word(before: float, seconds: float, after: float, noise: float = 1e-4) -> np.ndarray:
    """A tone between silences of a little noise."""
    parts = [np.zeros(int(before * 16_000)), tone(seconds), np.zeros(int(after * 16_000))]
    sound = np.concatenate(parts)
    return (sound + noise * np.random.default_rng(0).standard_normal(len(sound))).astype(np.float32)


@pytest.mark.parametrize("noise", [0.0, 1e-4, 1e-2])
def test_spoken_part(noise: float) -> None:
    part = spoken_part(noisy_word(0.5, 0.4, 0.8, noise))
    assert part is not None
    assert part.start / 16_000 == pytest.approx(0.5 - 0.15, abs=0.021)
    assert part.stop / 16_000 == pytest.approx(0.9 + 0.15, abs=0.021)


def test_spoken_part_stays_inside_and_ignores_clicks() -> None:
    sound = noisy_word(0.05, 0.4, 1.0)
    sound[20_000:20_320] = 0.5  # 20 ms
    part = spoken_part(sound)
    assert part is not None
    assert part.start == 0
    assert part.stop / 16_000 == pytest.approx(0.45 + 0.15, abs=0.021)


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_no_speech(noise: float) -> None:
    assert spoken_part((noise * np.random.default_rng(0).standard_normal(16_000)).astype(np.float32)) is None
    assert spoken_part(np.zeros(10, np.float32)) is None


def test_dsp_words(tmp_path: Path) -> None:
    students = [str(15307110000 + number) for number in range(dsp_words.APART + 2)]
    word = recording(noisy_word(0.5, 0.4, 0.8), "WAV")
    files = {f"speech_data/{s}/{s}-{w}-01.wav": word for s in students for w in ("06", "17")}
    files |= {
        f"speech_data/{students[0]}/{students[0]}-00-02.wav": recording(np.zeros(32_000, np.float32), "WAV"),
        f"speech_data/{students[0]}/{students[0]}-00-03.wav": b"",
    }
    tree = GitTree(snapshot(tmp_path / "repo", files), "speech_data/")
    dropped = dsp_words.take(tree, ShardWriter(tmp_path / "out", "dsp-words"))
    assert dropped == {"no speech stands out": 1, "cannot be decoded": 1}
    clips = read_manifest(tmp_path / "out" / "dsp-words.jsonl")
    assert [(found.text, found.language) for found in clips[:2]] == [("北京", "zh"), ("open", "en")]
    sides = {
        split: {found.speaker for found in clips if found.split == split} for split in ("train", "valid")
    }
    assert (len(sides["valid"]), len(sides["train"])) == (dsp_words.APART, 2)
    assert not sides["valid"] & sides["train"]
    assert all(found.frames == pytest.approx(0.7 * 16_000, abs=500) for found in clips)
    assert not any(student in str(found) for found in clips for student in students)


def said_by(percent: float, within: float) -> str:
    """A speaker's name that the data set's rule puts there."""
    names = (f"{number:08x}" for number in range(10_000))
    return next(name for name in names if percent <= speech_commands.hashed(name) < percent + within)


def test_the_rule_of_speech_commands_is_the_data_sets_own() -> None:
    # Of its lists: 0c540988 is tested in `words-devtest`, 026290a7 validates in `words-valid`, 00f0204f trains.
    assert 10 <= speech_commands.hashed("0c540988") < 20
    assert speech_commands.hashed("026290a7") < 10
    assert speech_commands.hashed("00f0204f") >= 20


def test_more_words_are_of_people_who_may_train(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    out, word = tmp_path / "out", recording(tone(1.0), "WAV")
    tested, apart, known, new = said_by(10, 10), said_by(0, 5), said_by(30, 10), said_by(60, 10)
    for family, speaker in (("words-train", known), ("words-valid", apart), ("words-devtest", tested)):
        writer = ShardWriter(out, family)
        writer.add(tone(1.0), text="up", speaker=speaker, language="en", split=family.partition("-")[2])
        writer.close()
    files = {
        f"audio/{text}/{speaker}_nohash_0.wav": word
        for text in ("up", "off")
        for speaker in (tested, apart, known, new)
    }
    files |= {"audio/up/README.txt": b"no clip", f"audio/off/{new}_nohash_1.wav": recording(tone(0.1), "WAV")}
    git = snapshot(tmp_path / "repo", files)
    options = ["--git", git, "--path", "audio/", "--out", out]
    monkeypatch.setattr("sys.argv", ["speech_commands", *map(str, options)])
    speech_commands.main()
    assert "3 clips of 2 people" in capsys.readouterr().out
    found = {(one.text, one.speaker) for one in read_manifest(out / "words-more.jsonl")}
    assert found == {("off", known), ("off", new), ("up", new)}
    monkeypatch.setattr("sys.argv", ["speech_commands", *map(str, options), "--append"])
    speech_commands.main()  # once more: everything is there already
    assert "3 clips of 2 people" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("transcript", "words"),
    [
        ("{breath} *gonna call ^John, %uh ThinkEngine [click]", "gonna call John, uh Think Engine"),
        ("[static/] Onword [\\static]", "onward"),
        ("my personal assistant.Voyager", "my personal assistant.Voyager"),
        ("stand-by twoVoyager", "stand-by two Voyager"),
        ("I don\ufffdt know", "I don't know"),
        ("[voices] Operator", None),
        ("{laugh} Operator", None),
        ("(( )) Operator", None),
        ("Op- Operator", None),
        ("-perator", None),
        ("<as> quiet </as> Operator", None),
        ("~T~V Voyager", None),
        ("{click] Onword", None),
        ("[[skip]] Voyager", None),
        ("+Wildfires", None),
        ("4 Wildfires", None),
    ],
)
def test_wuw_transcripts(transcript: str, words: str | None) -> None:
    assert wuw_telephone.words_of(transcript) == words


def test_wuw_telephone(tmp_path: Path) -> None:
    def line(number: str, transcript: str, session: str = "00007") -> str:
        name = f"WUWII{session}_{number}.ulaw"
        return f"12.21.2001|03.50.03|male|native|cellphone|{session}|{number}|{name}|0.5|1.5|{transcript}\n"

    call = tone(1.0, 8_000, 1_000.0)
    file = io.BytesIO()
    soundfile.write(file, call, 8_000, format="RAW", subtype="ULAW")
    sounds = {f"calls/00007/WUWII00007_{number}.ulaw": file.getvalue() for number in ("000", "001", "002")}
    sounds["calls/00007/WUWII00007_003.ulaw"] = file.getvalue()[:800]
    table = (
        "# Date|Time\n"
        + line("000", "Jane Doe")
        + line("001", "{breath} Operator")
        + line("002", "(( ))")
        + line("003", "Onword")
        + line("004", "Wildfire")
        + line("005", "theoperator")
        + line("006", "")
    )
    tree = GitTree(snapshot(tmp_path / "repo", sounds), "calls/")
    dropped = wuw_telephone.take(tree, ShardWriter(tmp_path / "out", "wuw"), table)
    assert dropped == {
        "not transcribed cleanly": 1,
        "length": 1,
        "no recording": 1,
        "unknown or misspelt word": 1,
        "no text": 1,
    }
    clips = read_manifest(tmp_path / "out" / "wuw.jsonl")
    (only,) = clips
    assert (only.text, only.speaker, only.more["phone"]) == ("operator", "wuw-00007", "cellphone")
    ((_, sound),) = read_sound(tmp_path / "out", clips)
    assert len(sound) == 16_000
    assert np.abs(np.fft.rfft(sound)).argmax() == 1_000
    assert np.abs(sound[2_000:-2_000]).max() == pytest.approx(0.5, abs=0.03)


def test_librispeech(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "Libri/part/84/12/84-12.trans.txt": b"84-12-0000 GO DO YOU HEAR\n84-12-0001 NOT THERE\n",
        "Libri/part/84/12/84-12-0000.flac": recording(tone(1.0), "FLAC"),
        "Libri/part/84/12/84-12-0002.flac": recording(tone(1.0), "FLAC"),
    }
    options = ["--git", snapshot(tmp_path / "repo", files), "--path", "Libri/part/", "--family", "libri"]
    options += ["--split", "train", "--out", tmp_path / "out"]
    monkeypatch.setattr("sys.argv", ["librispeech", *map(str, options)])
    librispeech.main()
    (only,) = read_manifest(tmp_path / "out" / "libri.jsonl")
    assert (only.text, only.speaker, only.more["source"]) == ("go do you hear", "ls-84", "LibriSpeech part")


def test_esc10_takes_only_the_classes_that_may_be_used(tmp_path: Path) -> None:
    sounds = {"1-100-A-0.wav": 0.2, "2-7-B-41.wav": 0.4, "1-100-A-36.wav": 0.6, "1-9-A-10.wav": 0.0}
    files = {f"audio/{name}": recording(tone(1.0) * level, "WAV") for name, level in sounds.items()}
    git = snapshot(tmp_path / "git", {**files, "audio/about.csv": b"0", "audio/notes-0.txt": b"0"})
    writer = ShardWriter(tmp_path / "out", "noise-esc10")
    assert esc10.take(GitTree(git, "audio/"), writer) == 2
    clips = read_manifest(tmp_path / "out" / "noise-esc10.jsonl")
    assert [(one.more["note"], one.split, one.text) for one in clips] == [
        ("dog", "noise", None),
        ("chainsaw", "noise", None),
    ]
    (_, quiet), (_, loud) = read_sound(tmp_path / "out", clips)
    assert np.abs(loud).max() == pytest.approx(2 * np.abs(quiet).max(), rel=0.01)


def test_aishell(tmp_path: Path) -> None:
    said = {
        "S0150W0001": "打开 客厅 的 灯",
        "S0252W0001": "温度 设为 两度",
        "S0252W0002": "播放 LDQ 频道 7",
        "S0252W0003": "",
    }
    files = {f"data/BAC009{name}.txt": text.encode() for name, text in said.items()}
    files |= {f"data/BAC009{name}.wav": recording(tone(0.5), "WAV") for name in said}
    files |= {
        "data/BAC009S0252W0004.wav": b"RIFF",
        "data/BAC009S0252W0004.txt": "好的".encode(),
        "data/run.wav": b"",
    }
    git = snapshot(tmp_path / "git", files)
    writer = ShardWriter(tmp_path / "out", "aishell-more")
    dropped = aishell.take(GitTree(git, "data/"), writer, ["S0252"])
    assert dropped == {"text": 2, "cannot be decoded": 1}
    (clip,) = read_manifest(tmp_path / "out" / "aishell-more.jsonl")
    assert (clip.text, clip.language, clip.split) == ("温度设为两度", "zh", "train")
    assert clip.frames == 8000
    everybody = ShardWriter(tmp_path / "all", "aishell-more")
    aishell.take(GitTree(git, "data/"), everybody, [])
    assert [row["speaker"] for row in everybody.rows] == ["aishell-S0150", "aishell-S0252"]


def test_the_first_release_of_common_voice_knows_no_speakers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = [recording(tone(1.0, 48_000, 300.0 + 100 * number), "MP3", 48_000) for number in range(2)]
    files = {f"dev/sample-00000{number}.mp3": sound for number, sound in enumerate(sounds)}
    files["dev.csv"] = (
        b"filename,text,up_votes,down_votes,age,gender,accent,duration\n"
        b"dev/sample-000000.mp3,open the door,1,0,twenties,male,us,\n"
        b"dev/sample-000001.mp3,said elsewhere,2,0,,,,\n"
    )
    repository = snapshot(tmp_path / "repo", files)
    (tmp_path / "other.jsonl").write_text(
        '{"file": "a", "start": 0, "frames": 9, "text": "said elsewhere", "split": "valid", "language": "en"}\n'
    )
    options = [
        "--git",
        repository,
        "--clips",
        "dev",
        "--table",
        "dev.csv",
        "--family",
        "first",
        "--split",
        "train",
    ]
    options += ["--apart", "other", "--out", tmp_path]
    monkeypatch.setattr("sys.argv", ["common_voice", *map(str, options)])
    common_voice.main()
    (only,) = read_manifest(tmp_path / "first.jsonl")
    assert (only.text, only.speaker, only.split) == ("open the door", "", "train")
    assert only.more == {"source": "common-voice", "id": "sample-000000", "age": "twenties", "accent": "us"}
