"""Questions: states, temperature, weather, date and time."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home.domains import DOMAINS, State
from assistant.home.model import Entity
from assistant.home.request import Action, Plan, Request
from assistant.home.responses import spoken_number
from assistant.home.targets import select, spoken_place, surroundings
from assistant.home.transitions import number


def get_state(request: Request) -> Plan:
    """What a device is doing, or which, whether any, whether all, how many of a kind are in a state."""
    domain = request.value("domain") or request.recognition.context.get("domain")
    domains = (str(domain),) if domain in DOMAINS else tuple(DOMAINS)
    entities = select(request, domains, here=False)
    wanted = request.value("state")
    matched = [entity for entity in entities if _matches(request.state(entity), wanted)]
    unmatched = [entity for entity in entities if entity not in matched]
    key = request.recognition.response or ("one" if request.slot("name") else "any")
    subject = next(iter(matched or unmatched))
    return Plan(request.reply(key, entity=subject, matched=matched, unmatched=unmatched))


def _matches(state: State, wanted: object) -> bool:
    actual = state.get("state")
    if wanted is None or str(actual) == str(wanted):
        return True
    return wanted == "armed" and str(actual).startswith("armed")


def get_temperature(request: Request) -> Plan:
    """How warm it is: by a thermostat, else by a temperature sensor of that area."""
    if request.value("outside") is not None:
        return _outside(request)
    thermometers = [e for e in request.home.entities.values() if _temperature(request, e) is not None]
    thermometers.sort(key=lambda entity: entity.domain != "climate")
    if request.slot("name") is not None:
        chosen = list(select(request, ("climate", "sensor")))
    else:
        place = spoken_place(request) or surroundings(request)
        here = [e for e in thermometers if place and place.id in {e.area, request.home.floor_of(e)}]
        chosen = here or ([] if spoken_place(request) else thermometers)
    degrees = _temperature(request, chosen[0]) if chosen else None
    if degrees is None:
        raise request.refusal("no_temperature")
    area = request.home.areas.get(chosen[0].area or "")
    place_name = request.home.display(area.id, request.language) if area else ""
    return Plan(request.reply(entity=chosen[0], temperature=spoken_number(degrees), place=place_name))


def _temperature(request: Request, entity: Entity) -> float | None:
    """What a thermostat or thermometer measures, or None for everything else."""
    state = request.state(entity)
    if entity.domain == "climate" and isinstance(state.get("current_temperature"), (int, float)):
        return number(state, "current_temperature")
    if entity.device_class == "temperature" and isinstance(state.get("state"), (int, float)):
        return number(state, "state")
    return None


def _outside(request: Request) -> Plan:
    for entity in request.home.entities.values():
        degrees = request.state(entity).get("temperature")
        if entity.domain == "weather" and isinstance(degrees, (int, float)):
            return Plan(request.reply("outside", entity=entity, temperature=spoken_number(degrees)))
    raise request.refusal("no_weather")


def get_weather(request: Request) -> Plan:
    """The weather, by the first weather device or the one named."""
    if not any(entity.domain == "weather" for entity in request.home.entities.values()):
        raise request.refusal("no_weather")
    entity = select(request, ("weather",), here=False)[0]
    return Plan(request.reply(entity=entity))


def get_time(request: Request) -> Plan:
    """The time of day."""
    return Plan(request.reply(time=request.time))


def get_date(request: Request) -> Plan:
    """The date, or with the response ``weekday`` the day of the week."""
    now = request.time
    return Plan(request.reply(date=now, weekday=request.book.weekday(now.weekday())))


ACTIONS: Mapping[str, Action] = {
    "HassGetState": get_state,
    "HassClimateGetTemperature": get_temperature,
    "HassGetWeather": get_weather,
    "HassGetCurrentTime": get_time,
    "HassGetCurrentDate": get_date,
}
