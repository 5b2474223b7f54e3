"""A teacher that hears through Whisper: reading its weights, keeping what it hears, learning from it."""

from __future__ import annotations

import struct
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from models.acoustic import AcousticNet, Shape
from models.data import embeddings
from models.data.batches import Mix, Windows, phones_of
from models.data.manifest import read_manifest
from models.data.whisper import (
    ROW,
    WIDTH,
    LogMel,
    WhisperEncoder,
    load_encoder,
    read_variables,
    slaney_filters,
)
from models.recipes import label, teach, train
from models.teacher import Hints, Sizes, Teacher, load_teacher, save_teacher
from tests.models.conftest import run

pytestmark = pytest.mark.train


def written(arrays: dict[str, npt.NDArray[np.float16]], path: Path, version: int = 6) -> Path:
    """A file in CTranslate2's format."""

    def name(text: str) -> bytes:
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

    out = struct.pack("<I", version) + name("WhisperSpec") + struct.pack("<II", 3, len(arrays))
    for key, array in arrays.items():
        raw = array.tobytes()
        out += name(key) + struct.pack("<B", array.ndim) + struct.pack(f"<{array.ndim}I", *array.shape)
        out += struct.pack("<BI", 4, len(raw)) + raw
    path.write_bytes(out)
    return path


def as_stored(net: WhisperEncoder) -> dict[str, npt.NDArray[np.float16]]:
    """A network's weights under the names of the file that is fetched."""
    places = {"conv_1": "conv1", "conv_2": "conv2", "places": "position_encodings/encodings"}
    parts = {
        "norm_1": "self_attention/layer_norm",
        "together": "self_attention/linear_0",
        "out": "self_attention/linear_1",
        "norm_2": "ffn/layer_norm",
        "up": "ffn/linear_0",
        "down": "ffn/linear_1",
    }
    found = {}
    for key, value in net.state_dict().items():
        words = key.split(".")
        if words[0] == "layers":
            last = words[3]
            if words[2].startswith("norm"):
                last = {"weight": "gamma", "bias": "beta"}[last]
            name = f"layer_{words[1]}/{parts[words[2]]}/{last}"
        else:
            name = "/".join([places[words[0]], *words[1:]])
        found[f"encoder/{name}"] = value.numpy().astype(np.float16)
    return found


@pytest.fixture(scope="module")
def encoder() -> WhisperEncoder:
    torch.manual_seed(3)
    net = WhisperEncoder()
    with torch.no_grad():
        net.places.normal_()
    return net.eval()


@pytest.fixture(scope="module")
def weights(encoder: WhisperEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whisper")
    return written(as_stored(encoder), folder / "model.bin").parent


def test_weights_are_read_as_they_were_written(weights: Path, encoder: WhisperEncoder) -> None:
    mel = torch.randn(1, 80, 120)
    with torch.inference_mode():
        ours = load_encoder(weights / "model.bin").float()(mel)
        expected = encoder(mel)
    assert ours.shape == (1, 60, WIDTH)
    assert (ours - expected).abs().mean() < 0.05  # bfloat16 keeps eight bits
    assert torch.allclose(ours.mean(2), torch.zeros(1, 60), atol=1e-3)


def test_other_files_are_told_apart(tmp_path: Path, weights: Path) -> None:
    other = written({"encoder/conv1/weight": np.zeros((2, 2), np.float16)}, tmp_path / "model.bin")
    with pytest.raises(ValueError, match="is it Whisper base"):
        load_encoder(other)
    with pytest.raises(ValueError, match="version 5"):
        read_variables(written({}, tmp_path / "old.bin", version=5))
    assert len(read_variables(weights / "model.bin")) == 77


def test_the_spectrogram_is_whispers() -> None:
    time = np.arange(16_000) / 16_000
    mel = LogMel()(np.sin(2 * np.pi * 1000 * time).astype(np.float32))
    assert mel.shape == (1, 80, 100)
    loudest = mel[0].mean(1).argmax()
    assert 25 <= loudest <= 28  # 1 kHz is the end of Slaney's linear part: band 26 of 80
    assert mel.max() - mel.min() <= 2.0 + 1e-6  # 80 dB, divided by 40


def test_the_filters_are_torchaudios() -> None:
    functional = pytest.importorskip("torchaudio.functional")
    expected = functional.melscale_fbanks(201, 0.0, 8000.0, 80, 16_000, "slaney", "slaney").T.numpy()
    np.testing.assert_allclose(slaney_filters(), expected, atol=2e-5)


def test_every_clip_has_its_rows(speech: Path, tmp_path: Path, weights: Path) -> None:
    manifest, cache = speech / "words-train.jsonl", tmp_path / "embeddings"
    found = embeddings.build(manifest, cache, weights)
    clips = read_manifest(manifest)
    assert [len(found.rows(i)) for i in range(len(clips))] == [clip.frames // ROW for clip in clips]
    assert all(found.rows(i).any(axis=1).all() for i in range(len(clips)))
    before = (cache / "words-train.npy").stat().st_mtime_ns
    embeddings.build(manifest, cache, tmp_path / "nowhere")  # nothing is computed, so nothing is fetched
    assert (cache / "words-train.npy").stat().st_mtime_ns == before


def test_windows_carry_what_is_heard_where_it_is_said(
    speech: Path, tmp_path: Path, aligned: Path, weights: Path
) -> None:
    cache = tmp_path / "embeddings"
    embeddings.build(speech / "words-train.jsonl", cache, weights)
    mix = Mix(frames=400, empty=0.0, pauses=0.0)
    windows = Windows(speech, tmp_path / "features", aligned, mix, seed=5, embeddings=cache)
    features, labels, rows = next(iter(windows))
    assert (features.shape, labels.shape, rows.shape) == ((400, 40), (100,), (200, WIDTH))
    rng = np.random.default_rng(1)
    for _ in range(10):
        energies, fine, heard = windows._speech(rng)
        spoken = energies.reshape(200, 2, 40).sum(axis=(1, 2)) > 0
        assert (heard.any(axis=1) == spoken).all()
        assert heard[fine != 0].any(axis=1).all()


def test_a_teacher_learns_and_then_teaches(
    speech: Path, tmp_path: Path, aligned: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, out = tmp_path / "embeddings", tmp_path / "teacher.pt"
    embeddings.build(speech / "words-train.jsonl", cache, weights)
    pupil = tmp_path / "pupil.pt"
    torch.manual_seed(1)
    net = AcousticNet(Shape(units=16, channels=8, layers=2, phones=98, delay=6))
    torch.save({"shape": asdict(net.shape), "averaged": net.state_dict()}, pupil)
    where = [
        "--speech",
        speech,
        "--cache",
        tmp_path / "features",
        "--alignments",
        aligned,
        "--embeddings",
        cache,
    ]
    run(monkeypatch, teach.main, *where, "--pupil", pupil, "--out", out, "--updates", 3, "--batch", 2)
    teacher = load_teacher(out)
    assert teacher is not None
    assert teacher.delay == 6
    assert load_teacher(pupil) is None
    learned = tmp_path / "run"
    run(
        monkeypatch, train.main, *where, "--out", learned, "--weights", pupil, "--teacher", out, "--updates", 2,
        "--batch", 2, "--frames", 400,
    )  # fmt: skip
    after = torch.load(learned / "checkpoint.pt", weights_only=True)
    assert after["update"] == 2


def test_a_teacher_that_was_interrupted_goes_on(
    speech: Path,
    tmp_path: Path,
    aligned: Path,
    weights: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cache, out, pupil = tmp_path / "embeddings", tmp_path / "teacher.pt", tmp_path / "pupil.pt"
    embeddings.build(speech / "words-train.jsonl", cache, weights)
    net = AcousticNet(Shape(units=16, channels=8, layers=2, phones=98, delay=6))
    torch.save({"shape": asdict(net.shape), "averaged": net.state_dict()}, pupil)
    where = ["--speech", speech, "--cache", tmp_path / "features", "--alignments", aligned]
    options = [*where, "--embeddings", cache, "--pupil", pupil, "--out", out, "--updates", 3, "--batch", 2]
    learn = teach.Lessons.learn
    learned: list[float] = []

    def interrupted(
        self: teach.Lessons, batch: tuple[torch.Tensor, ...], progress: float
    ) -> tuple[float, float, float]:
        if learned:
            raise KeyboardInterrupt
        learned.append(progress)
        return learn(self, batch, progress)

    with monkeypatch.context() as patched:
        patched.setattr(teach.Lessons, "learn", interrupted)
        run(patched, teach.main, *options)
    assert not out.exists()
    run(monkeypatch, teach.main, *options)
    said = capsys.readouterr().out
    assert "interrupted" in said
    assert "going on from update 1" in said
    assert load_teacher(out) is not None
    assert not out.with_suffix(".checkpoint").exists()


def test_hints_are_learned_beside_the_model(
    speech: Path, tmp_path: Path, aligned: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "embeddings"
    embeddings.build(speech / "words-train.jsonl", cache, weights)
    where = ["--speech", speech, "--cache", tmp_path / "features", "--alignments", aligned]
    small = ["--units", 16, "--layers", 2, "--channels", 8, "--batch", 2, "--frames", 200, "--ctc-from", -1.0]
    beside = ["--hints-weight", 1.0, "--embeddings", cache]
    out = ["--out", tmp_path / "run"]
    run(monkeypatch, train.main, *where, *small, *beside, *out, "--updates", 3)
    first = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)
    run(monkeypatch, train.main, *where, *small, *beside, *out, "--updates", 6)
    second = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)
    changed = [not torch.equal(first["hints"][name], value) for name, value in second["hints"].items()]
    assert changed
    assert all(changed)


def test_hints_are_wanted_as_late_as_the_model_answers() -> None:
    hints = Hints(4, 6)
    rows = torch.randint(-60, 60, (1, 40, WIDTH), dtype=torch.int8)
    wanted = rows.float().reshape(1, 20, 2, WIDTH).mean(2) * embeddings.STEP
    late = torch.cat([torch.zeros(1, 3, WIDTH), wanted[:, :17]], dim=1)
    monkey = torch.nn.Identity()
    hints.guess = monkey  # type: ignore[assignment]
    assert hints(late, rows).item() == pytest.approx(0.0, abs=1e-10)
    assert hints(wanted, rows).item() > 0.1


@pytest.mark.parametrize("other", [["--clean"], ["--teacher"]])
def test_hints_are_not_for_every_run(
    tmp_path: Path, other: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pupil = tmp_path / "pupil.pt"
    net = AcousticNet(Shape(units=16, channels=8, layers=2, phones=98, delay=6))
    torch.save({"shape": asdict(net.shape), "averaged": net.state_dict()}, pupil)
    options = [*other, *([pupil] if other == ["--teacher"] else [])]
    with pytest.raises(SystemExit):
        run(monkeypatch, train.main, "--out", tmp_path / "run", "--hints-weight", 1.0, *options)
    assert "Whisper" in capsys.readouterr().err


def test_a_teacher_answers_late_and_knows_the_future() -> None:
    torch.manual_seed(2)
    net = Teacher(Sizes(channels=8, units=4, delay=4)).eval()
    rows = torch.zeros(1, 40, WIDTH, dtype=torch.int8)
    other = rows.clone()
    other[0, 20] = 50
    with torch.inference_mode():
        away = (net(rows) - net(other)).abs().sum(2)[0]
    assert away.shape == (20,)
    assert away.argmax() in (11, 12, 13)  # row 20 is frame 10, two frames late
    assert (away > 0).all()


def test_a_teacher_travels_in_its_file(tmp_path: Path) -> None:
    net = Teacher(Sizes(channels=8, units=4, delay=4)).eval()
    save_teacher(net, tmp_path / "teacher.pt")
    again = load_teacher(tmp_path / "teacher.pt")
    assert again is not None
    rows = torch.randint(-100, 100, (1, 20, WIDTH), dtype=torch.int8)
    with torch.inference_mode():
        torch.testing.assert_close(net(rows), again(rows), atol=1e-2, rtol=1e-2)


def test_phones_of_untold_speech_are_spread_between_their_neighbours() -> None:
    phones = np.array([5, 7, 7, 9], np.uint8)
    labels = label.spread(phones, np.array([10, 14, 20, 90]), 120)
    assert labels[10] == 5
    assert labels[14] == 7
    assert labels[90] == 9
    assert (labels[31:79] == 0).all()  # nobody lasts longer than 200 ms
    assert labels[12] == 7  # half-way
    assert phones_of(labels).tolist() == [5, 7, 7, 9]


@pytest.mark.parametrize("places", [[-9, -3, 1], [0, 0, 0], [19, 30, 40], [25, 5, 4]])
def test_no_phone_of_untold_speech_is_lost(places: list[int]) -> None:
    phones = np.array([3, 4, 5], np.uint8)
    labels = label.spread(phones, np.array(places), 20)
    assert phones_of(labels).tolist() == [3, 4, 5]


class Sure(Teacher):
    """Hears phone 4 in its fourth frame and phone 6 in its eighth and ninth."""

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        logits = torch.zeros(1, rows.shape[1] // 2, self.sizes.phones)
        logits[..., 0] = 20.0
        for frame, phone, logit in ((4, 4, 30.0), (8, 6, 22.0), (9, 6, 30.0)):
            logits[0, frame, phone] = logit
        return logits


def test_untold_speech_gets_the_phones_that_its_teacher_hears() -> None:
    phones, places, score = label.heard(
        Sure(Sizes(channels=8, units=4, delay=4)), np.zeros((30, WIDTH), np.int8)
    )
    assert phones.tolist() == [4, 6]
    assert places.tolist() == [4, 12]  # twice the frame, less the delay
    assert score > -0.01


def test_unsure_clips_and_known_ones_are_left_out(
    speech: Path, tmp_path: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest, cache = speech / "words-train.jsonl", tmp_path / "embeddings"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    (speech / "known.jsonl").write_text("\n".join(lines[:30]) + "\n", encoding="utf-8")
    (speech / "untold.jsonl").write_text("\n".join(lines[:36]) + "\n", encoding="utf-8")
    (speech / "rest.jsonl").write_text("\n".join(lines[30:36]) + "\n", encoding="utf-8")
    embeddings.build(speech / "rest.jsonl", cache, weights)
    save_teacher(Teacher(Sizes(channels=8, units=4, delay=4)), tmp_path / "teacher.pt")
    where = [
        "--family",
        "rest",
        "--embeddings",
        cache,
        "--alignments",
        tmp_path,
        "--teacher",
        tmp_path / "teacher.pt",
    ]
    untold = [speech / "untold.jsonl", "--without", speech / "known.jsonl", *where]
    run(monkeypatch, label.main, *untold, "--least", -100.0)
    stored = np.load(tmp_path / "rest.npz")
    assert len(read_manifest(speech / "rest.jsonl")) == 6
    assert (np.diff(stored["offsets"]) > 0).all()
    run(monkeypatch, label.main, *untold, "--least", -0.001)  # untaught, it is sure of nothing
    assert len(np.load(tmp_path / "rest.npz")["labels"]) == 0
