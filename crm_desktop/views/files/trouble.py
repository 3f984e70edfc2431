"""The files that could not be sent or fetched, with the reason for each, and trying again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.store.queries.attachments import FileView, files_in_trouble
from crm_desktop.store.queries.record_files import FileLine
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_list import FileList
from crm_desktop.views.files.file_model import FileModel
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.refresh import Changed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.menu import Menu


class FilesInTrouble(Dialog):
    """Closes by itself when nothing is left in it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        question = text("files", "Files that were not sent or fetched")
        explanation = text("files", "What you added is safe on this computer. Records are synced all the same.")
        super().__init__(question, explanation, width=760, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk, self.acts = desk, file_acts_of(desk)
        self.model = FileModel(desk)
        self.list = FileList(self.model)
        self.list.setFixedHeight(current_theme().scaled(300))
        self.body.addWidget(self.list)
        self.add_safe_verb(text("files", "Close"))
        self.again = self.add_verb(text("files", "Try all again"), self._try_all)
        self.list.opened.connect(lambda view: self.acts.open(view, self, self.model.views))
        self.list.renamed.connect(lambda view: self.acts.rename(view, self))
        self.list.deleted.connect(self.acts.delete)
        self.list.menu_wanted.connect(self._open_menu)
        desk.refresh.changed.connect(self._written)
        self._read()

    def _read(self) -> None:
        self.desk.read(self, self._take, files_in_trouble)

    def _take(self, views: list[FileView]) -> None:
        self.model.show_lines([FileLine(view) for view in views])
        if not views:
            self.accept()

    def _try_all(self) -> None:
        for view in self.model.views:
            self.acts.fetch(view)

    def _open_menu(self, view: FileView, place: QPoint) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add_entry(text("files", "Try again"), lambda: self.acts.fetch(view), icon="refresh-cw")
        if view.can_open:
            menu.add_entry(label("acts", "attachment.save_as"), lambda: self.acts.save_as(view, self), icon="download")
        menu.add_line()
        delete = label("acts", "attachment.delete")
        menu.add_entry(delete, lambda: self.acts.delete(view), icon="trash-2", shortcut="Del", danger=True)
        menu.popup(place)

    def _written(self, change: Changed) -> None:
        if change.touches("attachment"):
            self._read()
