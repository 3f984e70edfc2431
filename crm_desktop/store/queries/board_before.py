"""What a board's totals were some time ago, as far as the history on this device tells; else nothing.

The same question is asked of the records as they stood then: those changed since are put together from the values
before, and stand in the table's place in the very statement that sums up today's.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from crm_desktop.models.changes import Operation
from crm_desktop.models.fields import Value, is_custom
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.engine import as_sql
from crm_desktop.store.journal import decode_fields
from crm_desktop.store.queries.board import BoardAsked, summed, totals_statement
from crm_desktop.store.queries.conditions import Standpoint, mentions
from crm_desktop.store.queries.picklists import team_of
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import as_json, as_stored
from crm_desktop.store.schema import RECORDS, State

_KIND, _TABLE = "opportunity", "opportunities"
_COUNTED = (State.WAITING, State.ACKNOWLEDGED, State.SETTLED)
_SUMMED = frozenset({"stage_id", "amount", "currency", "probability"})
_Row = dict[str, Any]


def board_before(reader: Reader, asked: BoardAsked, moment: int) -> dict[str, Total] | None:
    """Return what the stages of a board held at a moment; see `totals_before`."""
    seen_from = Standpoint(asked.me, asked.today, team_of(reader, asked.me), asked.zone)
    return totals_before(reader, asked.definition, seen_from, moment)


def totals_before(
    reader: Reader, definition: Definition, seen_from: Standpoint, moment: int
) -> dict[str, Total] | None:
    """Return the totals by stage at the moment; None where the history here does not reach back to it.

    Records that have left the person's sight since are in neither figure, then nor now.
    """
    names = [column.name for column in RECORDS[_KIND].columns]
    columns = ", ".join(f'"{name}"' for name in names)
    # What came out of the bin says nowhere in its row when that was.
    restored = (
        "id IN (SELECT c.record_id FROM transactions t JOIN changes c ON c.transaction_number = t.number"
        f" WHERE t.made_at > {int(moment)} AND c.kind = '{_KIND}' AND c.operation = 'restore')"
    )
    touched = f"max(coalesce(updated_at, 0), coalesce(created_at, 0), coalesce(deleted_at, 0)) > {int(moment)}"
    changed = f"({touched} OR {restored})"
    if not reader.all(f"SELECT 1 FROM {_TABLE} WHERE created_at <= {int(moment)} LIMIT 1"):
        # The organisation had not begun: that is no gap to compare with.
        return None
    rows = [dict(zip(names, row, strict=True)) for row in reader.all(f"SELECT {columns} FROM {_TABLE} WHERE {changed}")]
    stories = _stories(reader, [row["id"] for row in rows if (row["created_at"] or 0) <= moment], moment)
    then: list[list[Any]] = []
    for row in rows:
        if (row["created_at"] or 0) > moment:
            continue
        story = stories.get(row["id"], [])
        if not _explains(story, row, definition):
            # Changed since, and nobody here knows how.
            return None
        before = _before(row, story)
        if before is not None:
            then.append([before[name] for name in names])
    taken = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(names)))
    stands = f"SELECT {columns} FROM main.{_TABLE} WHERE NOT ({changed}) UNION ALL SELECT {taken} FROM json_each(?)"
    sql, parameters = as_sql(totals_statement(reader, definition, seen_from))
    return summed(reader.all(f"WITH {_TABLE} ({columns}) AS ({stands}) {sql}", as_json(then), *parameters))


def _stories(reader: Reader, ids: Iterable[str], moment: int) -> dict[str, list[tuple[Operation, str]]]:
    """Return what was done to records since the moment, each in order."""
    counted = ", ".join(f"'{state}'" for state in _COUNTED)
    sql = (
        "SELECT c.record_id, c.operation, c.fields FROM changes c"
        " JOIN transactions t ON t.number = c.transaction_number"
        f" WHERE c.kind = '{_KIND}' AND t.state IN ({counted}) AND t.made_at > {int(moment)}"
        " AND c.record_id IN ({ids}) ORDER BY t.sequence IS NULL, t.sequence, t.number, c.ordinal"
    )
    found: dict[str, list[tuple[Operation, str]]] = {}
    for record_id, operation, fields in reader.for_each_id(sql, ids):
        found.setdefault(record_id, []).append((Operation(operation), fields))
    return found


def _explains(story: list[tuple[Operation, str]], row: _Row, definition: Definition) -> bool:
    """Tell whether a story ends in what stands in the row, as far as the figures depend on it."""
    after: dict[str, Value] = {}
    for _, fields in story:
        after |= {name: change.after for name, change in decode_fields(fields).items() if name in row}
    asked = [name for name in after if name in _SUMMED or mentions(definition.filter, name)]
    stored = as_stored(_KIND, {name: [after[name]] for name in asked})
    return bool(story) and all(row[name] == stored[name][0] for name in asked)


def _before(row: _Row, story: list[tuple[Operation, str]]) -> _Row | None:
    """Return a row as it stood before its story; None where it was not there."""
    values: dict[str, Value] = {}
    turns = [operation for operation, _ in story if operation is not Operation.UPDATE]
    for _, fields in story:
        for name, change in decode_fields(fields).items():
            values.setdefault(name, change.before)
    first = turns[0] if turns else None
    if first is Operation.CREATE or first is Operation.RESTORE or (first is None and row["deleted_at"] is not None):
        return None
    own = {name: value for name, value in values.items() if is_custom(name)}
    stored = as_stored(_KIND, {name: [value] for name, value in values.items() if name in row and name not in own})
    before = row | {name: found[0] for name, found in stored.items()} | {"deleted_at": None}
    if own:
        extra = msgspec.json.decode(row["extra"] or "{}") | own
        before["extra"] = as_json({name: value for name, value in extra.items() if value is not None})
    return before
