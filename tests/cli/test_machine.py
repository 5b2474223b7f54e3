"""`devices`, `doctor`, `bench` and `model`: this machine and this installation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.audio.backend import MicrophoneInfo
from assistant.config import FILE_NAME, set_value
from assistant.demo import recordings
from assistant.errors import AudioError, BadRecording, ModelError, NoMicrophone
from assistant.paths import bundled_model
from tests.audio.fakes import device
from tests.cli.conftest import Desk

USB = device(3, "USB [mic]", channels=1, default_rate=44_100)
BUILT_IN = device(0, "Built-in", is_default=True)

Plug = Callable[..., None]


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """Say which microphones there are, or what looking for them raises."""

    def plug_(*found: MicrophoneInfo, fails: AudioError | None = None) -> None:
        def look() -> tuple[MicrophoneInfo, ...]:
            if fails:
                raise fails
            return found

        for module in ("cli.machine", "doctor"):
            monkeypatch.setattr(f"assistant.{module}.list_microphones", look)

    return plug_


NO_PORTAUDIO = AudioError("PortAudio is not installed", "Install it with: sudo apt install libportaudio2")


def findings(desk: Desk, *options: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in desk.type("doctor", "--no-listen", "--json", *options).rows:
        assert list(row) == ["subject", "health", "message", "remedy"]
        found.setdefault(row["subject"], []).append(row)
    return found


def test_devices_as_a_table(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN, USB)
    answer = desk.type("devices")
    assert answer.code == 0
    lines = [line.split() for line in answer.out.splitlines()]
    assert any("default" in line and "Built-in" in line and "48000" in line for line in lines)
    assert any("3" in line and "[mic]" in line and "44100" in line for line in lines)


def test_devices_for_machines(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN, USB)
    rows = desk.type("devices", "--json").rows
    assert rows[1] == {
        "index": 3,
        "name": "USB [mic]",
        "host_api": "ALSA",
        "channels": 1,
        "default_rate": 44_100,
        "is_default": False,
    }


def test_no_microphone(desk: Desk, plug: Plug) -> None:
    plug()
    answer = desk.type("devices")
    assert isinstance(answer.error, NoMicrophone)
    assert answer.error.remedy


def test_no_portaudio(desk: Desk, plug: Plug) -> None:
    plug(fails=NO_PORTAUDIO)
    answer = desk.type("devices")
    assert answer.error is NO_PORTAUDIO
    (found,) = findings(desk)["microphone"]
    assert found["health"] == "bad"
    assert "apt install" in found["remedy"]


def test_a_healthy_installation(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN)
    answer = desk.type("doctor", "--no-listen")
    assert answer.code == 0
    assert "bad" not in answer.out
    found = findings(desk)
    assert list(found) == [
        "config",
        "files",
        "model",
        "sentences",
        "pronunciation",
        "wake phrase",
        "microphone",
    ]
    assert "config.toml" in found["config"][0]["message"]
    assert "Built-in" in found["microphone"][0]["message"]


def test_what_is_bad_is_told_with_a_remedy_and_a_code(desk: Desk, plug: Plug) -> None:
    plug()
    answer = desk.type("doctor", "--no-listen")
    assert answer.code == 1
    assert "bad  microphone" in answer.out
    assert "demo" in answer.out


def test_a_broken_config_does_not_end_the_examination(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN)
    desk.set("languages = 3\n")
    found = findings(desk)
    assert found["config"][0]["health"] == "bad"
    assert "languages must be" in found["config"][0]["message"]
    assert found["sentences"][0]["health"] == "good"


def test_broken_sentences_do_not_end_it_either(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN)
    (desk.config / "sentences").mkdir(parents=True)
    (desk.config / "sentences" / "bad.yaml").write_text("language: en\nintents: [")
    found = findings(desk)
    assert found["sentences"][-1]["health"] == "bad"
    assert "bad.yaml" in found["sentences"][-1]["message"]
    assert found["wake phrase"][0]["health"] == "good"


def test_folders_that_cannot_be_written(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN)
    desk.state.write_text("in the way")
    bad = [found for found in findings(desk)["files"] if found["health"] == "bad"]
    assert [str(desk.state) in found["message"] for found in bad] == [True]
    assert "INGLENOOK_STATE_DIR" in bad[0]["remedy"]


def test_names_that_no_dictionary_knows_and_short_wake_phrases(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN)
    desk.set('[home]\nfile = "home.yaml"\n[listen]\nwake_phrases = ["hi"]\n')
    (desk.config / "home.yaml").write_text("entities: {light.lamp: {en: [zwumbl lamp]}}")
    found = findings(desk)
    assert [one["health"] for one in found["wake phrase"]] == ["notice"]
    (gap,) = found["pronunciation"]
    assert '"zwumbl"' in gap["message"]
    assert "lexicon.toml" in gap["remedy"]


def test_sentences_in_a_language_that_is_not_listened_to_and_a_missing_home(desk: Desk, plug: Plug) -> None:
    plug(BUILT_IN)
    desk.set('[home]\nfile = "gone.yaml"\n')
    (desk.config / "sentences").mkdir()
    (desk.config / "sentences" / "zh.yaml").write_text("language: zh-CN\nintents: {}")
    messages = [found["message"] for found in findings(desk)["sentences"] if found["health"] == "notice"]
    assert any("gone.yaml" in message for message in messages)
    assert any("zh.yaml is in zh" in message for message in messages)


def test_a_missing_model(folders: Desk, plug: Plug) -> None:
    plug(BUILT_IN)
    folders.set('[speech]\nmodel = "none.onnx"\n')
    found = findings(folders)
    assert found["model"][0]["health"] == "bad"
    assert "none.onnx" in found["model"][0]["message"]
    assert found["pronunciation"]


def test_the_microphone_is_opened_where_it_may_be(desk: Desk, plug: Plug) -> None:
    plug()
    assert desk.type("doctor", "--json").rows[-1]["subject"] == "microphone"


BENCH_KEYS = {
    "rtf",
    "rtf_waiting",
    "rtf_model",
    "rtf_spotter",
    "rtf_decoder",
    "rtf_silence",
    "rtf_gate",
    "rss_mb",
    "load_seconds",
    "kept",
    "model_bytes",
    "p50_ms",
    "p95_ms",
    "audio_seconds",
    "utterances",
    "languages",
    "machine",
    "python",
    "joules_an_hour",
    "instructions_a_second",
}


def test_bench_on_recordings(desk: Desk) -> None:
    wavs = [desk.record("a.wav", "turn on the floor lamp"), desk.record("b.wav", "turn on the kettle")]
    (row,) = desk.type("bench", "--json", "--repeat", "2", *wavs).rows
    assert set(row) == BENCH_KEYS
    assert row["utterances"] == 4
    waiting = row["rtf_gate"] + row["rtf_model"] + row["rtf_spotter"]
    assert row["rtf_waiting"] == pytest.approx(waiting, abs=1e-4)
    assert row["rtf"] == pytest.approx(row["rtf_model"] + row["rtf_spotter"] + row["rtf_decoder"], abs=1e-4)
    assert 0 < row["p50_ms"] <= row["p95_ms"]
    assert row["rss_mb"] > 10
    assert row["load_seconds"] > 0
    assert row["audio_seconds"] > 4
    table = desk.type("bench", "--repeat", "1", *wavs)
    assert table.code == 0
    assert "rtf_silence" in table.out


def test_bench_on_the_bundled_recordings_and_the_released_model(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.speech.model import AcousticModel

    monkeypatch.setattr("assistant.bench.AcousticModel", AcousticModel)
    (row,) = desk.type("bench", "--json", "--repeat", "1").rows
    assert row["utterances"] > 5
    assert row["model_bytes"] == bundled_model().stat().st_size
    assert row["rtf_silence"] > 0
    large = bundled_model().with_name("large.onnx")
    (row,) = desk.type("bench", "--json", "--repeat", "1", "--model", large).rows
    assert row["model_bytes"] == large.stat().st_size


def test_bench_on_what_is_no_recording(desk: Desk) -> None:
    answer = desk.type("bench", "--json", desk.sounds / "none.wav")
    assert isinstance(answer.error, BadRecording)


def test_the_model_in_use(folders: Desk) -> None:
    (row,) = folders.type("model", "--json").rows
    assert row["path"] == str(bundled_model())
    assert row["bytes"] == bundled_model().stat().st_size
    assert row["phones"] > 90
    answer = folders.type("model")
    assert "precision" in answer.out


def test_a_model_that_is_none(folders: Desk) -> None:
    path = folders.sounds / "text.onnx"
    path.write_text("no graph")
    answer = folders.type("model", "--model", path)
    assert isinstance(answer.error, ModelError)
    assert "text.onnx" in answer.error.message


def test_released_models_are_listed_and_one_is_in_use(folders: Desk) -> None:
    rows = folders.type("model", "list", "--json").rows
    assert [row["in_use"] for row in rows if row["name"] == "inglenook"] == [True]
    assert all(0 < row["right"] < 100 for row in rows)
    assert rows == sorted(rows, key=lambda row: row["bytes"])
    assert "in use" in folders.type("model", "list").out


def test_another_model_is_used_and_the_bundled_one_again(folders: Desk) -> None:
    mine = folders.sounds / "mine.onnx"
    mine.write_bytes(bundled_model().read_bytes())
    folders.type("model", "use", mine)
    (row,) = folders.type("model", "--json").rows
    assert row["path"] == str(mine)
    assert not any(row["in_use"] for row in folders.type("model", "list", "--json").rows)
    folders.type("model", "use", "inglenook")
    (row,) = folders.type("model", "--json").rows
    assert row["path"] == str(bundled_model())
    assert "mine.onnx" not in (folders.config / "config.toml").read_text()


def test_a_model_that_cannot_be_used_changes_nothing(folders: Desk) -> None:
    broken = folders.sounds / "broken.onnx"
    broken.write_bytes(bundled_model().read_bytes()[:100_000])
    for name, told in ((broken, "broken.onnx"), ("huge", "There is no model huge")):
        answer = folders.type("model", "use", name)
        assert isinstance(answer.error, ModelError)
        assert told in answer.error.message
    (row,) = folders.type("model", "--json").rows
    assert row["path"] == str(bundled_model())


def test_a_model_that_learned_english_only_is_for_homes_that_speak_it(folders: Desk) -> None:
    # Metadata comes last in the file, so that an entry can be appended: field 14, then key and value.
    entry = b"\x0a\x09languages\x12\x02en"
    mine = folders.sounds / "mine.onnx"
    mine.write_bytes(bundled_model().read_bytes() + b"\x72" + bytes([len(entry)]) + entry)
    settings = folders.config / FILE_NAME
    set_value(settings, "languages", ["en", "zh"])
    answer = folders.type("model", "use", mine)
    assert isinstance(answer.error, ModelError)
    assert "English, and not Mandarin" in answer.error.message
    (row,) = folders.type("model", "--json").rows
    assert row["path"] == str(bundled_model())
    set_value(settings, "languages", ["en"])
    folders.type("model", "use", mine)
    (row,) = folders.type("model", "--json").rows
    assert (row["path"], row["languages"]) == (str(mine), "en")
    # Whoever speaks Mandarin too later on is told, and not misheard.
    recording = str(recordings()[0].file)
    assert folders.type("recognize", "--json", recording).error is None
    set_value(settings, "languages", ["en", "zh"])
    assert isinstance(folders.type("recognize", "--json", recording).error, ModelError)


@pytest.mark.parametrize("words", [["use"], ["list", "inglenook"], ["inglenook"]])
def test_model_used_wrongly(folders: Desk, words: list[str]) -> None:
    assert folders.type("model", *words).code == 2
