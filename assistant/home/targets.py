"""Which devices an order means: by name, area, floor, kind, class, or all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from assistant.errors import HomeError, UnknownTarget
from assistant.home.model import Area, Entity, Floor, squash
from assistant.home.nearest import nearest
from assistant.home.request import Request
from assistant.types import Slot

_Place = TypeVar("_Place", Area, Floor)

_ALL_RESPONSES = "_all"
"""How the package's answers about the whole home end; zh-CN gives those an area from context, too."""


def select(
    request: Request, domains: Collection[str], *, here: bool = True, widen: bool = False
) -> tuple[Entity, ...]:
    """The entities of `domains` that the sentence means, at least one.

    A name wins; then an area or floor that was said; then everything, where the sentence says so. What is
    left means the speaker's area if `here`, else the whole home. With `widen` an empty area means the whole
    home, too: there may be one thermostat for all rooms. Raises `UnknownTarget` for names, areas and floors
    that this home does not have (naming the nearest), and `HomeError` where there is nothing of that kind.
    """
    wanted = _of_kind(request, domains)
    place = spoken_place(request)
    name = request.slot("name")
    if name is not None:
        return (_named(request, name, domains, place),)
    if place is not None:
        found = _within(request, wanted, place)
        return found or _nothing(request, domains, place)
    if not here or is_everything(request):
        return wanted or _nothing(request, domains, None)
    around = surroundings(request)
    found = _within(request, wanted, around) if around else wanted
    if not found and (widen or _is_the_only_one(request, wanted)):
        found = wanted
    return found or _nothing(request, domains, around)


def is_everything(request: Request) -> bool:
    """Whether the sentence means the whole home rather than this room."""
    return request.value("everything") is not None or (request.recognition.response or "").endswith(
        _ALL_RESPONSES
    )


def spoken_place(request: Request) -> Area | Floor | None:
    """The area or floor that was said, or None. Raises `UnknownTarget`."""
    if request.was_said("area"):
        return _place(request, "area", request.home.areas)
    if request.slot("floor") is not None:
        return _place(request, "floor", request.home.floors)
    return None


def surroundings(request: Request) -> Area | None:
    """The speaker's area: from the sentence's context, the microphone, or the home's own `here`.

    Raises `UnknownTarget` where the sentence fixes one that this home does not have.
    """
    if request.slot("area") is not None:
        return _place(request, "area", request.home.areas)
    return request.home.areas.get(request.area or request.home.here or "")


def _of_kind(request: Request, domains: Collection[str]) -> tuple[Entity, ...]:
    device_class = request.value("device_class")
    return tuple(
        entity
        for entity in request.home.entities.values()
        if entity.domain in domains and (device_class is None or entity.device_class == device_class)
    )


def _is_the_only_one(request: Request, wanted: tuple[Entity, ...]) -> bool:
    """Whether it can mean no other: "open the garage door", said in any room."""
    return request.slot("device_class") is not None and len(wanted) == 1


def _within(request: Request, entities: tuple[Entity, ...], place: Area | Floor) -> tuple[Entity, ...]:
    if isinstance(place, Floor):
        return tuple(entity for entity in entities if request.home.floor_of(entity) == place.id)
    return tuple(entity for entity in entities if entity.area == place.id)


def _place(request: Request, kind: str, places: Mapping[str, _Place]) -> _Place:
    slot = request.slot(kind)
    if slot is None:
        raise request.refusal("nothing_said")
    if found := _find(slot, places):
        return found
    names = [name for place in places.values() for name in place.names.get(request.language, ())]
    raise UnknownTarget(_unknown(request, f"no_{kind}", kind, slot, names))


def _find(slot: Slot, places: Mapping[str, _Place]) -> _Place | None:
    """By id, else by any of its names: a list from elsewhere may give the name itself."""
    if found := places.get(str(slot.value)):
        return found
    text = squash(slot.text or str(slot.value))
    for place in places.values():
        if any(squash(name) == text for names in place.names.values() for name in names):
            return place
    return None


def _named(request: Request, slot: Slot, domains: Collection[str], place: Area | Floor | None) -> Entity:
    called = _called(request, slot)
    if not called:
        raise UnknownTarget(_unknown(request, "no_entity", "entity", slot, _all_names(request, domains)))
    found = tuple(entity for entity in called if entity.domain in domains)
    kind = request.recognition.context.get("domain")
    found = tuple(entity for entity in found if entity.domain == kind) or found
    if not found:
        raise request.refusal("cannot", name=request.name(called[0]))
    if place is not None:
        found = _within(request, found, place)
        if not found:
            key = "no_entity_in_floor" if isinstance(place, Floor) else "no_entity_in_area"
            raise HomeError(_where(request, key, place, entity=slot.text))
    if len(found) > 1:
        around = surroundings(request)
        found = (_within(request, found, around) if around else ()) or found
    if len({entity.domain for entity in found}) > 1:
        found = tuple(entity for entity in found if entity.id == slot.value) or found
    if len(found) > 1:
        raise HomeError(request.book.error("duplicate_entities", entity=slot.text))
    return found[0]


def _called(request: Request, slot: Slot) -> tuple[Entity, ...]:
    """All entities of that name, in any language; else the one whose id the slot holds."""
    text = squash(slot.text)
    named = tuple(
        entity
        for entity in request.home.entities.values()
        if text and any(squash(name) == text for names in entity.names.values() for name in names)
    )
    if named:
        return named
    entity = request.home.entities.get(str(slot.value))
    return (entity,) if entity else ()


def _nothing(request: Request, domains: Collection[str], place: Area | Floor | None) -> tuple[Entity, ...]:
    device_class = request.value("device_class")
    kind = "no_device_class" if device_class else "no_domain"
    word = request.book.domain(str(device_class or request.value("domain") or min(domains)))
    if device_class and (slot := request.slot("device_class")) and slot.text:
        word = slot.text
    what = {"device_class" if device_class else "domain": word}
    if place is None:
        raise HomeError(request.book.error(kind, **what))
    raise HomeError(
        _where(request, f"{kind}_in_{'floor' if isinstance(place, Floor) else 'area'}", place, **what)
    )


def _where(request: Request, key: str, place: Area | Floor, **what: str) -> str:
    kind = "floor" if isinstance(place, Floor) else "area"
    return request.book.error(key, **{kind: request.home.display(place.id, request.language)}, **what)


def _unknown(request: Request, key: str, kind: str, slot: Slot, names: Collection[str]) -> str:
    said = slot.text or str(slot.value)
    message = request.book.error(key, **{kind: said})
    close = nearest(said, names)
    if close is None:
        return message
    return request.book.sentences(message, request.book.say("did_you_mean", name=close))


def _all_names(request: Request, domains: Collection[str]) -> list[str]:
    return [
        name
        for entity in request.home.entities.values()
        if entity.domain in domains
        for name in entity.names.get(request.language, ())
    ]
