"""Shopping and to-do lists: adding, completing, removing, reading out, clearing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import UnknownTarget
from assistant.home.model import SHOPPING_LIST, Entity, squash
from assistant.home.nearest import nearest
from assistant.home.request import Action, Plan, Request, Write
from assistant.home.targets import select

_MOST_READ_OUT = 8
"""Nobody remembers more lines of a list that is read out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list."""

    item: str
    done: bool = False


def _list(request: Request) -> Entity:
    if request.slot("name") is not None:
        return select(request, ("todo",))[0]
    shopping = request.home.entities.get(SHOPPING_LIST)
    return shopping or select(request, ("todo",), here=False)[0]


def lines_of(state: Mapping[str, object]) -> list[Line]:
    """The lines of a list's state."""
    raw = state.get("lines")
    lines = raw if isinstance(raw, list) else []
    return [Line(str(line["item"]), bool(line["done"])) for line in lines]


def _written(request: Request, entity: Entity, lines: list[Line]) -> Write:
    """Its state counts the open lines, as Home Assistant's does."""
    after: dict[str, object] = {
        **request.state(entity),
        "state": sum(not line.done for line in lines),
        "lines": [{"item": line.item, "done": line.done} for line in lines],
    }
    return Write(entity.id, after)


def _item(request: Request) -> str:
    slot = request.slot("item")
    if slot is None:
        raise request.refusal("nothing_said")
    return str(slot.value or slot.text)


def add(request: Request) -> Plan:
    """Put an item on a list; one that is on it and still open is not put there twice."""
    entity, item = _list(request), _item(request)
    lines = lines_of(request.state(entity))
    if not any(squash(line.item) == squash(item) and not line.done for line in lines):
        lines = [*(line for line in lines if squash(line.item) != squash(item)), Line(item)]
    return Plan(_answer(request, entity, item), (_written(request, entity, lines),))


def complete(request: Request) -> Plan:
    """Check an item off."""
    entity, item = _list(request), _item(request)
    lines = lines_of(request.state(entity))
    position = _position(request, entity, lines, item)
    lines[position] = Line(lines[position].item, done=True)
    return Plan(_answer(request, entity, item), (_written(request, entity, lines),))


def remove(request: Request) -> Plan:
    """Take an item off a list."""
    entity, item = _list(request), _item(request)
    lines = lines_of(request.state(entity))
    del lines[_position(request, entity, lines, item)]
    return Plan(_answer(request, entity, item), (_written(request, entity, lines),))


def read_out(request: Request) -> Plan:
    """Say what is still open on a list."""
    entity = _list(request)
    still_open = [line.item for line in lines_of(request.state(entity)) if not line.done]
    name = _definite(request, entity)
    if not still_open:
        return Plan(request.book.say("list_empty", name=name))
    shown = still_open[:_MOST_READ_OUT]
    if len(still_open) > len(shown):
        shown.append(f"+{len(still_open) - len(shown)}")
    return Plan(request.book.say("list_items", name=name, lines=request.book.join(shown)))


def clear(request: Request) -> Plan:
    """Empty a list (an undo brings it back)."""
    entity = _list(request)
    message = request.book.say("list_cleared", name=_definite(request, entity))
    return Plan(message, (_written(request, entity, []),))


def _position(request: Request, entity: Entity, lines: list[Line], item: str) -> int:
    for position, line in enumerate(lines):
        if squash(line.item) == squash(item):
            return position
    message = request.book.say("no_item", item=item, name=_definite(request, entity))
    close = nearest(item, [line.item for line in lines])
    if close is not None:
        message = request.book.sentences(message, request.book.say("did_you_mean", name=close))
    raise UnknownTarget(message)


def _definite(request: Request, entity: Entity) -> str:
    name = request.name(entity)
    if request.language != "en":
        return name
    return f"the {name}" if name.endswith("list") else f"the {name} list"


def _answer(request: Request, entity: Entity, item: str) -> str:
    return request.reply(entity=entity, item=item, name=request.name(entity))


ACTIONS: Mapping[str, Action] = {
    "HassShoppingListAddItem": add,
    "HassShoppingListCompleteItem": complete,
    "HassListAddItem": add,
    "HassListCompleteItem": complete,
    "HassListRemoveItem": remove,
    "InglenookListRead": read_out,
    "InglenookListClear": clear,
}
