"""Set on validation data what a model needs besides weights, and write it into the model's metadata.

    python -m models.recipes.calibrate --model models/released/inglenook.onnx --speech .cache/extra

- `blank_penalty`, `word_cost` and `lead_in_cost`: what the decoder takes off blank, and charges for words and for
  sound before a sentence, by accuracy on words, home sentences and reading of held-out speakers and voices, half of it
  in noise, with a second of it around the sentence, also where words of a sentence are optional or it might go on;
- `calibration`: from features of a sentence to the probability that it was said, where commands and other speech are
  equally frequent; held-out people and voices say sentences that are in a grammar and others that are not;
- `free_loop`: how phones follow each other, and what that and blank weigh where there is no grammar, by phone errors;
- `phone_nats`: how unlikely each phone is; and `wake_thresholds`: confidence of a wake phrase, by how unlikely its
  phones are together, at which speech without it wakes no more than once in four hours; where the model has a second
  look, of what is heard then, and `wake_candidates` of what is looked at again.

It also prints how often speech that orders nothing would be taken for a command while one always listens, by
confidence. No devtest clip is heard.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from rich.console import Console

from assistant.ears import CANDIDATES, THRESHOLDS, EarMaker
from assistant.grammar.network import Speller
from assistant.speech.model import AcousticModel, ModelFacts
from assistant.speech.pronounce import Pronouncer
from assistant.speech.second_look import second_look_of
from assistant.types import Frames
from models.calibration.free_loop import best_loop
from models.calibration.material import CLEAR, Material, gather, negatives
from models.calibration.penalty import (
    LEAD_INS,
    PENALTIES,
    WORD_COSTS,
    Trial,
    best_number,
    ending_texts,
    loose_texts,
    with_facts,
)
from models.calibration.sureness import all_judged, balanced, heard_always, report
from models.calibration.wake import as_metadata, phone_nats, share_found, spoken_phrases, wake_thresholds
from models.evaluation.bench import Bench
from models.evaluation.free_loop import ENTRY
from models.evaluation.free_loop import as_metadata as as_loop_metadata

FALSE_WAKES_AN_HOUR = 0.25
"""Half of what is asked for: other homes hear other speech, and people give up on an assistant that wakes by itself."""
CANDIDATES_AN_HOUR = 4.0
"""How often a phrase is looked at again where nobody says it."""
FREE = 60
"""Clips of each kind on which phones without a grammar are counted."""
HOURS = 4.0
"""Of speech that orders nothing, of each kind."""
COSTS = {"blank_penalty": PENALTIES, "word_cost": WORD_COSTS, "lead_in_cost": LEAD_INS}
WAKES = ("phone_nats", CANDIDATES, THRESHOLDS)
NUMBERS = (*COSTS, "calibration", *WAKES, ENTRY)
"""What is written into the metadata."""


def write_metadata(path: Path, numbers: dict[str, str]) -> None:
    """Replace or add entries of an ONNX file's metadata, atomically."""
    model = onnx.load(path)
    kept = {entry.key: entry.value for entry in model.metadata_props} | numbers
    onnx.helper.set_model_props(model, kept)
    part = path.with_suffix(".part")
    onnx.save(model, part)
    part.replace(path)


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("models/released/inglenook.onnx"))
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--scratch", type=Path, default=Path(".cache"))
    parser.add_argument(
        "--like",
        type=Path,
        help="hear nothing, take the numbers of this model: the same weights, in another precision or set in parts",
    )
    loop = parser.add_mutually_exclusive_group()
    loop.add_argument(
        "--no-free-loop",
        action="store_true",
        help="without the bigram, which is 5 KB, for the smallest files",
    )
    loop.add_argument(
        "--only-free-loop", action="store_true", help="set that, and leave the other numbers as they are"
    )
    loop.add_argument(
        "--only-wake", action="store_true", help="set what wake phrases need, and leave the other numbers"
    )
    loop.add_argument(
        "--no-wake",
        action="store_true",
        help="all but that, and no hours of other speech: both can be set at the same time, of a copy each",
    )
    parser.add_argument("--hours", type=float, default=HOURS, help="of speech without commands to listen to")
    return parser


def with_wakes(
    facts: ModelFacts,
    bench: Bench,
    material: Material,
    other: Sequence[Frames],
    hours: float,
    console: Console,
) -> ModelFacts:
    """The model with its thresholds of wake phrases, in up to so many hours of clear speech and in `other` speech."""
    kinds = [some for some in (other, negatives(bench, hours, CLEAR)) if some]
    speller = Speller(bench.pronouncer, facts.columns)
    spoken_by = {
        "en": [one.posteriors for one in other],
        "zh": [one.posteriors for one in (*material.readers_zh, *material.home_zh)],
    }
    facts = with_facts(facts, phone_nats=json.dumps(phone_nats(spoken_by, facts.columns)))
    if second_look_of(facts) is not None:
        facts = replace(facts, more={name: value for name, value in facts.more.items() if name != CANDIDATES})
        found = wake_thresholds(EarMaker(facts, bench.pronouncer), speller, kinds, CANDIDATES_AN_HOUR)
        facts = with_facts(facts, **{CANDIDATES: as_metadata(found)})
    found = wake_thresholds(EarMaker(facts, bench.pronouncer), speller, kinds, FALSE_WAKES_AN_HOUR)
    facts = with_facts(facts, **{THRESHOLDS: as_metadata(found)})
    maker = EarMaker(facts, bench.pronouncer)
    for who, heard in (("voices", material.home_en), ("readers", material.readers)):
        spoken = spoken_phrases(heard, speller, np.random.default_rng(3))
        console.print(f"{share_found(maker, spoken):.1%} of {len(spoken)} phrases found that {who} say")
    return facts


def main() -> None:
    """Calibrate one model in place."""
    arguments = options().parse_args()
    console, scratch = Console(), arguments.scratch
    if arguments.like is not None:
        like = AcousticModel(arguments.like).facts.more
        names = WAKES if arguments.only_wake else NUMBERS
        write_metadata(arguments.model, {name: like[name] for name in names if name in like})
        return
    scratch.mkdir(parents=True, exist_ok=True)
    model, pronouncer = AcousticModel(arguments.model), Pronouncer()
    facts = model.facts
    bench = Bench(arguments.speech, model, EarMaker(facts, pronouncer), scratch, "valid")
    material = gather(bench)
    if arguments.only_wake:
        other = negatives(bench, arguments.hours)
        facts = with_wakes(facts, bench, material, other, arguments.hours, console)
        write_metadata(arguments.model, {name: facts.more[name] for name in WAKES if name in facts.more})
        return
    sets = [
        Trial("en", material.home_en),
        Trial("zh", material.home_zh),
        Trial("en", material.command_words),
        Trial("zh", material.readers_zh),
        Trial("en", material.readers),
        Trial("en", material.readers, loose_texts),
        Trial("en", material.home_en, loose_texts),
        Trial("en", material.readers, ending_texts),
        Trial("en", material.home_en, ending_texts),
    ]
    for name, tried in () if arguments.only_free_loop else COSTS.items():
        facts = with_facts(facts, **{name: best_number(facts, name, tried, sets, scratch, console)})

    people = [material.readers, material.home_en, material.readers_zh, material.home_zh]
    free = [some[:: max(1, len(some) // FREE)] for some in people if some]
    if free and not arguments.no_free_loop:
        found = best_loop(arguments.speech, facts, pronouncer, free, console)
        facts = with_facts(facts, **{ENTRY: as_loop_metadata(found)})
    if arguments.only_free_loop:
        if not free:
            sys.exit(f"{arguments.speech} has nobody of the valid split to count phones of")
        write_metadata(arguments.model, {ENTRY: facts.more[ENTRY]})
        return

    maker = EarMaker(facts, pronouncer)
    bench = Bench(arguments.speech, model, maker, scratch, "valid")
    pairs = all_judged(bench, maker, material)
    calibration = balanced(pairs)
    report(pairs, calibration, console)
    facts = with_facts(facts, calibration=json.dumps(calibration.as_mapping()))
    if arguments.no_wake:
        kept = [name for name in NUMBERS if name in facts.more and name not in WAKES]
        write_metadata(arguments.model, {name: facts.more[name] for name in kept})
        return

    other = negatives(bench, arguments.hours)
    facts = with_wakes(facts, bench, material, other, arguments.hours, console)
    maker = EarMaker(facts, pronouncer)
    numbers = {name: facts.more[name] for name in NUMBERS if name in facts.more}
    write_metadata(arguments.model, numbers)
    console.print(numbers)

    taken = heard_always(Bench(arguments.speech, model, maker, scratch, "valid").home(), other)
    print_always(taken, sum(len(rows) for rows in other) * facts.frame_seconds / 3600, console)


def print_always(taken: Sequence[tuple[float, str]], hours: float, console: Console) -> None:
    """How often speech is taken for a command while one always listens: confidences and sentences, best first."""
    for level in (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998):
        count = sum(confidence >= level for confidence, _ in taken)
        console.print(f"always listening, confidence >= {level}: {count / hours:.2f} an hour of {hours:.1f}")
    console.print(taken[:12])


if __name__ == "__main__":
    main()
