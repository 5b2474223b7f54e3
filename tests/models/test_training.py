"""From a manifest to a model that hears: align, train, resume, on made-up words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.speech.phones import INVENTORY
from assistant.speech.pronounce import Pronouncer
from models.acoustic import AcousticNet, Shape, locked_dropout
from models.data import augment
from models.data.batches import Mix, Windows, coarse_labels
from models.data.features import build
from models.frontend import FrontEnd, mel_energies, pcen
from models.gru import gru
from models.losses import distance
from models.recipes import align, train
from models.rivals import phone_bigram, weakened
from tests.models.conftest import WORDS, run

pytestmark = pytest.mark.train


def test_alignments_keep_the_phones_in_order(speech: Path, tmp_path: Path, aligned: Path) -> None:
    stored = np.load(aligned / "words-train.npz")
    pronouncer = Pronouncer()
    clips = build(speech / "words-train.jsonl", tmp_path / "features", FrontEnd()).clips
    for index, clip in enumerate(clips):
        labels = stored["labels"][stored["offsets"][index] : stored["offsets"][index + 1]]
        runs = [int(a) for a, b in zip(labels, [-1, *labels[:-1]], strict=True) if a != b and a]
        (word,) = pronouncer.pronounce_text(clip.text or "", "en")
        assert [INVENTORY[label] for label in runs] == list(word)
        loud = labels[14:30]  # where the tones are, away from their edges
        assert (loud > 0).mean() > 0.8
        assert labels[0] == 0
        assert labels[-1] == 0


def test_a_forced_path_goes_through_every_phone() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(30, 6)).astype(np.float32)
    states = np.array([0, 3, 4, 0, 5, 0])
    path, _ = align.viterbi(scores, states)
    assert {1, 2, 4} <= set(path.tolist())
    assert (np.diff(path) >= 0).all()


def test_coarse_labels_lose_no_short_phone() -> None:
    fine = np.array([0, 0, 5, 7, 7, 7, 9, 0, 0, 0], np.uint8)
    assert coarse_labels(fine).tolist() == [0, 5, 7, 9, 0]


def test_clatter_is_made_of_blows_that_ring() -> None:
    front, rng = FrontEnd(), np.random.default_rng(0)
    waves = augment.waves(6000, front, rng)
    noises = [augment.clatter(waves.rows(waves.hiss, 600, rng), front, rng) for _ in range(20)]
    for noise in noises:
        assert noise.shape == (600, front.bands)
        assert noise.min() >= 0.0
        assert noise.mean() == pytest.approx(1.0, rel=1e-3)
    # Hiss of the same power has no blows: its loudest frame is near its mean, and its loudness has little memory.
    hiss = waves.hiss[:600].mean(axis=1)
    loud = [noise.mean(axis=1) for noise in noises]
    assert np.median([one.max() for one in loud]) > 5.0 * hiss.max()
    memory = [float(np.corrcoef(np.log(one[1:] + 1e-9), np.log(one[:-1] + 1e-9))[0, 1]) for one in loud]
    assert np.median(memory) > 0.6
    assert abs(np.corrcoef(hiss[2:], hiss[:-2])[0, 1]) < 0.3


def _in_energies(one: np.ndarray, other: np.ndarray, front: FrontEnd) -> np.ndarray:
    """What `Waves.together` makes of two sounds' energies."""
    rng = np.random.default_rng(3)
    waves = augment.waves(3000, front, rng)
    return waves.together(mel_energies(one, front), mel_energies(other, front), rng)


@pytest.mark.parametrize("other_level", [1.0, 0.5])
def test_energies_add_as_sounds_do(other_level: float) -> None:
    front, rng = FrontEnd(), np.random.default_rng(8)
    time = np.arange(10 * front.sample_rate) / front.sample_rate
    harmonics = [np.sin(2 * np.pi * 140 * k * time) for k in range(1, 50)]
    buzz = np.sum(harmonics, axis=0).astype(np.float32)
    noise = (other_level * rng.normal(0.0, buzz.std(), len(buzz))).astype(np.float32)
    truth = mel_energies(buzz + noise, front)[20:]
    plain = (mel_energies(buzz, front) + mel_energies(noise, front))[20:]
    together = _in_energies(buzz, noise, front)[20:]
    assert together.min() >= 0.0
    np.testing.assert_allclose(together.mean(axis=0), truth.mean(axis=0), rtol=0.1)

    def rough(energies: np.ndarray) -> float:
        """How much the logarithms of all bands change from frame to frame."""
        return float(np.mean(np.diff(np.log(energies + 1e-9), axis=0) ** 2))

    assert rough(together) == pytest.approx(rough(truth), rel=0.25)
    assert rough(plain) < 0.7 * rough(truth)  # what it is for: sums of energies are too smooth


def test_two_unrelated_sounds_interfere_as_long_as_frames_overlap() -> None:
    waves = augment.waves(6000, FrontEnd(), np.random.default_rng(2))
    assert np.abs(waves.cosine).max() <= 1.0 + 1e-5
    assert abs(float(waves.cosine.mean())) < 0.02
    np.testing.assert_allclose(waves.hiss.mean(axis=0), 1.0, rtol=1e-3)
    for table in (waves.cosine, waves.hiss):
        band = table[:, 10]
        near, far = (float(np.corrcoef(band[lag:], band[:-lag])[0, 1]) for lag in (1, 4))
        assert near > 0.1
        assert abs(far) < 0.1


def test_windows_are_labelled_when_the_model_can_know(speech: Path, tmp_path: Path, aligned: Path) -> None:
    windows = iter(Windows(speech, tmp_path / "features", aligned, Mix(frames=400, noisy=0.0), seed=5))
    for _ in range(5):
        features, labels = next(windows)
        assert features.shape == (400, 40)
        assert labels.shape == (100,)
        assert torch.isfinite(features).all()
        assert (labels > 0).any()
        assert (labels[: Shape().delay // 2] == 0).all()


def test_pauses_may_be_long(speech: Path, tmp_path: Path, aligned: Path) -> None:
    def spoken(pauses: float) -> float:
        mix = Mix(frames=800, noisy=0.0, pauses=pauses)
        windows = iter(Windows(speech, tmp_path / "features", aligned, mix, seed=5))
        return float(np.mean([(next(windows)[1] > 0).float().mean() for _ in range(30)]))

    assert spoken(0.9) < 0.7 * spoken(0.0)


def test_some_windows_are_empty_and_some_have_no_hiss(speech: Path, tmp_path: Path, aligned: Path) -> None:
    def drawn(mix: Mix) -> list[tuple[torch.Tensor, ...]]:
        windows = iter(Windows(speech, tmp_path / "features", aligned, mix, seed=5))
        return [next(windows) for _ in range(8)]

    for features, labels in drawn(Mix(frames=400, empty=1.0, noisy=1.0)):
        assert (labels == 0).all()
        assert features[20:].max() > 0.0
    gated = drawn(Mix(frames=400, empty=0.0, noisy=0.0, roomy=0.0, masked=0.0, gated=1.0))
    hissing = drawn(Mix(frames=400, empty=0.0, noisy=0.0, roomy=0.0, masked=0.0, gated=0.0))
    assert all((features.abs().sum(1) == 0.0).any() for features, _ in gated)
    assert all((features.abs().sum(1) > 0.0).all() for features, _ in hissing)


@pytest.mark.parametrize("delay", [0, 4, 10])
def test_every_phone_of_a_window_is_due_within_it(
    speech: Path, tmp_path: Path, aligned: Path, delay: int
) -> None:
    mix = Mix(frames=400, empty=0.0, pauses=0.0)
    windows = Windows(speech, tmp_path / "features", aligned, mix, seed=5, delay=delay)
    rng = np.random.default_rng(1)
    cut = 0
    for _ in range(40):
        _, fine, _ = windows._speech(rng)
        due = fine[len(fine) - delay :]
        assert (due == 0).all()
        cut += int((fine[: len(fine) - delay][-4:] != 0).any())
    assert cut > 0  # windows do end in the middle of words


def test_a_window_may_go_on_where_another_ended() -> None:
    torch.manual_seed(1)
    net = AcousticNet(
        Shape(channels=8, units=12, layers=2, kernel_1=2, kernel_2=2)
    ).eval()  # no convolution looks back
    sound = torch.randn(3, 64, 40)
    with torch.no_grad():
        whole = net(sound)
        first, past = net.onward(sound[:, :32], None)
        second, _ = net.onward(sound[:, 32:], past)
        anew, _ = net.onward(sound[:, 32:], torch.zeros_like(past))
    torch.testing.assert_close(torch.cat([first, second], 1), whole)
    torch.testing.assert_close(anew, net(sound[:, 32:]))
    assert (second - anew).abs().max() > 1e-3


@pytest.mark.parametrize(("carry", "same"), [(0.0, True), (1.0, False)])
def test_training_goes_on_with_the_states_of_the_update_before(
    tmp_path: Path, carry: float, same: bool
) -> None:
    recipe = train.Recipe(units=12, layers=2, channels=8, rate=0.0, carry=carry)
    trainer = train.Trainer(recipe, tmp_path)
    features, labels = torch.rand(3, 80, 40), torch.randint(0, 98, (3, 20))
    costs = [trainer.learn(features, labels)["dense"] for _ in range(2)]
    assert (abs(costs[1] - costs[0]) < 1e-6) is same


def test_a_window_does_without_the_same_units_all_the_time() -> None:
    torch.manual_seed(2)
    x = torch.ones(50, 7, 200)
    learnt = locked_dropout(x, 0.25)
    assert torch.equal(learnt, learnt[:, :1].expand_as(x))
    assert np.unique(learnt.numpy()).tolist() == pytest.approx([0.0, 1 / 0.75])
    assert float(learnt.mean()) == pytest.approx(1.0, abs=0.02)
    assert not torch.equal(learnt[0], learnt[1])
    with torch.no_grad():
        assert locked_dropout(x, 0.25) is x  # whoever listens has all of them


@pytest.mark.parametrize(("share", "same"), [(0.0, True), (0.5, False)])
def test_training_drops_what_it_is_told_to(tmp_path: Path, share: float, same: bool) -> None:
    recipe = train.Recipe(units=12, layers=2, channels=8, rate=0.0, carry=0.0, dropout=share)
    trainer = train.Trainer(recipe, tmp_path)
    features, labels = torch.rand(3, 80, 40), torch.randint(0, 98, (3, 20))
    costs = [trainer.learn(features, labels)["dense"] for _ in range(2)]
    assert (abs(costs[1] - costs[0]) < 1e-6) is same
    assert trainer.averaged.dropped == 0.0


def test_phones_of_a_family_come_in_their_order(speech: Path, tmp_path: Path, aligned: Path) -> None:
    windows = Windows(speech, tmp_path / "features", aligned, Mix(), seed=5)
    ((phones, share),) = windows.phone_sequences()
    assert share == 1.0
    assert 0 not in phones
    names = " ".join(INVENTORY[phone] for phone in phones)
    said = [" ".join(phone for phone in Pronouncer().pronounce_text(word, "en")[0]) for word in WORDS]
    clips = build(speech / "words-train.jsonl", tmp_path / "features", FrontEnd()).clips
    assert sum(names.count(word) for word in said) == len(clips)


def test_rivals_are_learnt_from(
    speech: Path, tmp_path: Path, aligned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = ("--speech", speech, "--cache", tmp_path / "features", "--alignments", aligned)
    small = ("--units", 32, "--layers", 1, "--channels", 16, "--batch", 8, "--frames", 200, "--rate", 0.005)
    short = (*common, *small, "--warm-up", 5, "--ctc-from", -1.0, "--out", tmp_path / "run")
    run(monkeypatch, train.main, *short, "--updates", 2, "--rivals-weight", 1.0)
    bigram = phone_bigram(Windows(speech, tmp_path / "features", aligned, Mix(), 1).phone_sequences(), 98)
    trainer = train.Trainer(
        train.Recipe(units=32, layers=1, channels=16, rivals_weight=1.0, ctc_from=-1.0), tmp_path / "run"
    )
    assert trainer.resume()
    windows = iter(Windows(speech, tmp_path / "features", aligned, Mix(frames=200), 1))
    features, labels = (torch.stack(parts) for parts in zip(*(next(windows) for _ in range(4)), strict=True))
    assert trainer.learn(features, labels)["rivals"] == 0.0  # nobody told it what follows what
    trainer.follows = weakened(bigram, 0.5)
    assert trainer.learn(features, labels)["rivals"] > 0.0


def test_a_teacher_is_given_the_speech_without_its_noise(speech: Path, tmp_path: Path, aligned: Path) -> None:
    noisy = Mix(frames=400, noisy=1.0, snr=(-3.0, 0.0), roomy=0.0, masked=0.0)
    windows = iter(Windows(speech, tmp_path / "features", aligned, noisy, seed=5, clean=True))
    louder = []
    for _ in range(30):
        heard, labels, clean = next(windows)
        assert clean.shape == heard.shape
        # Where nobody speaks only one of them has something to hear; the labels are three frames late.
        silent = torch.zeros(100, dtype=torch.bool)
        silent[10:-10] = torch.nn.functional.max_pool1d((labels > 0)[None].float(), 21, 1)[0] == 0
        silent = silent.repeat_interleave(4)
        if silent.any():
            louder.append(float(heard[silent].std()) > float(clean[silent].std()))
    assert len(louder) >= 5
    # Not in all: a clatter of dishes has pauses, and levels still settle where a window begins.
    assert np.mean(louder) > 0.6


def test_a_teacher_may_answer_later_or_earlier_than_its_pupil() -> None:
    torch.manual_seed(2)
    said = torch.randn(2, 12, 98)
    early, late = said[:, 2:], said[:, :-2]  # `late` says at t what `early` said at t - 2
    assert distance(late, early, 2).item() == pytest.approx(0.0, abs=1e-6)
    assert distance(early, late, -2).item() == pytest.approx(0.0, abs=1e-6)
    assert distance(late, early).item() > 0.1


def test_a_clean_copy_needs_somebody_to_hear_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(monkeypatch, train.main, "--out", tmp_path / "run", "--clean")
    assert "--teacher" in capsys.readouterr().err


def test_training_learns_and_goes_on_where_it_stopped(
    speech: Path, tmp_path: Path, aligned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "run"
    common = ("--speech", speech, "--cache", tmp_path / "features", "--alignments", aligned, "--out", out)
    small = ("--units", 48, "--layers", 1, "--channels", 32, "--batch", 16, "--frames", 200, "--rate", 0.005)
    more = (*small, "--warm-up", 10, "--average", 0.9)
    run(monkeypatch, train.main, *common, *more, "--updates", 300, "--ctc-from", 2.0)
    first = torch.load(out / "checkpoint.pt", weights_only=True)
    # Windows may come from another process.
    run(monkeypatch, train.main, *common, *more, "--updates", 1000, "--ctc-from", 2.0, "--feeders", 1)
    second = torch.load(out / "checkpoint.pt", weights_only=True)
    assert (first["update"], second["update"]) == (300, 1000)
    assert second["seconds"] > first["seconds"] > 0

    from models.recipes.export import load_run

    net, _ = load_run(out)
    data = build(speech / "words-train.jsonl", tmp_path / "features", FrontEnd())
    pronouncer = Pronouncer()
    columns = {
        word: [INVENTORY.index(phone) for phone in pronouncer.pronounce_text(word, "en")[0]] for word in WORDS
    }
    right = 0
    for index in range(30):
        features = pcen(np.exp(data.log_energies(index).astype(np.float32)), FrontEnd())
        features = np.pad(features[: len(features) // 4 * 4], ((0, 16), (0, 0)), mode="edge")
        with torch.inference_mode():
            heard = net(torch.from_numpy(features)[None])[0].softmax(1).sum(0)
        right += max(WORDS, key=lambda word: float(heard[columns[word]].mean())) == data.clips[index].text
    assert right >= 20, "the words of its own training are not heard"


def test_a_missing_alignment_says_what_to_run(speech: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"run align\.py first"):
        Windows(speech, tmp_path / "features", tmp_path / "none", Mix(), seed=1)


def test_released_weights_are_a_beginning(tmp_path: Path) -> None:
    from models.recipes.export import save_weights

    small = train.Recipe(units=16, layers=1, channels=8)
    first = train.Trainer(small, tmp_path / "first")
    first.save()
    save_weights(tmp_path / "first", tmp_path / "w.pt")
    second = train.Trainer(train.Recipe(units=16, layers=1, channels=8, seed=9), tmp_path / "second")
    before = second.net.output.weight.clone()
    second.start_from(tmp_path / "w.pt")
    assert not torch.allclose(second.net.output.weight, before)
    torch.testing.assert_close(
        second.averaged.output.weight, first.averaged.output.weight, atol=1e-3, rtol=1e-2
    )


@pytest.mark.parametrize("begins", [True, False])
def test_the_fast_gru_is_torchs(begins: bool) -> None:
    torch.manual_seed(4)
    module = torch.nn.GRU(6, 10, batch_first=True)
    x = torch.randn(3, 12, 6, requires_grad=True)
    past = None if begins else torch.randn(1, 3, 10, requires_grad=True)
    leaves = [*module.parameters(), x, *([] if past is None else [past])]
    towards, towards_last = torch.randn(3, 12, 10), torch.randn(1, 3, 10)
    found = []
    for layer in (module, lambda x, past: gru(module, x, past)):
        states, last = layer(x, past)
        cost = (states * towards).sum() + (last * towards_last).sum()
        found.append((states, last, *torch.autograd.grad(cost, leaves)))
    for theirs, ours in zip(*found, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-4)
    with torch.autocast("cpu", torch.bfloat16):
        low, _ = gru(module, x, past)
    assert low.dtype == torch.bfloat16
    torch.testing.assert_close(low.float(), found[0][0], atol=0.05, rtol=0.05)
