"""What is wrong at the moment, one line for each part of the house, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.events import DeviceBack, DeviceLost, Event, Failed, Ready, TimerRang
from ui.events import Loaded, LoadFailed, Muted, NoSound


class Part(StrEnum):
    """What a notice is about; a newer one about the same part takes its place."""

    LOADING = "loading"
    MICROPHONE = "microphone"
    OTHER = "other"
    TIMER = "timer"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the banner."""

    part: Part
    message: str
    remedy: str = ""

    @property
    def can_retry(self) -> bool:
        """Whether trying again at once makes sense."""
        return self.part in (Part.LOADING, Part.MICROPHONE)


Notices = Mapping[Part, Notice]


def after(notices: Notices, event: Event) -> Notices:
    """The notices after `event`; the same object where it changes nothing."""
    match event:
        case LoadFailed(message=message, remedy=remedy):
            found = _with(notices, Notice(Part.LOADING, message, remedy))
        case NoSound(message=message, remedy=remedy):
            found = _with(notices, Notice(Part.MICROPHONE, message, remedy))
        case DeviceLost(message=message):
            found = _with(notices, Notice(Part.MICROPHONE, message))
        case Failed(message=message, remedy=remedy):
            found = _with(notices, Notice(Part.OTHER, message, remedy))
        case TimerRang(message=message):
            found = _with(notices, Notice(Part.TIMER, message))
        case Loaded():
            found = without(notices, Part.LOADING)
        case DeviceBack() | Muted():
            found = without(notices, Part.MICROPHONE)
        case Ready(device=device) if device:
            found = without(notices, Part.MICROPHONE)
        case _:
            found = notices
    return found


def without(notices: Notices, part: Part) -> Notices:
    """The notices but that one."""
    if part not in notices:
        return notices
    return {kept: notice for kept, notice in notices.items() if kept is not part}


def _with(notices: Notices, notice: Notice) -> Notices:
    return notices if notices.get(notice.part) == notice else {**notices, notice.part: notice}
