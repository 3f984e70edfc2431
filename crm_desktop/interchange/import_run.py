"""The import of this device: the shared engine against the encrypted store. The dialog is built on this module.

The dialog's steps, each a call that may run in a background thread (nothing here touches Qt):

    table = open_table(path, sheet)                         # interchange.table_files; UserError with a sentence
    kind = likely_kind(table, words)                        # which kind the headers look like
    mapping = start_mapping(table, kind, words, owner_id)   # a models.importing.mapping.Mapping, to be edited
    report = preview_import(store, mapping, table, setting, watcher)
    mapping = accept(mapping, report.suggestions())         # models.importing.answers: accept, answer, choose_dates
    report = run_import(store, mapping, table, setting, watcher)
    files = error_files(report, words)                      # models.importing.returning: {name: bytes} to be saved

`report.tables[0]` (models.importing.findings.TableReport) holds what to show: `dates` (as recognised), `suggestions`,
`decisions` (while any is open, `run_import` raises Refused("import.decision_needed")), `examples` (first rows as
values), `faulty` (rows with problems), `tally` (counts), `unmapped` columns. `watcher` has `progress(table, rows)` and
`cancelled()`. Words come from the label files: `Words([labels of the language to speak, labels of the other])`.

Everything is written by the store's one write door, at most 500 rows an act: each act is undone as a whole, and acts
that were committed before a cancel stay; importing the file again goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Edit
from crm_desktop.models.fields import Values
from crm_desktop.models.importing.columns import certainty, suggest_mapping
from crm_desktop.models.importing.engine import preview, run
from crm_desktop.models.importing.findings import Report
from crm_desktop.models.importing.mapping import FORMAT, FieldSource, TableMapping
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.models.importing.ports import Watcher
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.table import Table
from crm_desktop.models.importing.words import Words
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import records
from crm_desktop.store.reader import Reader
from crm_desktop.store.write_door import Committed

IMPORTABLE = ("account", "contact", "opportunity", "task", "activity", "visit", "product", "tag")
"""Kinds a person can import here, the likeliest first where headers fit several alike."""


@dataclass(slots=True)
class StoreDestination:
    """The store as a place to import into; keeps what was committed for the broadcast and for undo."""

    store: Store
    committed: list[Committed] = field(default_factory=list)
    announce: Callable[[Committed], None] | None = None
    """Called in the importing thread after each act."""

    def known(self, kind: str, fields: Sequence[str]) -> Iterable[tuple[str, Values]]:
        """Return id and the named fields of all records of a kind on this device that are not in the bin."""
        return self.store.read(_known, kind, fields)

    def current(self, kind: str, ids: Sequence[str]) -> Mapping[str, Values]:
        """Return the present values of records by id."""
        return {each: record.values for each, record in self.store.read(records, kind, ids).items()}

    def commit(self, act: str, edits: Sequence[Edit]) -> None:
        """Write the edits as one act through the write door."""
        done = self.store.door.commit(act, edits)
        self.committed.append(done)
        if self.announce is not None:
            self.announce(done)


def likely_kind(table: Table, words: Words) -> str:
    """Return the kind of record that the table's headers look like."""
    return max(IMPORTABLE, key=lambda name: certainty(KINDS[name], table.columns, words))


def start_mapping(table: Table, kind: str, words: Words, owner_id: str = "") -> ImportMapping:
    """Return the mapping to start from; records that name no owner become `owner_id`'s."""
    suggested = suggest_mapping(KINDS[kind], table.columns, words)
    fields = list(suggested.fields)
    if owner_id and KINDS[kind].owner_field and suggested.source("owner_id") is None:
        fields.append(FieldSource("owner_id", constant=owner_id))
    return ImportMapping(FORMAT, [TableMapping(kind, fields, table.name)])


def preview_import(
    store: Store, mapping: ImportMapping, table: Table, setting: Setting, watcher: Watcher | None = None
) -> Report:
    """Return what the import would do; writes nothing."""
    return preview(mapping, {table.name: table}, StoreDestination(store), setting, watcher)


def run_import(
    store: Store,
    mapping: ImportMapping,
    table: Table,
    setting: Setting,
    watcher: Watcher | None = None,
    announce: Callable[[Committed], None] | None = None,
) -> Report:
    """Import the table and return what was done; `announce` hears of each act for the broadcast.

    Raises Refused("import.decision_needed") before anything is written when a decision is open.
    """
    return run(mapping, {table.name: table}, StoreDestination(store, announce=announce), setting, watcher)


def _known(reader: Reader, kind: str, fields: Sequence[str]) -> list[tuple[str, Values]]:
    declared = KINDS[kind]
    names = [name for name in fields if declared.has(name)]
    columns = ", ".join(f'"{name}"' for name in ("id", *names))
    rows = reader.all(f"SELECT {columns} FROM {declared.plural} WHERE deleted_at IS NULL ORDER BY id")  # noqa: S608
    return [(row[0], dict(zip(names, row[1:], strict=True))) for row in rows]
