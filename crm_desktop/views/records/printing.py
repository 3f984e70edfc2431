"""Printing a record's page, or keeping it as a PDF file: asks where to, reads what happened, and does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog

from crm_desktop.models.errors import UserError
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.page import Page
from crm_desktop.views.records.timeline_model import EVERYTHING

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.store.queries.timeline import TimelineEntry
    from crm_desktop.views.value_words import Wordings


class Printing(QObject):
    """What a page offers of paper; `shown` gives what it shows now and the words for it, None before it was read."""

    def __init__(self, page: Page, shown: Callable[[], tuple[PageContent, Wordings] | None]) -> None:
        super().__init__(page)
        self._page, self._desk, self._shown = page, page.desk, shown

    def print_page(self) -> None:
        """Ask for the printer and print."""
        self._compose(self._print)

    def save_pdf(self) -> None:
        """Ask for the file and write it."""
        shown = self._shown()
        if shown is None:
            return
        content = shown[0]
        name = "".join(" " if sign in '/\\:*?"<>|' else sign for sign in content.view.record.title)
        chosen, _ = QFileDialog.getSaveFileName(self._page, tr("records", "Save as PDF"), f"{name}.pdf", "PDF (*.pdf)")
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the page into a PDF file."""
        self._compose(partial(self._write, path))

    def _compose(self, then: Callable[[QTextDocument], None]) -> None:
        from crm_desktop.store.queries.timeline import timeline
        from crm_desktop.views.records.paper import MOST

        shown = self._shown()
        if shown is not None:
            record = shown[0].view.record
            done = partial(self._composed, shown, then)
            self._desk.read(self, done, timeline, record.kind, record.id, MOST, None, EVERYTHING)

    def _composed(
        self,
        shown: tuple[PageContent, Wordings],
        then: Callable[[QTextDocument], None],
        entries: list[TimelineEntry],
    ) -> None:
        from crm_desktop.views.records.paper import record_document

        then(record_document(shown[0], entries, shown[1]))

    def _write(self, path: Path, document: QTextDocument) -> None:
        from crm_desktop.views.records.paper import write_pdf

        try:
            write_pdf(document, path)
        except UserError as error:
            self._desk.notices.fail(error)
            return
        self._desk.notices.inform(text("records", "{name} saved", name=path.name))

    def _print(self, document: QTextDocument) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._page.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            document.print_(printer)
