"""The exported graph against torch, on made-up and on recorded sound, in several chunkings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.speech.model import AcousticModel
from assistant.speech.phones import INVENTORY
from models.acoustic import AcousticNet, Shape
from models.data.manifest import read_manifest, read_sound
from models.export_check import babble, torch_posteriors
from models.frontend import FrontEnd, mel_edges
from models.recipes.export import export
from models.recipes.grow import grow

pytestmark = pytest.mark.train
SHARED = Path(__file__).parents[3] / "shared" / "speech"
FACTS: dict[str, object] = {"update": 1, "seconds": 1.0, "recipe": {}}


def untrained(units: int = 48) -> AcousticNet:
    torch.manual_seed(3)
    net = AcousticNet(Shape(channels=32, units=units, layers=3, phones=len(INVENTORY)))
    with torch.no_grad():
        for value in net.parameters():
            value.mul_(2.0)  # sharper than at its start, so that differences would show
    return net.eval()


def sounds() -> list[np.ndarray]:
    clips = [babble(4.0)]
    if (SHARED / "an4.jsonl").exists():
        chosen = read_manifest(SHARED / "an4.jsonl")[:3]
        clips += [sound for _, sound in read_sound(SHARED, chosen)]
    return clips


def test_the_graph_says_what_torch_says(tmp_path: Path) -> None:
    net = untrained()
    export(net, FACTS, tmp_path / "m.onnx", int8=False)
    model = AcousticModel(tmp_path / "m.onnx")
    for sound in sounds():
        expected = torch_posteriors(net, sound, FrontEnd())
        found = model.stream().push(sound).posteriors[: len(expected)]
        np.testing.assert_allclose(found, expected, atol=1e-4)


def test_a_model_that_looks_ahead_says_so(tmp_path: Path) -> None:
    net = grow(untrained(), 50, look_ahead=2).eval()
    export(net, FACTS, tmp_path / "m.onnx", int8=False)
    model = AcousticModel(tmp_path / "m.onnx")
    assert model.facts.delay_seconds == pytest.approx(0.2)
    for sound in sounds():
        expected = torch_posteriors(net, sound, FrontEnd())
        found = model.stream().push(sound).posteriors[: len(expected)]
        np.testing.assert_allclose(found, expected, atol=1e-4)


@pytest.mark.parametrize("int8", [False, True])
@pytest.mark.parametrize("size", [1, 160, 1000, 1280, 4096])
def test_any_chunking_is_the_whole_clip(tmp_path: Path, int8: bool, size: int) -> None:
    export(untrained(), FACTS, tmp_path / "m.onnx", int8=int8)
    model = AcousticModel(tmp_path / "m.onnx")
    sound = babble(1.0 if size == 1 else 3.0)
    stream = model.stream()
    pieces = [stream.push(sound[start : start + size]).posteriors for start in range(0, len(sound), size)]
    found = np.concatenate([*pieces, stream.finish().posteriors])
    np.testing.assert_allclose(found, model.posteriors(sound), atol=1e-4)


def test_int8_is_close_and_much_smaller(tmp_path: Path) -> None:
    net = untrained(units=192)
    export(net, FACTS, tmp_path / "fp32.onnx", int8=False)
    export(net, FACTS, tmp_path / "int8.onnx", int8=True)
    sound = babble(4.0)
    exact, rough = (AcousticModel(tmp_path / f"{name}.onnx").posteriors(sound) for name in ("fp32", "int8"))
    assert (exact.argmax(1) == rough.argmax(1)).mean() > 0.9
    assert 0 < np.abs(np.exp(exact) - np.exp(rough)).mean() < 0.01
    assert (tmp_path / "int8.onnx").stat().st_size < 0.55 * (tmp_path / "fp32.onnx").stat().st_size


def test_a_wrong_graph_is_not_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import models.graph

    monkeypatch.setattr(models.graph, "mel_edges", lambda front: mel_edges(replace(front, low_hz=500.0)))
    with pytest.raises(RuntimeError, match="differs from torch"):
        export(untrained(), FACTS, tmp_path / "m.onnx", int8=False)


def test_an_inventory_that_does_not_fit_is_refused() -> None:
    from models.graph import build

    with pytest.raises(ValueError, match="98 outputs"):
        build(untrained(), FrontEnd(), INVENTORY[:-1], {}, int8=False)
