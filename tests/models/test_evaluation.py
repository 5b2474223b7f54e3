"""The measuring functions count what they say, on small made inputs."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from assistant.grammar.meaning import Meaning
from assistant.grammar.scoring import Scoring
from assistant.grammar.spotter import Phrase, Spotter, SpotterOptions
from assistant.speech.pronounce import Pronouncer
from assistant.types import Frames, Reason, Recognition, Slot
from assistant.wake import Wake
from models.data.manifest import Clip
from models.evaluation import distance, figures, orders, phone_errors, report, sound, suite, wake, words
from models.evaluation.bench import Bench, Heard, hours
from models.evaluation.grammars import is_meant

pytestmark = pytest.mark.train


def clip(text: str | None = "yes", *, frames: int = 16_000, **more: Any) -> Clip:
    return Clip("family", 0, "f.flac", 0, frames, text, "en", "devtest", "s", more)


def slow_distance(a: list[int], b: list[int]) -> int:
    """The textbook's recursion, to check the fast one against."""
    if not a or not b:
        return len(a) + len(b)
    return min(
        slow_distance(a[1:], b) + 1,
        slow_distance(a, b[1:]) + 1,
        slow_distance(a[1:], b[1:]) + (a[0] != b[0]),
    )


def test_edits_are_the_fewest() -> None:
    sequences = [list(one) for n in range(4) for one in itertools.product((1, 2), repeat=n)]
    for said, heard in itertools.product(sequences, repeat=2):
        found = distance.edits(said, heard)
        assert found.errors == slow_distance(said, heard), (said, heard)
        assert [s for s, _ in found.pairs if s is not None] == said
        assert [h for _, h in found.pairs if h is not None] == heard


def test_edits_know_their_kind() -> None:
    found = distance.edits([1, 2, 3, 4, 6, 7], [1, 9, 4, 6, 7, 5])
    assert (found.substituted, found.deleted, found.inserted) == (1, 1, 1)


def test_the_best_variant_of_every_word_counts() -> None:
    either, data = [[1, 2], [3, 2]], [[4, 5, 6], [4, 7, 6]]
    assert distance.least_edits([either, data], [3, 2, 4, 7, 6]) == (0, 5)
    assert distance.least_edits([either, data], [3, 2, 4, 7]) == (1, 5)
    assert distance.least_edits([], [1, 2]) == (2, 0)


def posteriors(columns: list[int], width: int = 5) -> np.ndarray:
    """Rows in which the given column is much the best."""
    rows = np.full((len(columns), width), -8.0, np.float32)
    rows[np.arange(len(columns)), columns] = -0.01
    return rows


def test_greedy_decoding_collapses_repeats_and_drops_blanks() -> None:
    rows = posteriors([0, 1, 1, 0, 1, 2, 2, 3, 0])
    assert phone_errors.greedy(rows, Scoring(blank_penalty=0.0)) == [1, 1, 2, 3]
    assert phone_errors.greedy(rows, Scoring(blank_penalty=0.0), allowed=[0, 1, 3]) == [1, 1, 3]


def test_greedy_decoding_applies_the_blank_penalty() -> None:
    rows = np.log(np.array([[0.6, 0.4], [0.3, 0.7]], np.float32))
    assert phone_errors.greedy(rows, Scoring(blank_penalty=0.0)) == [1]
    rows = np.log(np.array([[0.6, 0.4, 0.0001], [0.3, 0.0001, 0.7]], np.float32))
    assert phone_errors.greedy(rows, Scoring(blank_penalty=0.0)) == [2]
    assert phone_errors.greedy(rows, Scoring(blank_penalty=1.0)) == [1, 2]


def test_phones_of_a_language_are_blank_and_its_own() -> None:
    columns = {"<blank>": 0, "AA": 1, "a": 2, "ZH": 3, "zh": 4}
    assert phone_errors.columns_of("en", columns) == [0, 1, 3]
    assert phone_errors.columns_of("zh", columns) == [0, 2, 4]


PHONES = ("<blank>", "K", "AE", "T", "S", "AH", "DH", "a")
COLUMNS = {phone: column for column, phone in enumerate(PHONES)}


def counted(text: str, heard: str) -> phone_errors.Counted | None:
    spoken = [COLUMNS[phone] for phone in heard.split()]
    frames = [column for phone in spoken for column in (phone, 0)]
    counter = phone_errors.Counter(Pronouncer(), Scoring(blank_penalty=0.0), COLUMNS)
    return counter.count(Heard(clip(text), Frames.of(posteriors(frames, len(PHONES)))))


def test_phone_errors_of_known_sequences() -> None:
    right = counted("cat", "K AE T")
    assert right is not None
    assert (right.phones, right.errors) == (3, 0)
    wrong = counted("cat", "K AH T S")
    assert wrong is not None
    assert (wrong.substituted, wrong.deleted, wrong.inserted) == (1, 0, 1)
    missed = counted("cat", "K")
    assert missed is not None
    assert (missed.phones, missed.deleted) == (3, 2)


def test_a_mandarin_phone_in_english_is_an_error_that_one_language_does_not_make() -> None:
    found = counted("cat", "K AE a T")
    assert found is not None
    assert (found.errors, found.one_language) == (1, 0)


def test_what_a_second_look_hears_is_counted_beside_it() -> None:
    def look(frames: Frames) -> np.ndarray:
        return np.where(np.arange(len(PHONES)) == COLUMNS["K"], -9.0, frames.posteriors).astype(np.float32)

    counter = phone_errors.Counter(Pronouncer(), Scoring(blank_penalty=0.0), COLUMNS, look=look)
    spoken = [COLUMNS[phone] for phone in ("K", "AE", "T")]
    one = Heard(clip("cat"), Frames.of(posteriors([column for phone in spoken for column in (phone, 0)], 8)))
    found = counter.count(one)
    assert found is not None
    assert (found.errors, found.again) == (0, 1)
    assert phone_errors.summary("a", [found], PHONES).details["second look"] == pytest.approx(33.33)
    without = counted("cat", "K AE T")
    assert without is not None
    assert "second look" not in phone_errors.summary("a", [without], PHONES).details


def test_a_text_nobody_can_say_is_skipped() -> None:
    assert counted("кот", "K AE T") is None


def test_phone_errors_are_summed_over_the_corpus() -> None:
    long = phone_errors.Counted(98, 1, 0, 0, 1, 1, 1, ((1, 2),))
    short = phone_errors.Counted(2, 0, 2, 0, 2, 2, 2, ((1, None), (1, 2)))
    row = phone_errors.summary("a", [long, short], PHONES, bar=22.0, skipped=3)
    assert row.value == pytest.approx(3.0)  # not the mean of 1 % and 100 %
    assert row.total == 100
    assert row.met
    assert row.details["confusions"] == {"K as AE": 2, "K as nothing": 1}
    assert row.details["deleted"] == pytest.approx(2.0)


def test_intervals() -> None:
    low, high = figures.share_interval(90, 100)
    assert low == pytest.approx(82.6, abs=0.1)
    assert high == pytest.approx(94.5, abs=0.1)
    assert figures.share_interval(0, 50)[0] == pytest.approx(0.0, abs=1e-9)
    assert figures.rate_interval(0, 5.0)[0] == 0.0
    assert figures.rate_interval(3, 2.0)[1] == pytest.approx((3 + 1.96 * 2) / 2)


def test_the_interval_of_errors_follows_the_clips() -> None:
    for end in figures.ratio_interval([1] * 50, [10] * 50):
        assert end == pytest.approx(10.0)  # clips that all agree leave no doubt
    lumped = figures.ratio_interval([10] * 5 + [0] * 45, [10] * 50)
    wilson = figures.share_interval(50, 500)
    assert lumped[0] < 10 < lumped[1]
    assert lumped[1] - lumped[0] > wilson[1] - wilson[0]


def test_rates_are_an_hour_and_bars_have_a_side() -> None:
    rate = figures.Row("r", 3, 100, hours=6.0, bar=0.5, at_most=True)
    assert rate.value == pytest.approx(0.5)
    assert rate.met
    assert not figures.Row("r", 4, 100, hours=6.0, bar=0.5, at_most=True).met
    assert figures.Row("s", 97, 100, bar=97.0).met
    assert not figures.Row("s", 96, 100, bar=97.0).met
    assert figures.Row("s", 96, 100).met is None


def test_hours_are_of_the_clips_without_pauses() -> None:
    one = Heard(clip(frames=16_000 * 1800), Frames.of(posteriors([0])))
    assert hours([one, one]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("found", "label"),
    [
        (Recognition("Sentence0", text="yes"), "yes"),
        (Recognition(None, reason=Reason.SILENCE), "silence"),
        (Recognition(None, reason=Reason.NOT_A_COMMAND), "unknown"),
        (Recognition(None, reason=Reason.UNSURE), "unknown"),
        (Recognition(None, reason=Reason.AMBIGUOUS), "unknown"),
    ],
)
def test_the_decision_among_twelve_labels(found: Recognition, label: str) -> None:
    assert words.label_of(found) == label


def test_words_are_counted_by_label() -> None:
    answers = [words.Answer("on", "on"), words.Answer("on", "off"), words.Answer("silence", "silence")]
    row = words.summary("w", answers)
    assert (row.good, row.total) == (2, 3)
    assert row.details["by_word"] == {"on": 50.0, "silence": 100.0}
    assert row.details["confusions"] == {"on as off": 1}


def test_clips_of_silence_are_a_second_of_the_noise() -> None:
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(40_000).astype(np.float32)
    made = sound.silence_clips([noise], 5, rng)
    assert [len(one) for one in made] == [16_000] * 5
    volumes = [float(one.std()) for one in made]
    assert max(volumes) < 1.1
    assert len({round(volume, 3) for volume in volumes}) == 5
    assert sound.silence_clips([], 5, rng) == []


def judged(slots: dict[str, str], found: Recognition) -> orders.Judged:
    return orders.Judged(clip(None, intent="order", slots=slots, id="x"), found)


def test_an_order_is_right_with_every_slot_and_a_refusal_is_a_miss() -> None:
    latte = {"drink": "latte"}
    right = judged(latte, Recognition("order", (Slot("drink", "latte", "latte"),), "a latte"))
    other = judged(latte, Recognition("order", (Slot("drink", "mocha", "mocha"),), "a mocha"))
    more = judged(
        latte, Recognition("order", (Slot("drink", "latte", "latte"), Slot("size", "small", "s")), "x")
    )
    refused = judged(latte, Recognition(None, reason=Reason.UNSURE))
    assert [one.right for one in (right, other, more, refused)] == [True, False, False, False]
    row = orders.summary("orders", [right, right, other, more, refused], bar=97.0)
    assert (row.good, row.total, row.met) == (2, 5, False)
    assert row.details["refused"] == 1
    assert row.details["reasons"] == {"unsure": 1}
    assert row.details["confusions"] == {
        "drink: latte heard as mocha": 1,
        "size: nothing heard as small": 1,
    }
    assert row.details["slots right where understood"] == {"drink": 75.0, "size": 0.0}


def test_meanings_are_compared_by_intent_and_values() -> None:
    kitchen, bath = Slot("area", "the kitchen", "Kitchen"), Slot("area", "bath", "Bath")
    meant = [Meaning("HassTurnOn", (Slot("area", "kitchen", "Kitchen"),))]
    assert is_meant(Recognition("HassTurnOn", (kitchen,)), meant)
    assert not is_meant(Recognition("HassTurnOn", (bath,)), meant)
    assert not is_meant(Recognition("HassTurnOff", (kitchen,)), meant)
    assert not is_meant(Recognition("HassTurnOn"), meant)
    assert not is_meant(Recognition(None, reason=Reason.UNSURE), meant)


def test_a_threshold_lets_so_many_an_hour_through() -> None:
    levels = [0.9, 0.3, 0.8, 0.7, 0.2]
    threshold = wake.threshold_for(levels, spent=4.0, rate=0.5)
    assert sum(level >= threshold for level in levels) == 2
    assert threshold == pytest.approx(0.7, abs=0.001)
    assert sum(level >= wake.threshold_for(levels, spent=0.5, rate=0.5) for level in levels) == 0
    assert wake.threshold_for(levels, spent=100.0, rate=0.5) <= 0.2


class FakeBench:
    """Posteriors made by hand instead of a model."""

    split = "devtest"

    def __init__(self, heard: list[Heard]) -> None:
        self.heard = heard
        self.maker = SimpleNamespace(spotter=self.spotter)

    def hear(self, family: str, split: str, snr: float | None = None) -> list[Heard]:
        assert (family, split, snr) == ("wake-devtest", "devtest", 10.0)
        return self.heard

    def stream(self, family: str) -> list[Heard]:
        assert family == "talk"
        return self.heard

    def spotter(self, phrases: tuple[str, ...], threshold: float = 0.5) -> Wake:
        ways = {"alexa": (1, 2), "computer": (3, 4), "jarvis": (2, 3), "hey inglenook": (4, 1)}
        made = [Phrase(phrase, (ways[phrase],)) for phrase in phrases]
        return Wake(Spotter(made, 5, SpotterOptions(Scoring(blank_penalty=0.0), threshold)))


ALEXA, COMPUTER, OWN, NOTHING = [0, 1, 2, *[0] * 6], [0, 3, 4, *[0] * 6], [0, 4, 1, *[0] * 6], [0] * 9


def test_wake_phrases_are_found_in_their_own_clips() -> None:
    clips = [("alexa", ALEXA), ("alexa", NOTHING), ("computer", COMPUTER), ("jarvis", ALEXA)]
    bench = FakeBench([Heard(clip(text), Frames.of(posteriors(columns))) for text, columns in clips])
    (row,) = wake.wake_phrases(cast("Bench", bench), 10.0)
    assert (row.good, row.total, row.bar) == (2, 4, 95.0)
    assert row.details == {
        "by_phrase": {"alexa": 50.0, "computer": 100.0, "jarvis": 0.0},
        "other_phrase_too": 1,
    }


def test_false_wakes_are_counted_an_hour() -> None:
    half = 16_000 * 1800
    columns = [ALEXA, NOTHING, OWN, COMPUTER]
    heard = [Heard(clip(None, frames=half), Frames.of(posteriors(one))) for one in columns]
    heard.append(
        Heard(clip(None, frames=half, note="jarvis"), Frames.of(posteriors(ALEXA)))
    )  # holds a wake phrase
    three, four = wake.false_wakes(cast("Bench", FakeBench(heard)), "talk")
    assert (three.good, three.hours, three.value) == (2, 2.0, 1.0)
    assert (four.good, four.value) == (3, 1.5)
    assert three.details["by_phrase"] == {"alexa": 1, "computer": 1, "jarvis": 0}


def test_only_chooses_by_parts_of_names() -> None:
    names = list(suite.chosen("devtest", "orders clean, false wakes"))
    assert names[0] == "orders clean"
    assert len(names) == 4
    assert list(suite.chosen("devtest", "")) == list(suite.suite("devtest"))
    assert not suite.chosen("devtest", "no such row")


def test_validation_hears_no_devtest_family() -> None:
    for measure in suite.suite("valid").values():
        named = getattr(measure, "keywords", {})
        assert named.get("split", "valid") == "valid"
        assert "devtest" not in named.get("family", "")
        assert "test-clean" not in named.get("family", "")


def test_a_report_goes_on_only_with_the_same_model_and_data(tmp_path: Path) -> None:
    facts: dict[str, Any] = {"sha256": "1", "split": "devtest", "phone_error_clips": None, "model": "m.onnx"}
    order = ("first", "second")
    path = tmp_path / "figures.json"
    file = report.Report(path, facts, order)
    assert file.earlier() == []
    row = figures.Row("a row", 1, 2, bar=97.0)
    file.write([report.as_json(row, "second"), report.as_json(row, "first")])
    assert [row["measure"] for row in json.loads(path.read_text())["rows"]] == ["first", "second"]
    assert len(report.Report(path, facts, order).earlier()) == 2
    for other in ({"sha256": "2"}, {"split": "valid"}, {"phone_error_clips": 5}):
        assert report.Report(path, facts | other, order).earlier() == []
    assert report.bar_of(file.earlier()[0]) == "≥ 97, missed"
