"""Every measurement by name, in the order of the project's bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from models.evaluation.bench import Bench
from models.evaluation.commands import extra_refusals, false_commands
from models.evaluation.figures import Row
from models.evaluation.home import home_sentences, which_of_home, which_of_mandarin
from models.evaluation.orders import orders
from models.evaluation.phone_errors import TEST_CLEAN, phone_errors
from models.evaluation.wake import false_wakes, wake_phrases
from models.evaluation.words import ten_words, twelve_labels

Measure = Callable[[Bench], Iterator[Row]]


def suite(split: str) -> Mapping[str, Measure]:
    """What can be measured on a split; each gives one or more rows, none where its family is not there.

    Families without a devtest split of their own are validation data in both: held-out synthetic voices, and readers
    of speechocean.
    """
    both: dict[str, Measure] = {
        "phone errors kokoro-en": partial(phone_errors, family="kokoro-en", split="valid"),
        "phone errors kokoro-zh": partial(phone_errors, family="kokoro-zh", split="valid"),
        "phone errors speechocean": partial(phone_errors, family="speechocean", split="valid"),
        "words": ten_words,
        "words, twelve labels": twelve_labels,
        "wake clean": partial(wake_phrases, snr=None),
        "wake 10 dB": partial(wake_phrases, snr=10.0),
        "extra refusals": extra_refusals,
        "home en clean": partial(home_sentences, language="en", snr=None),
        "home en 10 dB": partial(home_sentences, language="en", snr=10.0),
        "home zh clean": partial(home_sentences, language="zh", snr=None),
        "home zh 10 dB": partial(home_sentences, language="zh", snr=10.0),
        "which of home en": partial(which_of_home, language="en"),
        "which of home zh": partial(which_of_home, language="zh"),
    }
    if split != "devtest":
        return both | {
            "false wakes speech-negative": partial(false_wakes, family="speech-negative"),
            "false commands speech-negative": partial(false_commands, family="speech-negative"),
        }
    orders_rows: dict[str, Measure] = {
        "orders clean": partial(orders, snr=None),
        "orders 24 dB": partial(orders, snr=24.0),
        "orders 6 dB": partial(orders, snr=6.0),
    }
    speech: dict[str, Measure] = {
        "phone errors test-clean": partial(phone_errors, family=TEST_CLEAN, split="devtest"),
        "phone errors mandarin": partial(phone_errors, family="common-voice-zh-cn", split="devtest"),
        "false wakes near-wake": partial(false_wakes, family="near-wake"),
        "false wakes test-clean": partial(false_wakes, family=TEST_CLEAN, analyse=True),
        "false commands near-wake": partial(false_commands, family="near-wake"),
        "false commands test-clean": partial(false_commands, family=TEST_CLEAN),
        "which of mandarin": which_of_mandarin,
        "false wakes librispeech": partial(false_wakes, family="librispeech"),
        "false commands librispeech": partial(false_commands, family="librispeech"),
    }
    return orders_rows | both | speech


def chosen(split: str, only: str) -> Mapping[str, Measure]:
    """Measurements whose name contains one of the parts of `only`, which commas divide; all where it is empty."""
    parts = [part.strip() for part in only.split(",")]
    return {name: measure for name, measure in suite(split).items() if any(part in name for part in parts)}
