"""Step 1: choose or drop a file; see how it was read, what its rows are taken for, and change either."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.views.importing.drop_area import DropArea, dropped_file
from crm_desktop.views.importing.grid import Cell, GridView
from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.importing.step import Step
from crm_desktop.views.importing.words import kind_words
from crm_desktop.views.importing.work import OpenedFile, Wanted
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, text, tr
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.progress import Progress

ENDINGS = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.xlsb *.ods *.vcf *.vcard"
_ENCODINGS = (
    ("utf-8", text("importing", "UTF-8")),
    ("gb18030", text("importing", "GB18030 (Chinese)")),
    ("cp1252", text("importing", "Windows-1252 (Western)")),
    ("utf-16", text("importing", "UTF-16")),
)
_SEPARATORS = (
    (",", text("importing", "Comma")),
    (";", text("importing", "Semicolon")),
    ("\t", text("importing", "Tab")),
    ("|", text("importing", "Bar")),
)
_UTF_8, _EMPTY, _FILE = "utf-8-sig", 0, 1


class FileStep(Step):
    """Opens the file. Files can be dropped anywhere on the step."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(session)
        self._last = Path()
        self.setAcceptDrops(True)
        self.drop = DropArea(self.choose, self.open)
        self.progress = Progress(text("importing", "Reading the file"))
        self.progress.hide()
        self._name = Label("", "bodyStrong", elide=True)
        self._size = Label("", "caption", "text.secondary")
        self.kind, self.encoding, self.separator, self.sheet = Combo(), Combo(), Combo(), Combo()
        self._fields = {
            combo: Field(name, combo)
            for combo, name in (
                (self.kind, text("importing", "Rows are")),
                (self.sheet, text("importing", "Sheet")),
                (self.encoding, text("importing", "Characters")),
                (self.separator, text("importing", "Separator")),
            )
        }
        self.rows = GridView(text("importing", "First rows of the file"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.drop)
        self._stack.addWidget(self._lay_out_file())
        self.column.addWidget(self.note)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.progress)
        self._connect()

    @property
    def ready(self) -> bool:
        """Whether a file with rows is open."""
        file = self.session.file
        return file is not None and file.overview.rows > 0 and not self.session.opening and bool(self.session.kinds())

    def first_focus(self) -> QWidget | None:
        """Begin with choosing, unless a file is there."""
        return None if self.session.file is not None else self.drop.findChild(Button)

    def choose(self) -> None:
        """Ask for a file."""
        names = tr("importing", "Tables ({endings})", endings=ENDINGS)
        chosen, _ = QFileDialog.getOpenFileName(self, tr("importing", "Choose a file to import"), "", names)
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path) -> None:
        """Read a file, however it came here."""
        self._read(Wanted(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this device."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        path = dropped_file(event)
        if path is not None:
            self.open(path)

    def _read(self, wanted: Wanted) -> None:
        self._last = wanted.path
        self.note.say("")
        self.session.open(wanted)
        self.progress.set_progress(None, "", text("importing", "Reading {file}", file=wanted.path.name))
        self.progress.show()
        self.changed.emit()

    def _opened(self) -> None:
        file = self.session.file
        assert file is not None
        self.progress.hide()
        self._stack.setCurrentIndex(_FILE)
        self._name.set_wording(file.name)
        number = current_formats(self.session.desk.clock.now()).number
        rows, columns = number(file.overview.rows), number(len(file.overview.columns))
        self._size.set_wording(text("importing", "Rows: {rows} · columns: {columns}", rows=rows, columns=columns))
        self._fill_combos(file)
        self._show_rows(file)
        self._warn(file)
        self.changed.emit()

    def _warn(self, file: OpenedFile) -> None:
        if not self.session.kinds():
            self.note.say(text("importing", "Your role cannot make records of any kind that is imported"), "warning")
        elif not file.overview.rows:
            self.note.say(text("importing", "The file has names of columns, but no rows"), "warning")

    def _refused(self, error: Exception) -> None:
        said = explain(error)
        self.progress.hide()
        self.note.say(
            text("importing", "{title}. {more} {remedy}", title=said.title, more=said.explanation, remedy=said.remedy),
            "danger",
        )
        file = self.session.file
        self._stack.setCurrentIndex(_EMPTY if file is None or file.wanted.path != self._last else _FILE)
        if file is not None and file.wanted.path != self._last:
            self.session.file = None
        elif file is not None:
            self._fill_combos(file)
        self.changed.emit()

    def _advanced(self, done: int) -> None:
        if self.session.opening:
            number = current_formats(self.session.desk.clock.now()).number(done)
            self.progress.set_progress(None, number if done else "")

    def _fill_combos(self, file: OpenedFile) -> None:
        assert self.session.draft is not None
        kinds = [(name, kind_words(KINDS[name])) for name in self.session.kinds()]
        _fill(self.kind, kinds, self.session.draft.kind.name)
        encoding = "utf-8" if file.encoding == _UTF_8 else file.encoding
        offered = list(_ENCODINGS)
        if encoding not in dict(offered):
            offered.append((encoding, Text("importing", encoding.upper())))
        _fill(self.encoding, offered, encoding)
        _fill(self.separator, list(_SEPARATORS), file.separator)
        _fill(self.sheet, [(name, name) for name in file.sheets], file.details)
        for combo in (self.encoding, self.separator):
            self._fields[combo].setVisible(bool(file.encoding))
        self._fields[self.sheet].setVisible(bool(file.sheets))

    def _show_rows(self, file: OpenedFile) -> None:
        rows = file.overview.first
        headings = [each.header for each in file.overview.columns]
        self.rows.grid.show_rows(headings, len(rows), lambda line: [Cell(cell) for cell in rows[line].cells])
        self.rows.fit_columns()

    def _choose_kind(self) -> None:
        if self.session.file is not None:
            self.session.choose_kind(str(self.kind.currentData()))
            self.changed.emit()

    def _read_otherwise(self) -> None:
        file = self.session.file
        if file is None:
            return
        if file.sheets:
            self._read(Wanted(file.wanted.path, sheet=str(self.sheet.currentData())))
        else:
            encoding, separator = str(self.encoding.currentData()), str(self.separator.currentData())
            self._read(Wanted(file.wanted.path, "", encoding, separator))

    def _connect(self) -> None:
        self.session.opened.connect(self._opened)
        self.session.refused.connect(self._refused)
        self.session.advanced.connect(self._advanced)
        self.kind.activated.connect(lambda _: self._choose_kind())
        for combo in (self.sheet, self.encoding, self.separator):
            combo.activated.connect(lambda _: self._read_otherwise())

    def _lay_out_file(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self._size)
        head.addWidget(Button(text("importing", "Other file"), self.choose, icon="folder-open", small=True))
        choices = QHBoxLayout()
        choices.setSpacing(12)
        for field in self._fields.values():
            choices.addWidget(field, 1)
        column.addLayout(head)
        column.addLayout(choices)
        column.addWidget(self.rows, 1)
        return page


def _fill(
    combo: Combo, offered: list[tuple[str, object]] | list[tuple[str, Text]] | list[tuple[str, str]], now: str
) -> None:
    combo.clear()
    for value, words in offered:
        combo.addItem(str(words), value)
    combo.setCurrentIndex(max(0, combo.findData(now)))
