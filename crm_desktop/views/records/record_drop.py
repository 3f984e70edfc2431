"""Dropping records on another one's page: they belong there from then on, as one act with Undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.record import Record
from crm_desktop.models.rules.linking import link_field
from crm_desktop.store.queries.writable import writable
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_drop import DropSheet
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.records.record_drag import Carried, carried_in


class RecordDrop(QObject):
    """`RecordDrop(page, desk, shown)`; `shown` tells the record of the page, None where nothing can be dropped."""

    def __init__(self, page: QWidget, desk: Desk, shown: Callable[[], Record | None]) -> None:
        super().__init__(page)
        self._page, self._desk, self._shown = page, desk, shown
        self.sheet: DropSheet | None = None
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags of records that can belong here, and nothing else."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            return self._drop(event)
        if isinstance(event, QDragMoveEvent | QDragEnterEvent):
            carried = self._welcome(event)
            if carried is None:
                return False
            event.setDropAction(Qt.DropAction.LinkAction)
            event.accept()
            self._show_sheet(carried)
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Hide):
            self._hide_sheet()
        return False

    def take(self, carried: Carried) -> None:
        """Let the records belong to the one that is shown, as far as the person may change them."""
        target = self._shown()
        if target is None:
            return

        def judged(mine: list[str]) -> None:
            if not mine:
                self._desk.notices.fail(Refused("list.out_of_reach", count=len(carried.ids)))
                return
            values = {link_field(carried.kind, target.kind): target.id}
            edits = [Update(carried.kind, each, values) for each in mine]
            name = carried.title if len(carried.ids) == 1 else text("records", "%n record(s)", n=len(mine))
            said = text("records", "{name} now belongs to {title}", name=name, title=target.title)
            self._desk.act(f"{carried.kind}.edit", edits, said)

        self._desk.read(self, judged, writable, self._desk.me, carried.kind, list(carried.ids))

    def _welcome(self, event: QDropEvent) -> Carried | None:
        carried, target = carried_in(event.mimeData()), self._shown()
        if carried is None or target is None or target.deleted or target.id in carried.ids:
            return None
        return carried if link_field(carried.kind, target.kind) else None

    def _drop(self, event: QDropEvent) -> bool:
        self._hide_sheet()
        carried = self._welcome(event)
        if carried is None:
            return False
        event.setDropAction(Qt.DropAction.LinkAction)
        event.accept()
        self.take(carried)
        return True

    def _show_sheet(self, carried: Carried) -> None:
        target = self._shown()
        if self.sheet is None and target is not None:
            words = text("records", "Drop to add {name} to {title}", name=carried.words, title=target.title)
            field = label("fields", f"{carried.kind}.{link_field(carried.kind, target.kind)}")
            said = text("records", "Sets {field}. Ctrl+Z takes it back.", field=field)
            self.sheet = DropSheet(words, self._page, said, KINDS[carried.kind].icon)

    def _hide_sheet(self) -> None:
        if self.sheet is not None:
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
