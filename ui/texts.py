"""The words on the screen: English in the code, other languages from Qt's translation files beside it.

`tr` is the one way a text gets onto the screen; `python -m ui.translations` collects its literals.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

CONTEXT = "inglenook"

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Languages of the screen, each by its own name."""

QM_FOLDER = Path(str(files("ui.translations")))


def tr(text: str) -> str:
    """`text` in the language of the screen."""
    return QCoreApplication.translate(CONTEXT, text)


def system_language() -> str:
    """The language of the desktop, if the screen has it, else English."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


class Translations:
    """What is installed in the application at the moment."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self.language = "en"

    def use(self, language: str) -> None:
        """Show `language` from now on; widgets get a LanguageChange event."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        own = QM_FOLDER / f"inglenook_{language}.qm"
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
        self._installed = []
        for path in (qt, own):
            translator = QTranslator()
            if translator.load(str(path)):
                self._installed.append(translator)
                self._application.installTranslator(translator)
        self.language = language
        QLocale.setDefault(QLocale(language))
