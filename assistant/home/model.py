"""The home: floors, areas, devices, and what people call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assistant.home.domains import State

Names = Mapping[str, tuple[str, ...]]
"""Spoken names by language (``en``, ``zh``): the first is the usual one, the others are aliases."""

LANGUAGES = ("en", "zh")

SHOPPING_LIST = "todo.shopping_list"
"""The list that the shopping sentences mean."""


def language_key(language: str) -> str:
    """Which names a language uses: ``zh-CN`` and ``zh`` are both ``zh``."""
    return language.split("-", maxsplit=1)[0].lower()


def squash(text: str) -> str:
    """Letters and digits only, case folded: how spoken texts are compared."""
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(frozen=True, slots=True)
class Floor:
    """One storey."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Area:
    """One room, or any place with devices."""

    id: str
    names: Names
    floor: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One device, list, scene, script, person or sensor."""

    id: str
    """``domain.something``, such as ``light.floor_lamp``."""
    domain: str
    names: Names
    area: str | None = None
    sensitive: bool = False
    """Opening it (unlock, open, disarm, switch on) needs a yes first."""
    features: frozenset[str] = frozenset()
    attributes: Mapping[str, object] = field(default_factory=dict)
    """What never changes: ``device_class``, ``unit``, ``min``, ``max``, ``fan_modes``."""
    initial: State = field(default_factory=dict)
    """Its state when nothing is stored yet."""
    sets: Mapping[str, State] = field(default_factory=dict)
    """For scenes and scripts: which states they bring about."""

    @property
    def device_class(self) -> str | None:
        """The device's class, such as ``garage`` of a cover."""
        value = self.attributes.get("device_class")
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class SlotEntry:
    """One value of a hassil list."""

    text_in: str
    """Plain spoken words, lower case; never a template."""
    value_out: str
    """What they mean: an entity, area, floor or zone id; for free texts the text itself."""
    context: Mapping[str, str] = field(default_factory=dict)
    """hassil's context: ``domain`` for names, and ``device_class``, ``area`` where there is one."""


Thing = Floor | Area | Entity


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that has a name. What the devices are doing is the back end's business."""

    floors: Mapping[str, Floor] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    zones: Mapping[str, Names] = field(default_factory=dict)
    """Places where people can be, for "is anyone at work"."""
    texts: Mapping[str, Names] = field(default_factory=dict)
    """What may stand in the package's wildcard lists (`shopping_list_item`, `message`, ...), by language."""
    here: str | None = None
    """The area where the microphone is; "turn on the lights" means this one."""

    def things(self) -> Iterator[Thing]:
        """Floors, areas and entities."""
        yield from self.floors.values()
        yield from self.areas.values()
        yield from self.entities.values()

    def display(self, thing_id: str, language: str) -> str:
        """The usual name of a floor, area or entity; its id where it has none in any language."""
        thing = self.entities.get(thing_id) or self.areas.get(thing_id) or self.floors.get(thing_id)
        if thing is None:
            return thing_id
        for names in (thing.names.get(language_key(language), ()), *thing.names.values()):
            if names:
                return names[0]
        return thing_id

    def floor_of(self, entity: Entity) -> str | None:
        """The floor an entity is on."""
        area = self.areas.get(entity.area or "")
        return area.floor if area else None

    def slot_lists(self, language: str) -> dict[str, list[SlotEntry]]:
        """Every hassil list that home-assistant-intents expects from outside, for `en` or `zh`/`zh-CN`.

        ``name``, ``area``, ``floor``: what this home has. ``zone``, ``message``, ``search_query``,
        ``timer_name``, ``timer_command``, ``shopping_list_item``, ``todo_list_item``: wildcards of the
        package, replaced by the texts of the home file. A list without entries in this language is there
        and empty: it never matches.
        """
        from assistant.home.lists import slot_lists

        return slot_lists(self, language)

    def intent_context(self, area: str | None = None) -> dict[str, str]:
        """What hassil knows before a sentence is spoken: the area that "turn on the lights" means.

        `area` is the microphone's, else the home's `here`. Give the result to the grammar (hassil's
        ``intent_context``); without it the package's sentences that need an area from context do not match.
        Empty where no area is known.
        """
        place = area or self.here
        return {"area": place} if place and place in self.areas else {}
