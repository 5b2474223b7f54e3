"""Features of a sentence, their calibration, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.errors import GrammarError
from assistant.grammar.acceptor import Acceptor
from assistant.grammar.confidence import (
    AFTER_WAKE,
    ALWAYS_LISTENING,
    ANSWER,
    CLEAR_MARGIN,
    MOST_UNHEARD,
    NAMES,
    ON_REQUEST,
    WORST_FIT,
    Calibration,
    Features,
    Strictness,
    decide,
    fit,
    measure,
)
from assistant.grammar.decoder import Decoder, DecoderOptions
from assistant.grammar.network import build_network
from assistant.grammar.scoring import Scoring
from assistant.types import Reason
from tests.decoder.brute_force import Dictionary
from tests.decoder.grammars import INVENTORY, plain, sentence

A, B, C, D = 1, 2, 3, 4
LEXICON = {"light": (("A", "B", "A"),), "lamp": (("A", "C", "A"),), "on": (("D", "B"),)}
HOUSE = sentence("{name}", "on", lists_={"{name}": (("light",), ("lamp",))})
GOOD = Features(speech_frames=8, fit=-0.1, worst_word=-0.2, margin=10.0, unexplained=0.0, outside=0.0)


def hear(plan: list[int], acceptor: Acceptor = HOUSE, lead_in_cost: float = 2.0) -> Features:
    options = DecoderOptions(scoring=Scoring(blank_penalty=1.0), lead_in_cost=lead_in_cost, beam=1e3)
    session = Decoder(build_network(acceptor, Dictionary(LEXICON), INVENTORY), options).session()
    session.push(plain(plan))
    best, *others = [*session.nbest(2), None, None][:2]
    return measure(session.rows, best, others[0], blank_penalty=1.0)


def test_a_clear_command_is_taken() -> None:
    features = hear([0, 0, A, B, A, 0, D, B, 0, 0])
    assert features.speech_frames == 5
    assert features.fit == pytest.approx(0, abs=1e-5)
    assert features.worst_word == pytest.approx(0, abs=1e-5)
    assert 1.0 < features.margin < CLEAR_MARGIN
    assert features.unexplained == features.outside == 0
    assert features.phones == 5
    assert features.clarity < -1.0
    assert decide(features, AFTER_WAKE, Calibration()) is None


def test_silence_is_silence() -> None:
    features = hear([0] * 20)
    assert features.speech_frames == 0
    assert decide(features, AFTER_WAKE, Calibration()) is Reason.SILENCE


def test_other_speech_is_no_command() -> None:
    features = hear([0, C, B, C, C, B, C, B, B, C, 0, 0])
    assert decide(features, Strictness(), Calibration()) is Reason.NOT_A_COMMAND


def test_left_over_phones_and_words_around_are_seen() -> None:
    clear = hear([0, A, B, A, 0, D, B, 0])
    inserted = hear([0, A, B, A, 0, C, 0, D, B, 0])
    around = hear([0, C, 0, 0, A, B, A, 0, D, B, 0])
    assert inserted.unexplained == pytest.approx(1 / 6)
    assert around.outside == pytest.approx(1 / 6)
    calibration = Calibration()
    assert calibration.probability(inserted) < calibration.probability(clear)
    assert calibration.probability(around) < calibration.probability(clear)


def test_one_wrong_word_is_the_worst_word() -> None:
    features = hear([0, A, D, A, 0, D, B, 0])
    assert features.worst_word < features.fit < 0


def test_a_word_that_nobody_said_is_missed() -> None:
    """Such as the last one of a sentence broken off, and whatever else was said without fault."""
    lexicon = {**LEXICON, "on": (("D", "B", "C", "D", "B"),)}
    options = DecoderOptions(scoring=Scoring(blank_penalty=1.0), beam=1e3)
    found = []
    for plan in (
        [0, A, B, A, 0, D, B, C, D, B, 0, 0],
        [0, A, B, A] + 8 * [0],
        [0, A, B, A, 0, D, B] + 5 * [0],
    ):
        session = Decoder(build_network(HOUSE, Dictionary(lexicon), INVENTORY), options).session()
        session.push(plain(plan, sure=0.9995))
        found.append(measure(session.rows, session.nbest(1)[0], blank_penalty=1.0))
    assert [features.unheard for features in found] == [0, MOST_UNHEARD, 3]
    assert decide(found[0], AFTER_WAKE, Calibration()) is None
    assert decide(found[1], AFTER_WAKE, Calibration()) is Reason.NOT_A_COMMAND


def test_without_a_rival_the_margin_is_clear_and_without_a_sentence_nothing_is() -> None:
    assert hear([0, D, B, 0], sentence("on")).margin == CLEAR_MARGIN
    nothing = hear([0, A, 0], sentence("on", "on"))
    assert nothing == Features(1)
    assert nothing.fit == WORST_FIT


def test_doubt_between_two_meanings_is_ambiguous() -> None:
    doubtful = Features(8, fit=-0.1, worst_word=-0.2, margin=0.1, unexplained=0, outside=0)
    assert decide(doubtful, AFTER_WAKE, Calibration()) is Reason.AMBIGUOUS


def test_the_stricter_the_less_is_taken() -> None:
    calibration = Calibration(bias=0.6, weights=(0.0,) * len(NAMES))  # always 65 %
    assert decide(GOOD, AFTER_WAKE, calibration) is None
    assert decide(GOOD, ALWAYS_LISTENING, calibration) is Reason.UNSURE
    assert decide(GOOD, Strictness(least_speech=9), calibration) is Reason.SILENCE


def test_a_short_word_is_taken_where_it_is_beyond_doubt() -> None:
    faint = replace(GOOD, speech_frames=0)
    for chance, expected in ((0.6, None), (0.4, Reason.SILENCE)):
        calibration = Calibration(bias=float(np.log(chance / (1 - chance))), weights=(0.0,) * len(NAMES))
        assert decide(faint, AFTER_WAKE, calibration) is expected
        assert decide(faint, ON_REQUEST, calibration) is expected
        assert decide(faint, ANSWER, calibration) is Reason.SILENCE
        assert decide(faint, ALWAYS_LISTENING, calibration) is Reason.SILENCE


def random_features(random: np.random.Generator, *, right: bool) -> Features:
    level = 0.4 if right else 1.6
    return Features(
        speech_frames=10,
        fit=-float(random.gamma(2.0, level / 2)),
        worst_word=-float(random.gamma(2.0, level)),
        margin=float(random.gamma(2.0, 4.0 if right else 1.0)),
        unexplained=float(random.beta(1, 8 if right else 3)),
        outside=0.0,
        clarity=-float(random.gamma(3.0, 1.0)),
        phones=int(random.integers(3, 30)),
        unheard=int(random.integers(0, 2 if right else 5)),
    )


def test_calibration_is_learnt() -> None:
    random = np.random.default_rng(3)
    labels = [bool(value) for value in random.random(20_000) < 0.6]
    features = [random_features(random, right=label) for label in labels]
    calibration = fit(features[:10_000], labels[:10_000])
    probabilities = np.array([calibration.probability(one) for one in features[10_000:]])
    truth = np.array(labels[10_000:])
    assert ((probabilities > 0.5) == truth).mean() > 0.9
    for low in (0.0, 0.25, 0.5, 0.75):  # calibrated: of what is given 80 %, about 80 % is right
        bin_ = (probabilities >= low) & (probabilities < low + 0.25)
        assert truth[bin_].mean() == pytest.approx(probabilities[bin_].mean(), abs=0.12)


def test_newton_stops_where_the_gradient_vanishes() -> None:
    random = np.random.default_rng(4)
    labels = [bool(value) for value in random.random(300) < 0.5]
    features = [random_features(random, right=label) for label in labels]
    best = fit(features, labels, ridge=1e-6)

    def loss(calibration: Calibration) -> float:
        probabilities = np.array([calibration.probability(one) for one in features])
        return -float(np.log(np.where(labels, probabilities, 1 - probabilities)).sum())

    for at in (at for at, name in enumerate(NAMES) if name != "outside"):  # that one is constant here
        for step in (-0.05, 0.05):
            other = list(best.weights)
            other[at] += step
            assert loss(Calibration(best.bias, tuple(other))) > loss(best)


def test_separable_classes_stay_finite() -> None:
    calibration = fit([GOOD] * 5 + [Features(8)] * 5, [True] * 5 + [False] * 5)
    assert np.isfinite([calibration.bias, *calibration.weights]).all()
    assert calibration.probability(GOOD) > 0.8
    assert calibration.probability(Features(8)) < 0.2


@pytest.mark.parametrize("labels", [[True, True], [False, False], [True]])
def test_nothing_to_learn_from_is_refused(labels: list[bool]) -> None:
    with pytest.raises(GrammarError, match="Give it utterances of both kinds"):
        fit([GOOD, Features(3)], labels)


def test_calibration_survives_a_models_metadata() -> None:
    calibration = Calibration(0.5, tuple(map(float, range(len(NAMES)))))
    assert Calibration.from_mapping(calibration.as_mapping()) == calibration


@pytest.mark.parametrize("broken", [{"bias": 1.0}, {**Calibration().as_mapping(), "margin": "much"}])
def test_broken_metadata_is_refused(broken: dict[str, float]) -> None:
    with pytest.raises(GrammarError, match="cannot be read"):
        Calibration.from_mapping(broken)
