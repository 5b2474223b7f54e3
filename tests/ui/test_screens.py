"""Sentences, Model, Settings, first steps: each worked as a person would."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QWizard

import ui.screens.first_run
import ui.screens.model
import ui.screens.settings
from assistant.audio.backend import MicrophoneInfo
from assistant.bench import Benchmark
from assistant.errors import ModelError, NoMicrophone
from assistant.paths import bundled_model
from assistant.released import released
from assistant.settings import Config
from tests.audio.fakes import device
from tests.ui.conftest import House, Open, Show, Silence, until
from tests.ui.test_why_and_history import screen_of
from ui import autostart, sound
from ui.screens.listen import ListenScreen
from ui.screens.model import ModelScreen
from ui.screens.sentences import SentencesScreen
from ui.screens.settings import SettingsScreen
from ui.state.sentences import own_path
from ui.tasks import Report

MICROPHONES = (device(0, "Built-in", is_default=True), device(1, "USB"))


@pytest.fixture(autouse=True)
def microphones(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed() -> tuple[MicrophoneInfo, ...]:
        return MICROPHONES

    for module in (ui.screens.settings, ui.screens.first_run):
        monkeypatch.setattr(module, "list_microphones", listed)


def kept(house: House) -> dict[str, Any]:
    return tomllib.loads(house.bridge.config_path.read_text(encoding="utf-8"))


# sentences


def test_what_is_in_force_can_be_searched(opened: Open, show: Show) -> None:
    house = opened()
    screen = screen_of(show(house), SentencesScreen)
    until(lambda: "templates are in force" in screen.count.text())
    assert screen.count.text().startswith("7 ")
    screen.search.setText("timer")
    assert screen.filter.rowCount() == 1
    group = screen.filter.index(0, 0)
    assert screen.filter.rowCount(group) == 1
    screen.search.setText("no such thing")
    assert screen.filter.rowCount() == 0


def test_own_sentences_are_checked_tried_saved_and_understood(opened: Open, show: Show) -> None:
    house = opened()
    screen = screen_of(show(house), SentencesScreen)
    screen.tabs.setCurrentIndex(1)
    until(screen.save.isEnabled)
    assert screen.begin.isVisible()
    screen.begin.click()
    until(lambda: screen.verdict.text() == "No faults, and nothing ambiguous.")
    assert "let there be light" in screen.examples.text()
    assert "7 → 8 templates" in screen.growth.text()
    screen.try_text.setText("let there be light in the kitchen")
    assert "area=kitchen" in screen.meaning.text()
    assert "your own sentence" in screen.meaning.text()
    screen.try_text.setText("let there be cake")
    assert "would not be understood" in screen.meaning.text()
    screen.save.click()
    until(own_path(house.bridge.config, "en").exists)
    until(lambda: "Saved" in screen.verdict.text() or "No faults" in screen.verdict.text())

    def lit() -> bool:
        house.bridge.say("let there be light in the kitchen")
        return house.bridge.states()["light.dining_light"]["state"] == "on"

    until(lit)


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("language: en\nintents: [\n", 3, "YAML"),
        ('language: en\nintents:\n  HassTurnOn:\n    data:\n      - sentences: ["go (now"]\n', 5, "go (now"),
        (
            'language: en\nintents:\n  HassTurnOn:\n    data:\n      - sentences: ["go {nowhere}"]\n',
            5,
            "nowhere",
        ),
    ],
)
def test_a_fault_is_shown_where_it_is(opened: Open, show: Show, text: str, line: int, hint: str) -> None:
    house = opened()
    screen = screen_of(show(house), SentencesScreen)
    screen.tabs.setCurrentIndex(1)
    until(screen.save.isEnabled)
    screen.editor.setPlainText(text)
    until(lambda: screen.editor.marked is not None)
    assert screen.editor.marked == line
    assert hint in screen.verdict.text()
    assert "inglenook-" not in screen.verdict.text()
    assert not screen.save.isEnabled()
    screen.editor.setPlainText("")
    until(screen.save.isEnabled)
    assert screen.editor.marked is None


def test_an_ambiguous_sentence_is_told(opened: Open, show: Show) -> None:
    house = opened()
    screen = screen_of(show(house), SentencesScreen)
    screen.tabs.setCurrentIndex(1)
    until(screen.save.isEnabled)
    screen.editor.setPlainText(
        'language: en\nintents:\n  HassTurnOff:\n    data:\n      - sentences: ["turn on [the] {name}"]\n'
    )
    until(lambda: "means both" in screen.verdict.text())
    assert screen.save.isEnabled()


# model


def test_the_released_models_are_shown(opened: Open, show: Show) -> None:
    house = opened()
    screen = screen_of(show(house), ModelScreen)
    assert screen.choice.count() == len(released()) >= 2
    used = screen.chosen()
    assert used is not None
    assert used.path.resolve() == bundled_model().resolve()  # not the smallest, the one that listens
    assert not screen.use.isEnabled()
    assert screen.figures.rowCount() > 5
    assert "Inglenook" in screen.card.toPlainText()
    assert "inglenook.onnx" in screen.in_use.text()
    assert "MB" in screen.plot.accessibleDescription()
    assert not screen.plot.grab().isNull()
    first = screen.figures.item(0, 1)
    assert first is not None
    assert first.text().endswith("%")


FOUND = Benchmark(
    rtf=0.018,
    rtf_waiting=0.01,
    rtf_model=0.007,
    rtf_spotter=0.002,
    rtf_decoder=0.009,
    rtf_silence=0.01,
    rtf_gate=0.001,
    joules_an_hour=None,
    instructions_a_second=None,
    rss_mb=100,
    load_seconds=1.0,
    kept=False,
    model_bytes=1,
    p50_ms=10,
    p95_ms=20,
    audio_seconds=3,
    utterances=2,
    languages="en",
    machine="a test",
    python="3",
)


def test_a_measurement_with_progress(opened: Open, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(_config: Config, sounds: list[Any]) -> Benchmark:
        for _ in sounds:
            pass
        return FOUND

    monkeypatch.setattr(ui.screens.model, "measure", measure)
    house = opened()
    screen = screen_of(show(house), ModelScreen)
    shares: list[int] = []
    screen.progress.valueChanged.connect(shares.append)
    screen.run.click()
    assert screen.cancel.isVisible()
    until(screen.result.isVisible)
    assert "1.8%" in screen.result.text()
    assert max(shares) >= 90
    assert not screen.cancel.isVisible()


def test_a_measurement_is_cancelled(opened: Open, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []

    def measure(_config: Config, sounds: list[Any]) -> Benchmark:
        try:
            while True:
                for _ in sounds:
                    pass
        finally:
            ended.append("ended")

    monkeypatch.setattr(ui.screens.model, "measure", measure)
    house = opened()
    screen = screen_of(show(house), ModelScreen)
    screen.run.click()
    until(lambda: screen.progress.value() > 0)
    screen.cancel.click()
    until(lambda: ended)
    assert screen.run.isEnabled()
    assert not screen.result.isVisible()


def test_a_model_that_is_broken_is_not_used(opened: Open, show: Show, tmp_path: Path) -> None:
    """The file says why, and the one that listens goes on."""
    house = opened("turn on the kettle")
    window = show(house)
    screen = screen_of(window, ModelScreen)
    until(lambda: house.bridge.assistant)
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"nothing")
    screen.choice.setCurrentIndex(0)
    model = screen._models[0]
    screen._models = (type(model)(broken, "broken", 7, "", ()),)
    screen._use()
    until(lambda: house.bridge.notices)
    (notice,) = house.bridge.notices.values()
    assert "broken.onnx" in notice.message
    assert house.bridge.config.speech.model == ""
    assert house.bridge.assistant is not None


def test_a_model_is_swapped_while_listening(opened: Open, show: Show, tmp_path: Path) -> None:
    first = Silence()
    house = opened(first, "turn on the floor lamp")
    show(house)
    until(lambda: house.bridge.listening.hearing)
    before = house.bridge.assistant
    assert house.bridge.set("speech.model", str(tmp_path / "other.onnx"))
    until(lambda: house.bridge.states().get("light.floor_lamp", {}).get("state") == "on")
    assert first._closed.is_set()
    assert house.bridge.assistant is not before
    assert house.bridge.notices == {}


def test_a_swapped_model_that_fails_brings_the_old_one_back(opened: Open, show: Show) -> None:
    house = opened()
    show(house)
    until(lambda: house.bridge.listening.hearing)
    usual = house.open_assistant

    def refuse(config: Config, bus: Any) -> Any:
        if config.speech.model:
            raise ModelError("That is no model", "Take another one")
        return usual(config, bus)

    house.bridge._runner._open_assistant = refuse
    house.bridge.set("speech.model", "bad.onnx")
    until(lambda: not house.bridge.config.speech.model and house.bridge.listening.hearing)
    house.bridge.say("turn on the kettle")
    until(lambda: house.bridge.states().get("switch.kettle", {}).get("state") == "on")


# settings


def test_settings_are_kept_and_used(opened: Open, show: Show) -> None:
    house = opened()
    screen = screen_of(show(house), SettingsScreen)
    until(lambda: screen.microphones.count() == 3)
    until(lambda: house.bridge.listening.hearing)
    screen.mode.setCurrentIndex(screen.mode.findData("push"))
    screen.mode.activated.emit(0)
    until(lambda: house.bridge.listening.mode == "push")
    assert kept(house)["listen"]["mode"] == "push"
    assert "hold the button" in screen.mode_meaning.text()
    screen.strictness.setValue(18)
    assert "nearly certain" in screen.strictness_meaning.text()
    until(lambda: kept(house)["listen"].get("strictness") == 0.9)
    screen.spoken["zh"].click()
    until(lambda: kept(house).get("languages") == ["en", "zh"])
    until(lambda: house.bridge.config.languages == ("en", "zh") and house.bridge.assistant)
    screen.microphones.setCurrentIndex(2)
    screen.microphones.activated.emit(2)
    assert kept(house)["listen"]["microphone"] == "USB"
    box = next(check for check, _ in screen._checks)
    box.click()
    assert kept(house)["history"]["enabled"] is False
    until(lambda: house.bridge.assistant and house.bridge.history is None)


def test_at_least_one_language_stays(opened: Open, show: Show) -> None:
    house = opened()
    screen = screen_of(show(house), SettingsScreen)
    screen.spoken["en"].click()
    assert screen.spoken["en"].isChecked()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("hey inglenook", "Good"),
        ("go", "Short"),
        ("computer", "Sounds like “computer”"),
        ("你好管家", "Good"),
        ("\U0001f525", "Write words"),
    ],
)
def test_a_wake_phrase_is_judged(opened: Open, show: Show, text: str, hint: str) -> None:
    house = opened()
    screen = screen_of(show(house), SettingsScreen)
    screen.phrases.setText(text)
    screen.phrase_hint.setText("")
    screen._judge()
    until(lambda: hint in screen.phrase_hint.text(), screen.phrase_hint.text())
    assert screen.phrase_save.isEnabled() == (hint != "Write words")


def test_three_seconds_and_back(opened: Open, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []

    def record(_device: object, report: Report, level: Any) -> Any:
        level(-20.0, 0.3)
        report(0.5)
        report(1.0)
        return np.zeros(48_000, np.float32)

    monkeypatch.setattr(sound, "record", record)
    monkeypatch.setattr(sound, "play", lambda samples: played.append(len(samples)))
    house = opened()
    screen = screen_of(show(house), SettingsScreen)
    screen.test.click()
    until(lambda: screen.test_result.text() == "That is what it hears.")
    assert played == [48_000]


def test_a_microphone_that_does_not_open_says_so(
    opened: Open, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record(*_: object) -> Any:
        raise NoMicrophone("There is no microphone", "Plug one in")

    monkeypatch.setattr(sound, "record", record)
    house = opened()
    screen = screen_of(show(house), SettingsScreen)
    screen.test.click()
    until(lambda: screen.test_result.text() == "There is no microphone. Plug one in")
    assert screen.test.isEnabled()


def test_start_at_login(opened: Open, show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    house = opened()
    screen = screen_of(show(house), SettingsScreen)
    assert not screen.login.isChecked()
    screen.login.click()
    text = autostart.file().read_text(encoding="utf-8")
    assert "Exec=" in text
    assert text.startswith("[Desktop Entry]\n")
    screen.login.click()
    assert not autostart.file().exists()


def test_another_language_at_run_time(opened: Open, show: Show) -> None:
    house = opened("turn on the floor lamp")
    window = show(house)
    until(lambda: house.bridge.listening.card)
    window.use_language("zh_CN")
    listen = window.pages[0]
    assert isinstance(listen, ListenScreen)
    assert listen.talk.text() == "按住说话"
    assert listen.card.text.text() == "“turn on the floor lamp”"
    item = window.navigation.item(0)
    assert item is not None
    assert item.text() == "聆听"
    window.use_language("en")
    assert isinstance(window.pages[0], ListenScreen)
    assert window.pages[0].talk.text() == "Hold to talk"


# first steps


def test_the_first_steps(opened: Open, show: Show) -> None:
    house = opened()
    window = show(house)
    window.preferences.first_run_done = False
    wizard = window.show_first_run()
    until(lambda: wizard.microphones.count() == 3)
    until(wizard.hint.text)
    wizard.microphones.setCurrentIndex(2)
    wizard.spoken["zh"].setChecked(True)
    wizard.phrase.setText("hey computer please")
    for _ in range(3):
        wizard.button(QWizard.WizardButton.NextButton).click()
    wizard.button(QWizard.WizardButton.FinishButton).click()
    until(lambda: window.preferences.first_run_done)
    assert kept(house)["languages"] == ["en", "zh"]
    assert kept(house)["listen"]["wake_phrases"] == ["hey computer please"]
    assert kept(house)["listen"]["microphone"] == "USB"


def test_the_first_steps_are_skipped(opened: Open, show: Show) -> None:
    house = opened()
    window = show(house)
    window.preferences.first_run_done = False
    before = house.bridge.config_path.read_text(encoding="utf-8")
    wizard = window.show_first_run()
    wizard.button(QWizard.WizardButton.CancelButton).click()
    until(lambda: window.preferences.first_run_done)
    assert house.bridge.config_path.read_text(encoding="utf-8") == before
