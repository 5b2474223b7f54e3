"""A second look at an utterance when it is over: a GRU that reads it backwards and corrects what was heard.

The model that listens knows 200 ms of the future. Once somebody has stopped speaking, all of it is there, and reading a
few seconds backwards costs milliseconds. It starts as no correction at all and never changes the model that listens
(its gradients end here), as in the second pass of Sainath et al. 2019, "Two-pass end-to-end speech recognition", and
Narayanan et al. 2021, "Cascaded encoders for unifying streaming and non-streaming ASR".
"""

from __future__ import annotations

import torch
from torch import nn


class SecondLook(nn.Module):
    """What the last GRU says `[batch, time, units]`, and logits `[batch, time, phones]`, to better logits."""

    def __init__(self, inputs: int, units: int, phones: int) -> None:
        super().__init__()
        self.gru = nn.GRU(inputs, units, batch_first=True)
        self.output = nn.Linear(units, phones)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, inner: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        """Logits with the correction."""
        backwards, _ = self.gru(inner.detach().flip(1))
        corrected: torch.Tensor = logits.detach() + self.output(backwards.flip(1))
        return corrected
