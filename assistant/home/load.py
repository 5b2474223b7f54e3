"""Reading a home file (`home.yaml`) into a `Home`, with errors that say where and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib.resources import files
from pathlib import Path

from assistant.errors import ConfigError
from assistant.home.domains import DOMAINS, State, fault, is_sensitive
from assistant.home.lists import TEXT_LISTS
from assistant.home.model import LANGUAGES, Area, Entity, Floor, Home, Names
from assistant.home.nearest import hint
from assistant.home.yamlnode import Cursor, parse

DEFAULT_NAME = "default_home.yaml"

_SECTIONS = ("here", "floors", "areas", "zones", "entities", "lists")
_ENTITY_KEYS = (
    *LANGUAGES,
    "area",
    "device_class",
    "unit",
    "min",
    "max",
    "fan_modes",
    "features",
    "sensitive",
    "state",
    "sets",
)
_ID = re.compile(r"[a-z][a-z0-9_]*")
_SPOKEN = re.compile(r"[^\W_]+(?:[ '’-][^\W_]+)*")


def default_home_text() -> str:
    """The packaged home file, comments and all."""
    return files("assistant.home").joinpath(DEFAULT_NAME).read_text(encoding="utf-8")


def load_home(path: Path | None = None) -> Home:
    """The home of `path`, or the packaged one where `path` is None or does not exist.

    Raises `ConfigError` with file and line for anything wrong in it, and for a file that cannot be read.
    """
    if path is None or not path.exists():
        return read_home(default_home_text(), Path(DEFAULT_NAME))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be read: {error}", "Check that it is a UTF-8 text file you may read"
        ) from error
    return read_home(text, path)


def read_home(text: str, path: Path) -> Home:
    """The home that `text` describes; `path` is for messages only."""
    top = parse(text, path).mapping(_SECTIONS)
    floors = {
        key: Floor(key, _names(value.mapping(LANGUAGES), value))
        for key, value in _section(top, "floors").items()
    }
    areas = {key: _area(key, value, floors) for key, value in _section(top, "areas").items()}
    zones = {key: _names(value.mapping(LANGUAGES), value) for key, value in _section(top, "zones").items()}
    cursors = _section(top, "entities", ids=False)
    entities = {key: _entity(key, value, areas) for key, value in cursors.items()}
    for key, value in cursors.items():
        _check_sets(entities[key], value, entities)
    _check_unique(floors, _section(top, "floors"))
    _check_unique(areas, _section(top, "areas"))
    _check_unique(entities, cursors)
    here = None
    if "here" in top:
        here = _known(top["here"], areas, "area")
    return Home(floors, areas, entities, zones, _texts(top), here)


def _section(top: Mapping[str, Cursor], name: str, *, ids: bool = True) -> dict[str, Cursor]:
    found = top[name].mapping() if name in top else {}
    for key, value in found.items():
        if ids and not _ID.fullmatch(key):
            raise value.error(f'"{key}" is not an id', "Use small letters, digits and _ such as living_room")
    return found


def _known(cursor: Cursor, valid: Collection[str], what: str) -> str:
    word = cursor.text()
    if word not in valid:
        raise cursor.error(f'unknown {what} "{word}"', hint(word, valid))
    return word


def is_sayable(name: str) -> bool:
    """Whether a name is plain words: letters and digits, parted by single spaces, hyphens or apostrophes."""
    return _SPOKEN.fullmatch(name) is not None


def spoken_name(cursor: Cursor) -> str:
    """One name as people say it; raises `ConfigError` where it is not plain words."""
    name = " ".join(cursor.text().split())
    if not is_sayable(name):
        raise cursor.error(
            f'"{name}" is not something to say', "Use letters, digits, single spaces, hyphens and apostrophes"
        )
    return name


def _names(keys: Mapping[str, Cursor], owner: Cursor) -> Names:
    names = {
        language: tuple(spoken_name(item) for item in keys[language].sequence())
        for language in LANGUAGES
        if language in keys
    }
    if not any(names.values()):
        raise owner.error("has no name", f"Give it at least one, such as `{LANGUAGES[0]}: [floor lamp]`")
    return names


def _area(key: str, cursor: Cursor, floors: Mapping[str, Floor]) -> Area:
    keys = cursor.mapping((*LANGUAGES, "floor"))
    floor = _known(keys["floor"], floors, "floor") if "floor" in keys else None
    return Area(key, _names(keys, cursor), floor)


def _entity(entity_id: str, cursor: Cursor, areas: Mapping[str, Area]) -> Entity:
    domain, _, tail = entity_id.partition(".")
    if not _ID.fullmatch(tail):
        raise cursor.error(
            f'"{entity_id}" is not an entity id', "Write it as domain.name, such as light.floor_lamp"
        )
    if domain not in DOMAINS:
        raise cursor.error(f'unknown kind of device "{domain}"', hint(domain, DOMAINS))
    keys = cursor.mapping(_ENTITY_KEYS)
    kind = DOMAINS[domain]
    attributes: dict[str, object] = {}
    if "device_class" in keys:
        attributes["device_class"] = _known(keys["device_class"], kind.classes, f"class of {domain}")
    if "unit" in keys:
        attributes["unit"] = keys["unit"].text()
    for limit in ("min", "max"):
        if limit in keys:
            attributes[limit] = keys[limit].number()
    if "fan_modes" in keys:
        attributes["fan_modes"] = [mode.text() for mode in keys["fan_modes"].sequence()]
    device_class = attributes.get("device_class")
    sensitive = is_sensitive(domain, str(device_class) if device_class else None)
    features = kind.features
    if "features" in keys:
        features = frozenset(_known(item, kind.features, "feature") for item in keys["features"].sequence())
    return Entity(
        id=entity_id,
        domain=domain,
        names=_names(keys, cursor),
        area=_known(keys["area"], areas, "area") if "area" in keys else None,
        sensitive=keys["sensitive"].flag() if "sensitive" in keys else sensitive,
        features=features,
        attributes=attributes,
        initial={**kind.initial, **(_state(keys["state"], domain) if "state" in keys else {})},
        sets=_sets(keys, domain),
    )


def _state(cursor: Cursor, domain: str) -> dict[str, object]:
    plain = cursor.plain()
    state = {str(k): v for k, v in plain.items()} if isinstance(plain, dict) else {"state": plain}
    if problem := fault(domain, state):
        key, what = problem
        at = cursor.mapping().get(key, cursor) if isinstance(plain, dict) else cursor
        raise at.error(f"{key} {what}", "Correct that value")
    return state


def _sets(keys: Mapping[str, Cursor], domain: str) -> dict[str, State]:
    if "sets" not in keys:
        return {}
    if domain not in {"scene", "script"}:
        raise keys["sets"].error("only scenes and scripts set other devices", "Remove this key")
    found: dict[str, State] = {}
    for target, cursor in keys["sets"].mapping().items():
        kind = target.partition(".")[0]
        if kind not in DOMAINS:
            raise cursor.error(f'unknown kind of device "{kind}"', hint(kind, DOMAINS))
        found[target] = _state(cursor, kind)
    return found


def _check_sets(entity: Entity, cursor: Cursor, entities: Mapping[str, Entity]) -> None:
    for target in entity.sets:
        if target not in entities:
            at = cursor.mapping()["sets"].mapping()[target]
            raise at.error(f'unknown entity "{target}"', hint(target, entities))


def _check_unique(things: Mapping[str, Floor | Area | Entity], cursors: Mapping[str, Cursor]) -> None:
    """Two things of one kind and place must not have the same name: nobody could tell them apart."""
    taken: dict[tuple[str, ...], str] = {}
    for key, thing in things.items():
        group = (thing.domain, thing.area or "") if isinstance(thing, Entity) else ()
        for language, names in thing.names.items():
            for name in names:
                other = taken.setdefault((*group, language, name.casefold()), key)
                if other != key:
                    raise cursors[key].error(
                        f'"{name}" is also the name of {other}', "Give one of them another name"
                    )


def _texts(top: Mapping[str, Cursor]) -> dict[str, Names]:
    if "lists" not in top:
        return {}
    return {
        name: {
            language: tuple(spoken_name(item) for item in values.sequence())
            for language, values in cursor.mapping(LANGUAGES).items()
        }
        for name, cursor in top["lists"].mapping(TEXT_LISTS).items()
    }
