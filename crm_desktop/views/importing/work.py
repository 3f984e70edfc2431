"""What an import does off the UI thread: read the file, look it over, rehearse, write, take back, save. No Qt here.

A small file is dealt with in this process, a large one in a process of its own (`work_elsewhere.py`), which does the
same by this very code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

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
from crm_desktop.store.write_orders import OrderLine
from crm_desktop.views.importing.photos import attach_photos
from crm_desktop.views.watching import Watch

LANGUAGES = ("zh", "en")
MOST_TOLD = 1_000
"""Faulty rows that are handed to the window; the error file has all of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file, and how it is to be read where the guess was wrong."""

    path: Path
    sheet: str = ""
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that can be imported, looked over; its rows stay where they were read."""

    wanted: Wanted
    name: str
    columns: tuple[str, ...]
    details: str
    """How it was read: encoding and separator, or the sheet's name."""
    overview: Overview
    sheets: tuple[str, ...]
    kind: str
    """The kind of record that the headers look like."""
    setting: Setting
    encoding: str = ""
    """How its characters were read, "" for workbooks and vCards, which leave nothing to choose."""
    separator: str = ""
    """What stands between its cells, "" for workbooks."""

    def without_words(self) -> OpenedFile:
        """Return the same without the words of both languages, which whoever gets it has."""
        return replace(self, setting=Setting())


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


class Work(Protocol):
    """One import, wherever its work is done. Every call takes its time; the window's thread makes none of them."""

    def open(self, wanted: Wanted, language: str, watch: Watch) -> OpenedFile | None:
        """Read a file and look it over; None when it was stopped. Raises UserError with a sentence about the file."""
        ...

    def rehearse(self, mapping: ImportMapping, watch: Watch) -> Report:
        """Return what the import would do; of the faulty rows the first `MOST_TOLD`."""
        ...

    def write(self, mapping: ImportMapping, watch: Watch) -> Outcome:
        """Import what was rehearsed last; what was written before a fault or a stop is told with it."""
        ...

    def save_errors(self, path: Path) -> int:
        """Write the rows that stayed out, with the reasons, and return how many; raises Broken export.…"""
        ...

    def close(self) -> None:
        """Let go of the file and of all that is known about it."""
        ...


class WorkHere:
    """The work done in this process, by the thread that asks for it."""

    def __init__(self, store: Store, orders: OrderLine | None = None) -> None:
        self._store, self._orders = store, orders
        self._table: Table | None = None
        self._setting = Setting()
        self._rehearsed: Report | None = None
        self._left_out: Report | None = None

    def open(self, wanted: Wanted, language: str, watch: Watch) -> OpenedFile | None:
        """See Work."""
        sheets = sheets_of(wanted.path)
        table = open_table(wanted.path, wanted.sheet, wanted.encoding, wanted.separator, language)
        overview = look_over(table, watch)
        if overview is None:
            return None
        self._table, self._setting, self._rehearsed = table, setting_of(self._store, language), None
        kind = likely_kind(table, self._setting.words)
        text = (table.encoding, table.separator) if isinstance(table, CsvTable) else ()
        return OpenedFile(
            wanted, table.name, table.columns, table.details, overview, tuple(sheets), kind, self._setting, *text
        )

    def rehearse(self, mapping: ImportMapping, watch: Watch) -> Report:
        """See Work."""
        assert self._table is not None
        report = preview_import(StoreDestination(self._store), mapping, self._table, self._setting, watch)
        if not report.cancelled:
            self._rehearsed = report
        return brief(report)

    def write(self, mapping: ImportMapping, watch: Watch) -> Outcome:
        """See Work."""
        assert self._table is not None
        assert self._rehearsed is not None
        outcome = Outcome()
        destination = StoreDestination(self._store, outcome.hear, self._orders)
        try:
            report = run_import(destination, mapping, self._table, self._setting, watch, self._rehearsed)
            self._left_out, outcome.report = report, brief(report)
            if isinstance(self._table, VcardTable):
                attach_photos(self._store, self._table, report.tables[-1], destination)
        except UserError as error:
            outcome.error = error
        return outcome

    def save_errors(self, path: Path) -> int:
        """See Work."""
        assert self._left_out is not None
        for content in error_files(self._left_out, self._setting.words).values():
            write_bytes(path, content)
        return self._left_out.left_out

    def close(self) -> None:
        """See Work."""
        self._table = self._rehearsed = self._left_out = None


def brief(report: Report) -> Report:
    """Return what a window shows of a report: the first faulty rows only, and not which record each row became."""
    tables = [replace(table, faulty=table.faulty[:MOST_TOLD], made={}) for table in report.tables]
    return replace(report, tables=tables, left_out=report.left_out)


def setting_of(store: Store, language: str) -> Setting:
    """Return the words of both languages, the active one first, and the organisation's currency and time zone."""
    found = store.read(where, "organisation", "deleted_at IS NULL")
    words = Words([_labels(each) for each in sorted(LANGUAGES, key=lambda each: each != language)])
    if not found:
        return Setting(words)
    usual = Setting()
    currency, zone = found[0].get("currency"), found[0].get("zone")
    return Setting(words, str(currency or usual.currency), str(zone or usual.zone))


def take_back(store: Store, acts: Sequence[str], watch: Watch, *, anyway: bool = False) -> TakenBack:
    """Undo an import as a whole, or not at all where someone has written over a part; `anyway` takes back the rest."""
    try:
        done = store.door.undo(anyway, acts[-1], watch)
    except Refused as error:
        return TakenBack(error=error)
    return TakenBack(done.kinds, whole=not watch.cancelled())


@cache
def _labels(language: str) -> Mapping[str, Mapping[str, str]]:
    content: Mapping[str, Mapping[str, str]] = json.loads(
        resource("translations", f"labels.{language}.json").read_text(encoding="utf-8")
    )
    return content
