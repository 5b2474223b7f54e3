from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.audio.file import FileSource, read_recording
from assistant.errors import BadRecording
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE
from tests.audio.fakes import FakeClock, tone

FORMATS = [
    ("WAV", "PCM_16"),
    ("WAV", "PCM_24"),
    ("WAV", "FLOAT"),
    ("WAV", "ULAW"),
    ("FLAC", "PCM_16"),
    ("OGG", "VORBIS"),
    ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"),
    ("AIFF", "PCM_16"),
]


def write(path: Path, *, rate: int = 16_000, channels: int = 1, seconds: float = 1.0, **form: str) -> Path:
    soundfile.write(path, tone(seconds, rate=rate, channels=channels), rate, **form)
    return path


@pytest.mark.parametrize(("container", "subtype"), FORMATS, ids="-".join)
@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_format_and_rate(tmp_path: Path, container: str, subtype: str, rate: int, channels: int) -> None:
    if (subtype, rate) == ("OPUS", 44_100):
        rate = 24_000  # Opus knows only the divisors of 48 kHz
    path = tmp_path / "tone"
    write(path, rate=rate, channels=channels, seconds=2.0, format=container, subtype=subtype)
    heard = read_recording(path)
    assert heard.dtype == np.float32
    assert heard.ndim == 1
    assert len(heard) / SAMPLE_RATE == pytest.approx(2.0, abs=0.1)  # MP3 pads
    spectrum = np.abs(np.fft.rfft(heard[8_000:24_000]))
    assert np.argmax(spectrum) == 440
    assert np.square(heard[8_000:24_000]).mean() == pytest.approx(0.125, rel=0.2)  # MP3 is that inexact


def test_16_khz_mono_is_left_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "tone.wav", subtype="FLOAT")
    np.testing.assert_array_equal(read_recording(path), tone(1.0)[:, 0])


def test_chunks(tmp_path: Path) -> None:
    path = write(tmp_path / "tone.wav", seconds=0.2, rate=48_000, channels=2)
    with FileSource(path) as source:
        chunks = list(source)
        assert source.name == "tone.wav"
        assert source.repaired == 0
    assert [len(chunk.samples) for chunk in chunks] == [CHUNK_SAMPLES, CHUNK_SAMPLES, 640]
    assert [chunk.start for chunk in chunks] == [0.0, 0.08, 0.16]
    np.testing.assert_array_equal(np.concatenate([c.samples for c in chunks]), read_recording(path))


def test_real_time_is_the_time_of_a_microphone(tmp_path: Path) -> None:
    clock = FakeClock()
    with FileSource(write(tmp_path / "tone.wav", seconds=0.2), realtime=True, clock=clock) as source:
        times = [clock.now() for _ in source]
    assert times == pytest.approx([0.08, 0.16, 0.2])


def test_real_time_waits_only_for_what_is_left(tmp_path: Path) -> None:
    clock = FakeClock()
    times = []
    with FileSource(write(tmp_path / "tone.wav", seconds=0.4), realtime=True, clock=clock) as source:
        for _ in source:
            times.append(clock.now())
            clock.time += 0.05  # a reader that works
    assert times == pytest.approx([0.08, 0.16, 0.24, 0.32, 0.4])


def test_close_ends_the_iteration(tmp_path: Path) -> None:
    clock = FakeClock()
    with FileSource(write(tmp_path / "tone.wav", seconds=9.0), realtime=True, clock=clock) as source:
        clock.at(0.2, source.close)
        assert len(list(source)) == 2
        assert list(source) == []
    assert clock.now() == pytest.approx(0.2)


def test_samples_that_are_no_numbers_are_silence_and_counted(tmp_path: Path) -> None:
    sound = tone(1.0)
    sound[1_000:1_100] = np.nan
    sound[2_000] = np.inf
    soundfile.write(tmp_path / "nan.wav", sound, SAMPLE_RATE, subtype="FLOAT")
    with FileSource(tmp_path / "nan.wav") as source:
        heard = np.concatenate([chunk.samples for chunk in source])
        assert source.repaired == 101
    assert np.isfinite(heard).all()
    assert not heard[1_000:1_100].any()
    np.testing.assert_array_equal(heard[3_000:], sound[3_000:, 0])


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadRecording, match=r"gone\.wav does not exist") as caught:
        read_recording(tmp_path / "gone.wav")
    assert caught.value.remedy


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadRecording, match="is a folder"):
        read_recording(tmp_path)


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "tone.wav")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadRecording, match=r"tone\.wav cannot be read: Permission denied"):
        read_recording(path)


def test_a_file_of_no_bytes(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    path.touch()
    with pytest.raises(BadRecording, match=r"is empty \(0 bytes\)"):
        read_recording(path)


def test_a_recording_without_samples(tmp_path: Path) -> None:
    with pytest.raises(BadRecording, match="has no sound in it"):
        read_recording(write(tmp_path / "none.wav", seconds=0.0))


@pytest.mark.parametrize("name", ["notes.txt", "notes.wav", "notes.flac", "notes.mp3"])
def test_a_file_that_is_no_sound(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("turn on the kitchen lights\n" * 100)
    with pytest.raises(BadRecording, match="is not a recording that can be read") as caught:
        read_recording(path)
    assert "ffmpeg" in caught.value.remedy


def test_samples_without_a_header_are_sent_to_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "samples.raw"
    path.write_bytes(bytes(3_200))
    with pytest.raises(BadRecording, match="says nothing of its rate") as caught:
        read_recording(path)
    assert "standard input" in caught.value.remedy


@pytest.mark.parametrize("suffix", ["wav", "aiff", "au", "flac", "ogg", "caf"])
@pytest.mark.parametrize("kept", [0.5, 0.95])
def test_a_recording_that_was_cut_short(tmp_path: Path, suffix: str, kept: float) -> None:
    path = tmp_path / f"cut.{suffix}"
    noise = np.random.default_rng(3).uniform(-0.5, 0.5, 48_000)
    soundfile.write(path, noise, SAMPLE_RATE)
    whole = path.read_bytes()
    assert len(read_recording(path)) == 48_000
    path.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(BadRecording, match=r"cut short|is not a recording") as caught:
        read_recording(path)
    assert "ffmpeg" in caught.value.remedy


@pytest.mark.parametrize("bytes_kept", [4, 20, 44])
def test_a_header_that_was_cut_short(tmp_path: Path, bytes_kept: int) -> None:
    path = write(tmp_path / "cut.wav")
    path.write_bytes(path.read_bytes()[:bytes_kept])
    with pytest.raises(BadRecording):
        read_recording(path)


@pytest.mark.parametrize("length", [0xFFFF_FFFF, 0x7FFF_FFFF, 0x7FFF_F024])
def test_a_wav_written_into_a_pipe_has_no_length_and_is_read(tmp_path: Path, length: int) -> None:
    path = write(tmp_path / "piped.wav", subtype="PCM_16")
    content = bytearray(path.read_bytes())
    place = content.index(b"data") + 4
    content[place : place + 4] = length.to_bytes(4, "little")
    path.write_bytes(content)
    assert len(read_recording(path)) == SAMPLE_RATE


@pytest.mark.parametrize("rate", [1, 2_000_000_000])
def test_a_header_with_an_absurd_rate(tmp_path: Path, rate: int) -> None:
    path = write(tmp_path / "odd.wav", subtype="PCM_16")
    content = bytearray(path.read_bytes())
    content[24:28] = rate.to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(BadRecording, match=f"{rate} Hz|not a recording"):
        read_recording(path)


def test_iterating_without_entering_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="with"):
        list(FileSource(write(tmp_path / "tone.wav")))
