"""The acoustic model at run time: files that are none, broken sound, and sound in pieces. No torch is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assistant.speech
from assistant.errors import ModelError
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel
from assistant.speech.phones import BLANK
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE, Posteriors, Samples

Edit = Callable[[bytes, bytes], Path]


@pytest.fixture(scope="module")
def model() -> AcousticModel:
    return AcousticModel(bundled_model())


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the released model with some bytes of its metadata replaced by as many others."""

    def edit(old: bytes, new: bytes) -> Path:
        data = bundled_model().read_bytes()
        assert len(old) == len(new)
        assert data.count(old) == 1
        path = tmp_path / "edited.onnx"
        path.write_bytes(data.replace(old, new))
        return path

    return edit


def chirps(seconds: float) -> Samples:
    """Something loud in every band, with pauses."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    sound = 0.3 * np.sin(2 * np.pi * (200 + 900 * time) * time) * (np.sin(2 * np.pi * 1.3 * time) > 0)
    return sound.astype(np.float32)


def refusal(path: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        AcousticModel(path)
    assert str(path) in caught.value.message
    assert "model" in caught.value.remedy  # what to do
    return caught.value


# files


def test_the_released_model_says_what_it_is(model: AcousticModel) -> None:
    facts = model.facts
    assert facts.phones[0] == BLANK
    assert len(set(facts.phones)) == len(facts.phones)
    assert facts.chunk_samples == CHUNK_SAMPLES
    assert facts.frame_seconds == 0.04
    assert facts.bytes == bundled_model().stat().st_size
    assert facts.columns[facts.phones[-1]] == len(facts.phones) - 1


def test_a_missing_model(tmp_path: Path) -> None:
    assert "There is no acoustic model" in refusal(tmp_path / "none.onnx").message


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    refusal(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_a_truncated_model(tmp_path: Path, share: float) -> None:
    data = bundled_model().read_bytes()
    path = tmp_path / "cut.onnx"
    path.write_bytes(data[: int(share * len(data))])
    refusal(path)


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "text.onnx"
    path.write_text("This is not a graph.\n" * 50)
    assert "cannot be loaded" in refusal(path).message


def test_a_model_of_a_later_version(edited: Edit) -> None:
    error = refusal(edited(b"inglenook_format\x12\x011", b"inglenook_format\x12\x019"))
    assert "format 9" in error.message
    assert "format 1" in error.message


def test_a_model_of_somebody_else() -> None:
    path = Path(assistant.speech.__file__).with_name("data") / "g2p.onnx"
    assert "is not an Inglenook model" in refusal(path).message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"sample_rate\x12\x0516000", b"sample_rate\x12\x0508000"),
        (b"sample_rate\x12\x0516000", b"sample_rate\x12\x05many!"),
        (b"r\x0f\n\x08delay_ms", b"r\x0f\n\x08delay_mm"),
        (b'["<blank>", "AA"', b'{"<blank>", "AA"'),
        (b'["<blank>", "AA"', b'["AA", "<blank>"'),
    ],
)
def test_a_model_with_broken_metadata(edited: Edit, old: bytes, new: bytes) -> None:
    assert "metadata" in refusal(edited(old, new)).message


def test_a_delay_that_is_no_number(edited: Edit, model: AcousticModel) -> None:
    delay = f"{model.facts.delay_seconds * 1000:.0f}".encode()
    broken = edited(b"delay_ms\x12\x03" + delay, b"delay_ms\x12\x03" + b"x" * len(delay))
    assert "metadata" in refusal(broken).message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"chunk_samples\x12\x041280", b"chunk_samples\x12\x040640"),
        (b"frame_shift_ms\x12\x0240", b"frame_shift_ms\x12\x0220"),
        (b'"<blank>", "AA", "AE"', b'"<blank>", "AA_,__AE"'),
    ],
)
def test_a_graph_that_is_not_what_the_metadata_says(edited: Edit, old: bytes, new: bytes) -> None:
    assert "not what its metadata says" in refusal(edited(old, new)).message


# sound


def test_posteriors_are_log_probabilities(model: AcousticModel) -> None:
    rows = model.posteriors(chirps(1.0))
    assert rows.dtype == np.float32
    assert rows.shape[1] == len(model.facts.phones)
    np.testing.assert_allclose(np.exp(rows.astype(np.float64)).sum(axis=1), 1.0, atol=1e-3)


@pytest.mark.parametrize("path", sorted(bundled_model().parent.glob("*.onnx")), ids=lambda path: path.stem)
@pytest.mark.parametrize("level", [0.0, 1e-4, 1e-3, 1e-2])
def test_noise_that_lasts_is_no_speech(path: Path, level: float) -> None:
    """A model that was only taught on short windows may drift into phones when nobody speaks for long."""
    noise = level * np.random.default_rng(1).standard_normal(60 * SAMPLE_RATE)
    rows = AcousticModel(path).posteriors(noise.astype(np.float32))
    assert (rows[:, 0] < rows[:, 1:].max(axis=1)).mean() < 0.05


def in_pieces(model: AcousticModel, sound: Samples, sizes: list[int]) -> Posteriors:
    stream, rows, at = model.stream(), [], 0
    for size in sizes:
        rows.append(stream.push(sound[at : at + size]).posteriors)
        at += size
    return np.concatenate([*rows, stream.push(sound[at:]).posteriors, stream.finish().posteriors])


@given(st.lists(st.integers(0, 5_000), max_size=12))
@settings(max_examples=15, deadline=None)
def test_any_pieces_give_what_the_whole_gives(sizes: list[int]) -> None:
    model = AcousticModel(bundled_model())
    sound = chirps(1.3)
    np.testing.assert_array_equal(in_pieces(model, sound, sizes), model.posteriors(sound))


def test_single_samples_give_what_the_whole_gives(model: AcousticModel) -> None:
    sound = chirps(0.2)
    np.testing.assert_array_equal(in_pieces(model, sound, [1] * len(sound)), model.posteriors(sound))


@pytest.mark.parametrize("samples", [0, 1, CHUNK_SAMPLES - 1, CHUNK_SAMPLES, CHUNK_SAMPLES + 1])
def test_the_end_waits_for_the_models_delay(model: AcousticModel, samples: int) -> None:
    facts = model.facts
    frames = len(model.posteriors(chirps(1.0)[:samples]))
    assert frames * facts.frame_seconds >= samples / SAMPLE_RATE + facts.delay_seconds


def test_streams_do_not_know_of_each_other(model: AcousticModel) -> None:
    one, other = model.stream(), model.stream()
    sound = chirps(0.8)
    alone = model.stream().push(sound).posteriors
    mixed = []
    for start in range(0, len(sound), CHUNK_SAMPLES):
        mixed.append(one.push(sound[start : start + CHUNK_SAMPLES]).posteriors)
        other.push(-0.5 * sound[start : start + CHUNK_SAMPLES])
    np.testing.assert_array_equal(np.concatenate(mixed), alone)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_buffer_that_is_not_numbers_counts_as_silence(model: AcousticModel, bad: float) -> None:
    sound = chirps(1.6)
    silent, broken = sound.copy(), sound.copy()
    silent[8_000:12_000] = 0.0
    broken[8_000:12_000] = bad
    rows = model.posteriors(broken)
    assert np.isfinite(rows).all()
    np.testing.assert_array_equal(rows, model.posteriors(silent))


def test_sound_beyond_full_scale_is_clipped(model: AcousticModel) -> None:
    sound = chirps(0.5) * 100
    np.testing.assert_array_equal(model.posteriors(sound), model.posteriors(np.clip(sound, -1, 1)))


def test_the_runtime_reports_to_nobody(tmp_path: Path) -> None:
    """ONNX Runtime keeps a device id and a session file where its telemetry is on, even without a network."""
    script = f"""
import numpy as np
from pathlib import Path
from assistant.speech.model import AcousticModel
AcousticModel(Path({str(bundled_model())!r})).posteriors(np.zeros(16_000, np.float32))
"""
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    folders = dict.fromkeys(
        ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(tmp_path)
    )
    subprocess.run(
        [sys.executable, "-B", "-c", script],
        cwd=Path(__file__).parents[2],
        env={**kept, **folders},
        check=True,
    )
    assert list(tmp_path.rglob("*")) == []
