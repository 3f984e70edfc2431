"""Imports on the server: files of a folder, the shared engine, and the server's log as the place to write to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from crm_desktop.models.access import Permission
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import Clock
from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import Broken, Incompatible, Refused
from crm_desktop.models.fields import Values, is_custom
from crm_desktop.models.importing.csv_text import MOST_BYTES, CsvTable, read_csv
from crm_desktop.models.importing.disk import read_bytes
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.models.importing.mapping import read_mapping
from crm_desktop.models.importing.matching import normal
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.table import Table
from crm_desktop.models.importing.words import Words
from crm_server.services.bulk_write import write_as
from crm_server.store.engine import Database
from crm_server.store.rows import as_rows, fetch_wire, read_rows, wire_selection
from crm_server.store.tables import RECORDS


@dataclass(frozen=True, slots=True)
class ServerDestination:
    """The server's database as a place to import into, in the name of one user."""

    database: Database
    clock: Clock
    owner: tuple[str, str]
    """Organisation and user."""

    @property
    def line(self) -> None:
        """Commit here."""
        return

    def known(self, kind: str, fields: Sequence[str]) -> Iterable[tuple[str, Values]]:
        """Return id and the named fields of all records of a kind that are not in the bin."""
        own = ("extra",) if any(map(is_custom, fields)) else ()
        table, columns = RECORDS[kind], ("id", *(name for name in fields if not is_custom(name)), *own)
        statement = (
            select(*wire_selection(KINDS[kind], columns))
            .where(table.c.org_id == self.owner[0], table.c.deleted_at.is_(None))
            .order_by(table.c.id)
        )
        with self.database.read() as connection:
            rows = as_rows(kind, columns, fetch_wire(connection, statement))
        return [(str(row.pop("id")), row) for row in rows]

    def current(self, kind: str, ids: Sequence[str]) -> Mapping[str, Values]:
        """Return the present values of records by id."""
        with self.database.read() as connection:
            return {str(row["id"]): row for row in read_rows(connection, self.owner[0], kind, ids)}

    def commit(self, act: str, edits: Sequence[Edit]) -> None:
        """Write the edits as one act through the log; raises Refused where one cannot be accepted."""
        write_as(self.database, self.clock, self.owner, act, edits)


def open_mapping(path: Path) -> ImportMapping:
    """Return the mapping in a file; raises Broken and Incompatible with a sentence."""
    return read_mapping(read_bytes(path, MOST_BYTES), path.name)


def open_tables(source: Path, mapping: ImportMapping) -> dict[str, Table]:
    """Return the tables of a folder, or of one file, by the names that the mapping uses.

    A single file of another name, such as an error file, is taken for the tables whose columns it has. Raises Broken
    and Incompatible: `import.file_missing`, `import.folder_without_files`, `import.mapping_unfit` and the reader's.
    """
    names = list(dict.fromkeys(table.file for table in mapping.tables))
    if source.is_dir():
        found: dict[str, Table] = {name: _open_csv(source / name) for name in names if (source / name).exists()}
        if not found:
            raise Incompatible("import.folder_without_files", expected=", ".join(names))
        missing = [name for name in names if name not in found]
        if missing:
            raise Broken("import.file_missing", file=missing[0])
        return found
    table = _open_csv(source)
    if source.name in names:
        return {source.name: table}
    return dict.fromkeys(_fitting(table, mapping), table)


def setting_of(database: Database, org_id: str, words: Words) -> Setting:
    """Return what the organisation takes for granted: its currency and its zone."""
    table = RECORDS["organisation"]
    with database.read() as connection:
        row = connection.execute(
            select(table.c.currency, table.c.zone).where(table.c.org_id == org_id, table.c.id == org_id)
        ).one_or_none()
    if row is None:
        return Setting(words)
    return Setting(words, row.currency or "CNY", row.zone or "Asia/Shanghai")


def find_importer(database: Database, org_id: str) -> tuple[str, str]:
    """Return organisation and user in whose name to import: its first active administrator; raises Refused."""
    users, roles = RECORDS["user"], RECORDS["role"]
    statement = (
        select(users.c.id, roles.c.permissions)
        .join(roles, (roles.c.org_id == users.c.org_id) & (roles.c.id == users.c.role_id))
        .where(users.c.org_id == org_id, users.c.deleted_at.is_(None), users.c.active)
        .order_by(users.c.created_at, users.c.id)
    )
    with database.read() as connection:
        for row in connection.execute(statement):
            if Permission.ADMINISTER in (row.permissions or []):
                return org_id, row.id
    raise Refused("user.unknown")


def _fitting(table: Table, mapping: ImportMapping) -> list[str]:
    present = {normal(column) for column in table.columns}
    whole = {
        name: {normal(column) for each in mapping.tables if each.file == name for column in each.columns}
        for name in dict.fromkeys(each.file for each in mapping.tables)
    }
    fitting = [name for name, columns in whole.items() if columns and columns <= present]
    if not fitting:
        raise Incompatible("import.mapping_unfit", file=table.name)
    return fitting


def _open_csv(path: Path) -> CsvTable:
    return read_csv(path.name, read_bytes(path, MOST_BYTES))
