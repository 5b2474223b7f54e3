"""Small talk, announcements, and letting it be."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.request import Action, Plan, Request


def respond(request: Request) -> Plan:
    """Answer with the sentence's own response."""
    return Plan(request.reply())


def broadcast(request: Request) -> Plan:
    """Announce a text in the whole home."""
    slot = request.slot("message")
    if slot is None:
        raise request.refusal("nothing_said")
    return Plan(request.reply(), broadcast=str(slot.value or slot.text))


ACTIONS: Mapping[str, Action] = {
    "HassRespond": respond,
    "HassNevermind": respond,
    "HassBroadcast": broadcast,
}
