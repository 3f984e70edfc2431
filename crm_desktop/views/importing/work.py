"""What an import does off the UI thread: read the file, look it over, rehearse, write, take back, save. No Qt here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crm_desktop.interchange.csv_export import write_bytes
from crm_desktop.interchange.import_run import likely_kind, preview_import, run_import
from crm_desktop.interchange.table_files import open_table, sheets_of
from crm_desktop.interchange.vcard.table import VcardTable
from crm_desktop.models.errors import Refused, UserError
from crm_desktop.models.importing.csv_text import CsvTable
from crm_desktop.models.importing.findings import Report
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.models.importing.overview import Overview, look_over
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.returning import error_files
from crm_desktop.models.importing.table import Table
from crm_desktop.models.importing.words import Words
from crm_desktop.models.resources import resource
from crm_desktop.store.import_target import StoreDestination
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import where
from crm_desktop.store.write_door import Committed
from crm_desktop.views.importing.photos import attach_photos
from crm_desktop.views.watching import Watch

LANGUAGES = ("zh", "en")
_MANY = 3_000
"""Rows from which on a writing process of its own is worth its start."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file, and how it is to be read where the guess was wrong."""

    path: Path
    sheet: str = ""
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that can be imported, looked over."""

    wanted: Wanted
    table: Table
    overview: Overview
    sheets: tuple[str, ...]
    kind: str
    """The kind of record that the headers look like."""
    setting: Setting

    @property
    def encoding(self) -> str:
        """How its characters were read, "" for workbooks and vCards, which leave nothing to choose."""
        return self.table.encoding if isinstance(self.table, CsvTable) else ""

    @property
    def separator(self) -> str:
        """What stands between its cells, "" for workbooks."""
        return self.table.separator if isinstance(self.table, CsvTable) else ""


@dataclass(slots=True)
class Outcome:
    """What an import did: its report, or why it broke off, and the acts that were written in any case."""

    report: Report | None = None
    error: UserError | None = None
    acts: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    records: int = 0

    def hear(self, committed: Committed) -> None:
        """Note an act; called in the thread that writes."""
        if committed.transaction:
            self.acts.append(committed.transaction)
            self.kinds.update(committed.kinds)
            self.records += len(committed.ids)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking an import back has changed, whether all of it went back, and why it did not."""

    kinds: frozenset[str] = frozenset()
    whole: bool = False
    error: UserError | None = None


def open_file(store: Store, wanted: Wanted, language: str, watch: Watch) -> OpenedFile | None:
    """Read a file and look it over; None when it was stopped. Raises UserError with a sentence about the file."""
    sheets = sheets_of(wanted.path)
    table = open_table(wanted.path, wanted.sheet, wanted.encoding, wanted.separator, language)
    overview = look_over(table, watch)
    if overview is None:
        return None
    setting = setting_of(store, language)
    return OpenedFile(wanted, table, overview, tuple(sheets), likely_kind(table, setting.words), setting)


def setting_of(store: Store, language: str) -> Setting:
    """Return the words of both languages, the active one first, and the organisation's currency and time zone."""
    found = store.read(where, "organisation", "deleted_at IS NULL")
    words = Words([_labels(each) for each in sorted(LANGUAGES, key=lambda each: each != language)])
    if not found:
        return Setting(words)
    usual = Setting()
    currency, zone = found[0].get("currency"), found[0].get("zone")
    return Setting(words, str(currency or usual.currency), str(zone or usual.zone))


def rehearse(store: Store, file: OpenedFile, mapping: ImportMapping, watch: Watch) -> Report:
    """Return what the import would do."""
    return preview_import(StoreDestination(store), mapping, file.table, file.setting, watch)


def write(store: Store, file: OpenedFile, mapping: ImportMapping, rehearsed: Report, watch: Watch) -> Outcome:
    """Import; what was written before a fault or a stop is told with it."""
    outcome = Outcome()
    try:
        with store.writing_elsewhere() if file.overview.rows >= _MANY else nullcontext(None) as elsewhere:
            destination = StoreDestination(store, outcome.hear, elsewhere)
            outcome.report = run_import(destination, mapping, file.table, file.setting, watch, rehearsed)
        if isinstance(file.table, VcardTable):
            attach_photos(store, file.table, outcome.report.tables[-1], destination)
    except UserError as error:
        outcome.error = error
    return outcome


def take_back(store: Store, acts: Sequence[str], watch: Watch, *, anyway: bool = False) -> TakenBack:
    """Undo an import as a whole, or not at all where someone has written over a part; `anyway` takes back the rest."""
    try:
        done = store.door.undo(anyway, acts[-1], watch)
    except Refused as error:
        return TakenBack(error=error)
    return TakenBack(done.kinds, whole=not watch.cancelled())


def save_errors(path: Path, report: Report, words: Words) -> int:
    """Write the rows that stayed out, with the reasons, and return how many; raises Broken export.…"""
    for content in error_files(report, words).values():
        write_bytes(path, content)
    return len({row.line for table in report.tables for row in table.faulty})


@cache
def _labels(language: str) -> Mapping[str, Mapping[str, str]]:
    content: Mapping[str, Mapping[str, str]] = json.loads(
        resource("translations", f"labels.{language}.json").read_text(encoding="utf-8")
    )
    return content
