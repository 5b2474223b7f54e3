"""The Listen screen: from a spoken sentence to a lamp, and everything one can do by hand."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.errors import NoMicrophone
from assistant.events import DeviceBack, DeviceLost, EventBus
from assistant.settings import Listen, Mode
from tests.script import Script
from tests.speaker import mumbling, pause, plan
from tests.ui.conftest import PATIENCE, House, Open, Show, Silence, until
from ui.main_window import MainWindow
from ui.screens.listen import ListenScreen
from ui.state.listening import Phase
from ui.widgets.banner import Banner


def listen_screen(window: MainWindow) -> ListenScreen:
    page = window.pages[0]
    assert isinstance(page, ListenScreen)
    return page


def is_on(house: House, entity: str) -> bool:
    return house.bridge.states().get(entity, {}).get("state") == "on"


def test_a_spoken_sentence_turns_on_a_lamp_and_is_shown(opened: Open, show: Show) -> None:
    house = opened("turn on the floor lamp")
    screen = listen_screen(show(house))
    partials: set[str] = set()
    house.bridge.listening_changed.connect(lambda: partials.add(house.bridge.listening.partial))
    until(lambda: house.bridge.listening.card and house.bridge.listening.card.outcome)
    assert is_on(house, "light.floor_lamp")
    assert screen.card.isVisible()
    assert screen.card.text.text() == "“turn on the floor lamp”"
    assert "Turn on" in screen.card.intent.text()
    assert screen.card.chips.count() == 1
    assert screen.card.status.text() == "Done"
    assert "decided in" in screen.card.times.text()
    assert {"turn on", "turn on the floor lamp"} <= partials


def test_undo_takes_it_back(opened: Open, show: Show) -> None:
    house = opened("turn on the floor lamp")
    screen = listen_screen(show(house))
    until(screen.card.undo.isVisible)
    screen.card.undo.click()
    until(lambda: not is_on(house, "light.floor_lamp"))
    until(lambda: screen.card.status.text() == "Undone")
    assert not screen.card.undo.isVisible()


def test_typed_instead(opened: Open, show: Show) -> None:
    house = opened()
    screen = listen_screen(show(house))
    assert not screen.typed.isEnabled()
    until(screen.typed.isEnabled)
    QTest.keyClicks(screen.typed, "turn on the kettle")
    QTest.keyClick(screen.typed, Qt.Key.Key_Return)
    until(lambda: is_on(house, "switch.kettle"))
    until(lambda: "typed" in screen.card.intent.text())
    assert not screen.card.times.isVisible()
    assert screen.typed.text() == ""


def test_a_door_asks_first(opened: Open, show: Show) -> None:
    house = opened()
    screen = listen_screen(show(house))
    until(screen.typed.isEnabled)
    house.bridge.say("open the garage door")
    until(screen.card.yes.isVisible)
    assert house.bridge.states()["cover.garage_door"]["state"] == "closed"
    screen.card.yes.click()
    until(lambda: house.bridge.states()["cover.garage_door"]["state"] == "open")
    until(lambda: not screen.card.yes.isVisible())


def test_speech_that_is_no_command(opened: Open, show: Show) -> None:
    sound = [*pause(0.4), *mumbling(2.0), *pause(1.6)]
    house = opened(Script(sound))
    screen = listen_screen(show(house))
    until(lambda: house.bridge.listening.card)
    assert house.bridge.listening.card is not None
    assert house.bridge.listening.card.recognition.intent is None
    until(lambda: screen.state.text() in ("Not understood", "Ready"))
    assert screen.card.chips.count() == 0
    assert not screen.card.undo.isVisible()


def test_the_button_is_held(opened: Open, show: Show) -> None:
    """Everything the button does, in the order of its events: press, speak, let go."""
    house = opened(Silence(), listen=Listen(mode=Mode.PUSH))
    screen = listen_screen(show(house))
    until(screen.talk.isEnabled)
    pressed: list[str] = []
    house.bridge._runner.press = lambda: pressed.append("press")  # type: ignore[method-assign]
    house.bridge._runner.release = lambda: pressed.append("release")  # type: ignore[method-assign]
    QTest.mousePress(screen.talk, Qt.MouseButton.LeftButton)
    QTest.qWait(400)
    QTest.mouseRelease(screen.talk, Qt.MouseButton.LeftButton)
    assert pressed == ["press", "release"]
    QTest.mouseClick(screen.talk, Qt.MouseButton.LeftButton)
    assert pressed == ["press", "release", "press"]  # a click: the sentence ends by its silence


def test_pressing_listens_whatever_the_mode(opened: Open, show: Show) -> None:
    house: House

    def press() -> None:
        house.bridge.press()

    house = opened(Script(pause(0.4), press, plan("turn on the floor lamp", before=0.4, after=1.6)))
    show(house)
    until(lambda: is_on(house, "light.floor_lamp"))


def test_mute_closes_the_microphone_and_unmute_opens_it(opened: Open, show: Show) -> None:
    first, second = Silence(), Silence()
    house = opened(first, second)
    screen = listen_screen(show(house))
    until(lambda: house.bridge.listening.phase is Phase.ARMED)
    screen.mute.click()
    until(first._closed.is_set)
    until(lambda: screen.state.text() == "Muted")
    assert not screen.talk.isEnabled()
    house.bridge.say("turn on the kettle")  # typing still works
    until(lambda: is_on(house, "switch.kettle"))
    assert house.opened == 1
    screen.mute.click()
    until(screen.talk.isEnabled)
    assert house.opened == 2


def test_muted_in_the_middle_of_a_sentence(opened: Open, show: Show) -> None:
    house: House

    def mute() -> None:
        house.bridge._runner.mute(True)

    house = opened(Script(plan("turn on the floor lamp", before=0.4), mute, plan("please", after=2.0)))
    show(house)
    until(lambda: house.bridge.listening.muted and house.bridge.listening.phase is Phase.IDLE)
    assert not is_on(house, "light.floor_lamp")
    assert house.bridge.listening.card is None


# what goes wrong


def test_no_microphone_then_one(opened: Open, show: Show) -> None:
    none = NoMicrophone("There is no microphone", "Plug one in")
    house = opened(none, none, none, none, Script("turn on the floor lamp"))
    window = show(house)
    banner = window.findChild(Banner)
    assert banner is not None
    until(banner.isVisible)
    assert house.bridge.notices["microphone"].remedy == "Plug one in"  # type: ignore[index]
    until(lambda: is_on(house, "light.floor_lamp"))
    until(lambda: not banner.isVisible())


def test_one_notice_of_a_missing_microphone_and_dismissed_it_stays_away(opened: Open, show: Show) -> None:
    house = opened(*[NoMicrophone("There is no microphone", "Plug one in")] * 50)
    window = show(house)
    banner = window.findChild(Banner)
    assert banner is not None
    until(banner.isVisible)
    changes: list[int] = []
    house.bridge.notices_changed.connect(lambda: changes.append(1))
    seen = house.opened
    until(lambda: house.opened >= seen + 3)
    assert changes == []
    house.bridge.dismiss(next(iter(house.bridge.notices)))
    seen = house.opened
    until(lambda: house.opened >= seen + 3)
    assert not banner.isVisible()


def test_the_microphone_is_lost_and_comes_back(opened: Open, show: Show) -> None:
    house = opened(Silence())
    screen = listen_screen(show(house))
    until(lambda: house.bridge.listening.phase is Phase.ARMED)
    house.bridge._runner._tell_sound(DeviceLost(device="silence", message="It went away"))
    until(lambda: screen.state.text() == "Not listening")
    assert [notice.message for notice in house.bridge.notices.values()] == ["It went away"]
    assert not screen.talk.isEnabled()
    house.bridge._runner._tell_sound(DeviceBack(device="silence", seconds_away=3))
    until(lambda: screen.state.text() == "Ready")
    assert house.bridge.notices == {}


def test_closed_in_the_middle_of_a_sentence(opened: Open, show: Show) -> None:
    """The window closes at once, and half a sentence does nothing."""
    half, closed = threading.Event(), threading.Event()

    def wait() -> None:
        half.set()
        closed.wait(PATIENCE)

    house = opened(Script(pause(0.8), plan("turn on the floor lamp"), wait, pause(3.0)))
    window = show(house)
    until(half.is_set)
    window.close()
    threading.Timer(0.2, closed.set).start()
    house.bridge.close()
    again = house.open_assistant(house.bridge.config, EventBus())
    assert again.home.states()["light.floor_lamp"]["state"] == "off"
    again.close()
