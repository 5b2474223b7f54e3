"""Colours, spaces and the style sheet, light and dark.

Every pair that carries text meets WCAG AA (computed by a test).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette

SPACE = 8
"""The unit of all margins and gaps, logical pixels."""

RADIUS = 8
"""Rounding of cards and fields, logical pixels."""

TARGET = 32
"""The least height of what is clicked, logical pixels."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as ``#rrggbb``."""

    dark: bool
    window: str
    raised: str
    """Cards and the side bar."""
    field: str
    """Where one types, and lists."""
    line: str
    """Borders of controls: three to one against what is around them."""
    faint: str
    """Decorative borders."""
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    """Behind what is chosen."""
    good: str
    warn: str
    bad: str
    notice: str
    """Behind the banner."""

    def text_pairs(self) -> list[tuple[str, str]]:
        """Every foreground that carries text, with what it may lie on."""
        inks = (self.text, self.muted, self.accent, self.good, self.warn, self.bad)
        grounds = (self.window, self.raised, self.field)
        pairs = [(ink, ground) for ink in inks for ground in grounds]
        return [
            *pairs,
            (self.on_accent, self.accent),
            (self.text, self.accent_soft),
            (self.accent, self.accent_soft),
            (self.text, self.notice),
            (self.muted, self.notice),
        ]

    def border_pairs(self) -> list[tuple[str, str]]:
        """Borders that show where a control is, with what is beside them."""
        return [(self.line, ground) for ground in (self.window, self.raised, self.field)]


LIGHT = Theme(
    dark=False,
    window="#faf8f5",
    raised="#ffffff",
    field="#ffffff",
    line="#8a8178",
    faint="#e4ded6",
    text="#221c17",
    muted="#5e554c",
    accent="#a8410f",
    on_accent="#ffffff",
    accent_soft="#fbeee4",
    good="#21683a",
    warn="#7a5200",
    bad="#a3242c",
    notice="#fdf1d3",
)

DARK = Theme(
    dark=True,
    window="#1b1816",
    raised="#25211e",
    field="#1f1c19",
    line="#8f857b",
    faint="#3a342f",
    text="#f2ece6",
    muted="#b9aea3",
    accent="#ff9d62",
    on_accent="#2a1204",
    accent_soft="#43291a",
    good="#7fcf98",
    warn="#e8bd62",
    bad="#ff9a94",
    notice="#3d3113",
)


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours ``#rrggbb``, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def system_theme() -> Theme:
    """Light or dark, as the desktop is."""
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def palette_of(theme: Theme) -> QPalette:
    """Qt's palette in the theme's colours, for everything the style sheet does not name."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.field,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.bad,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.faint,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Accent: theme.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)


def font_of(language: str) -> QFont:
    """The desktop's font; in Chinese with one behind it, as what Qt finds by itself may be bold or Japanese."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    there = set(QFontDatabase.families())
    chinese = [name for name in CHINESE_FONTS if name in there]
    if chinese:
        families = [QFontInfo(font).family()]
        font.setFamilies([*chinese[:1], *families] if language.startswith("zh") else [*families, chinese[0]])
    return font


def _picture(name: str, theme: Theme) -> str:
    return Path(__file__).with_name(f"{name}_{'dark' if theme.dark else 'light'}.svg").as_posix()


def style_sheet(theme: Theme) -> str:
    """What Fusion does not do by itself: cards, side bar, big words, chips, focus rings."""
    t = theme
    return f"""
    QToolTip {{ color: {t.text}; background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
    QLabel[role="title"] {{ font-size: 20pt; font-weight: 600; }}
    QLabel[role="state"] {{ font-size: 26pt; font-weight: 600; }}
    QLabel[role="partial"] {{ font-size: 16pt; }}
    QLabel[role="heading"] {{ font-size: 12pt; font-weight: 600; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="good"] {{ color: {t.good}; }}
    QLabel[role="warn"] {{ color: {t.warn}; }}
    QLabel[role="bad"] {{ color: {t.bad}; }}
    QLabel[role="chip"] {{
        background: {t.accent_soft}; color: {t.text}; border-radius: 10px; padding: 3px 10px;
    }}
    QFrame[role="card"] {{ background: {t.raised}; border: 1px solid {t.faint}; border-radius: {RADIUS}px; }}
    QFrame[role="notice"] {{ background: {t.notice}; border: 1px solid {t.warn}; border-radius: {RADIUS}px; }}
    QListWidget#navigation {{ background: {t.raised}; border: none; outline: none; padding: {SPACE}px; }}
    QListWidget#navigation::item {{ padding: 8px 12px; border-radius: {RADIUS}px; color: {t.text}; }}
    QListWidget#navigation::item:selected {{ background: {t.accent_soft}; color: {t.accent}; }}
    QListWidget#navigation:focus {{ border-right: 2px solid {t.accent}; }}
    QPushButton {{
        background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: {RADIUS}px;
        padding: 5px 14px; min-height: {TARGET - 12}px;
    }}
    QPushButton:hover {{ background: {t.accent_soft}; }}
    QPushButton:focus {{ border: 2px solid {t.accent}; padding: 4px 13px; }}
    QPushButton:disabled {{ color: {t.muted}; border-color: {t.faint}; }}
    QPushButton:checked {{ background: {t.accent_soft}; border-color: {t.accent}; color: {t.accent}; }}
    QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {t.text}; }}
    QPushButton[role="primary"]:disabled {{ background: {t.faint}; color: {t.muted}; border-color: {t.faint}; }}
    QLineEdit, QPlainTextEdit, QTextBrowser, QComboBox, QSpinBox, QDoubleSpinBox, QTreeView, QTableView,
    QListWidget#utterances {{
        background: {t.field}; color: {t.text}; border: 1px solid {t.line}; border-radius: {RADIUS - 2}px;
    }}
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ padding: 3px 8px; min-height: {TARGET - 10}px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus,
    QTreeView:focus, QTableView:focus, QTextBrowser:focus, QListWidget#utterances:focus {{
        border: 2px solid {t.accent};
    }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: url({_picture("arrow", t)}); width: 14px; height: 14px; }}
    QCheckBox {{ spacing: {SPACE}px; min-height: {TARGET - 8}px; }}
    QCheckBox::indicator {{
        width: 16px; height: 16px; border: 1px solid {t.line}; border-radius: 4px; background: {t.field};
    }}
    QCheckBox::indicator:checked {{
        background: {t.accent}; border-color: {t.accent}; image: url({_picture("tick", t)});
    }}
    QCheckBox::indicator:focus {{ border: 2px solid {t.text}; }}
    QCheckBox:disabled {{ color: {t.muted}; }}
    QTreeView::item, QTableView::item, QListWidget#utterances::item {{ padding: 4px; }}
    QHeaderView::section {{
        background: {t.raised}; color: {t.muted}; border: none; border-bottom: 1px solid {t.faint}; padding: 5px;
    }}
    QScrollArea, QScrollArea > QWidget > QWidget#page {{ background: transparent; border: none; }}
    QProgressBar {{
        border: 1px solid {t.line}; border-radius: 5px; background: {t.field}; text-align: center; color: {t.text};
    }}
    QProgressBar::chunk {{ background: {t.accent_soft}; border-radius: 4px; }}
    QTabBar::tab {{ padding: 7px 14px; color: {t.muted}; border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {t.accent}; border-bottom: 2px solid {t.accent}; }}
    QTabBar::tab:focus {{ background: {t.accent_soft}; }}
    QTabWidget::pane {{ border: none; }}
    """
