"""Names as people type and write them: very long ones, and ones that nobody can say. They stay in their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QSlider, QWidget

from assistant.settings import Home as HomeSettings
from tests.ui.conftest import Open, Show, until
from tests.ui.test_home import home_screen, ready, type_name
from ui.main_window import FIRST_SIZE, LEAST_SIZE, MainWindow
from ui.screens.home import HomeScreen
from ui.widgets.banner import Banner
from ui.widgets.basics import Elided

EMOJI = "\U0001f4a1 lamp \U0001f468\u200d\U0001f469\u200d\U0001f467"
SENTENCE = "the old and very heavy standing lamp beside the kitchen door"
WORD = "superlamp" * 6 + "lights"
WIDE = "MW" * 30
SIZES = (LEAST_SIZE, (640, 480), (820, 600), FIRST_SIZE)


def written(folder: Path, name: str) -> HomeSettings:
    """A home whose one lamp is called `name`, in a room of that name."""
    (folder / "named.yaml").write_text(
        f'areas: {{den: {{en: ["{name}"]}}}}\n'
        f'entities: {{light.floor_lamp: {{en: ["{name}"], area: den}}}}\n',
        encoding="utf-8",
    )
    return HomeSettings(file="named.yaml")


def shown(inside: QWidget) -> list[QWidget]:
    """Everything in `inside` that shows a text or can be worked."""
    kinds = (QLabel, QAbstractButton, QLineEdit, QSlider)
    found = [one for one in inside.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    # A line edit draws its own little button.
    return [one for one in found if not isinstance(one.parentWidget(), QLineEdit)]


def need(widget: QWidget) -> QSize:
    """The room that `widget` cannot do without."""
    size = widget.minimumSizeHint()
    if isinstance(widget, Elided):
        size.setWidth(0)
    if widget.hasHeightForWidth():
        size.setHeight(widget.heightForWidth(widget.width()))
    return size


def assert_in_place(inside: QWidget) -> None:
    """No text is clipped, and none lies over another."""
    places: list[tuple[str, QRect]] = []
    for widget in shown(inside):
        what = f"{type(widget).__name__} {widget.accessibleName() or widget.property('text')!r}"
        wanted = need(widget)
        assert widget.width() >= wanted.width(), f"{what} is too narrow"
        assert widget.height() >= wanted.height(), f"{what} is too low"
        place = QRect(widget.mapTo(inside, widget.rect().topLeft()), widget.size())
        assert inside.rect().contains(place), f"{what} sticks out"
        for other, taken in places:
            assert not place.intersects(taken), f"{what} lies over {other}"
        places.append((what, place))
    assert places


def settle(window: MainWindow, width: int, height: int) -> None:
    """Another size, and everything in its new place."""
    window.resize(width, height)
    until(lambda: (window.width(), window.height()) == (width, height))
    for _ in range(20):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def assert_fits(window: MainWindow, screen: HomeScreen) -> None:
    for width, height in SIZES:
        settle(window, width, height)
        page = screen.widget()
        assert page is not None
        assert_in_place(page)
        header = screen.tree.header()
        assert header.length() <= screen.tree.viewport().width(), "the list is too narrow"
        assert min(header.sectionSize(0), header.sectionSize(1)) >= 60, "names or states have no room"
        assert screen.horizontalScrollBar().maximum() == 0, f"{width} x {height} is too narrow"


@pytest.mark.parametrize("name", [SENTENCE, WORD, WIDE])
def test_sixty_letters(name: str, opened: Open, show: Show, tmp_path: Path) -> None:
    assert len(name) == 60
    house = opened(home=written(tmp_path / "config", name))
    window = show(house)
    screen, panel = ready(window)
    screen.choose("light.floor_lamp")
    panel.on.click()
    until(panel.answer.text)
    assert panel.title.whole == name
    assert_fits(window, screen)
    window.resize(*LEAST_SIZE)
    until(lambda: panel.title.text().endswith("…"))
    assert panel.title.toolTip() == name


@pytest.mark.parametrize("name", [SENTENCE + "s", WORD + "s", EMOJI])
def test_what_is_typed_is_warned_of_in_its_place(name: str, opened: Open, show: Show) -> None:
    house = opened()
    window = show(house)
    screen, panel = ready(window)
    screen.choose("light.floor_lamp")
    type_name(panel, name)
    if name == EMOJI:
        assert "cannot be said" in panel.verdict.text()
        assert EMOJI in panel.verdict.text()
    else:
        assert "That is a long name to say." in panel.verdict.text()
    assert panel.save.isEnabled() is (name != EMOJI)
    assert_fits(window, screen)


def test_an_emoji_saved_before_it_is_judged(opened: Open, show: Show) -> None:
    house = opened()
    screen, panel = ready(show(house))
    screen.choose("light.floor_lamp")
    before = house.bridge.home.entities["light.floor_lamp"].names
    panel.names["en"].setText(EMOJI)
    QTest.keyClick(panel.names["en"], Qt.Key.Key_Return)
    until(panel.verdict.text)
    assert "not something to say" in panel.verdict.text()
    assert panel.verdict.property("role") == "bad"
    until(lambda: house.bridge.tasks.is_idle)
    assert house.bridge.home.entities["light.floor_lamp"].names == before
    assert house.bridge.config.home_path is None
    house.bridge.say("turn on the floor lamp")
    until(lambda: screen.row_text("light.floor_lamp").startswith("on"))


def test_an_emoji_in_the_file(opened: Open, show: Show, tmp_path: Path) -> None:
    """It is told with its place in the file; once it is mended, the home comes by itself."""
    house = opened(home=written(tmp_path / "config", EMOJI))
    window = show(house)
    screen = home_screen(window)
    banner = window.findChild(Banner)
    assert banner is not None
    until(banner.isVisible)
    (notice,) = house.bridge.notices.values()
    assert EMOJI in notice.message
    assert "named.yaml" in notice.message
    assert "letters" in notice.remedy
    assert_fits(window, screen)
    assert_in_place(banner)
    written(tmp_path / "config", "lamp")
    until(lambda: screen.row_text("light.floor_lamp"))
    assert house.bridge.notices == {}
