"""The letter tagger in ONNX says what it says in torch, but for the int8 weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch")

from models.data.g2p_graph import write_graph  # noqa: E402 - after the check for torch
from models.data.make_g2p import LETTERS, Settings, Tagger, distance  # noqa: E402

pytestmark = pytest.mark.train

CHUNKS = ((), ("K",), ("K", "S"), ("AE",), ("T",))


def test_parity_with_torch(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = Tagger(len(CHUNKS), Settings(embedding=8, units=12)).eval()
    with torch.no_grad():
        for parameter in model.parameters():  # to what int8 can hold, so that only the graph is compared
            if parameter.dim() > 1:
                parameter.copy_(torch.round(parameter * 64) / 64)
                parameter.view(-1)[0] = 127 / 64
    path = tmp_path / "g2p.onnx"
    write_graph(model, LETTERS, CHUNKS, path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    assert session.get_modelmeta().custom_metadata_map["chunks"] == ",K,K S,AE,T"
    for length in (1, 2, 9):
        letters = np.random.default_rng(length).integers(1, len(LETTERS) + 1, length)
        with torch.no_grad():
            wanted = model(torch.from_numpy(letters)[None], torch.tensor([length])).log_softmax(-1)[0].numpy()
        found = session.run(None, {"letters": letters})[0]
        assert np.abs(found - wanted).max() < 0.05
        assert np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > 0.999


def test_distance() -> None:
    assert distance(("K", "AE", "T"), ("K", "AE", "T")) == 0
    assert distance(("K", "T"), ("K", "AE", "T")) == 1
    assert distance((), ("K", "AE")) == 2
    assert distance(("K", "AE", "T"), ("B", "AE", "D")) == 2
