"""Which microphones there are, and which one is meant."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.audio.backend import Backend, MicrophoneInfo
from assistant.audio.portaudio import PortAudio
from assistant.errors import NoMicrophone

__all__ = ["MicrophoneInfo", "choose", "find_again", "list_microphones"]

_LIST = "List them with: inglenook devices"


def list_microphones(backend: Backend | None = None) -> tuple[MicrophoneInfo, ...]:
    """All input devices; those plugged in a moment ago are seen unless a microphone of this process is open.

    Raises `AudioError` when PortAudio is not installed or does not answer.
    """
    system = backend or PortAudio()
    system.rescan()
    return system.devices()


def choose(device: str | int | None, devices: Sequence[MicrophoneInfo]) -> MicrophoneInfo:
    """The microphone meant by a name, a part of one, an index (digits in text too), or None for the default.

    Case does not matter; a whole name wins over a part of one. Where the system lists a device once for each
    of its host APIs, the one in the default device's host API is taken.

    Raises `NoMicrophone` when there is none, not this one, or the name fits several.
    """
    if not devices:
        raise NoMicrophone(
            "There is no microphone",
            "Plug one in, or start the sound server; without one, try: inglenook demo",
        )
    default = next((candidate for candidate in devices if candidate.is_default), devices[0])
    wanted = "" if device is None else str(device).strip()
    if not wanted:
        return default
    if wanted.isdecimal() or isinstance(device, int):
        return _by_index(int(wanted), devices)
    matches = [d for d in devices if d.name.casefold() == wanted.casefold()]
    matches = matches or [d for d in devices if wanted.casefold() in d.name.casefold()]
    matches = [d for d in matches if d.host_api == default.host_api] or matches
    if not matches:
        raise NoMicrophone(f"There is no microphone called {wanted!r}", _LIST)
    if len({d.host_api for d in matches}) < len(matches):
        names = ", ".join(f"{d.index}: {d.name}" for d in matches)
        raise NoMicrophone(
            f"{wanted!r} fits {len(matches)} microphones ({names})", "Give more of the name, or the number"
        )
    return matches[0]


def find_again(known: MicrophoneInfo, devices: Sequence[MicrophoneInfo]) -> MicrophoneInfo:
    """The microphone that was `known` before the list changed: an index may now be another device's.

    Raises `NoMicrophone` when it is gone.
    """
    same = [d for d in devices if (d.name, d.host_api) == (known.name, known.host_api)]
    if not same:
        raise NoMicrophone(f"The microphone {known.name!r} is not there", _LIST)
    return next((d for d in same if d.index == known.index), same[0])


def _by_index(index: int, devices: Sequence[MicrophoneInfo]) -> MicrophoneInfo:
    for candidate in devices:
        if candidate.index == index:
            return candidate
    raise NoMicrophone(f"There is no microphone number {index}", _LIST)
