"""What the history's database holds: its table, the entries read from it, and the rows made of events."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.events import Acted, Event, Failed, Recognized, Rejected
from assistant.types import Recognition, SlotValue

SCHEMA_VERSION = 1

SCHEMA = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time REAL NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    intent TEXT NOT NULL,
    slots TEXT NOT NULL,
    confidence REAL NOT NULL,
    outcome TEXT NOT NULL,
    message TEXT NOT NULL,
    audio_seconds REAL NOT NULL,
    decision_ms REAL NOT NULL,
    sound TEXT NOT NULL DEFAULT ''
);
CREATE INDEX entries_time ON entries (time);
"""

INSERT = """
INSERT INTO entries (
    time, kind, language, text, intent, slots, confidence, outcome, message, audio_seconds, decision_ms
) VALUES (
    :time, :kind, :language, :text, :intent, :slots, :confidence, :outcome, :message,
    :audio_seconds, :decision_ms
)
"""

SELECT = """
SELECT * FROM (
    SELECT said.id, said.time, said.kind, said.language, said.text, said.intent, said.slots, said.confidence,
        coalesce(done.outcome, said.outcome) AS outcome, coalesce(done.message, said.message) AS message,
        said.audio_seconds, said.decision_ms, said.sound,
        '|' || said.kind || '|' || coalesce(done.kind || '|', '') AS kinds
    FROM entries said LEFT JOIN entries done
        ON done.id = said.id + 1 AND done.kind = 'acted' AND said.kind = 'recognized' AND done.intent = said.intent
    WHERE said.kind <> 'acted' OR NOT EXISTS (
        SELECT 1 FROM entries before
        WHERE before.id = said.id - 1 AND before.kind = 'recognized' AND before.intent = said.intent
    )
)
WHERE time >= :since
    AND (:intent = '' OR intent = :intent)
    AND (:kinds = '' OR EXISTS (SELECT 1 FROM json_each(:kinds) WHERE instr(kinds, '|' || value || '|') > 0))
    AND (:search = '' OR instr(lower(text || char(10) || message || char(10) || intent), lower(:search)) > 0)
ORDER BY id DESC LIMIT :limit OFFSET :offset
"""
"""An action joins the sentence that it follows: one line says what was heard and what came of it."""

_EMPTY: dict[str, str | float] = {
    "language": "",
    "text": "",
    "intent": "",
    "slots": "{}",
    "confidence": 0.0,
    "outcome": "",
    "message": "",
    "audio_seconds": 0.0,
    "decision_ms": 0.0,
}


class Kind(StrEnum):
    """What an entry is about: of an utterance, what was made of it; an action alone where nobody spoke."""

    RECOGNIZED = "recognized"
    REJECTED = "rejected"
    ACTED = "acted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history."""

    id: int
    time: float
    """Unix seconds."""
    kind: Kind
    language: str = ""
    text: str = ""
    """The words that were heard; of a refused utterance, those that came closest."""
    intent: str = ""
    slots: dict[str, SlotValue] = field(default_factory=dict)
    """What the slots meant."""
    confidence: float = 0.0
    outcome: str = ""
    """The reason of a refusal, or the status of the action that followed."""
    message: str = ""
    """What was answered, or what broke."""
    audio_seconds: float = 0.0
    decision_ms: float = 0.0
    sound: str = ""
    """Name of the recording in the sound folder, if one was kept."""


def row_of(event: Event) -> dict[str, str | float] | None:
    """Parameters of `INSERT` for an event, or None for events that are not kept."""
    row = {**_EMPTY, "time": event.time}
    if isinstance(event, Recognized):
        row |= {
            "kind": Kind.RECOGNIZED,
            "decision_ms": event.decision_ms,
            "audio_seconds": event.audio_seconds,
        }
        return row | _understood(event.recognition)
    if isinstance(event, Rejected):
        row |= {"kind": Kind.REJECTED, "audio_seconds": event.audio_seconds}
        return row | _understood(event.recognition)
    if isinstance(event, Acted):
        outcome = event.outcome
        return row | {
            "kind": Kind.ACTED,
            "intent": event.intent,
            "outcome": outcome.status.value,
            "message": outcome.message,
        }
    if isinstance(event, Failed):
        return row | {"kind": Kind.FAILED, "message": f"{event.message} {event.remedy}".strip()}
    return None


def _understood(recognition: Recognition) -> dict[str, str | float]:
    closest = (
        recognition.alternatives[0]
        if recognition.intent is None and recognition.alternatives
        else recognition
    )
    return {
        "language": recognition.language,
        "text": recognition.text or closest.text,
        "intent": recognition.intent or "",
        "slots": json.dumps({slot.name: slot.value for slot in closest.slots}, ensure_ascii=False),
        "confidence": closest.confidence,
        "outcome": recognition.reason.value if recognition.reason else "",
    }


def entry_of(row: sqlite3.Row) -> Entry:
    """The entry that a row of `SELECT` holds."""
    values = dict(row)
    del values["kinds"]
    return Entry(**values | {"kind": Kind(values["kind"]), "slots": json.loads(values["slots"])})
