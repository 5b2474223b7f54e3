"""Phone error rate: what the model hears without any grammar, against how the transcript is pronounced.

Heard is the best path through a loop of all phones of all languages, with the bigram and the penalty of blank that
were set for it on validation data (`free_loop.py`). Where a model has none it is the greedy decoding, which the
details hold in any case ("best of each frame"): the best phone of every frame after the grammar's penalty of blank,
repeats collapsed, blanks dropped. Said is the transcript's usual pronunciation (`Pronouncer.pronounce_text`,
one fixed reading a word), so that a rarer variant, said correctly, counts as an error: the figure is not flattered. The
details hold it again with the variant of each word that fits best ("best variants"), and what is left of it where only
phones of the clip's language may be heard ("one language"). All that is what streams out while it is heard; where the
model looks at an utterance again when it is over, the details say what is heard then ("second look").
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rich.progress import track

from assistant.ears import scoring_of
from assistant.errors import PronunciationError
from assistant.grammar.scoring import Scoring
from assistant.speech.phones import language_of
from assistant.speech.pronounce import Pronouncer
from assistant.speech.second_look import second_look_of
from assistant.types import Frames, Posteriors
from models.data.manifest import Clip
from models.evaluation.bench import Bench, Heard
from models.evaluation.distance import edits, least_edits
from models.evaluation.figures import Row, most_frequent, ratio_interval
from models.evaluation.free_loop import FreeLoop, from_metadata

TEST_CLEAN = "librispeech-test-clean"
BAR = 22.0
CHILD = 16
"""Years below which a speaker counts as a child."""
_UNSAYABLE = -1
"""A phone that the model does not have: always an error."""


def greedy(posteriors: Posteriors, scoring: Scoring, allowed: Sequence[int] | None = None) -> list[int]:
    """Columns of the phones heard in log-posteriors `[frames, phones]`; `allowed` columns only, where given."""
    rows = scoring.rows(posteriors)
    if allowed is not None:
        masked = np.full_like(rows, -np.inf)
        masked[:, list(allowed)] = rows[:, list(allowed)]
        rows = masked
    return [column for column, _ in itertools.groupby(rows.argmax(axis=1).tolist()) if column]


def columns_of(language: str, columns: dict[str, int]) -> list[int]:
    """Blank and the phones of one language."""
    return [column for phone, column in columns.items() if column == 0 or language_of(phone) == language]


@dataclass(frozen=True)
class Counted:
    """One clip: errors in so many phones, counted four ways, and what was heard for what."""

    phones: int
    substituted: int
    deleted: int
    inserted: int
    best_variants: int
    one_language: int
    greedy: int
    """The same errors, of the best phone of each frame."""
    confusions: tuple[tuple[int | None, int | None], ...] = ()
    again: int | None = None
    """The same errors after the model's second look; None where it has none."""

    @property
    def errors(self) -> int:
        """Against the usual pronunciation, all phones of the model allowed."""
        return self.substituted + self.deleted + self.inserted


@dataclass(frozen=True)
class Counter:
    """Counts the phone errors of clips of one model."""

    pronouncer: Pronouncer
    scoring: Scoring
    columns: dict[str, int]
    loop: FreeLoop | None = None
    look: Callable[[Frames], Posteriors] | None = None

    def count(self, one: Heard) -> Counted | None:
        """Errors of one clip; None where its text holds something that nobody can pronounce."""
        text, language = str(one.clip.text), one.clip.language[:2] or "en"
        try:
            words = self.pronouncer.pronounce_text(text, language)
            variants = [self._variants(word, usual, language) for word, usual in self._paired(text, words)]
        except PronunciationError:
            return None
        said = [self.columns.get(phone, _UNSAYABLE) for word in words for phone in word]
        best = greedy(one.posteriors, self.scoring)
        own = columns_of(language, self.columns)
        if self.loop is None:
            heard, of_language = best, greedy(one.posteriors, self.scoring, own)
        else:
            allowed = np.isin(np.arange(one.posteriors.shape[1]), own)
            heard, of_language = self.loop.phones(one.posteriors), self.loop.phones(one.posteriors, allowed)
        again = None
        if self.look is not None:
            rows = self.look(one.frames)
            again = greedy(rows, self.scoring) if self.loop is None else self.loop.phones(rows)
        found = edits(said, heard)
        least, _ = least_edits(variants, heard)
        return Counted(
            len(said),
            found.substituted,
            found.deleted,
            found.inserted,
            least,
            edits(said, of_language).errors,
            edits(said, best).errors,
            tuple(pair for pair in found.pairs if pair[0] != pair[1]),
            None if again is None else edits(said, again).errors,
        )

    def _paired(
        self, text: str, words: Sequence[Sequence[str]]
    ) -> Iterator[tuple[str | None, Sequence[str]]]:
        """Each usual pronunciation with its word, where the text's words and the pronunciations match one to one."""
        written: Sequence[str | None] = text.split()
        if len(written) != len(words):
            written = [None] * len(words)
        yield from zip(written, words, strict=True)

    def _variants(self, word: str | None, usual: Sequence[str], language: str) -> list[list[int]]:
        others = self.pronouncer.pronounce(word, language) if word is not None else ()
        ways = dict.fromkeys((tuple(usual), *others))
        return [[self.columns.get(phone, _UNSAYABLE) for phone in way] for way in ways]


def summary(
    name: str, counted: Sequence[Counted], phones: Sequence[str], bar: float | None = None, skipped: int = 0
) -> Row:
    """Errors summed over the corpus, not averaged over clips."""
    total = sum(one.phones for one in counted)
    confusions: dict[str, int] = {}
    for said, heard in itertools.chain.from_iterable(one.confusions for one in counted):
        pair = f"{_name(said, phones)} as {_name(heard, phones)}"
        confusions[pair] = confusions.get(pair, 0) + 1

    def share(errors: int) -> float:
        return round(100 * errors / max(1, total), 2)

    details = {
        "clips": len(counted),
        "clips skipped, no pronunciation": skipped,
        "substituted": share(sum(one.substituted for one in counted)),
        "deleted": share(sum(one.deleted for one in counted)),
        "inserted": share(sum(one.inserted for one in counted)),
        "best variants": share(sum(one.best_variants for one in counted)),
        "one language": share(sum(one.one_language for one in counted)),
        "best of each frame": share(sum(one.greedy for one in counted)),
        "confusions": most_frequent(confusions, 16),
    }
    again = [one.again for one in counted if one.again is not None]
    if len(again) == len(counted) > 0:
        details["second look"] = share(sum(again))
    errors = [one.errors for one in counted]
    return Row(
        name,
        sum(errors),
        total,
        details=details,
        of="phones",
        bar=bar,
        at_most=True,
        spread=ratio_interval(errors, [one.phones for one in counted]),
    )


def phone_errors(bench: Bench, family: str, split: str) -> Iterator[Row]:
    """One row a group of speakers of the family; `test-clean` is one endless stream, as it is for the false accepts."""
    streamed = family == TEST_CLEAN
    heard = bench.stream(family) if streamed else bench.hear(family, split)
    heard = [one for one in heard if one.clip.text]
    groups = {"": heard}
    if family == "speechocean":
        groups = {
            ", children": [one for one in heard if _is_child(one.clip)],
            ", adults": [one for one in heard if not _is_child(one.clip)],
        }
    facts = bench.model.facts
    loop = from_metadata(facts.more, len(facts.phones))
    counter = Counter(bench.pronouncer, scoring_of(facts), facts.columns, loop, second_look_of(facts))
    for group, members in groups.items():
        if not members:
            continue
        chosen = _some(members, bench.per_clips)
        part = f", random {len(chosen)} clips" if len(chosen) < len(members) else ""
        counted = [counter.count(one) for one in track(chosen, f"phones {family}{group}")]
        known = [one for one in counted if one is not None]
        bar = BAR if family == TEST_CLEAN else None
        row = summary(
            f"phone errors ({family}{group}{part})", known, facts.phones, bar, len(counted) - len(known)
        )
        yield replace(row, details=row.details | {"heard as": "one stream" if streamed else "single clips"})


def _some(heard: Sequence[Heard], most: int | None) -> list[Heard]:
    """A random part that is always the same."""
    if most is None or len(heard) <= most:
        return list(heard)
    return [heard[at] for at in sorted(np.random.default_rng(13).permutation(len(heard))[:most])]


def _is_child(clip: Clip) -> bool:
    return int(clip.more.get("age", CHILD)) < CHILD


def _name(column: int | None, phones: Sequence[str]) -> str:
    if column is None:
        return "nothing"
    return "(not in the model)" if column == _UNSAYABLE else phones[column]
