"""Visits and tasks as a calendar elsewhere is kept alike with them: which entry is which, and what changed since."""

import json
from collections.abc import Collection, Sequence

from crm_desktop.models.calendars.two_way import Link, Local
from crm_desktop.models.clock import DAY_MS, Clock
from crm_desktop.models.record import Record
from crm_desktop.store.engine import Database
from crm_desktop.store.identity import fact, identity, remember
from crm_desktop.store.queries.records import records, where
from crm_desktop.store.reader import Reader

_TOKENS = "calendar-token"  # places in the other calendars' history
_PAST_DAYS = 30
_UID = "@fieldline"
_MINE = "deleted_at IS NULL AND series_id IS NULL AND owner_id = ?"
_WANTED = {
    "visit": f"{_MINE} AND state <> 'cancelled' AND (starts_at > ? OR recurrence > '')",
    "task": f"{_MINE} AND due_at IS NOT NULL AND coalesce(done, 0) = 0",
}


class CalendarLinks:
    """One for each open replica; any thread may use it. Local to this device: each device keeps its own pairs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def links(self) -> list[Link]:
        """Return all pairs."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT href, kind, record_id, etag, fingerprint FROM calendar_links").fetchall()
        return [Link(*row) for row in rows]

    def keep(self, link: Link) -> None:
        """Note that an entry there and a record are alike now."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO calendar_links (href, kind, record_id, etag, fingerprint)"
                " VALUES (?, ?, ?, ?, ?)",
                (link.href, link.kind, link.record_id, link.etag, link.fingerprint),
            )

    def forget(self, href: str) -> None:
        """Note that an entry is gone."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM calendar_links WHERE href = ?", (href,))

    def forget_all(self) -> None:
        """Forget all pairs: another calendar was chosen, or none."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM calendar_links")
            remember(connection, **{_TOKENS: None})

    def tokens(self) -> dict[str, str]:
        """Return, by the path of each calendar, up to where it has been read."""
        with self._database.reading() as connection:
            return _tokens(fact(connection, _TOKENS))

    def keep_token(self, path: str, token: str) -> None:
        """Remember up to where a calendar has been read."""
        with self._database.writing() as connection:
            known = _tokens(fact(connection, _TOKENS)) | {path: token}
            remember(connection, **{_TOKENS: json.dumps(known)})

    def keep_places(self, paths: Collection[str]) -> None:
        """Forget the pairs that lie in none of these calendars, and how far those were read."""
        tokens = {path: token for path, token in self.tokens().items() if path in paths}
        gone = [(each.href,) for each in self.links() if not any(each.href.startswith(path) for path in paths)]
        if gone or tokens != self.tokens():
            with self._database.writing() as connection:
                remember(connection, **{_TOKENS: json.dumps(tokens)})
                connection.executemany("DELETE FROM calendar_links WHERE href = ?", gone)

    def locals(self, kind: str, ids: Sequence[str]) -> dict[str, Local]:
        """Return visits or tasks by id, from the bin too, with the occurrences changed alone."""
        with self._database.reading() as connection:
            reader = Reader(connection)
            found = records(reader, kind, ids)
            return {each: _local(reader, record) for each, record in found.items()}

    def wanted(self, kind: str) -> list[Local]:
        """Return one's own records that belong into the calendar.

        Visits to come, lately over, and repeating; tasks that are to be done by some day.
        """
        since = self._clock.now() - _PAST_DAYS * DAY_MS
        with self._database.reading() as connection:
            reader, me = Reader(connection), identity(connection).user_id
            told = (me, since) if kind == "visit" else (me,)
            found = where(reader, kind, _WANTED[kind], *told)
            return [_local(reader, each) for each in found]

    def with_uid(self, kind: str, uid: str) -> Local | None:
        """Return the visit or task that calendars know under an id."""
        with self._database.reading() as connection:
            reader = Reader(connection)
            found = where(reader, kind, "deleted_at IS NULL AND series_id IS NULL AND uid = ? LIMIT 1", uid)
            if not found and uid.endswith(_UID):
                found = list(records(reader, kind, [uid.removesuffix(_UID)]).values())
            return _local(reader, found[0]) if found else None


def _tokens(kept: str | None) -> dict[str, str]:
    try:
        known = json.loads(kept or "{}")
    except ValueError:
        known = None
    # Before there were task lists one token stood here for the only calendar: that is read once more.
    return {str(path): str(token) for path, token in known.items()} if isinstance(known, dict) else {}


def _local(reader: Reader, record: Record) -> Local:
    return Local(record, tuple(where(reader, record.kind, "series_id = ? AND deleted_at IS NULL", record.id)))
