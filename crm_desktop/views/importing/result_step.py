"""Step 5: the import itself with its progress, and what came of it: counts, error file, the way there and back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from crm_desktop.views.importing.preview_step import Figures, show_rows_done
from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.importing.step import Note, Step
from crm_desktop.views.importing.work import Outcome, TakenBack
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import Text, text, tr
from crm_desktop.views.navigation import Place
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.progress import Progress


class ResultStep(Step):
    """Shows the progress while the session writes, then the outcome."""

    left = Signal()
    """The person goes to the records: the dialog is done."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(session)
        self.heading = Label("", "heading")
        self.figures = Figures()
        self.progress = Progress(text("importing", "Importing rows"), height=8)
        self.undo_words = Paragraph()
        self.error_words = Note()
        self.show_records = Button(text("importing", "Show the records"), self._go, icon="arrow-right")
        self.save = Button(text("importing", "Save error file…"), self.choose_file, icon="file-down")
        self._rest = False
        """Whether a part was written over, so that only the rest can go back."""
        self.undo = Button(text("importing", "Undo import"), self._take_back, icon="undo-2")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.show_records, self.save, self.undo):
            row.addWidget(button)
        row.addStretch()
        for widget in (self.heading, self.progress, self.note, self.figures, self.error_words, self.undo_words):
            self.column.addWidget(widget)
        self.column.addLayout(row)
        self.column.addStretch()
        session.advanced.connect(self._advanced)
        session.finished.connect(self._finished)
        session.taken_back.connect(self._taken_back)

    def enter(self) -> None:
        """Begin to write, and show how far it is."""
        self.heading.set_wording(text("importing", "Importing"))
        self._show_parts(running=True)
        self.note.say(text("importing", "What is imported so far stays if you stop"))
        show_rows_done(self.progress, 0, self.session)

    def choose_file(self) -> None:
        """Ask where the error file is to be."""
        assert self.session.file is not None
        stem = self.session.file.wanted.path.stem
        name = tr("importing", "{file} - problems.csv", file=stem)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("importing", "Save error file"), name, "CSV (*.csv)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the error file."""
        self.session.save_errors(path, self._saved)

    def _advanced(self, done: int) -> None:
        outcome = self.session.outcome
        if not self.session.writing or self.session.file is None:
            return
        if outcome is None:
            show_rows_done(self.progress, done, self.session)
        else:
            acts = len(outcome.acts)
            self.progress.set_progress(done / acts if acts else None, f"{done} / {acts}")

    def _finished(self) -> None:
        outcome = self.session.outcome
        assert outcome is not None
        table = outcome.report.tables[-1] if outcome.report is not None and outcome.report.tables else None
        self._show_parts(running=False)
        self.figures.show_tally(table.tally if table is not None else None, self.session)
        self.figures.setVisible(table is not None)
        self.heading.set_wording(self._heading(outcome))
        self._say_how_it_ended(outcome)
        self._offer(outcome)
        self.changed.emit()

    def _heading(self, outcome: Outcome) -> Text:
        if outcome.error is not None:
            return text("importing", "The import broke off")
        if outcome.report is None or outcome.report.cancelled:
            return text("importing", "The import was stopped")
        tally = outcome.report.tables[-1].tally
        return text("importing", "%n record(s) imported", n=tally.created + tally.updated)

    def _say_how_it_ended(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            said = explain(outcome.error)
            words = text("importing", "{title}. {remedy}", title=said.title, remedy=said.remedy)
            self.note.say(words, "danger")
        elif outcome.report is None or outcome.report.cancelled:
            words = text(
                "importing", "%n record(s) are imported and stay. Import the file again to go on", n=outcome.records
            )
            self.note.say(words, "warning")
        else:
            self.note.say(text("importing", "Saved on this device, and sent with the next sync"), "success")

    def _offer(self, outcome: Outcome) -> None:
        draft = self.session.draft
        rows = outcome.report.left_out if outcome.report is not None else 0
        self.show_records.setVisible(draft is not None and draft.kind.page and outcome.records > 0)
        self.save.setVisible(rows > 0)
        words = text("importing", "%n row(s) left out. Correct them in the error file and import it again", n=rows)
        self.error_words.say(words if rows else "", "warning")
        self.undo.setVisible(bool(outcome.acts))
        self.undo.setEnabled(True)
        self.undo_words.setVisible(bool(outcome.acts))
        self.undo_words.set_wording(text("importing", "Ctrl Z takes the whole import back later too"))

    def _take_back(self) -> None:
        assert self.session.outcome is not None
        self.heading.set_wording(text("importing", "Taking the import back"))
        self._show_parts(running=True)
        self.progress.set_progress(0.0, f"0 / {len(self.session.outcome.acts)}", text("importing", "Steps taken back"))
        self.session.take_back(anyway=self._rest)
        self.changed.emit()

    def _taken_back(self, done: TakenBack) -> None:
        outcome = self.session.outcome
        assert outcome is not None
        self._show_parts(running=False)
        self.figures.hide()
        self.show_records.hide()
        self.error_words.say("")
        self.save.hide()
        self.undo.setVisible(bool(outcome.acts))
        self.undo_words.hide()
        if done.error is not None:
            said = explain(done.error)
            self._rest = True
            self.undo.set_wording(text("importing", "Undo the rest"))
            self.heading.set_wording(text("importing", "The import was not taken back"))
            self.note.say(text("importing", "{title}. {remedy}", title=said.title, remedy=said.remedy), "warning")
        elif not done.whole:
            self.heading.set_wording(text("importing", "A part of the import was taken back"))
            self.note.say(text("importing", "“Undo import” or Ctrl Z goes on with the rest"), "warning")
        else:
            self.heading.set_wording(text("importing", "The import was taken back"))
            self.note.say(text("importing", "New records are in the bin, changed ones are as before"), "success")
        self.changed.emit()

    def _show_parts(self, *, running: bool) -> None:
        self.progress.setVisible(running)
        for widget in (self.figures, self.undo_words, self.show_records, self.save, self.undo):
            widget.setVisible(not running)
        if running:
            self.error_words.say("")
            self.note.say("")

    def _saved(self, count: int) -> None:
        self.error_words.say(text("importing", "The error file is saved with %n row(s)", n=count), "success")

    def _go(self) -> None:
        draft = self.session.draft
        assert draft is not None
        self.left.emit()
        self.session.desk.navigator.go(Place(draft.kind.plural))
