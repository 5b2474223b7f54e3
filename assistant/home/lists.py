"""The values of hassil's lists, from the home's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.home.model import SHOPPING_LIST, Entity, Home, Names, SlotEntry, language_key

TEXT_LISTS = (
    "message",
    "search_query",
    "timer_name",
    "timer_command",
    "shopping_list_item",
    "todo_list_item",
)
"""Wildcard lists of home-assistant-intents whose values the home file lists."""


def _entries(named: Iterable[tuple[str, Names, Mapping[str, str]]], key: str) -> list[SlotEntry]:
    found: dict[tuple[str, str], SlotEntry] = {}
    for value, names, context in named:
        for name in names.get(key, ()):
            entry = SlotEntry(name.lower(), value, context)
            found.setdefault((entry.text_in, value), entry)
    return list(found.values())


def _context(entity: Entity) -> dict[str, str]:
    context = {"domain": entity.domain}
    if entity.device_class:
        context["device_class"] = entity.device_class
    if entity.area:
        context["area"] = entity.area
    return context


def slot_lists(home: Home, language: str) -> dict[str, list[SlotEntry]]:
    """See `Home.slot_lists`.

    The shopping list is left out of ``name``: the package has sentences of its own for it, and as a name it
    would make each of them ambiguous.
    """
    key = language_key(language)
    lists = {
        "name": _entries(
            ((e.id, e.names, _context(e)) for e in home.entities.values() if e.id != SHOPPING_LIST), key
        ),
        "area": _entries(((area.id, area.names, {}) for area in home.areas.values()), key),
        "floor": _entries(((floor.id, floor.names, {}) for floor in home.floors.values()), key),
        "zone": _entries(((zone, names, {}) for zone, names in home.zones.items()), key),
    }
    for name in TEXT_LISTS:
        texts = dict.fromkeys(home.texts.get(name, {}).get(key, ()))
        lists[name] = [SlotEntry(text.lower(), text) for text in texts]
    return lists
