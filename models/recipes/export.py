"""Write a trained model as the streaming ONNX graph that ships, and check that it says the same as torch.

    python -m models.recipes.export --run .cache/runs/first --out models/released/first.onnx --precision int8
    python -m models.recipes.export --run … --out … --look .cache/runs/look/look.pt     # with a second look (look.py)

The export fails where torch and ONNX Runtime differ on real or made-up sound: fp32 by more than 1e-3 in any
log-posterior above -8, int8 by more than a few per cent of frames with another best phone.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from rich.console import Console

from assistant.speech.model import AcousticModel
from assistant.speech.phones import INVENTORY
from assistant.speech.second_look import ENTRY, second_look_of
from models.acoustic import AcousticNet, Shape
from models.export_check import babble, torch_posteriors
from models.frontend import FrontEnd
from models.graph import build
from models.look_graph import look_entry
from models.second_look import SecondLook, load_look


def load_run(run: Path) -> tuple[AcousticNet, dict[str, object]]:
    """The averaged weights of a run's checkpoint, and the checkpoint's facts."""
    state = torch.load(_weights_of(run), weights_only=True, map_location="cpu")
    net = AcousticNet(Shape(**state["shape"]))
    net.load_state_dict({name: value.float() for name, value in state["averaged"].items()})
    return net.eval(), {key: state[key] for key in ("recipe", "shape", "update", "seconds")}


def compare(net: AcousticNet, path: Path, samples: npt.NDArray[np.float32]) -> dict[str, float]:
    """How far the exported graph is from torch on one clip."""
    front = FrontEnd()
    expected = torch_posteriors(net, samples, front)
    found = AcousticModel(path).stream().push(samples).posteriors[: len(expected)]
    likely = expected > -8.0
    return {
        "largest": float(np.abs(found - expected)[likely].max()),
        "other_phone": float((found.argmax(1) != expected.argmax(1)).mean()),
    }


def compare_looks(look: SecondLook, path: Path, samples: npt.NDArray[np.float32]) -> float:
    """Largest difference of a likely log-posterior between a second look in its graph and in torch."""
    model = AcousticModel(path)
    frames, again = model.hear(samples), second_look_of(model.facts)
    if again is None:
        raise RuntimeError(f"{path} has no second look")
    with torch.inference_mode():
        read = [torch.from_numpy(part)[None] for part in (frames.inner, frames.posteriors)]
        expected = look(*read).log_softmax(2)[0].numpy()
    return float(np.abs(again(frames) - expected)[expected > -8.0].max())


def export(
    net: AcousticNet,
    facts: dict[str, object],
    path: Path,
    *,
    int8: bool,
    languages: str = "",
    look: SecondLook | None = None,
) -> dict[str, float]:
    """Write the graph and compare it with torch.

    Args:
        net: what is to listen.
        facts: what is to be known of its training.
        path: the file, .onnx.
        int8: its products in int8.
        languages: parted by spaces, what it learned if not all.
        look: what looks again at utterances that are over.

    Raises:
        RuntimeError: the graph says something else than torch.
    """
    about = {
        "trained": f"{facts['update']} updates, {float(str(facts['seconds'])) / 3600:.2f} h",
        "recipe": str(facts["recipe"]),
        "shape": str(asdict(net.shape)),
        "exported": datetime.now(UTC).date().isoformat(),
    }
    if languages:
        about["languages"] = languages
    if look is not None:
        about[ENTRY] = look_entry(look)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(build(net, FrontEnd(), INVENTORY, about, int8=int8, inner=look is not None), path)
    found = compare(net, path, babble(6.0))
    if look is not None:
        found["second_look"] = compare_looks(look, path, babble(6.0))
    limit = {"largest": np.inf if int8 else 1e-3, "other_phone": 0.06 if int8 else 0.0, "second_look": 1e-3}
    if any(found[key] > limit[key] for key in found):
        raise RuntimeError(f"{path} differs from torch: {found}")
    return found


def save_weights(run: Path, path: Path) -> None:
    """The averaged weights in half precision, to train on from: `train.py --weights`."""
    state = torch.load(_weights_of(run), weights_only=True, map_location="cpu")
    kept = {key: state[key] for key in ("recipe", "shape", "update", "seconds")}
    torch.save({**kept, "averaged": {name: value.half() for name, value in state["averaged"].items()}}, path)


def _weights_of(run: Path) -> Path:
    return run / "checkpoint.pt" if run.is_dir() else run


def main() -> None:
    """Export one run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True, help="folder of a run, or a file of weights (.pt)")
    parser.add_argument("--out", type=Path, required=True, help="file to write, .onnx")
    parser.add_argument("--precision", choices=["int8", "fp32"], default="int8")
    parser.add_argument("--weights", type=Path, help="write the weights too (.pt), to train on from")
    parser.add_argument("--look", type=Path, help="a second look that was trained behind it (.pt)")
    parser.add_argument("--languages", choices=["en", "zh"], default="", help="what it learned, if not both")
    arguments = parser.parse_args()
    if arguments.weights is not None:
        save_weights(arguments.run, arguments.weights)
    net, facts = load_run(arguments.run)
    found = export(
        net,
        facts,
        arguments.out,
        int8=arguments.precision == "int8",
        languages=arguments.languages,
        look=None if arguments.look is None else load_look(arguments.look),
    )
    Console().print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.2f} MB, against torch {found}")


if __name__ == "__main__":
    main()
