"""Wake phrases given as text: found in noise, and not found in speech that holds none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.progress import track

from assistant.grammar.spotter import SpotHit
from assistant.wake import Wake
from models.evaluation.bench import Bench, Heard, hours
from models.evaluation.figures import Row
from models.evaluation.grammars import OWN_PHRASE, WAKE_PHRASES, label

HIT_BAR, FALSE_BAR = 95.0, 0.5
"""Per cent found at 10 dB; false accepts an hour of a phrase."""
LISTENED = (OWN_PHRASE, *WAKE_PHRASES)
_LOW = 0.03
"""A threshold low enough to see how sure the misses were."""
_NOISE = 10.0


def wake_phrases(bench: Bench, snr: float | None) -> Iterator[Row]:
    """Phrases found in clips of their own at the model's thresholds. `wake`, without `--split devtest`, has trained."""
    heard = _wake_clips(bench, snr)
    if not heard:
        return
    spotter = bench.maker.spotter(WAKE_PHRASES)
    found = [(str(one.clip.text), {hit.phrase for hit in hits_in(spotter, one)}) for one in heard]
    by_phrase = {
        phrase: [phrase in hits for text, hits in found if text == phrase] for phrase in WAKE_PHRASES
    }
    yield Row(
        f"wake phrases {label(snr)} ({heard[0].clip.family})",
        sum(text in hits for text, hits in found),
        len(found),
        details={
            "by_phrase": {
                phrase: round(100 * sum(hits) / max(1, len(hits)), 1) for phrase, hits in by_phrase.items()
            },
            "other_phrase_too": sum(bool(hits - {text}) for text, hits in found),
        },
        bar=HIT_BAR if snr == _NOISE else None,
    )


def false_wakes(bench: Bench, family: str, *, analyse: bool = False) -> Iterator[Row]:
    """Hits in speech without wake phrases, all clips one endless stream.

    One row for the three phrases of the bar and one with our own beside them. Where `analyse` is set, the details say
    what would be found at 10 dB at thresholds that let each phrase wake `FALSE_BAR` times an hour: an analysis of what
    the model could do, fitted to this very speech; no threshold that anybody uses.
    """
    heard = [one for one in bench.stream(family) if one.clip.more.get("note") not in WAKE_PHRASES]
    if not heard:
        return
    spotter = bench.maker.spotter(LISTENED)
    low = bench.maker.spotter(WAKE_PHRASES, threshold=_LOW) if analyse else None
    hits: list[SpotHit] = []
    weak: list[SpotHit] = []
    for one in track(heard, f"wakes in {family}"):
        hits += spotter.push(one.frames)
        weak += low.push(one.frames) if low is not None else ()
    hits += spotter.flush()
    weak += low.flush() if low is not None else ()
    spent = hours(heard)
    for phrases in (WAKE_PHRASES, LISTENED):
        count = {phrase: sum(hit.phrase == phrase for hit in hits) for phrase in phrases}
        details: dict[str, object] = {"by_phrase": count}
        if low is not None and phrases == WAKE_PHRASES:
            details["analysis, not the shipping threshold"] = analysis(bench, weak, spent)
        # The bar is a phrase's; three phrases may wake three times as often.
        bar = FALSE_BAR * len(WAKE_PHRASES) if phrases == WAKE_PHRASES else None
        yield Row(
            f"false wakes, {', '.join(phrases)} ({family})",
            sum(count.values()),
            len(heard),
            spent,
            details,
            bar=bar,
            at_most=True,
        )


def analysis(bench: Bench, hits: Sequence[SpotHit], spent: float) -> Mapping[str, object]:
    """For each phrase the threshold of `FALSE_BAR` false accepts an hour, and what is found at 10 dB with it."""
    spotter = bench.maker.spotter(WAKE_PHRASES, threshold=_LOW)
    best: dict[str, list[float]] = {phrase: [] for phrase in WAKE_PHRASES}
    for one in _wake_clips(bench, _NOISE):
        levels = [hit.confidence for hit in hits_in(spotter, one) if hit.phrase == one.clip.text]
        best[str(one.clip.text)].append(max(levels, default=0.0))
    found: dict[str, object] = {}
    for phrase, levels in best.items():
        threshold = threshold_for([hit.confidence for hit in hits if hit.phrase == phrase], spent)
        share = 100 * sum(level >= threshold for level in levels) / max(1, len(levels))
        found[phrase] = {"threshold": round(threshold, 4), "found at 10 dB, %": round(share, 1)}
    found["threshold"] = f"{FALSE_BAR} false accepts an hour and phrase, chosen on this speech"
    return found


def threshold_for(confidences: Sequence[float], spent: float, rate: float = FALSE_BAR) -> float:
    """The least threshold that lets through no more than `rate` hits an hour of those in `spent` hours."""
    allowed = int(spent * rate)
    levels = sorted(confidences, reverse=True)
    return levels[allowed] + 1e-4 if len(levels) > allowed else _LOW


def hits_in(spotter: Wake, one: Heard) -> list[SpotHit]:
    """Everything found in one recording."""
    spotter.reset()
    return [*spotter.push(one.frames), *spotter.flush()]


def _wake_clips(bench: Bench, snr: float | None) -> list[Heard]:
    if bench.split == "devtest":
        return bench.hear("wake-devtest", "devtest", snr)
    return bench.hear("wake", "train", snr, most=300)
