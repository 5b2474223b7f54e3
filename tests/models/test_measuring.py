"""The measuring recipes measure what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.audio.file import read_recording
from assistant.demo import recordings
from assistant.grammar.compiler import compile_sentences
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel
from assistant.types import CHUNK_SAMPLES
from models.recipes import card, evaluate, measure_gate
from models.recipes.compare_peers import jsgf

pytestmark = pytest.mark.train
ORDERS = """
language: en
intents:
  order: {data: [{sentences: ["(brew|make me) a [<how>] {drink} [with {milk}]"]}]}
expansion_rules: {how: "({size} [{roast}]|{roast})"}
lists:
  size: {values: [small, large]}
  roast: {values: [dark roast]}
  drink: {values: [coffee, iced mocha]}
  milk: {values: [a bit of milk]}
"""


def loudest(sound: np.ndarray) -> float:
    frames = sound[: len(sound) // 2048 * 2048].reshape(-1, 2048)
    return float((frames**2).sum(axis=1).max())


@pytest.mark.parametrize("snr", [24.0, 6.0, -3.0])
def test_noise_is_mixed_at_its_ratio(snr: float) -> None:
    rng = np.random.default_rng(0)
    sound = (0.05 * rng.standard_normal(32_000)).astype(np.float32)
    noise = (0.3 * rng.standard_normal(9_000)).astype(np.float32)
    mixed = evaluate.with_noise(sound, noise, snr, rng)
    added = mixed - sound
    if np.abs(mixed).max() < 1.0:
        assert 10 * np.log10(loudest(sound) / loudest(added)) == pytest.approx(snr, abs=0.8)


def test_intervals_hold_the_figure() -> None:
    share = evaluate.Row("a", 90, 100)
    assert share.value == pytest.approx(90.0)
    assert share.interval[0] < 90 < share.interval[1] < 100
    assert evaluate.Row("b", 0, 50).interval[0] == pytest.approx(0.0, abs=1e-9)
    rate = evaluate.Row("c", 4, 10, hours=2.0)
    assert rate.value == pytest.approx(2.0)
    assert rate.interval[0] < 2.0 < rate.interval[1]


def test_written_grammars_mean_their_number(tmp_path: Path) -> None:
    texts = ["it's on", "turn it up"]
    path = evaluate.write_grammar(tmp_path / "g.yaml", "en", texts)
    compiled = compile_sentences(files=[path], packaged=False)
    for number, text in enumerate(texts):
        assert compiled.understanding.interpret(text)[0].intent == f"Sentence{number}"


def test_templates_become_jsgf(tmp_path: Path) -> None:
    (tmp_path / "orders.yaml").write_text(ORDERS, encoding="utf-8")
    grammar = jsgf(tmp_path / "orders.yaml")
    assert grammar.startswith("#JSGF V1.0;")
    assert "public <sentence> = (brew|make me) a [<rule_how>] <list_drink> [with <list_milk>];" in grammar
    assert "<rule_how> = (<list_size> [<list_roast>]|<list_roast>);" in grammar
    assert "<list_drink> = coffee | iced mocha;" in grammar


MEASURED = {
    "model": "x.onnx",
    "bytes": 2_500_000,
    "date": "2026-01-02",
    "machine": "Linux x86_64",
    "speech": "speech",
    "rows": [
        {"name": "orders", "value": 91.234, "interval": [88.0, 94.0], "hours": 0.0, "total": 189},
        {"name": "false wakes", "value": 1.5, "interval": [0.2, 3.0], "hours": 1.5, "total": 10},
    ],
}


def test_figures_replace_figures_and_nothing_else() -> None:
    readme = f"before\n{card.BEGIN}\nold 1 %\n{card.END}\nafter\n"
    new = card.with_section(readme, MEASURED)
    assert new.startswith("before\n")
    assert new.endswith("after\n")
    assert "old" not in new
    assert "| orders | 91.2 % | 88.0 to 94.0 | 189 clips |" in new
    assert "| false wakes | 1.5 an hour | 0.2 to 3.0 | 1.50 h |" in new
    assert card.with_section(new, MEASURED) == new


def test_a_readme_without_marks_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no"):
        card.with_section("nothing here", MEASURED)


def test_what_the_gate_keeps_back_is_counted() -> None:
    model = AcousticModel(bundled_model())
    pause = np.zeros(75 * CHUNK_SAMPLES, np.float32)
    said = read_recording(recordings()[0].file)
    sound = np.concatenate([pause, said, np.zeros(-len(said) % CHUNK_SAMPLES, np.float32)])
    speech = measure_gate.spoken(model, sound)
    assert len(speech) == len(sound) // CHUNK_SAMPLES
    assert not speech[:70].any()
    assert speech.sum() > 5
    white = np.random.default_rng(0).normal(0.0, 0.1, 80_000).astype(np.float32)
    quiet = measure_gate.Condition("quiet", 50.0, white)
    found = measure_gate.measure(model, [(sound, speech)] * 2, quiet)
    assert (found.missed, found.clips_hurt, found.clips) == (0, 0, 2)
    assert found.speech == 2 * speech.sum()
    assert 0.0 < found.open_in_pauses < 0.8
    everything = measure_gate.measure(model, [(sound, np.ones_like(speech))], quiet)
    assert everything.missed > 10
    assert everything.clips_hurt == 1
