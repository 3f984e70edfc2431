"""Files on a record's page: dropped anywhere on it, pasted with Ctrl+V, chosen; whichever tab is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from crm_desktop.models.record import Record
from crm_desktop.views.actions import Action
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_drop import FileDrop
from crm_desktop.views.files.sources import Source, sources_in
from crm_desktop.views.language.texts import text
from crm_desktop.views.page import Page


class PageFiles(QObject):
    """A companion of one page."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self._record: Record | None = None
        self.acts = file_acts_of(page.desk)
        self.drop = FileDrop(page, self._title, self.acts.picture_name, self.add)

    def show_record(self, record: Record | None) -> None:
        """Add to another record from now on, to none where the page shows none."""
        self._record = record

    def offer(self) -> None:
        """Offer the actions of this page instead of those of the page before."""
        add = Action(key="attachment.add", run=self.choose, icon="paperclip", shortcut="Ctrl+Shift+A",
                     enabled=lambda: bool(self._title()))  # fmt: skip
        paste = Action(key="attachment.paste", run=self.paste, icon="clipboard-paste", shortcut="Ctrl+V", menu="edit",
                       enabled=lambda: bool(self._title()))  # fmt: skip
        # Adding must never ask for a click into the page first.
        self._desk.actions.contribute(self._page, [add, paste], everywhere=True)

    def choose(self) -> None:
        """Let the person choose files of this device."""
        self.acts.choose(self._page, self.add)

    def paste(self) -> None:
        """Add the picture or the files in the clipboard."""
        sources = sources_in(QGuiApplication.clipboard().mimeData(), self.acts.picture_name())
        if sources:
            self.add(sources)
        else:
            self._desk.notices.inform(text("records", "There is no picture and no file to paste"))

    def add(self, sources: list[Source]) -> None:
        """Add files to the record that is shown."""
        from crm_desktop.store.attachments.attaching import Target

        if self._record is not None and sources:
            self.acts.add(sources, Target(self._record.kind, self._record.id))

    def _title(self) -> str:
        record = self._record
        return record.title.partition("\n")[0] if record is not None and not record.deleted else ""
