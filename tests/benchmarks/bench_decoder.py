"""How fast the phone level is: ``python -m tests.benchmarks.bench_decoder [--json] [--utterances N]``.

Homes of 20, 100 and 500 names in the real grammars of both languages, and one of made-up words. CPU time of
one thread, so that a busy machine matters less; "right" and "as wide" are against what was said and a
search with a beam of 80. Utterances are synthetic (`tests.benchmarks.voice`): the accuracy says what the beam
loses, not how good a model is.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass, replace

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.grammar.acceptor import Acceptor
from assistant.grammar.decoder import Decoder, DecoderOptions, Hypothesis
from assistant.grammar.network import Network, Pronouncer, Speller, build_network
from assistant.grammar.spotter import Spotter, phrase
from assistant.speech.phones import INVENTORY
from assistant.speech.pronounce import Pronouncer as SpeechPronouncer
from tests.benchmarks import synthetic_home
from tests.benchmarks.real_home import LanguagePronouncer, real_acceptor
from tests.benchmarks.voice import Utterance, speak, walk

FRAME_SECONDS = 0.04
COLUMNS = {phone: column for column, phone in enumerate(INVENTORY)}
SIZES = (20, 100, 500)
CLARITY = {"clear": 0.9, "noisy": 0.6}


@dataclass(frozen=True, slots=True)
class Result:
    """One home, one kind of voice."""

    grammar: str
    names: int
    voice: str
    positions: int
    build_seconds: float
    """Phone network with pronunciations; the acceptor is not counted."""
    microseconds_a_frame: float
    rtf: float
    active: float
    """Mean number of active positions."""
    nbest_milliseconds: float
    right: float
    as_wide: float
    """Share of utterances whose best score a far wider beam does not better."""


def decode(
    network: Network, utterance: Utterance, options: DecoderOptions
) -> tuple[Hypothesis | None, list[float]]:
    """The best sentence; CPU seconds of decoding and of the n best, and the mean number of active positions."""
    session = Decoder(network, options).session()
    active = []
    began = time.process_time()
    for at in range(0, len(utterance.posteriors), 2):
        session.push(utterance.posteriors[at : at + 2])
        active.append(session.active)
    decoded = time.process_time()
    best = session.nbest(5)
    times = [decoded - began, time.process_time() - decoded, float(np.mean(active))]
    return (best[0] if best else None), times


def measure(
    label: tuple[str, int, str], network: Network, built: float, utterances: list[Utterance]
) -> Result:
    """Decode all utterances with the default beam and with a far wider one."""
    options = DecoderOptions()
    wide = replace(options, beam=80.0, most_active=15_000)
    found = [decode(network, utterance, options) for utterance in utterances]
    truth = [decode(network, utterance, wide)[0] for utterance in utterances]
    decoding, nbest, active = np.mean([times for _, times in found], axis=0)
    frames = float(np.mean([len(utterance.posteriors) for utterance in utterances]))
    texts = [best.texts if best else None for best, _ in found]
    return Result(
        *label,
        positions=network.positions,
        build_seconds=built,
        microseconds_a_frame=decoding / frames * 1e6,
        rtf=decoding / frames / FRAME_SECONDS,
        active=active,
        nbest_milliseconds=nbest * 1e3,
        right=float(np.mean([text == u.words for text, u in zip(texts, utterances, strict=True)])),
        as_wide=float(np.mean([_same(best, other) for (best, _), other in zip(found, truth, strict=True)])),
    )


def _same(one: Hypothesis | None, other: Hypothesis | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one.score - other.score) < 1e-3


def homes(size: int) -> list[tuple[str, Acceptor, Pronouncer, dict[str, int]]]:
    """All homes with so many names."""
    speech = SpeechPronouncer()
    real = [
        (language, real_acceptor(language, size), LanguagePronouncer(speech, language), COLUMNS)
        for language in ("en", "zh")
    ]
    lexicon = synthetic_home.MadeUpLexicon(2)
    return [*real, ("made-up", synthetic_home.acceptor(size), lexicon, synthetic_home.INVENTORY)]


def spotter_microseconds() -> float:
    """CPU time of a frame of the default wake phrase and another one."""
    pronouncer = LanguagePronouncer(SpeechPronouncer(), "en")
    speller = Speller(pronouncer, COLUMNS)
    phrases = [phrase(("hey", "inglenook"), speller), phrase(("computer",), speller)]
    spotter = Spotter(phrases, len(INVENTORY))
    said = speak(("computer",) * 200, pronouncer, COLUMNS, 0.9, np.random.default_rng(1))
    began = time.process_time()
    for at in range(0, len(said.posteriors), 2):
        spotter.push(said.posteriors[at : at + 2])
    return (time.process_time() - began) / len(said.posteriors) * 1e6


def run(count: int) -> list[Result]:
    """All homes, all voices."""
    results: list[Result] = []
    for size in SIZES:
        for grammar, acceptor, pronouncer, inventory in homes(size):
            began = time.process_time()
            network = build_network(acceptor, pronouncer, inventory)
            built = time.process_time() - began
            for voice, clarity in CLARITY.items():
                random = np.random.default_rng(7)
                utterances = [
                    speak(walk(acceptor, random), pronouncer, inventory, clarity, random)
                    for _ in range(count)
                ]
                results.append(measure((grammar, size, voice), network, built, utterances))
    return results


def table(results: list[Result], spotting: float) -> Table:
    """The results for people."""
    shown = Table(title="Phone level, CPU time of one thread")
    shown.caption = f"spotter, two phrases: {spotting:.0f} µs a frame"
    for heading in ("grammar", "names", "voice"):
        shown.add_column(heading)
    for heading in ("positions", "build s", "µs/frame", "RTF", "active", "n-best ms", "right", "as wide"):
        shown.add_column(heading, justify="right")
    for one in results:
        shown.add_row(
            one.grammar,
            str(one.names),
            one.voice,
            f"{one.positions:,}",
            f"{one.build_seconds:.2f}",
            f"{one.microseconds_a_frame:.0f}",
            f"{one.rtf:.4f}",
            f"{one.active:.0f}",
            f"{one.nbest_milliseconds:.1f}",
            f"{one.right:.0%}",
            f"{one.as_wide:.0%}",
        )
    return shown


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument("--utterances", type=int, default=10, help="for each home and voice (default 10)")
    arguments = parser.parse_args()
    results, spotting = run(arguments.utterances), spotter_microseconds()
    if arguments.json:
        plain = {"results": [asdict(one) for one in results], "spotter_microseconds_a_frame": spotting}
        sys.stdout.write(json.dumps(plain, indent=1) + "\n")
    else:
        Console(width=max(120, Console().width)).print(table(results, spotting))


if __name__ == "__main__":
    main()
