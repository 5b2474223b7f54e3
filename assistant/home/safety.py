"""Which changes need a yes first: what opens the house or drops its guard, however the order reached it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.domains import State
from assistant.home.model import Home
from assistant.home.request import Write
from assistant.home.responses import Phrasebook
from assistant.home.transitions import number

_AT_REST = frozenset({"off", "closed", "locked", "docked", "idle", "unavailable"})


def risk(domain: str, before: State, after: State) -> str | None:
    """What kind of opening the change is (`unlock`, `open`, `disarm`, `change`), or None for a harmless one.

    Locking, closing, arming and switching off are harmless.
    """
    was, will = before.get("state"), after.get("state")
    if domain == "lock":
        return "unlock" if will == "unlocked" and was != "unlocked" else None
    if domain == "alarm_control_panel":
        return "disarm" if will == "disarmed" and was != "disarmed" else None
    if domain in {"cover", "valve"}:
        opens = number(after, "position") > number(before, "position") or (will == "open" and was == "closed")
        return "open" if opens else None
    return "change" if dict(before) != dict(after) and will not in _AT_REST else None


def question(
    home: Home, states: Mapping[str, State], writes: tuple[Write, ...], book: Phrasebook
) -> str | None:
    """What to ask before these writes, naming all they open; None where nothing needs a yes."""
    actions: list[str] = []
    for write in writes:
        entity = home.entities.get(write.entity)
        if entity is None or not entity.sensitive or write.after is None:
            continue
        kind = risk(entity.domain, states.get(entity.id, entity.initial), write.after)
        if kind is not None:
            actions.append(book.action(kind, home.display(entity.id, book.language)))
    return book.say("confirm", actions=book.join(actions)) if actions else None
