"""The Why and History screens: what it was taken for, why, what was meant, and what is remembered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from assistant.grammar.confidence import ALWAYS_LISTENING
from assistant.history_rows import Kind
from tests.script import Script
from tests.speaker import mumbling, pause
from tests.ui.conftest import Open, Show, until
from ui.main_window import MainWindow
from ui.screens.history import HistoryScreen
from ui.screens.why import WhyScreen
from ui.widgets.basics import Page

Screen = TypeVar("Screen", bound=Page)


def screen_of(window: MainWindow, kind: type[Screen]) -> Screen:
    for number, page in enumerate(window.pages):
        if isinstance(page, kind):
            window.show_page(number)
            return page
    raise AssertionError(f"no {kind.__name__}")


def test_taken_with_its_words_and_picture(opened: Open, show: Show) -> None:
    house = opened("turn on the floor lamp")
    why = screen_of(show(house), WhyScreen)
    assert why.empty.isVisible()
    until(lambda: house.bridge.moments and house.bridge.moments[0].picture is not None)
    (moment,) = house.bridge.moments
    assert moment.picture is not None
    assert abs(len(moment.picture) / 100 - moment.audio_seconds) < 0.5
    assert [word.text for word in moment.recognition.words] == ["turn", "on", "the", "floor", "lamp"]
    assert why.text.text() == "“turn on the floor lamp”"
    assert why.reason.text().startswith("Taken: it was ")
    assert f"needed for a command: {ALWAYS_LISTENING.accept:.0%}" in why.scores.text()
    first = why.table.item(0, 0)
    assert first is not None
    assert first.text() == "turn on the floor lamp"
    assert "lamp" in why.timeline.accessibleDescription()
    assert not why.timeline.grab().isNull()


def test_it_was_wrong_and_another_was_meant(opened: Open, show: Show) -> None:
    house = opened(Script([*pause(0.4), *mumbling(2.0, seed=9), *pause(1.6)]), "turn on the floor lamp")
    why = screen_of(show(house), WhyScreen)
    until(lambda: house.bridge.moments and house.bridge.moments[0].recognition.intent)
    assert not why.wrong.isEnabled()
    why.table.selectRow(0)
    assert why.wrong.isEnabled()
    why.wrong.click()
    until(lambda: list(house.bridge.corrections))
    (kept,) = house.bridge.corrections
    assert kept["heard"] == "turn on the floor lamp"
    assert kept["meant"]["intent"] == "HassTurnOn"  # type: ignore[index]
    assert kept["sound"] == ""
    assert "was meant" in why.thanks.text()
    assert not why.wrong.isEnabled()


def test_none_of_these(opened: Open, show: Show) -> None:
    house = opened("turn on the kettle")
    why = screen_of(show(house), WhyScreen)
    until(lambda: house.bridge.moments)
    why.none_of_them.click()
    until(lambda: list(house.bridge.corrections))
    assert next(iter(house.bridge.corrections))["meant"] is None


def test_a_diagnosis_without_sound(opened: Open, show: Show, tmp_path: Path) -> None:
    house = opened("turn on the kettle")
    why = screen_of(show(house), WhyScreen)
    until(lambda: house.bridge.moments and house.bridge.moments[0].outcome)
    why.export_to(tmp_path / "diagnosis.json")
    until((tmp_path / "diagnosis.json").exists)
    found = json.loads((tmp_path / "diagnosis.json").read_text(encoding="utf-8"))
    assert found["intent"] == "HassTurnOn"
    assert found["outcome"] == "done"
    assert found["candidates"][0]["text"] == "turn on the kettle"
    assert "picture" not in found
    assert "sound" not in found
    until(lambda: "diagnosis.json" in why.thanks.text())


def test_typed_and_not_understood(opened: Open, show: Show) -> None:
    house = opened()
    why = screen_of(show(house), WhyScreen)
    until(lambda: house.bridge.assistant)
    house.bridge.say("tell me a joke")
    until(lambda: house.bridge.moments)
    assert why.reason.text() == "It was typed, and no sentence of this home reads like that."
    assert not why.scores.isVisible()


def test_the_history_is_listed_searched_filtered_and_cleared(opened: Open, show: Show) -> None:
    house = opened()
    history = screen_of(show(house), HistoryScreen)
    until(lambda: house.bridge.assistant)
    for text in ("turn on the kettle", "turn off the floor lamp", "tell me a joke"):
        seen = len(history.model.entries)
        house.bridge.say(text)
        until(lambda seen=seen: len(history.model.entries) > seen)  # type: ignore[misc]
    until(lambda: len(history.model.entries) == 3 and history.model.entries[1].outcome == "done")
    assert "Turned off" in str(history.model.data(history.model.index(1, 3)))
    history.search.setText("kettle")
    until(lambda: {entry.text for entry in history.model.entries if entry.text} == {"turn on the kettle"})
    history.search.clear()
    history.kind.setCurrentIndex(2)
    history.reload()
    until(lambda: [entry.kind for entry in history.model.entries] == [Kind.REJECTED])
    history.kind.setCurrentIndex(0)
    history.room.setCurrentIndex(history.room.findData("kitchen"))
    history.reload()
    until(lambda: [entry.text for entry in history.model.entries] == ["turn on the kettle"])
    history.room.setCurrentIndex(0)
    house.bridge.corrections.add({"time": 0.0})
    history.clear.click()
    assert history.yes.isVisible()
    history.yes.click()
    until(lambda: not history.model.entries and history.empty.isVisible())
    assert list(house.bridge.corrections) == []
