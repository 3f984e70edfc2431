"""Step 4: near misses to accept, questions to answer, and the rows that stay out, each with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.importing.findings import FaultyRow, Problem
from crm_desktop.views.importing.grid import Cell, GridView
from crm_desktop.views.importing.preview_step import Checking, Figures
from crm_desktop.views.importing.questions import Questions
from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.importing.step import Step
from crm_desktop.views.importing.words import problem_words
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.widgets.label import Label

_HEADINGS = (
    text("importing", "Row"),
    text("importing", "Column"),
    text("importing", "Value"),
    text("importing", "Reason"),
)


class ProblemsStep(Step):
    """Every answer is tried at once: the figures are always those of the answers that stand."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(session)
        self.figures = Figures()
        self.questions = Questions()
        self.questions.chosen.connect(session.rehearse, Qt.ConnectionType.QueuedConnection)
        self.rows = GridView(text("importing", "Rows that are left out"))
        self.title = Label(text("importing", "Rows that are left out"), "bodyStrong")
        inner = QWidget()
        inner.setProperty("scrollContent", True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.questions)
        column.addWidget(self.title)
        column.addWidget(self.rows, 1)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self.column.addWidget(self.figures)
        self.column.addWidget(Checking(session))
        self.column.addWidget(self.area, 1)
        self.column.addWidget(self.note)
        session.rehearsed.connect(self._show)

    @property
    def to_write(self) -> int:
        """How many records the import would write."""
        table = self.session.table
        return table.tally.created + table.tally.updated if table is not None else 0

    @property
    def ready(self) -> bool:
        """Whether nothing is undecided and there is something to import."""
        table = self.session.table
        return table is not None and not self.session.rehearsing and not table.decisions and self.to_write > 0

    def enter(self) -> None:
        """Show what the rehearsal found."""
        self._show()

    def first_focus(self) -> QWidget | None:
        """Begin with the first question, where there is one."""
        return self.questions.first()

    def _show(self) -> None:
        draft, table, error = self.session.draft, self.session.table, self.session.error
        if draft is None:
            return
        self.figures.show_tally(table.tally if table is not None else None, self.session)
        if table is not None:
            self.questions.show_draft(draft, current_formats(self.session.desk.clock.now()))
            self._show_rows(self.session.faulty)
        if error is not None:
            said = explain(error)
            self.note.say(text("importing", "{title}. {remedy}", title=said.title, remedy=said.remedy), "danger")
        else:
            self._conclude()
        self.changed.emit()

    def _conclude(self) -> None:
        table = self.session.table
        if table is None:
            self.note.say("")
        elif table.decisions:
            self.note.say(text("importing", "%n question(s) left to answer", n=len(table.decisions)), "warning")
        elif not self.to_write:
            self.note.say(text("importing", "There is nothing to import: everything is here already, or left out"))
        elif not self.session.faulty and not self.questions.any:
            self.note.say(text("importing", "No problems: every row can be imported"), "success")
        else:
            self.note.say("")

    def _title(self, shown: int) -> Text:
        left_out = self.session.report.left_out if self.session.report is not None else 0
        if left_out <= shown:
            return text("importing", "Rows that are left out")
        number = current_formats(self.session.desk.clock.now()).number
        return text(
            "importing",
            "The first {shown} of {count} rows that are left out; the error file has all",
            shown=number(shown),
            count=number(left_out),
        )

    def _show_rows(self, faulty: list[FaultyRow]) -> None:
        self.title.setVisible(bool(faulty))
        self.title.set_wording(self._title(len(faulty)))
        self.rows.setVisible(bool(faulty))
        self.rows.grid.show_rows(_HEADINGS, len(faulty), lambda line: _cells(faulty[line]))
        self.rows.set_widths((64, 140, 180, 0))
        shown = min(len(faulty), 8) + 1
        self.rows.setMinimumHeight(shown * self.rows.verticalHeader().defaultSectionSize())


def _cells(row: FaultyRow) -> list[Cell]:
    problem = row.problems[0] if row.problems else Problem(row.line, "", "", "", "")
    reasons = list(dict.fromkeys(problem_words(each) for each in row.problems))
    columns = list(dict.fromkeys(each.column for each in row.problems if each.column))
    return [
        Cell(str(row.line), "text.secondary"),
        Cell(", ".join(columns)),
        Cell(problem.cell, "text.secondary"),
        Cell("; ".join(reasons), "warning.text" if problem.partly else "danger.text", "circle-alert"),
    ]
