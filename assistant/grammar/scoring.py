"""From a model's posteriors to the rows that decoder and spotter add up.

For the decoder each row is shifted so that its best phone scores 0. The path through the free phone loop (any phone
after any other) then scores 0 in every frame, and the score of a path through a grammar *is* its log-ratio
against that loop: 0 is a perfect fit, and no path can be better. The shift is the same for all paths, so it
changes no decision among sentences. For the spotter rows stay probabilities: a phrase has no rival but everything
else, and where no phone is likely, none fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelError
from assistant.types import Posteriors

Rows = npt.NDArray[np.float32]
"""Log-scores, float32, shape `[frames, phones]`, column 0 is blank; the largest of a row is 0 where it was shifted."""

LOWEST = -100.0
"""Nothing scores below this in one frame, so that sums stay finite whatever the model says."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How posteriors are weighed before the grammar sees them."""

    blank_penalty: float = 3.0
    """Taken off the blank's log-posterior. Without it a closed grammar deletes words: skipping one costs
    little where blank is always likely (FINDINGS.md). To be set on validation data."""
    prior_scale: float = 0.0
    """Power to which the phones' priors are divided out; needs `log_priors`."""
    log_priors: tuple[float, ...] = ()
    """Log of each phone's mean posterior, in the order of the columns."""
    unused: tuple[int, ...] = ()
    """Columns of phones that nobody is expected to say: those of a language that is not spoken here."""
    unused_penalty: float = 4.0
    """Taken off their log-posteriors: a sound that may be either language's is taken for the right one's. They stay in
    the free phone loop, since a sound that is clearly foreign must not fit whatever is left."""

    against_best: bool = True
    """Whether rows are shifted so that their best phone scores 0; else they are probabilities that sum to 1."""

    def rows(self, posteriors: Posteriors) -> Rows:
        """Weighed rows of log-posteriors `[frames, phones]`.

        Raises ModelError where the posteriors have another shape than the priors, or are not numbers.
        """
        rows = np.array(posteriors, np.float32, ndmin=2)
        if np.isnan(rows).any() or (rows == np.inf).any():
            raise ModelError(
                "the acoustic model gave posteriors that are not numbers",
                "Check that the sound holds finite numbers; if it does, install the model again",
            )
        if self.prior_scale and len(rows):
            if rows.shape[1] != len(self.log_priors):
                raise ModelError(
                    f"{len(self.log_priors)} phone priors do not fit a model of {rows.shape[1]} phones",
                    "Use the priors that were made with this model",
                )
            rows -= np.float32(self.prior_scale) * np.array(self.log_priors, np.float32)
        if self.unused:
            rows[:, list(self.unused)] -= np.float32(self.unused_penalty)
        rows[:, 0] -= self.blank_penalty
        np.maximum(rows, LOWEST - self.blank_penalty, out=rows)
        rows -= (np.max if self.against_best else np.logaddexp.reduce)(rows, axis=1, keepdims=True)
        return np.maximum(rows, LOWEST, out=rows)


def check_width(posteriors: Posteriors, phones: int) -> None:
    """Raise ModelError unless `posteriors` is `[frames, phones]`."""
    if posteriors.ndim != 2 or posteriors.shape[1] != phones:
        raise ModelError(
            f"posteriors of shape {posteriors.shape} do not fit a grammar built for {phones} phones",
            "Build the grammar with the phone inventory of the model that is used",
        )
