"""What each intent does: a table from intent names to actions."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.actions import (
    cleaning,
    climate,
    covers,
    lights,
    media,
    notes,
    power,
    questions,
    talk,
    timing,
)
from assistant.home.request import Action

ACTIONS: Mapping[str, Action] = {
    **power.ACTIONS,
    **lights.ACTIONS,
    **climate.ACTIONS,
    **covers.ACTIONS,
    **media.ACTIONS,
    **cleaning.ACTIONS,
    **notes.ACTIONS,
    **timing.ACTIONS,
    **questions.ACTIONS,
    **talk.ACTIONS,
}
