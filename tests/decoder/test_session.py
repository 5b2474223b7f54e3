"""Sessions while somebody speaks: progress, partials, word times, beams, long silences, bad posteriors."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.grammar.acceptor import Acceptor, Symbol
from assistant.grammar.decoder import Decoder, DecoderOptions, Session
from assistant.grammar.network import build_network
from assistant.grammar.scoring import Scoring
from assistant.types import Posteriors
from tests.decoder.brute_force import Dictionary, sentence_score
from tests.decoder.grammars import INVENTORY, plain, said, sentence

LEXICON = {
    "light": (("A", "B"),),
    "lamp": (("A", "C"),),
    "on": (("D",),),
    "off": (("C", "D"), ("C",)),
    "please": (("B", "A"),),
}
A, B, C, D = 1, 2, 3, 4
NAMES = (("light",), ("lamp",), ("light", "lamp"))
HOUSE = Acceptor(
    start=0,
    finals=frozenset({2, 3}),
    arcs=(
        (0, Symbol("{name}", is_list=True), 1),
        (1, Symbol("off"), 2),
        (1, Symbol("on"), 2),
        (2, Symbol("please"), 3),
    ),
    lists={"{name}": NAMES},
)


RAW = DecoderOptions(scoring=Scoring(blank_penalty=0.0))


def session(acceptor: Acceptor = HOUSE, options: DecoderOptions = RAW) -> Session:
    return Decoder(build_network(acceptor, Dictionary(LEXICON), INVENTORY), options).session()


def test_times_of_words_inside_names() -> None:
    heard = session()
    heard.push(plain([0, 0, A, A, B, 0, A, C, C, 0, 0, D, 0]))
    best = heard.nbest(1)[0]
    assert [(word.text, word.start, word.end) for word in best.words] == [
        ("light", 2, 5),
        ("lamp", 6, 9),
        ("on", 11, 12),
    ]
    assert best.phones.tolist() == [0, 0, A, A, B, 0, A, C, C, 0, 0, D, 0]
    assert best.score == pytest.approx(0, abs=1e-5)


def test_a_geminate_may_be_one_long_phone() -> None:
    heard = session(sentence("please", "light"))
    heard.push(plain([0, B, A, A, B, 0]))  # please light: B A, A B without blank between
    assert heard.nbest(1)[0].score == pytest.approx(0, abs=1e-5)


def test_words_that_sound_alike_are_both_found() -> None:
    lexicon = {
        "blue": (("A",),),
        "blew": (("A",),),
        "be": (("B",),),
        "fore": (("C",),),
        "before": (("B", "C"),),
    }
    acceptor = sentence("{x}", lists_={"{x}": (("blue",), ("blew",), ("before",), ("be", "fore"))})
    network = build_network(acceptor, Dictionary(lexicon), INVENTORY)
    heard = Decoder(network, DecoderOptions(word_cost=0.5)).session()
    heard.push(said([B, C]))
    best, second, *_ = heard.nbest(4)
    assert {best.texts, second.texts} == {("before",), ("be", "fore")}
    assert best.score - second.score == pytest.approx(0.5)
    assert best.texts == ("before",)


def test_progress_and_partials_of_a_sentence() -> None:
    heard = session()
    progress = heard.push(plain([0, 0]))
    assert not progress.started
    assert heard.partial() == ()
    progress = heard.push(plain([A]))
    assert progress.started
    assert not progress.is_complete
    progress = heard.push(plain([B, 0]))
    assert heard.partial() == ("light",)
    assert not progress.is_complete
    assert progress.complete < progress.best  # "off" might hide in the blank
    progress = heard.push(plain([D]))
    assert progress.is_complete
    assert progress.can_continue
    assert not progress.can_only_stop
    assert progress.trailing_blank == 0
    progress = heard.push(plain([0, 0, 0]))
    assert progress.trailing_blank == 3
    assert heard.partial() == ("light", "on")
    progress = heard.push(plain([B]))
    assert not progress.is_complete  # "please" has begun
    assert progress.complete < progress.best
    progress = heard.push(plain([A]))
    assert progress.can_only_stop
    assert heard.partial() == ("light", "on", "please")


def test_a_longer_name_is_a_way_to_go_on() -> None:
    heard = session(sentence("{name}", lists_={"{name}": NAMES}))
    assert heard.push(plain([A, B])).can_continue
    assert heard.push(plain([0, A, C])).can_only_stop


def test_anything_may_precede_where_the_lead_in_may_be_paid() -> None:
    noise = [D, D, B, D]
    sound = plain([*noise, 0, A, B, 0, D, 0])
    strict, lenient = session(), session(options=replace(RAW, lead_in_cost=1.0))
    strict.push(sound)
    lenient.push(sound)
    best = lenient.nbest(1)[0]
    assert best.texts == ("light", "on")
    assert best.words[0].start == 5
    assert best.score == pytest.approx(-4.0, abs=1e-5)
    assert best.score > max((hypothesis.score for hypothesis in strict.nbest(1)), default=-math.inf)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=50, deadline=None)
def test_a_wide_beam_loses_nothing_in_clear_speech(seed: int) -> None:
    random = np.random.default_rng(seed)
    columns = [LEXICON_COLUMNS[word] for word in ("light", "lamp", "off")]
    clear = said([column for word in columns for column in word])
    sound: Posteriors = (clear + random.normal(0, 0.3, clear.shape)).astype(np.float32)
    exact, narrow = (
        session(options=replace(RAW, beam=math.inf)),
        session(options=replace(RAW, beam=12.0, most_active=6)),
    )
    exact.push(sound)
    narrow.push(sound)
    assert narrow.nbest(1)[0] == exact.nbest(1)[0]


LEXICON_COLUMNS = {word: [INVENTORY[phone] for phone in ways[0]] for word, ways in LEXICON.items()}


def test_a_long_silence_costs_no_memory_and_changes_nothing() -> None:
    quiet = plain([0] * 4_000)
    sound = plain([0, A, B, 0, D, 0])
    patient, fresh = session(), session()
    patient.push(quiet)
    assert patient.first_frame > 3_000
    assert len(patient.rows) < 500
    assert patient._lattice.nodes < 1_000
    patient.push(sound)
    fresh.push(sound)
    late, early = patient.nbest(1)[0], fresh.nbest(1)[0]
    assert late.texts == early.texts
    assert [(word.start - 4_000, word.end - 4_000) for word in late.words] == [
        (word.start, word.end) for word in early.words
    ]
    assert late.score == pytest.approx(early.score, abs=1e-3)
    assert late.frames == 4_006


@pytest.mark.parametrize("frames", [130, 300])
def test_clean_up_in_mid_sentence_changes_nothing(frames: int) -> None:
    plan = [0, A, B] + [0] * frames + [D, 0, 0]
    heard = session(options=replace(RAW, beam=math.inf))
    heard.push(plain(plan, sure=0.7))
    scoring = Scoring(blank_penalty=0.0)
    for hypothesis in heard.nbest(3):
        expected = sentence_score(scoring.rows(plain(plan, sure=0.7)), hypothesis.texts, LEXICON, INVENTORY)
        assert hypothesis.score <= expected + 1e-3
    assert heard.nbest(1)[0].texts == ("light", "on")
    assert heard.nbest(1)[0].score == pytest.approx(0, abs=1e-3)


def test_a_sentence_that_never_ends_is_given_up() -> None:
    heard = session(options=replace(RAW, longest_sentence=200))
    heard.push(plain([A, B]))
    assert heard.partial() == ("light",)
    heard.push(plain([0] * 600))
    assert heard.partial() == ()
    assert heard.first_frame > 200
    heard.push(plain([A, C, 0, D]))
    assert heard.nbest(1)[0].texts == ("lamp", "on")


def test_nothing_heard_is_nothing_said() -> None:
    heard = session()
    assert heard.nbest(3) == ()
    progress = heard.push(np.zeros((0, 5), np.float32))
    assert progress.frames == 0
    assert progress.best == 0
    assert heard.rows.shape == (0, 5)


def test_an_empty_sentence_may_be_allowed() -> None:
    heard = session(Acceptor(0, frozenset({0, 1}), ((0, Symbol("on"), 1),), {}))
    heard.push(plain([0, 0]))
    best = heard.nbest(1)[0]
    assert best.words == ()
    assert best.phones.tolist() == [0, 0]


@pytest.mark.parametrize("shape", [(3, 4), (3, 6), (5,), (1, 3, 5)])
def test_other_widths_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelError, match="do not fit a grammar built for 5 phones"):
        session().push(np.zeros(shape, np.float32))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_posteriors_that_are_no_numbers_lose_nothing(bad: float) -> None:
    heard = session()
    heard.push(plain([0, A, B, 0]))
    broken = plain([D, 0])
    broken[1, 2] = bad
    with pytest.raises(ModelError, match="not numbers"):
        heard.push(broken)
    heard.push(plain([D, 0]))
    assert heard.nbest(1)[0].texts == ("light", "on")
    assert heard.frames == 6


def test_impossible_phones_are_only_very_unlikely() -> None:
    heard = session()
    sound = plain([0, A, B, 0, D, 0])
    sound[sound < -1] = -np.inf
    heard.push(sound)
    best, *others = heard.nbest(5)
    assert best.texts == ("light", "on")
    assert all(math.isfinite(hypothesis.score) for hypothesis in (best, *others))
