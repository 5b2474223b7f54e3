"""A second look: what it may read, how its weights are kept, and its graph against torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch.utils.data import DataLoader

from assistant.speech.model import AcousticModel
from assistant.speech.phones import INVENTORY
from assistant.speech.second_look import second_look_of
from models.acoustic import AcousticNet, Shape
from models.data.batches import Mix, Windows
from models.export_check import babble
from models.look_graph import look_entry, look_graph
from models.losses import losses
from models.recipes import export, look, train
from models.rounding import rounded
from models.second_look import LookShape, SecondLook, load_look, save_look
from tests.models.conftest import run

pytestmark = pytest.mark.train


def anything(units: int = 20, bits: int = 5) -> SecondLook:
    """One that corrects at random."""
    torch.manual_seed(4)
    made = SecondLook(LookShape(48, units, bits, len(INVENTORY)))
    with torch.no_grad():
        torch.nn.init.normal_(made.output.weight)
        torch.nn.init.normal_(made.output.bias)
    return made.eval()


def heard(frames: int) -> tuple[torch.Tensor, torch.Tensor]:
    """What the last layer of some model passes on, and log-posteriors."""
    torch.manual_seed(5)
    return torch.randn(2, frames, 48), torch.randn(2, frames, len(INVENTORY)).log_softmax(2)


def test_it_begins_as_no_correction() -> None:
    inner, logits = heard(30)
    torch.testing.assert_close(SecondLook(LookShape(48, 20, 5, len(INVENTORY)))(inner, logits), logits)


def test_it_reads_from_the_end_to_each_frame() -> None:
    inner, logits = heard(30)
    with torch.inference_mode():
        whole, rest = anything()(inner, logits), anything()(inner[:, 12:], logits[:, 12:])
        begun = anything()(inner[:, :12], logits[:, :12])
    torch.testing.assert_close(rest, whole[:, 12:])
    assert (begun - whole[:, :12]).abs().max() > 0.01


def test_the_model_before_it_learns_nothing_from_it() -> None:
    inner, logits = heard(10)
    inner.requires_grad_()
    logits.requires_grad_()
    torch.autograd.backward(anything()(inner, logits).square().sum())
    assert inner.grad is None
    assert logits.grad is None


@pytest.mark.parametrize("bits", [4, 5, 8])
def test_weights_are_few_numbers_a_row_and_learn_all_the_same(bits: int) -> None:
    torch.manual_seed(1)
    weights = torch.randn(7, 300, requires_grad=True)
    few, scale = rounded(weights, bits)
    whole = (few / scale).detach()
    torch.testing.assert_close(whole, whole.round())
    assert whole.abs().max() == 2 ** (bits - 1) - 1
    assert (few - weights).abs().max() <= scale.max() * 0.51
    (gradient,) = torch.autograd.grad((3.0 * few).sum(), [weights])
    torch.testing.assert_close(gradient, torch.full_like(weights, 3.0))


def test_few_bits_make_a_small_file() -> None:
    sizes = [len(look_entry(anything(64, bits))) for bits in (4, 5, 8)]
    assert sizes[0] < 0.9 * sizes[1] < 0.7 * sizes[2]


def test_the_graph_says_what_torch_says() -> None:
    import onnxruntime

    made = anything()
    session = onnxruntime.InferenceSession(
        look_graph(made).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    inner, logits = heard(40)
    with torch.inference_mode():
        expected = made(inner, logits).log_softmax(2)[0].numpy()
    found = session.run(None, {"inner": inner[0].numpy(), "log_posteriors": logits[0].numpy()})[0]
    np.testing.assert_allclose(found, expected, atol=1e-2)  # biases are kept in half precision


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = anything()
    save_look(made, tmp_path / "look.pt", {"update": 3})
    read = load_look(tmp_path / "look.pt")
    assert read.shape == made.shape
    for one, other in zip(read.parameters(), made.parameters(), strict=True):
        torch.testing.assert_close(one, other, atol=1e-2, rtol=1e-3)


@pytest.mark.parametrize("int8", [False, True])
def test_a_model_with_one_hears_as_without(tmp_path: Path, int8: bool) -> None:
    torch.manual_seed(3)
    net = AcousticNet(Shape(channels=32, units=48, layers=3, phones=len(INVENTORY))).eval()
    facts: dict[str, object] = {"update": 1, "seconds": 1.0, "recipe": {}}
    export.export(net, facts, tmp_path / "without.onnx", int8=int8)
    found = export.export(net, facts, tmp_path / "with.onnx", int8=int8, look=anything())
    assert found["second_look"] < 1e-2
    without, with_one = (AcousticModel(tmp_path / f"{name}.onnx") for name in ("without", "with"))
    frames = with_one.hear(babble(3.0))
    np.testing.assert_array_equal(frames.posteriors, without.posteriors(babble(3.0)))
    assert (without.facts.inner, with_one.facts.inner) == (0, 48)
    assert without.hear(babble(3.0)).inner.shape == (len(frames), 0)
    # The last layer is what the posteriors are made of.
    made = torch.from_numpy(frames.inner) @ net.output.weight.T + net.output.bias
    np.testing.assert_allclose(
        made.log_softmax(1).detach().numpy(), frames.posteriors, atol=0.2 if int8 else 1e-3
    )
    assert second_look_of(without.facts) is None


def test_one_of_another_model_is_not_exported(tmp_path: Path) -> None:
    net = AcousticNet(Shape(channels=32, units=40, layers=1, phones=len(INVENTORY))).eval()
    with pytest.raises(Exception, match="made for something else"):
        export.export(
            net, {"update": 1, "seconds": 1.0, "recipe": {}}, tmp_path / "m.onnx", int8=False, look=anything()
        )


def test_it_learns_what_a_poor_model_misses_and_goes_on_where_it_stopped(
    speech: Path,
    tmp_path: Path,
    aligned: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folders = ("--speech", speech, "--cache", tmp_path / "features", "--alignments", aligned)
    small = ("--units", 32, "--layers", 1, "--channels", 32, "--batch", 16, "--frames", 200, "--rate", 0.005)
    run(monkeypatch, train.main, *folders, "--out", tmp_path / "run", *small, "--updates", 150)
    export.save_weights(tmp_path / "run", tmp_path / "weights.pt")
    before = (tmp_path / "weights.pt").read_bytes()
    common = (*folders, "--weights", tmp_path / "weights.pt", "--out", tmp_path / "look", "--no-half")
    more = ("--units", 24, "--batch", 16, "--frames", 200, "--rate", 0.005, "--average", 0.9)
    run(monkeypatch, look.main, *common, *more, "--updates", 60)
    first = torch.load(tmp_path / "look" / "checkpoint.pt", weights_only=True)
    run(monkeypatch, look.main, *common, *more, "--updates", 300)
    second = torch.load(tmp_path / "look" / "checkpoint.pt", weights_only=True)
    assert (first["update"], second["update"]) == (60, 300)
    assert "going on from update 60" in capsys.readouterr().out
    assert (tmp_path / "weights.pt").read_bytes() == before

    net, _ = train.load_weights(tmp_path / "weights.pt")
    trained = load_look(tmp_path / "look" / "look.pt")
    windows = Windows(*folders[1::2], Mix(frames=200), 99, net.delay)
    batch = next(iter(DataLoader(windows, batch_size=64)))
    with torch.inference_mode():
        logits, inner = net.eval().with_inner(batch[0])
        _, plain, _ = losses(logits, batch[1], True)
        _, again, _ = losses(trained(inner[-1], logits), batch[1], True)
    assert float(again) < 0.8 * float(plain)

    # Another run may begin with it, and is of its size then.
    begin = (*folders, "--weights", tmp_path / "weights.pt", "--look", tmp_path / "look" / "look.pt")
    out = ("--out", tmp_path / "next", "--batch", 16, "--updates", 1, "--no-half", "--feeders", 1)
    run(monkeypatch, look.main, *begin, *out)
    gone_on = load_look(tmp_path / "next" / "look.pt")
    assert gone_on.shape == trained.shape
    torch.testing.assert_close(gone_on.output.weight, trained.output.weight, atol=2e-3, rtol=0.0)


def test_the_graph_is_a_valid_one() -> None:
    onnx.checker.check_model(look_graph(anything()), full_check=True)
