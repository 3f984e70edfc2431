"""Step 3: what the import would do, in figures and by its first rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.fields import FieldType
from crm_desktop.models.importing.findings import Example, TableReport, Tally
from crm_desktop.views.importing.grid import Cell, GridView
from crm_desktop.views.importing.session import ImportSession, made_besides, unmapped
from crm_desktop.views.importing.step import Step
from crm_desktop.views.importing.words import field_words, kind_words
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, Wording, text
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.progress import Progress

_FATES: dict[str, tuple[Text, str, str]] = {
    "created": (text("importing", "New"), "success.text", "circle-plus"),
    "updated": (text("importing", "Changed"), "info.text", "pencil"),
    "unchanged": (text("importing", "Unchanged"), "text.secondary", "equal"),
    "repeated": (text("importing", "Repeated"), "text.secondary", "copy"),
}


class Figures(QWidget):
    """Four counts in a row: new, changed, unchanged, left out."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: list[Label] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        for name in (*[_FATES[fate][0] for fate in ("created", "updated", "unchanged")], text("importing", "Left out")):
            column = QVBoxLayout()
            column.setSpacing(0)
            number = Label("–", "title")
            column.addWidget(Label(name, "caption", "text.secondary"))
            column.addWidget(number)
            row.addLayout(column)
            self._numbers.append(number)
        row.addStretch()

    def show_tally(self, tally: Tally | None, session: ImportSession) -> None:
        """Show the counts, or that they are not known."""
        formats = current_formats(session.desk.clock.now())
        counts = (
            (tally.created, tally.updated, tally.unchanged + tally.repeated, tally.skipped) if tally is not None else ()
        )
        for number, label in enumerate(self._numbers):
            label.set_wording(formats.number(counts[number]) if counts else "–")
        self._numbers[3].set_role("danger.text" if tally is not None and tally.skipped else "text.primary")


class Checking(Progress):
    """How far a rehearsal is; there while it runs."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(text("importing", "Checking rows"))
        self._session = session
        session.advanced.connect(self._advanced)
        session.rehearsed.connect(self._rehearsed)
        self._rehearsed()

    def _rehearsed(self) -> None:
        self.setVisible(self._session.rehearsing)
        if self._session.rehearsing:
            self._advanced(0)

    def _advanced(self, done: int) -> None:
        if self._session.rehearsing and self._session.file is not None:
            show_rows_done(self, done, self._session)


def show_rows_done(progress: Progress, done: int, session: ImportSession) -> None:
    """Show that so many of the file's rows are done."""
    assert session.file is not None
    rows, formats = session.file.overview.rows, current_formats(session.desk.clock.now())
    progress.set_progress(done / rows if rows else None, f"{formats.number(done)} / {formats.number(rows)}")


class PreviewStep(Step):
    """Rehearses when it is entered, unless that was done and nothing has changed since."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(session)
        self.figures = Figures()
        self.rows = GridView(text("importing", "First rows as they will be"))
        self._made = Label("", "caption", "text.secondary", elide=True)
        self._columns = Label("", "caption", "text.secondary", elide=True)
        self.column.addWidget(self.figures)
        self.column.addWidget(Checking(session))
        self.column.addWidget(self.note)
        self.column.addWidget(Label(text("importing", "First rows as they will be"), "bodyStrong"))
        self.column.addWidget(self.rows, 1)
        self.column.addWidget(self._made)
        self.column.addWidget(self._columns)
        session.rehearsed.connect(self._show)

    @property
    def ready(self) -> bool:
        """Whether there is a result to look at."""
        return self.session.table is not None and not self.session.rehearsing

    def enter(self) -> None:
        """See what would happen."""
        if self.session.report is None:
            self.session.rehearse()
        self._show()

    def _show(self) -> None:
        table, error = self.session.table, self.session.error
        self.note.say("")
        if error is not None:
            said = explain(error)
            self.note.say(text("importing", "{title}. {remedy}", title=said.title, remedy=said.remedy), "danger")
        self.figures.show_tally(table.tally if table is not None else None, self.session)
        self.rows.setEnabled(table is not None)
        self._made.setVisible(table is not None and bool(made_besides(self.session.report)))
        self._columns.setVisible(bool(unmapped(self.session.report)))
        if table is not None:
            self._show_rows(table)
            self._show_remarks()
        self.changed.emit()

    def _show_rows(self, table: TableReport) -> None:
        draft = self.session.draft
        assert draft is not None
        names = [name for name in (draft.kind.title, *draft.fields.values()) if draft.kind.has(name)]
        names = list(dict.fromkeys(names))
        headings: list[Wording] = [text("importing", "Row"), text("importing", "What happens")]
        headings += [field_words(draft.kind, name) for name in names]
        self.rows.grid.show_rows(headings, len(table.examples), lambda line: self._cells(table.examples[line], names))
        self.rows.fit_columns(least=56)

    def _cells(self, example: Example, names: Sequence[str]) -> list[Cell]:
        draft = self.session.draft
        assert draft is not None
        formats = current_formats(self.session.desk.clock.now())
        words = Wordings(self.session.lookups, formats, example.names)
        fate, role, icon = _FATES[example.fate]
        values = [words.of(draft.kind, name, example.values) for name in names]
        tags = [draft.kind.field(name).type is FieldType.NOTE for name in names]
        shown = [value.replace("\n", " ") if note else value for value, note in zip(values, tags, strict=True)]
        return [Cell(str(example.line), "text.secondary"), Cell(str(fate), role, icon), *(Cell(each) for each in shown)]

    def _show_remarks(self) -> None:
        from crm_desktop.models.catalog import KINDS

        formats = current_formats(self.session.desk.clock.now())
        counts = made_besides(self.session.report)
        made = [f"{kind_words(KINDS[kind])} {formats.number(count)}" for kind, count in sorted(counts.items())]
        self._made.set_wording(text("importing", "Made besides: {records}", records=formats.listed(made)))
        columns = formats.listed(unmapped(self.session.report))
        self._columns.set_wording(text("importing", "Columns that are not imported: {columns}", columns=columns))
        self._columns.setAlignment(Qt.AlignmentFlag.AlignLeft)
