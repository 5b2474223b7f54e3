"""The Home screen: devices worked by voice and by mouse, named, and made to ask first."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.app import Assistant
from assistant.errors import BackendError
from assistant.events import EventBus
from assistant.home import load_home, read_home
from assistant.settings import Config
from assistant.settings import Home as HomeSettings
from tests.ui.conftest import House, Open, Show, until
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen
from ui.state import orders
from ui.widgets.banner import Banner
from ui.widgets.device_panel import DevicePanel

LONG = "the very old standing lamp with a green shade in the corner"


def home_screen(window: MainWindow) -> HomeScreen:
    for number, page in enumerate(window.pages):
        if isinstance(page, HomeScreen):
            window.show_page(number)
            return page
    raise AssertionError("no Home screen")


def ready(window: MainWindow) -> tuple[HomeScreen, DevicePanel]:
    screen = home_screen(window)
    until(lambda: screen.row_text("light.floor_lamp"))
    return screen, screen.panel


def type_name(panel: DevicePanel, text: str) -> None:
    field = panel.names["en"]
    panel.verdict.setText("")
    field.setText(text)
    field.textEdited.emit(text)
    until(panel.verdict.text)


def test_a_spoken_command_is_seen_in_the_list(opened: Open, show: Show) -> None:
    house = opened("turn on the floor lamp")
    screen, _ = ready(show(house))
    until(lambda: screen.row_text("light.floor_lamp").startswith("on"))


def test_by_mouse_and_taken_back(opened: Open, show: Show) -> None:
    house = opened()
    screen, panel = ready(show(house))
    screen.choose("light.floor_lamp")
    assert panel.title.whole == "floor lamp"
    panel.on.click()
    until(lambda: screen.row_text("light.floor_lamp").startswith("on"))
    assert not panel.on.isVisible()
    panel.slider.setValue(30)
    until(lambda: house.bridge.states()["light.floor_lamp"].get("brightness") == 30)
    screen.undo.click()
    until(lambda: house.bridge.states()["light.floor_lamp"].get("brightness") != 30)
    QTest.keyClick(screen.tree, Qt.Key.Key_Return)
    until(lambda: house.bridge.states()["light.floor_lamp"]["state"] == "off")


def test_every_device_can_be_chosen_and_worked(opened: Open, show: Show) -> None:
    house = opened()
    screen, panel = ready(show(house))
    for entity in house.bridge.home.entities:
        screen.choose(entity)
        assert screen.chosen() == entity
        for one in (panel.on, panel.off):
            if one.isVisible():
                assert one.text()
                one.click()
                break
    until(lambda: house.bridge.tasks.is_idle)
    assert house.bridge.notices == {}


def test_a_door_asks_first_by_mouse_too(opened: Open, show: Show) -> None:
    house = opened()
    screen, panel = ready(show(house))
    screen.choose("cover.garage_door")
    panel.on.click()
    until(panel.yes.isVisible)
    assert house.bridge.states()["cover.garage_door"]["state"] == "closed"
    panel.yes.click()
    until(lambda: screen.row_text("cover.garage_door") == "open")


def test_a_search_leaves_what_fits(opened: Open, show: Show) -> None:
    house = opened()
    screen, _ = ready(show(house))
    screen.search.setText("floor lamp")
    assert screen.filter.rowCount() == 1
    assert screen.filter.rowCount(screen.filter.index(0, 0)) == 1
    screen.search.setText("kitchen")
    assert screen.filter.rowCount(screen.filter.index(0, 0)) > 3
    screen.search.clear()
    assert screen.filter.rowCount() > 5


def test_a_home_that_is_read_again_keeps_what_is_being_typed(opened: Open, show: Show) -> None:
    house = opened()
    screen, panel = ready(show(house))
    screen.choose("light.floor_lamp")
    panel.names["en"].setText("mood light")
    house.bridge.home_changed.emit(None)
    assert panel.names["en"].text() == "mood light"
    until(panel.verdict.text)  # it is judged in the home as it is now
    assert "also the name of mood light" in panel.verdict.text()
    screen.choose("light.mood_light")
    screen.choose("light.floor_lamp")
    assert panel.names["en"].text() == ", ".join(house.bridge.home.entities["light.floor_lamp"].names["en"])


def test_names_are_judged_while_one_types_and_used_at_once(opened: Open, show: Show) -> None:
    house = opened()
    screen, panel = ready(show(house))
    screen.choose("light.floor_lamp")
    type_name(panel, "mood light")
    assert "also the name of mood light (living room)" in panel.verdict.text()
    assert not panel.save.isEnabled()
    type_name(panel, "\U0001f4a1 lamp")
    assert "cannot be said" in panel.verdict.text()
    assert not panel.save.isEnabled()
    type_name(panel, "lamp of zorblax")
    assert "No dictionary knows “zorblax”" in panel.verdict.text()
    assert panel.save.isEnabled()
    type_name(panel, "moood light")
    assert "sounds like mood light" in panel.verdict.text()
    type_name(panel, "big lamp, tall lamp")
    assert panel.verdict.text() == "Can be said and is not taken."
    panel.save.click()
    until(lambda: house.bridge.home.entities["light.floor_lamp"].names["en"] == ("big lamp", "tall lamp"))
    until(lambda: house.bridge.assistant is not None)
    assert load_home(house.bridge.config.home_path).entities["light.floor_lamp"].names["zh"] == ("落地灯",)
    house.bridge.say("turn on the tall lamp")
    until(lambda: house.bridge.states().get("light.floor_lamp", {}).get("state") == "on")
    type_name(panel, "huge lamp")  # the second change: the file is already the user's
    panel.save.click()
    until(lambda: house.bridge.home.entities["light.floor_lamp"].names["en"] == ("huge lamp",))


def test_a_lamp_can_be_made_to_ask(opened: Open, show: Show) -> None:
    house = opened()
    screen, panel = ready(show(house))
    screen.choose("light.floor_lamp")
    panel.sensitive.click()
    until(lambda: house.bridge.home.entities["light.floor_lamp"].sensitive)
    until(lambda: house.bridge.assistant is not None and screen.chosen() == "light.floor_lamp")
    panel.on.click()
    until(panel.yes.isVisible)
    assert house.bridge.states()["light.floor_lamp"]["state"] == "off"


def test_five_hundred_devices_and_a_very_long_name(opened: Open, show: Show, tmp_path: Path) -> None:
    rooms = "\n".join(f"  room_{n}: {{en: [room {n}]}}" for n in range(20))
    lamps = "\n".join(f"  light.lamp_{n}: {{en: [lamp {n}], area: room_{n % 20}}}" for n in range(499))
    text = f"areas:\n{rooms}\nentities:\n{lamps}\n  light.floor_lamp: {{en: [{LONG}], area: room_1}}\n"
    path = tmp_path / "config" / "large.yaml"
    path.write_text(text, encoding="utf-8")
    read_home(text, path)
    house = opened(home=HomeSettings(file="large.yaml"))
    window = show(house)
    window.resize(640, 480)
    screen, panel = ready(window)
    assert len(screen._rows) == 500
    screen.choose("light.lamp_498")
    panel.on.click()
    until(lambda: screen.row_text("light.lamp_498").startswith("on"))
    screen.choose("light.floor_lamp")
    assert panel.title.whole == LONG
    assert window.width() == 640
    assert panel.title.text().endswith("…")
    assert panel.title.toolTip() == LONG


def test_a_home_that_is_broken_at_start_and_mended(opened: Open, show: Show, tmp_path: Path) -> None:
    path = tmp_path / "config" / "mine.yaml"
    path.write_text("areas: [\n", encoding="utf-8")
    house = opened(home=HomeSettings(file="mine.yaml"))
    window = show(house)
    screen = home_screen(window)
    until(lambda: house.bridge.notices)
    (notice,) = house.bridge.notices.values()
    assert "mine.yaml" in notice.message
    assert screen.empty.isVisible()
    path.write_text("areas: {den: {en: [den]}}\nentities: {light.floor_lamp: {en: [lamp], area: den}}\n")
    house.bridge.retry()
    until(lambda: screen.row_text("light.floor_lamp") == "off")
    assert house.bridge.notices == {}


def test_settings_that_do_not_work_leave_the_old_ones_running(opened: Open, show: Show) -> None:
    house = opened("turn on the floor lamp")
    _, _ = ready(show(house))
    broken = replace(house.bridge.config, home=HomeSettings(file="broken.yaml"))
    (house.bridge.config.folder / "broken.yaml").write_text("entities: {nothing.x: {}}\n")
    house.bridge._runner.use(broken)
    until(lambda: house.bridge.assistant is not None and house.bridge.config.home.file == "")
    house.bridge.say("turn on the kettle")
    until(lambda: house.bridge.states().get("switch.kettle", {}).get("state") == "on")


def test_a_home_that_is_down_at_start_and_comes_back(
    opened: Open, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody needs to press anything: it is tried again, and a spoken sentence works."""
    up = threading.Event()
    tries: list[int] = []
    really = House.open_assistant

    def open_when_up(house: House, config: Config, bus: EventBus) -> Assistant:
        tries.append(1)
        if not up.is_set():
            raise BackendError("The home does not answer", "Look whether its hub is on")
        return really(house, config, bus)

    monkeypatch.setattr(House, "open_assistant", open_when_up)
    house = opened("turn on the floor lamp")
    window = show(house)
    screen = home_screen(window)
    banner = window.findChild(Banner)
    assert banner is not None
    until(banner.isVisible)
    (notice,) = house.bridge.notices.values()
    assert (notice.message, notice.remedy) == ("The home does not answer", "Look whether its hub is on")
    assert notice.can_retry
    assert screen.empty.isVisible()
    screen.undo.click()
    house.bridge.say("turn on the kettle")
    assert screen.chosen() == ""
    until(lambda: len(tries) >= 3)
    assert len(house.bridge.notices) == 1
    up.set()
    until(lambda: screen.row_text("light.floor_lamp").startswith("on"))
    until(lambda: not banner.isVisible())
    assert house.bridge.states()["switch.kettle"]["state"] == "off"  # what was said meanwhile is not kept
    assert not screen.empty.isVisible()


def test_a_device_that_does_not_answer(opened: Open, show: Show, tmp_path: Path) -> None:
    path = tmp_path / "config" / "mine.yaml"
    path.write_text(
        "areas: {den: {en: [den]}}\n"
        "entities:\n"
        "  light.floor_lamp: {en: [floor lamp], area: den, state: {state: unavailable}}\n"
        "  light.mood: {en: [mood light], area: den}\n"
    )
    house = opened(home=HomeSettings(file="mine.yaml"))
    screen, panel = ready(show(house))
    screen.choose("light.floor_lamp")
    assert screen.row_text("light.floor_lamp") == "does not answer"
    house.bridge.order(orders.switch(house.bridge.home.entities["light.floor_lamp"], on=True, language="en"))
    until(panel.answer.text)
    assert panel.answer.text() == "Floor lamp does not answer."
    assert screen.row_text("light.floor_lamp") == "does not answer"
    screen.choose("light.mood")
    panel.on.click()
    until(lambda: screen.row_text("light.mood").startswith("on"))
