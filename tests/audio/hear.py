"""Listen to the default microphone in a process of its own: ``python -m tests.audio.hear HEARD.npy``.

Prints one JSON line an event, ``{"event": "listening"}`` with the first chunk and ``{"event": "quiet"}`` when
a second of silence has followed a sound. Ends when standard input does, and then writes all that was heard,
float32 16 kHz mono.
"""

from __future__ import annotations

import os
import sys
import threading

import numpy as np

from assistant.audio.microphone import Microphone
from assistant.events import Event, to_json
from assistant.types import SAMPLE_RATE, Samples


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _print_event(event: Event) -> None:
    _say(to_json(event))


def main(path: str) -> None:
    """Listen until standard input ends."""
    with Microphone(None, _print_event) as microphone:

        def close_at_end() -> None:
            while os.read(sys.stdin.fileno(), 1):  # below Python's buffer: its lock must not be held at exit
                pass
            microphone.close()

        threading.Thread(target=close_at_end, daemon=True).start()
        heard: list[Samples] = []
        silent = SAMPLE_RATE
        for chunk in microphone:
            if not heard:
                _say('{"event": "listening"}')
            heard.append(chunk.samples)
            sounding = np.abs(chunk.samples).max() > 0.01
            if not sounding and silent < SAMPLE_RATE <= silent + len(chunk.samples):
                _say('{"event": "quiet"}')
            silent = 0 if sounding else silent + len(chunk.samples)
    np.save(path, np.concatenate([np.empty(0, np.float32), *heard]))


if __name__ == "__main__":
    main(sys.argv[1])
