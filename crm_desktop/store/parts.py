"""Parts fetched alone: columns and kinds that came later, comparison with the server, and repair of what differs.

The server's last word is what is compared and repaired: a base where edits wait, else the row itself. So work that was
not sent is neither a difference nor touched. When to compare is decided by sync; see docs/protocol.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.custom_fields import fold
from crm_desktop.models.exchange import Rows
from crm_desktop.models.parts import (
    OWN_FIELDS,
    ComparePage,
    FetchPage,
    Part,
    Wanted,
    as_compared,
    checksum,
    compared_columns,
    kept_columns,
)
from crm_desktop.models.sync_run import CheckResult, Touched
from crm_desktop.store.bases import Base, base_rows, set_bases
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.identity import fact, remember
from crm_desktop.store.lacking import fetched, lacking, next_wanted, set_lacking
from crm_desktop.store.leaving import let_go
from crm_desktop.store.newer_server import meet_server
from crm_desktop.store.overlaying import overlay_again
from crm_desktop.store.pulled_history import forget_fields, take_history
from crm_desktop.store.pulled_rows import take_rows
from crm_desktop.store.rows import Row, as_stored, shape
from crm_desktop.store.working_set import WorkingSet

SOON_MS = 3_600_000
"""When a comparison is tried again that could not be finished."""
_RESULT, _WANTED, _NEXT = "check", "check_wanted", "check_next"


class Parts:
    """Implements sync's port of the same name. Every method that writes is one durable local commit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def meet(self, server_schema: int, now: int) -> Touched:
        """Take note of the server's version; what an older one could not take goes back into the outbox."""
        with self._database.writing(urgent=False) as connection:
            return meet_server(connection, server_schema, now)

    def wanted(self, server_schema: int) -> Wanted | None:
        """Return what to fetch alone next from a server of this version; None when there is nothing."""
        with self._database.reading() as connection:
            return next_wanted(lacking(connection), server_schema)

    def take(self, wanted: Wanted, page: FetchPage) -> Touched:
        """Store a page of what was wanted, and how far it has come."""
        batch, kind = page.batch, wanted.part.kind
        # Without a column that was asked for there is nothing to walk through.
        brought = [name for name in batch.columns if name != "id"]
        with self._database.writing(urgent=False) as connection:
            if not wanted.columns and brought:
                take_history(connection, page.history)
                _overlay(connection, ((kind, each) for each in take_rows(connection, batch)))
            elif brought:
                _take_columns(connection, batch)
            reached = page.reached if brought else ""
            set_lacking(connection, fetched(lacking(connection), kind, brought, reached, page.schema))
        return Touched(frozenset({kind})) if brought and batch.rows else Touched()

    def differing(self, part: Part, page: ComparePage) -> list[Part]:
        """Return the ranges of the part where what we hold is not what the server says."""
        found, start = [], part.after
        with self._database.reading() as connection:
            below = _last_words(connection, part.kind)
            for each in page.sums:
                piece = Part(part.kind, start, each.until)
                rows = _kept(connection, piece, page.columns, below)
                if len(rows) != each.count or checksum(rows) != each.sum:
                    found.append(piece)
                start = each.until
        return found

    def repair(self, part: Part, page: FetchPage) -> tuple[Touched, CheckResult]:
        """Make what we hold of the part what the server says; return what had to be done, in numbers."""
        part = Part(part.kind, part.after, page.reached or part.until)
        there = {*page.batch.columns, OWN_FIELDS}  # what `extra` holds comes with it
        columns = [name for name in compared_columns(KINDS[part.kind]) if name in there]
        sent = {str(row[page.batch.columns.index("id")]) for row in page.batch.rows}
        with self._database.writing(urgent=False) as connection:
            before = _by_id(_kept(connection, part, columns, _last_words(connection, part.kind)))
            take_history(connection, page.history)
            below = take_rows(connection, page.batch)
            extra = before.keys() - sent
            let_go(connection, ((part.kind, each) for each in extra))
            _overlay(connection, ((part.kind, each) for each in [*below, *extra]))
            after = _by_id(_kept(connection, part, columns, _last_words(connection, part.kind)))
        missing = after.keys() - before.keys()
        changed = {each for each in after.keys() & before.keys() if after[each] != before[each]}
        touched = Touched(frozenset({part.kind}), frozenset(missing | changed | extra))
        result = CheckResult(at=0, missing=len(missing), changed=len(changed), extra=len(extra))
        return (touched if result.repaired else Touched()), result

    def conceal(self, kind: str, shown: Sequence[str], server_schema: int) -> tuple[Touched, int]:
        """Empty columns that the user may not see any more; return on how many records something stood there."""
        compared = compared_columns(KINDS[kind])
        hidden = [name for name in compared if name not in shown and name != OWN_FIELDS]
        if server_schema < SCHEMA or not hidden or not shown:
            return Touched(), 0  # an older server may merely not know them
        with self._database.writing(urgent=False) as connection:
            some = " OR ".join(f'"{name}" IS NOT NULL' for name in hidden)
            found = connection.execute(f"SELECT id FROM {shape(kind).table} WHERE {some}").fetchall()
            words = {each: base.row for each, base in _last_words(connection, kind).items() if base.row}
            wrong = {each for each, row in words.items() if any(row[name] is not None for name in hidden)}
            wrong |= {row[0] for row in found if row[0] not in words}
            _put(connection, kind, {each: dict.fromkeys(hidden) for each in wrong})
            if wrong:
                forget_fields(connection, kind, hidden)
        return Touched(frozenset({kind}), frozenset(wrong)) if wrong else Touched(), len(wrong)

    def ask(self) -> None:
        """Wish for a comparison as soon as it can be made."""
        with self._database.writing() as connection:
            remember(connection, **{_WANTED: "1"})

    def is_asked(self) -> bool:
        """Tell whether somebody wishes for a comparison now."""
        with self._database.reading() as connection:
            return fact(connection, _WANTED) is not None

    def is_due(self, now: int) -> bool:
        """Tell whether a comparison is wished for, or its day has come."""
        with self._database.reading() as connection:
            following = fact(connection, _NEXT)
            if fact(connection, _WANTED) is not None or following is None:
                return True
            # A clock that was set back must not put it off for years.
            return not now < int(following) <= now + DAY_MS

    def conclude(self, result: CheckResult | None, now: int) -> Touched:
        """Keep the result, and when the next comparison is due; None where none could be made."""
        following = now + (DAY_MS if result is None or result.complete else SOON_MS)
        with self._database.writing(urgent=False) as connection:
            pending = connection.execute("SELECT kind, record_id FROM bases").fetchall()
            _overlay(connection, pending)  # what lies on top was not compared; it follows from what was
            text = None if result is None else msgspec.json.encode(result).decode()
            kept = {_RESULT: text} if text else {}
            remember(connection, **kept, **{_WANTED: None, _NEXT: str(following)})
        return Touched()


def last_check(connection: Connection) -> CheckResult | None:
    """Return what the last comparison found, None before the first one."""
    text = fact(connection, _RESULT)
    return msgspec.json.decode(text, type=CheckResult) if text else None


def _overlay(connection: Connection, touched: Iterable[tuple[str, str]]) -> None:
    rows = WorkingSet(connection)
    overlay_again(connection, rows, touched)
    rows.write_back()


def _take_columns(connection: Connection, batch: Rows) -> None:
    """Give records that are here the values of some columns; others come with the pull that brings them."""
    place = batch.columns.index("id")
    ours = [(at, name) for at, name in enumerate(batch.columns) if name in shape(batch.kind).columns and at != place]
    _put(connection, batch.kind, {str(row[place]): {name: row[at] for at, name in ours} for row in batch.rows})


def _put(connection: Connection, kind: str, values: Mapping[str, Row]) -> None:
    """Change the server's last word on records by some columns."""
    bases = base_rows(connection, kind, values)
    set_bases(connection, kind, {each: base.row | values[each] for each, base in bases.items() if base.row})
    rows = WorkingSet(connection)
    rows.load(kind, values)
    for each, some in values.items():
        row = rows.stored(kind, each)
        if row is not None and each not in bases:
            rows.put(kind, each, row | some)
    overlay_again(connection, rows, ((kind, each) for each in bases))
    rows.write_back()


def _last_words(connection: Connection, kind: str) -> dict[str, Base]:
    ids = [row[0] for row in connection.execute("SELECT record_id FROM bases WHERE kind = ?", (kind,)).fetchall()]
    return base_rows(connection, kind, ids)


def _kept(connection: Connection, part: Part, columns: Sequence[str], below: Mapping[str, Base]) -> list[Sequence[Any]]:
    """Return the server's last word on the part's records by ascending id, values as the table keeps them."""
    names = ", ".join(f'"{name}"' for name in kept_columns(columns))
    upper = " AND id <= ?2" if part.until else ""
    told = (part.after, part.until) if part.until else (part.after,)
    sql = f"SELECT {names} FROM {shape(part.kind).table} WHERE id > ?1{upper} ORDER BY id"
    rows = as_compared(columns, list(connection.execute(sql, told).fetchall()))
    inside = {each: base for each, base in below.items() if part.after < each <= (part.until or each)}
    if not inside:
        return rows
    others = [row for row in rows if row[0] not in inside]
    return sorted([*others, *_as_kept(part.kind, columns, inside)], key=lambda row: str(row[0]))


def _as_kept(kind: str, columns: Sequence[str], bases: Mapping[str, Base]) -> list[Sequence[Any]]:
    known = [base.row for base in bases.values() if base.row is not None and not base.gone]
    folded, lying = [fold(row) for row in known], kept_columns(columns)
    stored = as_stored(kind, {name: [row[name] for row in folded] for name in lying})
    return as_compared(columns, list(zip(*(stored[name] for name in lying), strict=True)))


def _by_id(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[Any, ...]]:
    return {str(row[0]): tuple(row) for row in rows}
