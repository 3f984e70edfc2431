"""Parts alone: columns or kinds that a newer version brought, and checksums by which a device finds what differs.

Both read one state of the database and name its position. Nothing is remembered between two requests: the device says
how far it has come. See docs/protocol.md.
"""

from collections.abc import Sequence
from typing import Any

from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.exchange import HistoryEntry, Position, Rows
from crm_desktop.models.fields import FieldType
from crm_desktop.models.parts import (
    COMPARED_TOGETHER,
    OWN_FIELDS,
    Checksum,
    ComparePage,
    CompareRequest,
    FetchPage,
    FetchRequest,
    Part,
    as_compared,
    checksum,
    kept_columns,
)
from crm_server.access.showing import shown_entry
from crm_server.services.load_rights import RightsMemory
from crm_server.store.engine import Database
from crm_server.store.log_reading import past_history
from crm_server.store.organisations import read_state
from crm_server.store.sessions import Caller
from crm_server.store.visible_rows import Reader


class PartsAlone:
    """The service; blocking, call in a worker thread."""

    def __init__(self, database: Database, memory: RightsMemory) -> None:
        self._database, self._memory = database, memory

    def fetch(self, caller: Caller, request: FetchRequest) -> FetchPage:
        """Return a page of a part: the asked columns, or whole rows with their history."""
        with self._database.read() as connection:
            state = read_state(connection, caller.org_id)
            allowed = self._memory.get(connection, caller.org_id, caller.user_id, state.sequence)
            position = Position(state.epoch, state.sequence, allowed.scope)
            part = request.part
            if part.kind not in KINDS:
                return FetchPage(position=position, batch=Rows(part.kind, [], []), schema=SCHEMA)
            reader = Reader(connection, caller.org_id, allowed.rights)
            columns = _asked(reader, part, request.columns) if request.columns else reader.columns(KINDS[part.kind])
            found = reader.part(part, columns, request.limit)
            rows = Rows(part.kind, columns, reader.wire(KINDS[part.kind], columns, found))
            history = [] if request.columns else _history(reader, part, found, state.sequence)
            reached = str(found[-1][0]) if len(found) == request.limit else ""
            return FetchPage(position=position, batch=rows, history=history, reached=reached, schema=SCHEMA)

    def compare(self, caller: Caller, request: CompareRequest) -> ComparePage:
        """Return the checksums of a part, range by range."""
        with self._database.read() as connection:
            state = read_state(connection, caller.org_id)
            allowed = self._memory.get(connection, caller.org_id, caller.user_id, state.sequence)
            position = Position(state.epoch, state.sequence, allowed.scope)
            part = request.part
            if part.kind not in KINDS:
                return ComparePage(position=position, columns=[], sums=[], schema=SCHEMA)
            reader = Reader(connection, caller.org_id, allowed.rights)
            columns = _compared(reader, part, request.columns)
            found = reader.part(part, kept_columns(columns), request.limit)
            found = as_compared(columns, found, reader.hidden_own(KINDS[part.kind]))
            whole, reached = len(found) < request.limit, str(found[-1][0]) if found else ""
            return ComparePage(
                position=position,
                columns=columns,
                sums=_sums(part, columns, found, part.until if whole else reached),
                reached="" if whole else reached,
                schema=SCHEMA,
            )


def _asked(reader: Reader, part: Part, names: Sequence[str]) -> list[str]:
    """Return the id and those of the columns that there are and that the user sees."""
    there = set(reader.columns(KINDS[part.kind]))
    return ["id", *dict.fromkeys(name for name in names if name in there and name != "id")]


def _compared(reader: Reader, part: Part, names: Sequence[str]) -> list[str]:
    """Return what is compared of what was asked for; own fields are not among the columns of any table."""
    columns = _asked(reader, part, names)
    own = OWN_FIELDS in names and KINDS[part.kind].custom
    return [*columns, OWN_FIELDS] if own else columns


def _history(reader: Reader, part: Part, found: Sequence[Sequence[Any]], until: int) -> list[HistoryEntry]:
    ids = [str(row[0]) for row in found]
    entries = past_history(reader.connection, reader.org_id, part.kind, ids, until)
    return [shown_entry(reader.rights, entry) for entry in entries]


def _sums(part: Part, columns: Sequence[str], found: Sequence[Sequence[Any]], until: str) -> list[Checksum]:
    """Return the checksums range by range; the last one reaches as far as the page does."""
    flags = {field.name for field in KINDS[part.kind].fields if field.type is FieldType.FLAG}
    places = [place for place, name in enumerate(columns) if name in flags]
    sums = []
    for start in range(0, len(found), COMPARED_TOGETHER) or [0]:
        rows = _as_kept(found[start : start + COMPARED_TOGETHER], places)
        last = start + COMPARED_TOGETHER >= len(found)
        sums.append(Checksum(until if last else str(rows[-1][0]), len(rows), checksum(rows)))
    return sums


def _as_kept(rows: Sequence[Sequence[Any]], flags: Sequence[int]) -> Sequence[Sequence[Any]]:
    """Return rows with flags as numbers: PostgreSQL has booleans, SQLite has not."""
    if not flags:
        return rows
    kept = [list(row) for row in rows]
    for row in kept:
        for place in flags:
            if row[place] is not None:
                row[place] = int(row[place])
    return kept
