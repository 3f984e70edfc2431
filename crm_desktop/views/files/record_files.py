"""The files of a record without a page, in its dialog: a click opens; adding by button, drop and Ctrl+V."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_words import icon_of_type
from crm_desktop.views.files.sources import Source, sources_in
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from crm_desktop.store.queries.attachments import FileView


class RecordFiles(QWidget):
    """`files.read()` whenever attachments were written."""

    def __init__(self, desk: Desk, kind: str, record_id: str) -> None:
        super().__init__()
        self.desk, self.acts, self._of = desk, file_acts_of(desk), (kind, record_id)
        self.chips: list[Button] = []
        self._flow = FlowLayout(8)
        self.setLayout(self._flow)
        choose = partial(self.acts.choose, self, self.add)
        self._add = Button(label("acts", "attachment.add"), choose, kind="link", icon="paperclip", small=True)
        self._flow.addWidget(self._add)
        self.read()

    def read(self) -> None:
        """Read the files again."""
        from crm_desktop.store.queries.attachments import files_of

        self.desk.read(self, self._take, files_of, *self._of)

    def add(self, sources: list[Source]) -> None:
        """Attach files to the record."""
        from crm_desktop.store.attachments.attaching import Target

        self.acts.add(sources, Target(*self._of))

    def paste(self) -> None:
        """Attach what is in the clipboard."""
        self.add(sources_in(QGuiApplication.clipboard().mimeData(), self.acts.picture_name()))

    def _take(self, views: list[FileView]) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._flow.removeWidget(self._add)
        self.chips = [self._chip(view, views) for view in views]
        self._flow.addWidget(self._add)

    def _chip(self, view: FileView, among: list[FileView]) -> Button:
        icon = icon_of_type(view.media_type, view.file_name)
        chip = Button(view.file_name, partial(self.acts.open, view, self, among), icon=icon, small=True)
        chip.set_hint(text("files", "Open {name}", name=view.file_name))
        self._flow.addWidget(chip)
        chip.show()
        return chip
