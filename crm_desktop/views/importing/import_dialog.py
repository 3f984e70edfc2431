"""The dialog of five steps: file, columns, preview, problems, result. It goes from one to the next."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.columns_step import ColumnsStep
from crm_desktop.views.importing.file_step import FileStep
from crm_desktop.views.importing.preview_step import PreviewStep
from crm_desktop.views.importing.problems_step import ProblemsStep
from crm_desktop.views.importing.result_step import ResultStep
from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.importing.step import Step
from crm_desktop.views.importing.steps_bar import StepsBar
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog

FILE, COLUMNS, PREVIEW, PROBLEMS, RESULT = range(5)
_HEIGHT, _LEAST_HEIGHT, _AROUND = 430, 320, 220


class ImportDialog(Dialog):
    """`ImportDialog(desk, window).open()`."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(text("importing", "Import from a file"), width=760, parent=parent)
        self.session = ImportSession(desk, self)
        self.bar = StepsBar(
            [
                text("importing", "File"),
                text("importing", "Columns"),
                text("importing", "Preview"),
                text("importing", "Problems"),
                text("importing", "Result"),
            ]
        )
        self.file, self.columns = FileStep(self.session), ColumnsStep(self.session)
        self.preview, self.problems = PreviewStep(self.session), ProblemsStep(self.session)
        self.outcome = ResultStep(self.session)
        self.steps: list[Step] = [self.file, self.columns, self.preview, self.problems, self.outcome]
        self.pages = QStackedWidget()
        for step in self.steps:
            self.pages.addWidget(step)
            step.changed.connect(self._look)
        # Large text makes the dialog taller, but never taller than the window can be.
        room = max(_LEAST_HEIGHT, parent.window().height() - _AROUND)
        self.pages.setFixedHeight(min(current_theme().scaled(_HEIGHT), room))
        self.body.addWidget(self.bar)
        self.body.addWidget(self.pages)
        self.cancel = self.add_safe_verb()
        self.back = Button(text("importing", "Back"), self.go_back)
        self.verbs.addWidget(self.back)
        self.next = self.add_verb(text("importing", "Next"), self.go_on)
        # As in forms; in the table of columns Enter alone is for its cells.
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.next.click)
        self.outcome.left.connect(self.accept)
        self.finished.connect(self.session.end)
        self.finished.connect(self.deleteLater)
        self._look()
        self._focus()

    @property
    def at(self) -> int:
        """The number of the present step."""
        return self.pages.currentIndex()

    def go_on(self) -> None:
        """Go to the next step; from the problems to the import, from the result out."""
        if self.at == RESULT:
            self.accept()
        elif self.steps[self.at].ready:
            if self.at == PROBLEMS:
                self.session.write()
            self._go(self.at + 1)

    def go_back(self) -> None:
        """Go to the step before; a rehearsal that runs is given up."""
        if FILE < self.at < RESULT:
            if self.session.rehearsing:
                self.session.forget()
            self._go(self.at - 1)

    def reject(self) -> None:
        """Close; while rows are written, stop that instead and show how far it came."""
        self.session.stop()
        if not self.session.writing:
            super().reject()

    def _go(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.bar.set_current(step)
        self.steps[step].enter()
        self._look()
        self._focus()

    def _focus(self) -> None:
        (self.steps[self.at].first_focus() or self.next).setFocus()

    def _look(self) -> None:
        """Say on the buttons what they do now."""
        step, writing = self.steps[self.at], self.session.writing
        self.back.setVisible(FILE < self.at < RESULT)
        self.next.set_wording(self._verb())
        was_ready, focused = self.next.isEnabled(), self.focusWidget()
        self.next.setEnabled(step.ready and not writing)
        self.next.setVisible(not writing)
        if self.next.isEnabled() and not was_ready and isinstance(focused, Button):
            # What was waited for is there: Enter goes on, instead of pressing what had to stand in.
            self.next.setFocus()
        self.cancel.setVisible(self.at != RESULT or writing)
        self.cancel.set_wording(text("importing", "Stop") if writing else text("widgets", "Cancel"))

    def _verb(self) -> Wording:
        if self.at == RESULT:
            return text("importing", "Done")
        if self.at < PROBLEMS:
            return text("importing", "Next")
        count = self.problems.to_write
        if not count:
            return text("importing", "Import")
        number = current_formats(self.session.desk.clock.now()).number(count)
        return text("importing", "Import {count}", count=number)
