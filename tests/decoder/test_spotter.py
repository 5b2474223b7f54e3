"""Phrases spotted in a stream: where, how surely, once each, whatever the chunks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import GrammarError, ModelError
from assistant.grammar.network import Speller
from assistant.grammar.scoring import Scoring
from assistant.grammar.spotter import Phrase, SpotHit, Spotter, SpotterOptions, phrase
from assistant.types import Posteriors
from tests.decoder.brute_force import Dictionary
from tests.decoder.grammars import INVENTORY, chunks, plain, posteriors, said

A, B, C, D = 1, 2, 3, 4
HEY = Phrase("hey", ((A, B, C),))
YOU = Phrase("you", ((D, C, B), (D, B)))
PLAIN = Scoring(blank_penalty=0.0)


def spot(sound: Posteriors, *phrases: Phrase, options: SpotterOptions | None = None) -> list[SpotHit]:
    spotter = Spotter(phrases, 5, options or SpotterOptions(scoring=PLAIN))
    return [*spotter.push(sound), *spotter.flush()]


def test_a_phrase_is_found_where_it_is() -> None:
    hits = spot(plain([0] * 20 + [D, 0, A, A, B, 0, C, C] + [0] * 20), HEY, YOU)
    assert [(hit.phrase, hit.start, hit.end) for hit in hits] == [("hey", 22, 27)]
    assert hits[0].confidence == pytest.approx(1.0, abs=1e-4)


def test_nothing_is_found_where_every_phone_is_as_likely() -> None:
    unsure = np.full((60, 5), math.log(0.2), np.float32)
    assert spot(unsure, HEY, YOU, options=SpotterOptions(threshold=0.3)) == []
    # Against the best phone of each frame everything fits there.
    best = SpotterOptions(scoring=PLAIN, threshold=0.99)
    assert spot(unsure, HEY, YOU, options=best) != []


def test_every_pronunciation_counts() -> None:
    hits = spot(plain([0] * 5 + [D, B] + [0] * 20 + [D, C, B] + [0] * 9), HEY, YOU)
    assert [(hit.phrase, hit.end) for hit in hits] == [("you", 7), ("you", 30)]


def test_saying_it_twice_is_two_hits_and_once_is_one() -> None:
    once = [A, A, B, B, C, C, C, 0]
    assert len(spot(plain([0] * 10 + once + [0] * 30), HEY)) == 1
    assert len(spot(plain([0] * 10 + once + [0] * 10 + once + [0] * 10), HEY)) == 2


def test_hits_in_quick_succession_are_one() -> None:
    sound = plain([A, B, C, 0, A, B, C, 0, 0])
    assert len(spot(sound, HEY, options=SpotterOptions(scoring=PLAIN, refractory=12))) == 1
    assert len(spot(sound, HEY, options=SpotterOptions(scoring=PLAIN, refractory=2))) == 2


def test_the_end_of_the_stream_does_not_swallow_a_hit() -> None:
    assert len(spot(plain([0, A, B, C]), HEY)) == 1


def test_phones_cannot_be_drawn_out_for_ever() -> None:
    slow = [A] + [0] * 14 + [B, C]
    assert spot(plain([0] * 3 + slow + [0] * 5), HEY) == []
    assert (
        len(
            spot(
                plain([0] * 3 + slow + [0] * 5), HEY, options=SpotterOptions(scoring=PLAIN, longest_phone=20)
            )
        )
        == 1
    )
    assert (
        spot(
            plain([0] * 3 + slow + [0] * 5),
            HEY,
            options=SpotterOptions(scoring=PLAIN, longest_phone=20, slowest=5.0),
        )
        == []
    )


def test_a_wrong_phone_costs_confidence_by_the_length_of_the_phrase() -> None:
    short, long = Phrase("short", ((A, B),)), Phrase("long", ((A, B, C, D, A, B, C, D),))
    (one,) = spot(plain([0, A, C, 0, 0]), short, options=SpotterOptions(scoring=PLAIN, threshold=0.01))
    (other,) = spot(
        plain([0, A, B, C, D, A, B, C, A, 0, 0]), long, options=SpotterOptions(scoring=PLAIN, threshold=0.01)
    )
    assert one.score == pytest.approx(other.score, abs=1e-4)
    assert one.confidence < other.confidence < 1.0


def test_a_phrase_may_have_its_own_threshold() -> None:
    sound = plain([0, 0, A, D, C, 0, 0, 0])
    level = spot(sound, HEY, options=SpotterOptions(scoring=PLAIN, threshold=0.01))[0].confidence
    assert (
        spot(
            sound,
            Phrase("hey", HEY.spellings, threshold=level + 0.01),
            options=SpotterOptions(scoring=PLAIN, threshold=0.01),
        )
        == []
    )
    assert (
        len(
            spot(
                sound,
                Phrase("hey", HEY.spellings, threshold=level - 0.01),
                options=SpotterOptions(scoring=PLAIN, threshold=0.99),
            )
        )
        == 1
    )


def brute_force_level(sound: Posteriors, way: tuple[int, ...]) -> float:
    """Best total score over all spans and alignments, phones from a span's first frame to its last."""
    rows = PLAIN.rows(sound).astype(float)
    best = -math.inf
    for start in range(len(rows)):
        phone = np.full(len(way), -np.inf)
        blank = np.full(len(way), -np.inf)
        for frame in range(start, len(rows)):
            value = np.maximum(phone, blank)
            before = np.concatenate(([0.0 if frame == start else -np.inf], value[:-1]))
            phone = np.maximum(phone, before) + rows[frame, list(way)]
            blank = value + rows[frame, 0]
            best = max(best, float(phone[-1]))
    return best


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 7), max_size=6))
@settings(max_examples=100, deadline=None)
def test_scores_are_those_of_brute_force_in_any_chunking(seed: int, sizes: list[int]) -> None:
    sound = posteriors(12, 2.0, seed)
    options = SpotterOptions(scoring=PLAIN, threshold=1e-30, slowest=99, longest_phone=99, settle=99)
    spotter = Spotter([HEY], 5, options)
    best = -math.inf
    for chunk in chunks(sound, sizes):
        assert spotter.push(chunk) == ()
        best = max(best, float(spotter._phone[2]))
    whole = Spotter([HEY], 5, options)
    scores = []
    for row in sound:
        whole.push(row[None])
        scores.append(float(whole._phone[2]))
    assert max(scores) == pytest.approx(brute_force_level(sound, HEY.spellings[0]), abs=1e-4)
    assert spotter.flush() == whole.flush()


def test_chunks_do_not_matter() -> None:
    sound = plain([0] * 7 + [A, B, C] + [0] * 20 + [D, B] + [0] * 20)
    whole = spot(sound, HEY, YOU)
    assert len(whole) == 2
    for size in (1, 2, 3, 5):
        spotter = Spotter([HEY, YOU], 5, SpotterOptions(scoring=PLAIN))
        pieces = [hit for at in range(0, len(sound), size) for hit in spotter.push(sound[at : at + size])]
        assert [*pieces, *spotter.flush()] == whole


def test_noise_without_the_phrase_is_no_hit() -> None:
    assert (
        spot(said([B, A, C, D, B, A, D, D, C, A]), HEY, options=SpotterOptions(scoring=PLAIN, threshold=0.5))
        == []
    )


def test_after_a_reset_nothing_is_left() -> None:
    spotter = Spotter([HEY], 5, SpotterOptions(scoring=PLAIN))
    spotter.push(plain([0, A, B]))
    spotter.reset()
    assert spotter.frames == 0
    assert [*spotter.push(plain([C, 0, 0, 0, 0])), *spotter.flush()] == []


def test_phrases_are_spelled_like_the_grammar() -> None:
    lexicon = {"hey": (("A",), ("B",)), "you": (("C", "D"),)}
    made = phrase(("hey", "you"), Speller(Dictionary(lexicon), INVENTORY), threshold=0.3)
    assert made == Phrase("hey you", ((A, C, D), (B, C, D)), 0.3)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (Phrase("x", ()), "has no phones"),
        (Phrase("x", ((),)), "has no phones"),
        (Phrase("x", ((A, 5),)), "does not know"),
        (Phrase("x", ((0, A),)), "does not know"),
        (Phrase("x", ((A,),), threshold=0.0), "Choose one between 0 and 1"),
    ],
)
def test_phrases_that_cannot_be_heard_are_refused(bad: Phrase, says: str) -> None:
    with pytest.raises(GrammarError) as raised:
        Spotter([HEY, bad], 5)
    assert says in str(raised.value)


def test_bad_posteriors_are_refused_and_lose_nothing() -> None:
    spotter = Spotter([HEY], 5, SpotterOptions(scoring=PLAIN))
    spotter.push(plain([0, A]))
    with pytest.raises(ModelError, match="not numbers"):
        spotter.push(np.full((2, 5), np.nan, np.float32))
    with pytest.raises(ModelError, match="do not fit"):
        spotter.push(np.zeros((2, 6), np.float32))
    spotter.push(plain([B, C]))
    assert len(spotter.flush()) == 1
