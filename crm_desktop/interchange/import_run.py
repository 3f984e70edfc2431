"""The import of this device: the shared engine for one file and one kind. The dialog is built on this module.

The dialog's steps, each a call that may run in a background thread (nothing here touches Qt):

    table = open_table(path, sheet)                         # interchange.table_files; UserError with a sentence
    kind = likely_kind(table, words)                        # which kind the headers look like
    mapping = start_mapping(table, kind, words, owner_id)   # a models.importing.mapping.Mapping, to be edited
    destination = StoreDestination(store, announce)         # store.import_target; announce(Committed) after each act
    report = preview_import(destination, mapping, table, setting, watcher)
    mapping = accept(mapping, report.suggestions())         # models.importing.answers: accept, answer, choose_dates
    report = run_import(destination, mapping, table, setting, watcher)
    files = error_files(report, words)                      # models.importing.returning: {name: bytes} to be saved

`report.tables[0]` (models.importing.findings.TableReport) holds what to show: `dates` (as recognised), `suggestions`,
`decisions` (while any is open, `run_import` raises Refused("import.decision_needed")), `examples` (first rows),
`faulty` (rows with problems), `tally` (counts), `unmapped` columns. `watcher` has `progress(table, rows)` and
`cancelled()`. Words come from the label files: `Words([labels of the language to speak, labels of the other])`.

Everything is written by the store's one write door, at most 500 rows an act: each act is undone as a whole, and acts
that were committed before a cancel stay; importing the file again goes on where it stopped.
"""

from crm_desktop.interchange.vcard.table import VcardTable
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.importing.columns import certainty, suggest_mapping
from crm_desktop.models.importing.engine import preview, run
from crm_desktop.models.importing.findings import Report
from crm_desktop.models.importing.mapping import FORMAT, FieldSource, TableMapping
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.models.importing.ports import Destination, Watcher
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.table import Table
from crm_desktop.models.importing.words import Words

IMPORTABLE = ("account", "contact", "opportunity", "task", "activity", "visit", "product", "tag")
"""Kinds a person can import here, the likeliest first where headers fit several alike."""


def likely_kind(table: Table, words: Words) -> str:
    """Return the kind of record that the table's headers look like; vCards are people."""
    if isinstance(table, VcardTable):
        return "contact"
    return max(IMPORTABLE, key=lambda name: certainty(KINDS[name], table.columns, words))


def start_mapping(table: Table, kind: str, words: Words, owner_id: str = "") -> ImportMapping:
    """Return the mapping to start from; records that name no owner become `owner_id`'s."""
    suggested = suggest_mapping(KINDS[kind], table.columns, words)
    fields = list(suggested.fields)
    if owner_id and KINDS[kind].owner_field and suggested.source("owner_id") is None:
        fields.append(FieldSource("owner_id", constant=owner_id))
    return ImportMapping(FORMAT, [TableMapping(kind, fields, table.name)])


def preview_import(
    destination: Destination, mapping: ImportMapping, table: Table, setting: Setting, watcher: Watcher | None = None
) -> Report:
    """Return what the import would do; writes nothing."""
    return preview(mapping, {table.name: table}, destination, setting, watcher)


def run_import(
    destination: Destination,
    mapping: ImportMapping,
    table: Table,
    setting: Setting,
    watcher: Watcher | None = None,
    rehearsed: Report | None = None,
) -> Report:
    """Import the table and return what was done; `rehearsed` is the preview of just this, where there is one.

    Raises Refused("import.decision_needed") before anything is written when a decision is open.
    """
    return run(mapping, {table.name: table}, destination, setting, watcher, rehearsed)
