"""The dialog for a new process: a name, a client, and how it begins - empty, as an industry's process, from a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from crm_desktop.diagrams.templates import Template, templates
from crm_desktop.interchange.process_files import READABLE
from crm_desktop.models.fields import Values
from crm_desktop.models.records.process import PROCESS
from crm_desktop.store.queries.records import titles
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.processes.beginnings import (
    Beginning,
    Whose,
    begin_as,
    begin_empty,
    begin_from_file,
    of_study,
)
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput

_TEMPLATE = Qt.ItemDataRole.UserRole


class NewProcess(Dialog):
    """`NewProcess({"account_id": id}, desk, window).open()`; `created` tells the new process's id."""

    created = Signal(str)
    noted = Signal(object)
    """The beginning, where something in its file was repaired or is not shown."""
    _laid_out = False

    def __init__(self, known: Values, desk: Desk, parent: QWidget) -> None:
        super().__init__(label("acts", "process.create"), width=560, parent=parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = Field(label("fields", "process.name"), TextInput(), required=True)
        self.account = editor_for(PROCESS.field("account_id"), PROCESS, desk)
        self.beginnings = QListWidget()
        self.summary = Paragraph("", "caption", "text.secondary")
        self._suggested = ""
        self._study_id = str(known.get("study_id") or "")
        self._lay_out()
        self._show_account(known)
        self.beginnings.currentItemChanged.connect(self._chosen)
        self.beginnings.itemActivated.connect(lambda _item: self.begin())
        self.beginnings.setCurrentRow(0)
        self.name.editor.setFocus()

    def begin(self) -> None:
        """Make the process as it is chosen; an empty one needs a name."""
        template = self._template()
        if template is None:
            if not self._typed_name():
                self.name.set_error(text("processes", "A process needs a name"))
                self.name.editor.setFocus()
                return
            self._write(begin_empty(self._whose()))
        else:
            self._write(begin_as(template, current_language().code, self._whose()))

    def open_file(self) -> None:
        """Ask for a file and make a process of each map in it."""
        pattern = " ".join(f"*{ending}" for ending in READABLE)
        words = tr("processes", "Process files")
        chosen, _ = QFileDialog.getOpenFileName(self, tr("processes", "Begin from a file"), "", f"{words} ({pattern})")
        if chosen:
            self.begin_from(Path(chosen))

    def begin_from(self, path: Path) -> None:
        """Read a file off the UI thread and write what is in it."""
        self._file.set_busy(True)
        typed = "" if self._typed_name() == self._suggested else self._typed_name()
        work = partial(begin_from_file, path, current_language().code, self._whose(typed))
        self.desk.background.read(work, self._write, self._refused, owner=self)

    def retranslate(self) -> None:
        """Name the beginnings again."""
        super().retranslate()
        if not self._laid_out:
            return
        language = current_language().code
        for row in range(self.beginnings.count()):
            item = self.beginnings.item(row)
            template = item.data(_TEMPLATE)
            empty = tr("processes", "Empty map")
            named = f"{template.industry.text(language)} · {template.name.text(language)}" if template else empty
            item.setText(named)

    def _lay_out(self) -> None:
        self.beginnings.setAccessibleName(tr("processes", "Begin with"))
        self.beginnings.setProperty("choices", True)
        self.beginnings.setMinimumHeight(current_theme().scaled(300))
        for template in (None, *templates()):
            item = QListWidgetItem()
            item.setData(_TEMPLATE, template)
            self.beginnings.addItem(item)
        for widget in (self.name, LabelledEditor(self.account)):
            self.body.addWidget(widget)
        self.body.addWidget(Label(text("processes", "Begin with"), "caption", "text.secondary"))
        self.body.addWidget(self.beginnings)
        self.body.addWidget(self.summary)
        self._file = Button(text("processes", "From a file"), self.open_file, icon="file-up")
        self.verbs.insertWidget(0, self._file)
        self.add_safe_verb()
        self._begin = self.add_verb(text("processes", "Begin"), self.begin)
        self._laid_out = True
        self.retranslate()

    def _show_account(self, known: Values) -> None:
        self.account.set_values({"account_id": known.get("account_id")})
        account = known.get("account_id")
        if isinstance(account, str):
            named = partial(self._named_account, account)
            self.desk.read(self, named, titles, "account", [account])

    def _named_account(self, account_id: str, names: dict[str, str]) -> None:
        self.account.set_values({"account_id": account_id}, names)

    def _template(self) -> Template | None:
        found: Template | None = self.beginnings.currentIndex().data(_TEMPLATE)
        return found

    def _chosen(self) -> None:
        template, language = self._template(), current_language().code
        said: Wording = (
            template.summary.text(language) if template else text("processes", "Lanes and steps come as you type.")
        )
        self.summary.set_wording(said)
        if self._typed_name() == self._suggested:
            self._suggested = template.name.text(language) if template else ""
            self.name.set_value(self._suggested)

    def _typed_name(self) -> str:
        return self.name.value().strip()

    def _whose(self, name: str | None = None) -> Whose:
        account = self.account.value()
        return Whose(
            name=self._typed_name() if name is None else name,
            account_id=account if isinstance(account, str) and account else None,
            owner_id=self.desk.me,
        )

    def _write(self, beginning: Beginning) -> None:
        self._begin.set_busy(True)
        beginning = of_study(beginning, self._study_id)
        said = text("processes", "{name} added", name=beginning.name)
        done = partial(self._written, beginning)
        self.desk.act_in_parts("process.create", beginning.edits, said, done, self._refused)

    def _written(self, beginning: Beginning) -> None:
        self.accept()
        self.created.emit(beginning.process_id)
        if beginning.findings:
            self.noted.emit(beginning)

    def _refused(self, problem: Exception) -> None:
        self._file.set_busy(False)
        self._begin.set_busy(False)
        self.desk.notices.fail(problem)
