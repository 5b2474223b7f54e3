"""What was understood of one utterance, how sure, what was done, how long it took; with yes, no and undo."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from assistant.types import Status
from ui.bridge import Bridge
from ui.state.listening import Card as Shown
from ui.state.words import intent_words, reason_words, slot_words, status_words
from ui.texts import tr
from ui.theme import SPACE
from ui.widgets.basics import Card, Flow, button, label, set_role

_ROLES = {Status.DONE: "good", Status.REFUSED: "warn", Status.FAILED: "bad", Status.CONFIRM: "warn"}


class IntentCard(Card):
    """Shows one `Card` of the listening state, or how to begin."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.setAccessibleName(tr("What was understood"))
        self.text = label(role="partial", select=True)
        self.intent = label(role="muted")
        self.chips = Flow()
        self._chip_row = QWidget()
        self._chip_row.setLayout(self.chips)
        self.answer = label(select=True)
        self.status = label(role="heading", wrap=False)
        self.times = label(role="muted")
        self.yes = button(tr("Yes"), lambda: bridge.answer(yes=True), "primary")
        self.no = button(tr("No"), lambda: bridge.answer(yes=False))
        self.undo = button(tr("Undo"), bridge.undo)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        for one in (self.yes, self.no, self.undo):
            buttons.addWidget(one)
        buttons.addStretch(1)
        outcome = QHBoxLayout()
        outcome.setSpacing(2 * SPACE)
        outcome.addWidget(self.status)
        outcome.addWidget(self.answer, 1)
        self.column.addWidget(self.text)
        self.column.addWidget(self.intent)
        self.column.addWidget(self._chip_row)
        self.column.addLayout(outcome)
        self.column.addLayout(buttons)
        self.column.addWidget(self.times)
        self._card: Shown | None = None
        self.show_card(None)

    def show_card(self, card: Shown | None) -> None:
        """Show what came of an utterance; None: nothing yet."""
        if card is not None and card == self._card:
            return
        self._card = card
        self.setVisible(card is not None)
        if card is None:
            return
        recognition = card.recognition
        refused = recognition.intent is None
        self.text.setText(f"“{recognition.text}”" if recognition.text else reason_words(recognition.reason))
        self.intent.setText(self._intent(card))
        self.chips.clear()
        for slot in () if refused else recognition.slots:
            self.chips.addWidget(
                label(slot_words(slot, self._bridge.home, recognition.language), "chip", wrap=False)
            )
        self._chip_row.setVisible(self.chips.count() > 0)
        self._show_outcome(card)
        self.times.setText(_times(card))
        self.times.setVisible(not card.typed)
        self.yes.setVisible(card.asks)
        self.no.setVisible(card.asks)
        self.undo.setVisible(card.can_undo)

    def _intent(self, card: Shown) -> str:
        recognition = card.recognition
        if recognition.intent is None:
            words = [reason_words(recognition.reason)] if recognition.text else []
            if recognition.alternatives:
                nearest = recognition.alternatives[0]
                words.append(
                    tr("nearest: “{text}” ({sure})").format(
                        text=nearest.text, sure=f"{nearest.confidence:.0%}"
                    )
                )
            return "; ".join(words)
        sure = tr("typed") if card.typed else tr("{sure} sure").format(sure=f"{recognition.confidence:.0%}")
        return f"{intent_words(recognition.intent)} · {sure}"

    def _show_outcome(self, card: Shown) -> None:
        outcome = card.outcome
        self.status.setVisible(outcome is not None)
        self.answer.setVisible(outcome is not None)
        if outcome is not None:
            status = tr("Undone") if card.undone else status_words(outcome.status)
            self.status.setText(status)
            set_role(self.status, _ROLES[outcome.status])
            self.answer.setText(outcome.message)


def _times(card: Shown) -> str:
    parts = [tr("spoken {seconds} s").format(seconds=f"{card.audio_seconds:.1f}")]
    if card.recognition.intent is not None:
        parts.append(tr("decided in {ms} ms").format(ms=f"{card.decision_ms:.0f}"))
    if card.outcome is not None:
        parts.append(tr("done in {ms} ms").format(ms=f"{card.acted_ms:.0f}"))
    return " · ".join(parts)
