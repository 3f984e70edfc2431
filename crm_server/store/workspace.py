"""The workspace: the records that a group of transactions touches, in memory between one bulk read and one bulk write.

Each client transaction works on a draft over it that is kept or dropped whole: a savepoint that costs no round trip.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, select

from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.custom_fields import fold
from crm_desktop.models.fields import Value, is_custom
from crm_server.store.rows import Row, insert_rows, read_rows_together, update_rows
from crm_server.store.tables import RECORDS

Key: TypeAlias = tuple[str, str]
"""Kind and id."""


class Workspace:
    """Records of one organisation during one database transaction."""

    def __init__(self, connection: Connection, org_id: str) -> None:
        self.connection, self.org_id = connection, org_id
        self._rows: dict[Key, Row | None] = {}
        self._draft: dict[Key, Row] = {}
        self._draft_changed: dict[Key, set[str]] = {}
        self._changed: dict[Key, set[str]] = {}
        self._new: set[Key] = set()

    def load(self, keys: Iterable[Key], lock: bool = False) -> None:
        """Read records that will be needed."""
        load_together([(self, keys)], lock)

    def unread(self, keys: Iterable[Key]) -> set[Key]:
        """Return those of the records that were not read yet."""
        return {key for key in keys if key not in self._rows and key[0] in KINDS}

    def take_over(self, asked: Collection[Key], rows: Iterable[tuple[str, Row]]) -> None:
        """Note records that were read, each behind its kind; what was asked for and did not come does not exist."""
        self._rows.update(dict.fromkeys(asked, None))
        for kind, row in rows:
            self._rows[(kind, str(row["id"]))] = row

    def get(self, kind: str, record_id: str) -> Row | None:
        """Return a record as it stands now, drafts included; None when there is none."""
        key = (kind, record_id)
        if key in self._draft:
            return self._draft[key]
        if key not in self._rows:
            self.load([key])
        return self._rows.get(key)

    def find(self, kind: str, condition: ColumnElement[bool], holds: Callable[[Row], bool]) -> list[Row]:
        """Return the records that meet a condition as they stand now; `holds` says the same of a row in memory."""
        table = RECORDS[kind]
        stored = self.connection.execute(select(table.c.id).where(table.c.org_id == self.org_id, condition))
        here = {key[1] for changed in (self._changed, self._draft_changed) for key in changed if key[0] == kind}
        ids = {str(row.id) for row in stored} | here
        self.load((kind, each) for each in ids)
        rows = (self.get(kind, each) for each in sorted(ids))
        return [row for row in rows if row is not None and holds(row)]

    def is_drafting(self, kind: str) -> bool:
        """Tell whether there are records of the kind in the draft, which may be dropped again."""
        return any(key[0] == kind for key in self._draft)

    def add(self, kind: str, row: Row) -> None:
        """Draft a new record; columns that are missing are empty."""
        complete = dict.fromkeys(row_columns(KINDS[kind])) | row
        key = (kind, str(row["id"]))
        self._draft[key] = complete
        self._draft_changed[key] = set(complete)
        self._new.add(key)

    def change(self, kind: str, record_id: str, values: dict[str, Value]) -> None:
        """Draft new values of columns of a record that exists."""
        key = (kind, record_id)
        self._draft[key] = (self.get(kind, record_id) or {}) | values
        self._draft_changed.setdefault(key, set()).update(values)

    def keep(self) -> None:
        """Take the draft over."""
        self._rows.update(self._draft)
        for key, columns in self._draft_changed.items():
            self._changed.setdefault(key, set()).update(columns)
        self._draft, self._draft_changed = {}, {}

    def drop(self) -> None:
        """Forget the draft."""
        self._new.difference_update(key for key in self._draft if self._rows.get(key) is None)
        self._draft, self._draft_changed = {}, {}

    def write(self) -> None:
        """Write everything kept since the last time."""
        write_together([self])

    def take_unwritten(self) -> tuple[list[tuple[str, Row]], list[tuple[str, str, Row]]]:
        """Return what was kept since the last time, to be written now: new records, changed columns; by kind."""
        new, updates = [], []
        for key, columns in sorted(self._changed.items()):
            row = self._rows[key]
            if row is None:
                continue
            if key in self._new:
                new.append((key[0], fold(row)))
            elif "extra" in columns or any(map(is_custom, columns)):
                kept = fold(row)
                updates.append((*key, {name: kept[name] for name in {"extra", *columns} if not is_custom(name)}))
            else:
                updates.append((*key, {name: row[name] for name in columns}))
        self._changed, self._new = {}, set()
        return new, updates


def load_together(wanted: Sequence[tuple[Workspace, Iterable[Key]]], lock: bool = False) -> None:
    """Read records that workspaces of one connection will need.

    Locks are taken in the order of kind, organisation and id: two groups never wait in a ring.
    """
    asked = [(workspace, workspace.unread(keys)) for workspace, keys in wanted]
    ids: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for workspace, keys in asked:
        for kind, record_id in sorted(keys):
            ids[kind][workspace.org_id].append(record_id)
    found: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for kind in sorted(ids):
        for org_id, row in read_rows_together(asked[0][0].connection, kind, ids[kind], lock):
            found[org_id].append((kind, row))
    for workspace, keys in asked:
        workspace.take_over(keys, found[workspace.org_id])


def write_together(workspaces: Sequence[Workspace]) -> None:
    """Write everything that workspaces of one connection kept since the last time."""
    new: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    updates: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
    for workspace in workspaces:
        made, changed = workspace.take_unwritten()
        for kind, row in made:
            new[kind].append((workspace.org_id, row))
        for kind, record_id, values in changed:
            updates[kind].append((workspace.org_id, record_id, values))
    for kind, rows in new.items():
        insert_rows(workspaces[0].connection, kind, rows)
    for kind, changes in updates.items():
        update_rows(workspaces[0].connection, kind, changes)
