"""What Moonshine hears in the clips of a manifest that have no transcript; runs in an environment of its own.

Called by `models.recipes.transcribe`; needs only numpy, soundfile and moonshine-voice. Appends one JSON object a clip,
`{"index": LINE, "text": WORDS}`, so that a run that is cut goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from models.data.manifest import read_manifest, read_sound

RATE = 16_000


def main() -> None:
    """Hear every clip of this worker's share that the answer does not hold yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--share", default="0/1", help="K/N: the Kth of N workers")
    arguments = parser.parse_args()

    from moonshine_voice import ModelArch, Transcriber
    from moonshine_voice.utils import get_model_path

    position, workers = (int(part) for part in arguments.share.split("/"))
    known: set[int] = set()
    if arguments.answer.exists():
        known = {json.loads(line)["index"] for line in arguments.answer.read_text("utf-8").splitlines()}
    clips = [clip for clip in read_manifest(arguments.manifest) if not clip.text]
    files = sorted({clip.file for clip in clips})[position::workers]
    wanted = [clip for clip in clips if clip.file in files and clip.index not in known]
    transcriber = Transcriber(get_model_path("tiny-en"), ModelArch.TINY)
    with arguments.answer.open("a", encoding="utf-8") as answer:
        for clip, sound in read_sound(arguments.manifest.parent, wanted):
            lines = transcriber.transcribe_without_streaming(sound.tolist(), RATE).lines
            text = " ".join(line.text.strip() for line in lines)
            answer.write(json.dumps({"index": clip.index, "text": text}) + "\n")
            answer.flush()


if __name__ == "__main__":
    main()
