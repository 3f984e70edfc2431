"""Snapshots: everything a user may see, page by page, for a replica that starts or starts anew.

All pages name the position of the first, so that the log from there repairs whatever changed meanwhile. Kinds come in
the catalog's order, in each the user's own records first and the newest first; their history follows the records.
The cursor tells only where the next page begins: every page is judged by the rights of its own moment.
"""

import base64
import binascii
from typing import Literal

import msgspec

from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.errors import Refused
from crm_desktop.models.exchange import HistoryEntry, Position, Rows, SnapshotPage, SnapshotRequest
from crm_server.access.showing import shown_entry
from crm_server.errors import Malformed
from crm_server.services.load_rights import RightsMemory
from crm_server.store.engine import Database
from crm_server.store.log_reading import past_history
from crm_server.store.organisations import read_epochs, read_state
from crm_server.store.sessions import Caller
from crm_server.store.visible_rows import Reader

_BEYOND = 2**62
_KINDS = tuple(KINDS.values())
RECORDS_AT_ONCE = 2_000
"""Records whose history is looked up together; one page holds at least the history of so many."""


class _Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where the next page begins: in the rows or in their history, at a step, after an id."""

    position: Position
    total: int
    step: int = 0
    phase: Literal["rows", "history"] = "rows"
    last_id: str = ""


_DECODER = msgspec.json.Decoder(_Cursor)


def _steps() -> tuple[tuple[int, bool | None], ...]:
    """Return the steps through the rows: kind by kind, own records before others where records have owners."""
    return tuple(
        (index, own) for index, kind in enumerate(_KINDS) for own in ((True, False) if kind.owner_field else (None,))
    )


_STEPS = _steps()


class Snapshots:
    """The service; blocking, call in a worker thread."""

    def __init__(self, database: Database, memory: RightsMemory) -> None:
        self._database, self._memory = database, memory

    def page(self, caller: Caller, request: SnapshotRequest) -> SnapshotPage:
        """Return the page that the request's cursor asks for."""
        with self._database.read() as connection:
            state = read_state(connection, caller.org_id)
            allowed = self._memory.get(connection, caller.org_id, caller.user_id, state.sequence)
            reader = Reader(connection, caller.org_id, allowed.rights)
            if request.cursor:
                cursor = _decode(request.cursor)
                if cursor.position.epoch != state.epoch:
                    raise Refused("sync.snapshot_over")
            else:
                position = Position(state.epoch, state.sequence, allowed.scope)
                cursor = _Cursor(position, sum(reader.count(kind) for kind in _KINDS))
            if cursor.phase == "rows":
                page = _rows_page(reader, cursor, request.limit)
            else:
                page = _history_page(reader, cursor, request.limit)
            if request.cursor:
                return page
            return msgspec.structs.replace(page, epochs=read_epochs(connection, caller.org_id))


def _rows_page(reader: Reader, cursor: _Cursor, limit: int) -> SnapshotPage:
    step, last_id = cursor.step, cursor.last_id
    while step < len(_STEPS):
        index, own = _STEPS[step]
        batch = reader.page(_KINDS[index], own, last_id, limit)
        if len(batch.rows) == limit:
            following = msgspec.structs.replace(cursor, step=step, last_id=str(batch.rows[-1][0]))
            return _page(cursor, batch, [], following)
        step, last_id = step + 1, ""
        if batch.rows:
            following = msgspec.structs.replace(cursor, step=step, last_id="")
            return _page(cursor, batch, [], following)
    return _history_page(reader, msgspec.structs.replace(cursor, step=0, phase="history", last_id=""), limit)


def _history_page(reader: Reader, cursor: _Cursor, limit: int) -> SnapshotPage:
    """Walk through the records once more, by id only, until there is a page of history about them."""
    entries: list[HistoryEntry] = []
    step, last_id = cursor.step, cursor.last_id
    while step < len(_STEPS) and len(entries) < limit:
        index, own = _STEPS[step]
        kind = _KINDS[index]
        ids = reader.ids_page(kind, own, last_id, RECORDS_AT_ONCE)
        found = past_history(reader.connection, reader.org_id, kind.name, ids, cursor.position.sequence)
        entries += [shown_entry(reader.rights, entry) for entry in found]
        step, last_id = (step, ids[-1]) if len(ids) == RECORDS_AT_ONCE else (step + 1, "")
    empty = Rows(_KINDS[0].name, reader.columns(_KINDS[0]), [])
    following = msgspec.structs.replace(cursor, step=step, last_id=last_id)
    return _page(cursor, empty, entries, following if step < len(_STEPS) else None)


def _page(cursor: _Cursor, batch: Rows, history: list[HistoryEntry], following: _Cursor | None) -> SnapshotPage:
    text = "" if following is None else base64.urlsafe_b64encode(msgspec.json.encode(following)).decode().rstrip("=")
    return SnapshotPage(
        position=cursor.position, batch=batch, history=history, cursor=text, total=cursor.total, schema=SCHEMA
    )


def _decode(text: str) -> _Cursor:
    try:
        cursor = _DECODER.decode(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, msgspec.DecodeError) as problem:
        raise Malformed("sync.bad_cursor") from problem
    numbers = (cursor.total, cursor.step, cursor.position.sequence)
    if not all(0 <= number <= _BEYOND for number in numbers) or "\0" in cursor.last_id:
        raise Malformed("sync.bad_cursor")
    return cursor
