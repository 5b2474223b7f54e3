"""What the app remembers of itself: window, language, whether the first run is over. Not the assistant's settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ui.texts import LANGUAGES, system_language

FILE_NAME = "desktop.ini"


class Preferences:
    """Kept in `folder`/desktop.ini."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """The language of the screen; the desktop's until another one is chosen."""
        value = str(self._settings.value("language", ""))
        return value if value in LANGUAGES else system_language()

    @language.setter
    def language(self, value: str) -> None:
        self._settings.setValue("language", value)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was."""
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("geometry", value)

    @property
    def screen(self) -> int:
        """Which page was shown."""
        value = str(self._settings.value("screen", "0"))
        return int(value) if value.isdecimal() else 0

    @screen.setter
    def screen(self, value: int) -> None:
        self._settings.setValue("screen", value)

    @property
    def first_run_done(self) -> bool:
        """Whether the first questions were answered or skipped."""
        return bool(self._settings.value("first_run_done", "") == "yes")

    @first_run_done.setter
    def first_run_done(self, value: bool) -> None:
        self._settings.setValue("first_run_done", "yes" if value else "no")

    @property
    def spoken_answers(self) -> bool:
        """Whether answers are read aloud where there is a voice."""
        return bool(self._settings.value("spoken_answers", "") == "yes")

    @spoken_answers.setter
    def spoken_answers(self, value: bool) -> None:
        self._settings.setValue("spoken_answers", "yes" if value else "no")

    def save(self) -> None:
        """Write now."""
        self._settings.sync()
