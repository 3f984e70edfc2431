"""Visits as a calendar elsewhere is kept alike with them: which event is which, and what changed since."""

from collections.abc import Sequence

from crm_desktop.models.calendars.two_way import Link, Local
from crm_desktop.models.clock import DAY_MS, Clock
from crm_desktop.models.record import Record
from crm_desktop.store.engine import Database
from crm_desktop.store.identity import fact, identity, remember
from crm_desktop.store.queries.records import records, where
from crm_desktop.store.reader import Reader

_TOKEN = "calendar-token"  # noqa: S105 - a place in the other calendar's history
_PAST_DAYS = 30
_UID = "@fieldline"


class CalendarLinks:
    """One for each open replica; any thread may use it. Local to this device: each device keeps its own pairs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def links(self) -> list[Link]:
        """Return all pairs."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT href, record_id, etag, fingerprint FROM calendar_links").fetchall()
        return [Link(*row) for row in rows]

    def keep(self, link: Link) -> None:
        """Note that an event and a visit are alike now."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO calendar_links (href, kind, record_id, etag, fingerprint)"
                " VALUES (?, 'visit', ?, ?, ?)",
                (link.href, link.record_id, link.etag, link.fingerprint),
            )

    def forget(self, href: str) -> None:
        """Note that an event is gone."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM calendar_links WHERE href = ?", (href,))

    def forget_all(self) -> None:
        """Forget all pairs: another calendar was chosen, or none."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM calendar_links")
            remember(connection, **{_TOKEN: None})

    def token(self) -> str:
        """Return up to where the other calendar has been read."""
        with self._database.reading() as connection:
            return fact(connection, _TOKEN) or ""

    def keep_token(self, token: str) -> None:
        """Remember up to where it has been read."""
        with self._database.writing() as connection:
            remember(connection, **{_TOKEN: token or None})

    def locals(self, ids: Sequence[str]) -> dict[str, Local]:
        """Return visits by id, from the bin too, with the occurrences changed alone."""
        with self._database.reading() as connection:
            reader = Reader(connection)
            found = records(reader, "visit", ids)
            return {each: _local(reader, record) for each, record in found.items()}

    def wanted(self) -> list[Local]:
        """Return one's own visits that belong into the calendar: those to come, lately over, and repeating."""
        since = self._clock.now() - _PAST_DAYS * DAY_MS
        with self._database.reading() as connection:
            reader, me = Reader(connection), identity(connection).user_id
            mine = "owner_id = ? AND deleted_at IS NULL AND series_id IS NULL AND state <> 'cancelled'"
            found = where(reader, "visit", f"{mine} AND (starts_at > ? OR recurrence > '')", me, since)
            return [_local(reader, each) for each in found]

    def with_uid(self, uid: str) -> Local | None:
        """Return the visit that calendars know under an id."""
        with self._database.reading() as connection:
            reader = Reader(connection)
            found = where(reader, "visit", "deleted_at IS NULL AND series_id IS NULL AND uid = ? LIMIT 1", uid)
            if not found and uid.endswith(_UID):
                found = list(records(reader, "visit", [uid.removesuffix(_UID)]).values())
            return _local(reader, found[0]) if found else None


def _local(reader: Reader, record: Record) -> Local:
    return Local(record, tuple(where(reader, "visit", "series_id = ? AND deleted_at IS NULL", record.id)))
