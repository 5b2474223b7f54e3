"""Weights in few bits, and learning with them as they will be.

A weight is a whole number times a scale a row. While a model learns, it hears with rounded weights and changes those
behind them: quantization-aware training. Kept, whole numbers of b bits take b / 8 bytes (`models/packing.py`).
"""

from __future__ import annotations

import torch


def rounded(weights: torch.Tensor, bits: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights `[rows, columns]` as multiples of a scale a row, `[rows, 1]`, and that scale.

    Gradients go through as if nothing had been rounded: Bengio et al. 2013, "Estimating or propagating gradients
    through stochastic neurons for conditional computation".
    """
    most = 2 ** (bits - 1) - 1
    scale = weights.detach().abs().amax(1, keepdim=True).clamp(min=1e-4) / most
    scale = scale.half().float()  # as it is kept
    return weights + ((weights / scale).round() * scale - weights).detach(), scale
