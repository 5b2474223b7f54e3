"""The window: pages on the right, their names on the left, notices on top."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListWidget,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.events import Acted
from ui.bridge import Bridge
from ui.preferences import Preferences
from ui.screens.first_run import FirstRun
from ui.screens.history import HistoryScreen
from ui.screens.home import HomeScreen
from ui.screens.listen import ListenScreen
from ui.screens.model import ModelScreen
from ui.screens.sentences import SentencesScreen
from ui.screens.settings import SettingsScreen
from ui.screens.why import WhyScreen
from ui.sound import make_voice
from ui.texts import Translations, tr
from ui.theme import SPACE, Theme, font_of, palette_of, style_sheet, system_theme
from ui.widgets.banner import Banner
from ui.widgets.basics import Page
from ui.widgets.push import Push, PushKeys

LEAST_SIZE = (560, 420)
"""Logical pixels: half of a small laptop's screen at 200 %."""

FIRST_SIZE = (1040, 720)


class MainWindow(QMainWindow):
    """Everything that can be seen. Pages are built anew when language or palette change; what they show is kept."""

    closed = Signal()

    def __init__(
        self,
        bridge: Bridge,
        preferences: Preferences,
        translations: Translations,
        theme: Theme | None = None,
    ) -> None:
        super().__init__()
        self.bridge = bridge
        self.preferences = preferences
        self._translations = translations
        self._fixed_theme = theme
        self.theme = theme or system_theme()
        self._push = Push(bridge)
        self._voice: Callable[[str], None] | None = None
        bridge.happened.connect(self._speak)
        self.pages: list[Page] = []
        self.navigation = QListWidget()
        self.stack = QStackedWidget()
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        if (geometry := preferences.geometry) is not None:
            self.restoreGeometry(geometry)
        self._keys = PushKeys(self._push, self)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._keys)
        QApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._shortcuts()
        self.rebuild()

    def rebuild(self) -> None:
        """Make every page anew, in the present language and palette, the same one in front."""
        at = max(0, self.navigation.currentRow()) if self.pages else self.preferences.screen
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setFont(font_of(self._translations.language))
            application.setPalette(palette_of(self.theme))
            application.setStyleSheet(style_sheet(self.theme))
        self.setWindowTitle("Inglenook")
        self.pages = [make() for make in self._makers()]
        titles = [page.accessibleName() for page in self.pages]
        self.navigation = QListWidget()
        self.navigation.setObjectName("navigation")
        self.navigation.setAccessibleName(tr("Pages"))
        self.navigation.addItems(titles)
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.navigation.setFixedWidth(self.navigation.sizeHintForColumn(0) + 6 * SPACE)
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(Banner(self.bridge))
        right.addWidget(self.stack, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)
        old = self.takeCentralWidget()
        self.setCentralWidget(middle)
        if old is not None:
            old.hide()
            old.deleteLater()
        self.navigation.currentRowChanged.connect(self._turn_to)
        self.navigation.setCurrentRow(min(at, len(self.pages) - 1))

    def show_page(self, number: int) -> None:
        """Turn to a page."""
        self.navigation.setCurrentRow(number)

    def use_language(self, language: str) -> None:
        """Show everything in another language from now on."""
        self.preferences.language = language
        self._translations.use(language)
        self.rebuild()

    def use_theme(self, theme: Theme) -> None:
        """Show everything in other colours from now on."""
        self.theme = theme
        self.rebuild()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was."""
        self.preferences.geometry = self.saveGeometry()
        self.preferences.screen = max(0, self.navigation.currentRow())
        self.preferences.save()
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """A key that is held while the window loses focus is let go."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._push.up()

    def _makers(self) -> list[Callable[[], Page]]:
        bridge, theme = self.bridge, self.theme
        spoken = "zh" if self._translations.language.startswith("zh") else "en"
        return [
            lambda: ListenScreen(bridge, theme, self._push),
            lambda: WhyScreen(bridge, theme),
            lambda: HomeScreen(bridge, theme, spoken),
            lambda: SentencesScreen(bridge, theme, spoken),
            lambda: ModelScreen(bridge, theme),
            lambda: HistoryScreen(bridge, theme, spoken),
            self._settings,
        ]

    def _settings(self) -> SettingsScreen:
        screen = SettingsScreen(self.bridge, self.preferences, self.theme, self._translations.language)
        screen.language_chosen.connect(self.use_language)
        screen.first_run_wanted.connect(self.show_first_run)
        return screen

    def show_first_run(self) -> FirstRun:
        """Ask the first questions, beside the window: nothing waits for them."""
        wizard = FirstRun(self.bridge, self.theme, self)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.finished.connect(self._first_run_over)
        wizard.open()
        return wizard

    def _first_run_over(self) -> None:
        self.preferences.first_run_done = True

    def _speak(self, event: object) -> None:
        if isinstance(event, Acted) and self.preferences.spoken_answers:
            self._voice = self._voice or make_voice()
            if self._voice is not None:
                self._voice(event.outcome.message)

    def _shortcuts(self) -> None:
        for number in range(9):
            key = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            key.activated.connect(lambda number=number: self._go(number))
        mute = QShortcut(QKeySequence("Ctrl+M"), self)
        mute.activated.connect(lambda: self.bridge.mute(not self.bridge.listening.muted))
        leave = QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self)
        leave.activated.connect(self.close)

    def _go(self, number: int) -> None:
        if number < len(self.pages):
            self.show_page(number)

    def _turn_to(self, number: int) -> None:
        if 0 <= number < len(self.pages):
            self.stack.setCurrentIndex(number)
            self.pages[number].shown()

    def _system_changed(self) -> None:
        if self._fixed_theme is None and self.theme != system_theme():
            self.use_theme(system_theme())
