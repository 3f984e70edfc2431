"""Pictures of the import: each step of the dialog, with a small file that has the usual faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.models.importing.mapping import Policy
from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.import_dialog import COLUMNS, FILE, PREVIEW, PROBLEMS, RESULT, ImportDialog
from crm_desktop.views.language.language import current_language
from tests.support.import_files import add_product, write_deals, write_people
from tools.record_screens import OnDesk


def build_empty() -> QWidget:
    """Return the dialog as it opens."""

    def make(desk: Desk) -> QWidget:
        ground, dialog = _dialog(desk)
        return _lay(dialog, ground)

    return OnDesk(make)


def build_file() -> QWidget:
    """Return the step with the file."""
    return _at(FILE)


def build_columns() -> QWidget:
    """Return the step with the columns."""
    return _at(COLUMNS)


def build_preview() -> QWidget:
    """Return the step with the preview."""
    return _at(PREVIEW)


def build_problems() -> QWidget:
    """Return the step with the problems."""
    return _at(PROBLEMS)


def build_result() -> QWidget:
    """Return the step with the result."""
    return _at(RESULT)


def build_people() -> QWidget:
    """Return the columns of a file of vCards: contacts with their accounts beside."""
    return _at(COLUMNS, lambda folder, _language: write_people(folder))


def build_look_alikes() -> QWidget:
    """Return the question about rows that look like records that exist."""
    return _at(PROBLEMS, lambda folder, _language: write_people(folder), answered=False)


def _at(step: int, write: Callable[[Path, str], Path] = write_deals, *, answered: bool = True) -> QWidget:
    def make(desk: Desk) -> QWidget:
        ground, dialog = _dialog(desk)
        dialog.file.open(write(Path(mkdtemp(prefix="fieldline-screen-")), current_language().code))
        _wait(lambda: dialog.file.ready)
        while dialog.at < step:
            _wait(lambda: not dialog.session.busy)
            if dialog.at == PROBLEMS and answered:
                _answer(dialog)
            dialog.go_on()
        _wait(lambda: not dialog.session.busy)
        return _lay(dialog, ground)

    return OnDesk(make)


def _answer(dialog: ImportDialog) -> None:
    questions = dialog.problems.questions
    if questions.suggestions is not None:
        questions.suggestions.all.click()
        _wait(lambda: dialog.session.table is not None and not dialog.session.table.suggestions)
    for card in questions.decisions.values():
        card.buttons[Policy.PLACEHOLDER].click()
    _wait(lambda: dialog.problems.ready)


def _dialog(desk: Desk) -> tuple[QWidget, ImportDialog]:
    add_product(desk.store)
    ground = QWidget()
    ground.resize(1440, 900)
    dialog = ImportDialog(desk, ground)
    _wait(lambda: dialog.session.lookups.now is not None)
    dialog.setWindowFlags(Qt.WindowType.Widget)
    return ground, dialog


def _lay(dialog: ImportDialog, ground: QWidget) -> QWidget:
    QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
    return ground


def _wait(reached: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(10_000)
    while not reached() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
