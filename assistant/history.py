"""What was said and what came of it: a bounded SQLite database of text and scores.

A `History` is a subscriber of the event bus. When the disk is full or read-only it says so once and goes on
without. Sound is kept only where a folder for it is given.
"""

from __future__ import annotations

import json
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StateError
from assistant.events import Event
from assistant.history_rows import INSERT, SCHEMA, SCHEMA_VERSION, SELECT, Entry, Kind, entry_of, row_of
from assistant.types import SAMPLE_RATE, Samples

_REMEDY = "Free or unlock the disk, or set history.enabled = false"


class History:
    """The database at `path`, open until `close`; every method may be called from any thread."""

    def __init__(
        self,
        path: Path,
        report: Callable[[StateError], None],
        *,
        max_rows: int = 10_000,
        sound_folder: Path | None = None,
    ) -> None:
        """Open or create the database; a damaged one is kept aside and a fresh one begun.

        `report` hears of each trouble once: damage, or a disk that takes nothing. What cannot be kept is then
        left out in silence until the disk takes it again; a database that could not be opened stays closed.
        """
        self._path = path
        self._report = report
        self._max_rows = max_rows
        self._sound_folder = sound_folder
        self._lock = threading.RLock()
        self._troubled = False
        self._database: sqlite3.Connection | None = None
        try:
            self._database = self._open()
        except (sqlite3.Error, OSError) as error:
            self._tell(f"cannot open the history {path}: {error}")

    def __call__(self, event: Event) -> None:
        """Keep an event, if it is one of those that are kept."""
        row = row_of(event)
        if row is None:
            return
        with self._lock:
            if self._database is None:
                return
            try:
                with self._database:
                    self._database.execute(INSERT, row)
                    self._forget(
                        self._database.execute(
                            "SELECT id, sound FROM entries ORDER BY id DESC LIMIT -1 OFFSET ?",
                            (self._max_rows,),
                        )
                    )
                self._troubled = False
            except (sqlite3.Error, OSError) as error:
                self._tell(f"the history {self._path} takes nothing: {error}")

    def keep_sound(self, samples: Samples) -> Path | None:
        """Keep the newest utterance's recording (mono, 16 kHz) as FLAC, if sound is kept; return its file."""
        if self._sound_folder is None:
            return None
        import soundfile  # a library to load only where sound is kept

        with self._lock:
            if self._database is None:
                return None
            try:
                newest = self._database.execute(
                    "SELECT id, time FROM entries WHERE kind IN (?, ?) ORDER BY id DESC LIMIT 1",
                    (Kind.RECOGNIZED, Kind.REJECTED),
                ).fetchone()
                if newest is None:
                    return None
                stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(newest["time"]))
                file = self._sound_folder / f"{stamp}-{newest['id']}.flac"
                self._sound_folder.mkdir(parents=True, exist_ok=True)
                soundfile.write(file, samples, SAMPLE_RATE)
                with self._database:
                    self._database.execute(
                        "UPDATE entries SET sound = ? WHERE id = ?", (file.name, newest["id"])
                    )
            except (sqlite3.Error, OSError, soundfile.SoundFileError) as error:
                self._tell(f"cannot keep sound in {self._sound_folder}: {error}")
                return None
            return file

    def entries(
        self,
        *,
        search: str = "",
        kinds: Sequence[Kind] = (),
        intent: str = "",
        since: float = 0.0,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[Entry, ...]:
        """Entries that fit, newest first; an action is part of the entry of the sentence that ordered it.

        `search` is part of the text, answer or intent, in any case; `kinds` and `intent` keep only those;
        `since` is Unix seconds. Raises StateError when the database cannot be read.
        """
        wanted = {
            "search": search,
            "kinds": json.dumps(kinds) if kinds else "",
            "intent": intent,
            "since": since,
            "limit": limit,
            "offset": offset,
        }
        with self._reading() as database:
            return tuple(entry_of(row) for row in database.execute(SELECT, wanted))

    def count(self) -> int:
        """Number of events kept. Raises StateError when the database cannot be read."""
        with self._reading() as database:
            return int(database.execute("SELECT count(*) FROM entries").fetchone()[0])

    def clear(self, before: float | None = None) -> int:
        """Forget everything, or what is older than `before` (Unix seconds), sound included; returns how much.

        Raises StateError when the database cannot be changed.
        """
        with self._reading() as database:
            with database:
                gone = self._forget(
                    database.execute(
                        "SELECT id, sound FROM entries WHERE time < ?",
                        (math.inf if before is None else before,),
                    )
                )
            database.execute("VACUUM")
            return gone

    def close(self) -> None:
        """Close the database; later events are not kept."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connect(self._path)
        except sqlite3.OperationalError:
            raise  # locked, full, read-only: the file itself may be sound
        except sqlite3.DatabaseError as error:
            aside = self._path.with_name(f"{self._path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
            self._path.replace(aside)
            self._report(
                StateError(
                    f"the history was damaged ({error}) and begins anew", f"The old one is kept as {aside}"
                )
            )
            return _connect(self._path)

    def _forget(self, rows: Iterable[sqlite3.Row]) -> int:
        """Delete rows (their id and sound) and their recordings, inside the caller's transaction."""
        gone = [(row["id"], row["sound"]) for row in rows]
        if self._database is not None:
            self._database.executemany("DELETE FROM entries WHERE id = ?", [(row_id,) for row_id, _ in gone])
        for _, sound in gone:
            if sound and self._sound_folder is not None:
                (self._sound_folder / sound).unlink(missing_ok=True)
        return len(gone)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._database is None:
                raise StateError(f"the history {self._path} is not open", _REMEDY)
            try:
                yield self._database
            except (sqlite3.Error, OSError) as error:
                raise StateError(f"the history {self._path} failed: {error}", _REMEDY) from error

    def _tell(self, message: str) -> None:
        if not self._troubled:
            self._troubled = True  # before the report: it may come back as an event
            self._report(StateError(message, _REMEDY))


def _connect(path: Path) -> sqlite3.Connection:
    """Open a database of this schema; a damaged one raises DatabaseError, but not OperationalError."""
    database = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
    database.row_factory = sqlite3.Row
    try:
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA secure_delete = ON")  # what was said does not linger in free pages
    (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise sqlite3.OperationalError(f"a newer inglenook made it (schema {version}, not {SCHEMA_VERSION})")
    if version == 0:
        database.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
