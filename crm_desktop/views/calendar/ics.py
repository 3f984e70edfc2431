"""Calendar files: saving what is shown or one visit, and importing one after a look at what it would bring."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from crm_desktop.models.calendars.entries import Entry
from crm_desktop.models.calendars.file_plan import FilePlan, grouped, is_readable
from crm_desktop.models.calendars.ics_in import ReadEvent, read_ics
from crm_desktop.models.calendars.ics_out import Telling, to_ics
from crm_desktop.models.errors import Broken
from crm_desktop.models.record import Record
from crm_desktop.store.queries.calendar import CalendarView
from crm_desktop.store.queries.records import records
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store

_FILTER = "iCalendar (*.ics)"


class CalendarFiles(QObject):
    """The acts of one page with files."""

    imported = Signal(int)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.dialog: ImportCalendar | None = None

    def ask_to_save(self, view: CalendarView, title: str = "") -> None:
        """Ask where, and save the visits and tasks of a view."""
        called = "".join(each for each in title or tr("calendar", "Calendar") if each not in '/\\:*?"<>|')
        name = f"{called} {view.first.isoformat()}.ics"
        path, _ = QFileDialog.getSaveFileName(self._page, tr("calendar", "Save as calendar file"), name, _FILTER)
        if path:
            self.save(view, Path(path))

    def ask_to_save_one(self, entry: Entry) -> None:
        """Ask where, and save one visit or task; one of a series goes with its series."""
        day = current_formats(self._desk.clock.now()).day_of(entry.begins)
        self.ask_to_save(CalendarView(day, 1, (entry,)), entry.record.title)

    def save(self, view: CalendarView, path: Path) -> None:
        """Save the visits and tasks of a view; a series goes whole."""
        formats = current_formats(self._desk.clock.now())
        ids = {(each.record.kind, each.record.id): None for each in view.entries if each.record.kind != "activity"}
        work = partial(_save, self._desk.store, list(ids), path, Telling(formats.zone, formats.now, view.linked))
        said = partial(self._desk.notices.inform, text("calendar", "Saved to {name}", name=path.name))
        self._desk.background.read(work, lambda _none: said(), self._desk.notices.fail, owner=self)

    def ask_to_import(self) -> None:
        """Ask for a file, and show what it would bring."""
        path, _ = QFileDialog.getOpenFileName(self._page, tr("calendar", "Import a calendar file"), "", _FILTER)
        if path:
            self.preview(Path(path))

    def preview(self, path: Path) -> None:
        """Read a file off the UI thread and show what it would bring."""
        zone = current_formats(self._desk.clock.now()).zone
        work = partial(_plan, self._desk.store, path, zone)
        self._desk.background.read(work, self._show, self._desk.notices.fail, owner=self)

    def _show(self, plan: FilePlan) -> None:
        self.dialog = ImportCalendar(plan, current_formats(self._desk.clock.now()), self._page)
        self.dialog.wanted.connect(partial(self._import, plan))
        self.dialog.open()

    def _import(self, plan: FilePlan) -> None:
        said = text("calendar", "%n entr(y|ies) imported", n=len(plan.readable))
        self._desk.act("visit.import", plan.edits(self._desk.me), said)


class ImportCalendar(Dialog):
    """What a file would bring, before anything is written."""

    wanted = Signal()

    def __init__(self, plan: FilePlan, formats: Formats, parent: QWidget) -> None:
        count = len(plan.readable)
        super().__init__(text("calendar", "Import %n entr(y|ies)?", n=count), width=560, parent=parent)
        self.rows = QListWidget()
        self.rows.setAccessibleName(tr("calendar", "Entries of the file"))
        self.rows.setMinimumHeight(260)
        for group in plan.groups:
            QListWidgetItem(_line(group, plan, formats), self.rows)
        self.body.addWidget(self.rows)
        if count < len(plan.groups):
            left_out = text("calendar", "%n cannot be read and are left out.", n=len(plan.groups) - count)
            self.body.addWidget(Label(left_out, "caption", "warning.text"))
        self.add_safe_verb()
        verb = self.add_verb(text("calendar", "Import"), self._import)
        verb.setEnabled(count > 0)

    def _import(self) -> None:
        self.accept()
        self.wanted.emit()


def _line(group: tuple[ReadEvent, ...], plan: FilePlan, formats: Formats) -> str:
    event = next((each for each in group if each.occurrence_at is None), group[0])
    moment = event.values.get("starts_at", event.values.get("due_at"))
    parts = [str(event.values.get("subject") or ""), str(label("kinds", event.kind))]
    if isinstance(moment, int):
        parts.append(formats.moment(moment))
    if event.values.get("recurrence"):
        parts.append(tr("calendar", "repeats"))
    if (event.kind, event.uid) in plan.known:
        parts.append(tr("calendar", "is here already, is brought up to date"))
    if event.problem and not is_readable(group):
        parts.append(str(explain(Broken(event.problem)).title))
    return " · ".join(filter(None, parts))


def _plan(store: Store, path: Path, zone: str) -> FilePlan:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise Broken("import.file_unreadable", file=path.name) from problem
    groups = grouped(read_ics(data, zone))
    uids = {(group[0].kind, group[0].uid) for group in groups if group[0].uid}
    known = {each: here for each in uids if (here := store.calendar_links.with_uid(*each)) is not None}
    return FilePlan(groups, known)


def _save(store: Store, ids: list[tuple[str, str]], path: Path, telling: Telling) -> None:
    found: list[Record] = []
    for kind in ("visit", "task"):
        found += store.read(records, kind, [each for of, each in ids if of == kind]).values()
    try:
        path.write_bytes(to_ics(found, telling))
    except OSError as problem:
        raise Broken("export.not_writable") from problem
