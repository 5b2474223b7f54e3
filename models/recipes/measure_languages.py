"""What English wake phrases meet in a home that speaks Mandarin too, by how unlikely its phones are made there.

    python -m models.recipes.measure_languages --speech .cache/extra

For penalties from 0 (whatever fits best) to 4 (as where nobody speaks Mandarin): hits of random English phrases at the
model's own thresholds in an hour of Mandarin, in an hour of English that says something else, and the share of phrases
found that held-out readers say. `assistant.ears.SPOKEN_PENALTY` was chosen by this, to stay well below the rate in
Mandarin that thresholds are set for in English. The Mandarin is of clips that train: its rate is a little flattered.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.ears import SPOKEN_PENALTY, EarMaker, wake_threshold
from assistant.grammar.network import Speller
from assistant.grammar.spotter import Phrase
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import Frames
from assistant.wake import Wake
from models.calibration.material import half_noisy, negatives
from models.calibration.wake import random_phrases, spoken_phrases
from models.evaluation.bench import Bench

PENALTIES = (0.0, 1.0, 2.0, SPOKEN_PENALTY, 3.0, 4.0)
MANDARIN = (("common-voice-zh", "train"),)
READERS = (("common-voice-korliu", 100), ("speechocean", 100))


def hits_an_hour(spotter: Wake, phrases: int, heard: Sequence[Frames], seconds: float) -> float:
    """Mean over so many phrases, in a stream whose frames last so many `seconds`; 0 where nothing was heard."""
    frames = sum(len(one) for one in heard)
    if not frames:
        return 0.0
    spotter.reset()
    hits = sum(len(spotter.push(one)) for one in heard)
    return hits / phrases / (frames * seconds / 3600)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=bundled_model())
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--scratch", type=Path, default=Path(".cache"))
    parser.add_argument("--hours", type=float, default=2.0, help="of each language")
    arguments = parser.parse_args()
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    model, pronouncer = AcousticModel(arguments.model), Pronouncer()
    facts, maker = model.facts, EarMaker(model.facts, pronouncer)
    bench = Bench(arguments.speech, model, maker, arguments.scratch, "valid")
    mandarin = negatives(bench, arguments.hours, MANDARIN)
    english = negatives(bench, arguments.hours)
    heard = [one for family, most in READERS for one in half_noisy(bench, family, most)]
    speller = Speller(pronouncer, facts.columns)

    def own(one: Phrase) -> Phrase:
        return replace(one, threshold=wake_threshold(facts, one))

    drawn = random_phrases(speller, np.random.default_rng(5)).values()
    phrases = [own(one) for some in drawn for one in some]
    spoken = spoken_phrases(heard, speller, np.random.default_rng(3))
    usual = maker.spotter_options(0.5, ("en",), phrases)
    columns = ("penalty", "an hour of Mandarin", "an hour of English", f"found, of {len(spoken)}")
    table = Table(*columns, title=f"{len(phrases)} English phrases, {facts.path.name}")
    for penalty in PENALTIES:
        options = replace(usual, scoring=replace(usual.scoring, unused_penalty=penalty))
        found = 0
        for one in spoken:
            spotter = maker.wake([own(one.phrase)], options)
            found += bool(spotter.push(one.heard.frames) or spotter.flush())
        everything = maker.wake(phrases, options)
        rates = [
            hits_an_hour(everything, len(phrases), some, facts.frame_seconds) for some in (mandarin, english)
        ]
        share = 100 * found / max(1, len(spoken))
        table.add_row(f"{penalty}", *(f"{rate:.3f}" for rate in rates), f"{share:.1f} %")
    Console().print(table)


if __name__ == "__main__":
    main()
