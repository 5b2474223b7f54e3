"""The decoder without a beam against brute force over all sentences, pronunciations and alignments."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grammar.acceptor import Acceptor, Symbol
from assistant.grammar.decoder import Decoder, DecoderOptions, Session
from assistant.grammar.network import build_network
from assistant.grammar.scoring import Scoring
from tests.decoder.brute_force import Dictionary, sentence_score, sentences
from tests.decoder.grammars import INVENTORY, Case, cases, chunks, entries, lexicons, posteriors

TOLERANCE = 1e-4


def listen(case: Case, options: DecoderOptions) -> Session:
    network = build_network(case.acceptor, Dictionary(case.lexicon), INVENTORY)
    session = Decoder(network, options).session()
    session.push(case.posteriors)
    return session


def truth(case: Case, options: DecoderOptions, longest: int = 4) -> dict[tuple[str, ...], float]:
    rows = options.scoring.rows(case.posteriors)
    scores = {
        words: sentence_score(
            rows,
            words,
            case.lexicon,
            INVENTORY,
            word_cost=options.word_cost,
            lead_in_cost=options.lead_in_cost,
        )
        for words in sentences(case.acceptor, longest)
    }
    return {words: score for words, score in scores.items() if score > -math.inf}


exact = st.builds(
    DecoderOptions,
    scoring=st.builds(Scoring, blank_penalty=st.sampled_from([0.0, 3.0])),
    beam=st.just(math.inf),
    most_active=st.just(10**6),
    word_cost=st.sampled_from([0.0, 0.7]),
    lead_in_cost=st.sampled_from([math.inf, 1.5]),
)


@given(cases(), exact)
@settings(max_examples=150, deadline=None)
def test_best_sentence_is_the_true_best(case: Case, options: DecoderOptions) -> None:
    expected = truth(case, options)
    found = listen(case, options).nbest(1)
    assert len(found) == min(1, len(expected))
    for best in found:
        assert best.score == pytest.approx(max(expected.values()), abs=TOLERANCE)
        assert expected[best.texts] == pytest.approx(best.score, abs=TOLERANCE)


@given(cases(cyclic=True, longest=5), exact)
@settings(max_examples=100, deadline=None)
def test_cycles_are_followed_as_often_as_frames_allow(case: Case, options: DecoderOptions) -> None:
    expected = truth(case, options, longest=len(case.posteriors))
    found = listen(case, options).nbest(1)
    assert [round(best.score, 3) for best in found] == [
        round(score, 3) for score in sorted(expected.values())[-1:]
    ]


@given(cases(), exact)
@settings(max_examples=150, deadline=None)
def test_runners_up_are_sentences_and_never_score_too_high(case: Case, options: DecoderOptions) -> None:
    expected = truth(case, options)
    found = listen(case, options).nbest(50)
    scores = [hypothesis.score for hypothesis in found]
    assert len({hypothesis.texts for hypothesis in found}) == len(found)
    assert scores == sorted(scores, reverse=True)
    for hypothesis in found:
        assert hypothesis.score <= expected[hypothesis.texts] + TOLERANCE


@given(lexicons, st.lists(entries, min_size=1, max_size=6, unique=True), st.integers(0, 2**32 - 1), exact)
@settings(max_examples=100, deadline=None)
def test_all_entries_of_a_single_list_are_exact(
    lexicon: dict[str, tuple[tuple[str, ...], ...]],
    names: list[tuple[str, ...]],
    seed: int,
    options: DecoderOptions,
) -> None:
    acceptor = Acceptor(0, frozenset({1}), ((0, Symbol("{x}", is_list=True), 1),), {"{x}": tuple(names)})
    case = Case(acceptor, lexicon, posteriors(9, 2.0, seed))
    expected = truth(case, options)
    # One list, no word after it: nothing is merged, every entry keeps its own best beginning.
    found = {hypothesis.texts: hypothesis.score for hypothesis in listen(case, options).nbest(50)}
    assert found.keys() == expected.keys()
    for words, score in found.items():
        assert score == pytest.approx(expected[words], abs=TOLERANCE)


@given(cases(), exact, st.lists(st.integers(0, 4), max_size=4))
@settings(max_examples=60, deadline=None)
def test_chunks_do_not_matter(case: Case, options: DecoderOptions, sizes: list[int]) -> None:
    network = build_network(case.acceptor, Dictionary(case.lexicon), INVENTORY)
    session = Decoder(network, options).session()
    for chunk in chunks(case.posteriors, sizes):
        session.push(chunk)
        session.nbest(2)  # asking in between changes nothing
        session.partial()
    whole = listen(case, options)
    assert session.nbest(5) == whole.nbest(5)
    assert session.progress() == whole.progress()


@given(cases(), exact)
@settings(max_examples=100, deadline=None)
def test_word_times_and_scores_add_up(case: Case, options: DecoderOptions) -> None:
    session = listen(case, options)
    for hypothesis in session.nbest(5):
        edges = [edge for word in hypothesis.words for edge in (word.start, word.end)]
        assert edges == sorted(edges)
        assert all(word.start < word.end <= hypothesis.frames for word in hypothesis.words)
        rows = session.rows
        path = sum(float(rows[frame, phone]) for frame, phone in enumerate(hypothesis.phones))
        if options.lead_in_cost == math.inf:
            assert hypothesis.score == pytest.approx(
                path - options.word_cost * len(hypothesis.words), abs=TOLERANCE
            )


@given(cases(), exact)
@settings(max_examples=100, deadline=None)
def test_progress_knows_the_best_complete_sentence(case: Case, options: DecoderOptions) -> None:
    session = listen(case, options)
    progress = session.progress()
    expected = truth(case, options)
    if () in expected:  # the lead-in alone is no sentence that an endpointer would take
        del expected[()]
    assert progress.complete == pytest.approx(max(expected.values(), default=-math.inf), abs=TOLERANCE)
    assert progress.best >= progress.complete
    if progress.is_complete:
        best = session.nbest(1)[0]
        assert progress.trailing_blank == progress.frames - best.words[-1].end
        assert session.partial() == best.texts or progress.complete == progress.best
