"""The files of a record as a card: add, the list, what is being added; its actions stand in menu and palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from crm_desktop.models.record import Record
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_list import FileList
from crm_desktop.views.files.file_model import FileModel
from crm_desktop.views.files.sources import Adding
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.progress import Progress

if TYPE_CHECKING:
    from crm_desktop.store.queries.attachments import FileView
    from crm_desktop.store.queries.record_files import FileLine
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings

Run = Callable[[], object]


class FilesCard(Card):
    """`card.show_content(content, words)`; `choose` opens the dialog that adds files to the page's record."""

    def __init__(self, desk: Desk, choose: Run) -> None:
        super().__init__(text("files", "Files"), padding=8)
        self.desk, self.acts = desk, file_acts_of(desk)
        self._record: Record | None = None
        self._content: PageContent | None = None
        self.model = FileModel(desk)
        self.list = FileList(self.model)
        self.add = Button(label("acts", "attachment.add"), choose, icon="plus", small=True)
        self.add.set_hint(text("files", "Or drop files here, or paste a picture with Ctrl+V"))
        self.progress = Progress("")
        self.progress.setContentsMargins(8, 4, 8, 4)
        self.progress.hide()
        self._empty = EmptyState(
            "paperclip",
            text("files", "No files yet"),
            text(
                "files", "Drop files here, paste a picture with Ctrl+V, or choose them. It works without a network too."
            ),
            act=(label("acts", "attachment.add"), "plus", choose),
            primary=False,
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self._empty)
        self.header.end.addWidget(self.add)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.stack, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusProxy(self.list)
        self.acts.adding.connect(self._show_adding)
        self.list.opened.connect(self._open)
        self.list.renamed.connect(lambda view: self.acts.rename(view, self.window()))
        self.list.deleted.connect(self.acts.delete)
        self.list.menu_wanted.connect(self._open_menu)
        self.list.chosen.connect(desk.actions.review)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """List the files of another record, or of the same as it is now."""
        from crm_desktop.store.queries.record_files import record_files

        if content is self._content:
            return
        self._content, record = content, content.view.record
        if self._record is None or self._record.id != record.id:
            self.model.show_lines([])
        self._record = record
        self.add.setVisible(not record.deleted)
        self.desk.read(self, self._take, record_files, record.kind, record.id)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer this list's actions instead of those of the list before."""
        super().showEvent(event)
        self.desk.actions.contribute(self.list, self._actions())

    def _take(self, lines: list[FileLine]) -> None:
        self.model.show_lines(lines)
        self.header.remark.set_wording(str(len(lines)) if lines else "")
        self.stack.setCurrentWidget(self.list if lines else self._empty)
        self.desk.actions.review()

    def _show_adding(self, adding: Adding | None) -> None:
        self.progress.setVisible(adding is not None)
        if adding is None:
            return
        many = adding.total > 1
        share = adding.done / adding.total if many else None
        number = str(text("files", "{number} of {total}", number=adding.done + 1, total=adding.total)) if many else ""
        self.progress.set_progress(share, number, text("files", "Adding {name}", name=adding.name))

    def _open(self, view: FileView) -> None:
        self.acts.open(view, self, self.model.views)

    def _actions(self) -> list[Action]:
        """Return what can be done with the current file."""
        return [
            Action(key="attachment.open", run=self._with(self._open), icon="eye", shortcut="Return",
                   enabled=self._has_content),
            Action(key="attachment.save_as", run=self._with(lambda view: self.acts.save_as(view, self.window())),
                   icon="download", shortcut="Ctrl+Shift+S", enabled=self._is_here),
            Action(key="attachment.fetch", run=self._with(self.acts.fetch), icon="cloud-download",
                   shortcut="Ctrl+Shift+G", enabled=self._may_fetch),
            Action(key="attachment.rename", run=self._with(lambda view: self.acts.rename(view, self.window())),
                   icon="pencil", shortcut="F2", menu="edit", enabled=self._chosen),
            Action(key="attachment.delete", run=self._with(self.acts.delete), icon="trash-2", shortcut="Del",
                   dangerous=True, enabled=self._chosen),
        ]  # fmt: skip

    def _with(self, act: Callable[[FileView], object]) -> Callable[[], None]:
        def run() -> None:
            view = self.list.current
            if view is not None:
                act(view)

        return run

    def _chosen(self) -> bool:
        return self.list.current is not None

    def _has_content(self) -> bool:
        view = self.list.current
        return view is not None and (view.can_open or view.availability.value in ("on_demand", "coming", "failed"))

    def _is_here(self) -> bool:
        view = self.list.current
        return view is not None and view.can_open

    def _may_fetch(self) -> bool:
        view = self.list.current
        return view is not None and view.availability.value in ("on_demand", "failed")

    def _open_menu(self, view: FileView, place: QPoint) -> None:
        row = next((at for at, each in enumerate(self.model.views) if each.record.id == view.record.id), 0)
        self.list.setCurrentIndex(self.model.index(row))
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        *acts, rename, delete = self._actions()
        for action in acts:
            if action.enabled():
                menu.add(action)
        menu.add(rename)
        menu.add_line()
        menu.add(delete)
        menu.popup(place)
