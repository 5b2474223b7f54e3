"""Listen: whether it hears you, what it understood, what it did."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from ui.bridge import Bridge
from ui.state.listening import Listening, Phase
from ui.texts import tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import Card, Page, button, label, named, set_role
from ui.widgets.intent_card import IntentCard
from ui.widgets.meter import Meter
from ui.widgets.push import Push, PushButton
from ui.widgets.spectrogram import Spectrogram


class ListenScreen(Page):
    """The page one sees first."""

    def __init__(self, bridge: Bridge, theme: Theme, push: Push) -> None:
        super().__init__(tr("Listen"))
        self._bridge = bridge
        self.state = label(role="state", wrap=False)
        self.hint = label(role="muted")
        self.meter = Meter(theme)
        self.spectrogram = Spectrogram(bridge.heard, theme, tr("Spectrogram of what is heard"))
        self.partial = label(role="partial")
        self.partial.setAccessibleName(tr("The sentence so far"))
        self.card = IntentCard(bridge)
        self.talk = PushButton(push)
        self.mute = button(tr("Mute"), self._toggle_mute, hint=tr("Lets go of the microphone (Ctrl+M)"))
        self.mute.setCheckable(True)
        self.typed = QLineEdit(placeholderText=tr("Or type a command, such as: turn on the kitchen lights"))
        named(self.typed, tr("Type a command"))
        self.typed.returnPressed.connect(self._say)
        self.send = button(tr("Send"), self._say)
        self._arrange()
        bridge.listening_changed.connect(self._show)
        self._show()

    def _arrange(self) -> None:
        hearing = Card()
        hearing.column.addWidget(self.state)
        hearing.column.addWidget(self.hint)
        hearing.column.addWidget(self.meter)
        hearing.column.addWidget(self.spectrogram, 1)
        hearing.column.addWidget(self.partial)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        self.talk.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        buttons.addWidget(self.talk, 1)
        buttons.addWidget(self.mute)
        hearing.column.addLayout(buttons)
        self.column.addWidget(hearing, 1)
        self.column.addWidget(self.card)
        typing = QHBoxLayout()
        typing.setSpacing(SPACE)
        typing.addWidget(self.typed, 1)
        typing.addWidget(self.send)
        self.column.addLayout(typing)

    def shown(self) -> None:
        """Ready to talk by the keyboard."""
        self.talk.setFocus()

    def _show(self) -> None:
        state = self._bridge.listening
        self.state.setText(_title(state))
        set_role(self.state, "state")
        self.hint.setText(_hint(state))
        self.meter.set_level(state.level_db, state.peak)
        self.partial.setText(state.partial if state.phase in (Phase.LISTENING, Phase.THINKING) else "")
        self.partial.setVisible(bool(self.partial.text()))
        self.card.show_card(state.card)
        self.talk.setEnabled(state.hearing and not state.muted)
        self.mute.setChecked(state.muted)
        self.mute.setText(tr("Unmute") if state.muted else tr("Mute"))
        self.mute.setAccessibleName(self.mute.text())
        self.typed.setEnabled(state.loaded)
        self.send.setEnabled(state.loaded)

    def _toggle_mute(self) -> None:
        self._bridge.mute(not self._bridge.listening.muted)

    def _say(self) -> None:
        text = self.typed.text().strip()
        if text:
            self._bridge.say(text)
            self.typed.clear()


def _title(state: Listening) -> str:
    if state.phase is Phase.IDLE and state.muted:
        return tr("Muted")
    return {
        Phase.LOADING: tr("Getting ready…"),
        Phase.IDLE: tr("Not listening"),
        Phase.ARMED: tr("Ready"),
        Phase.LISTENING: tr("Listening…"),
        Phase.THINKING: tr("Thinking…"),
        Phase.DONE: _done(state),
    }[state.phase]


def _done(state: Listening) -> str:
    if state.card is not None and state.card.recognition.intent is None:
        return tr("Not understood")
    return tr("Your answer?") if state.card is not None and state.card.asks else tr("Done")


def _hint(state: Listening) -> str:
    if state.phase is Phase.LOADING:
        return tr("Loading the model and the sentences of your home.")
    if state.muted:
        return tr("The microphone is closed. You can still type.")
    if not state.hearing:
        return tr("No microphone is heard. You can type meanwhile.")
    if state.phase is Phase.LISTENING:
        if state.woken_by:
            return tr("Heard “{phrase}”; now say a command.").format(phrase=state.woken_by)
        return tr("Say a command.")
    hint = {
        "wake": tr("Say “{phrase}”, then a command.").format(phrase="”, “".join(state.wake_phrases)),
        "push": tr("Hold the button or press Space, then speak."),
    }.get(state.mode, tr("Just say a command."))
    return f"{hint} {tr('Microphone: {device}.').format(device=state.device)}"
