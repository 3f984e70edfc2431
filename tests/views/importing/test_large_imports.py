"""A large file is read, judged and written by processes of their own: as before, stopped at any moment, and mended."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.models.importing.findings import Report
from crm_desktop.store.queries.find import find
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.import_dialog import PROBLEMS, ImportDialog
from crm_desktop.views.importing.work import MOST_TOLD, Outcome
from tests.views.importing.test_import_dialog import click, to_problems

_ROWS = 1_500


def large(folder: Path, faulty: int = 0) -> Path:
    """Write accounts, the last ones with a number that is none."""
    street = "Industrial Estate North. Rotterdam"
    lines = [f"Northwind Tools {each:05d},machinery,{each},Hall {each % 7}. {street}" for each in range(_ROWS)]
    lines += [f"Wrong {number:05d},machinery,a few," for number in range(faulty)]
    path = folder / "accounts.csv"
    path.write_text("\n".join(["Name,Industry,Employees,Street", *lines]), encoding="utf-8")
    assert path.stat().st_size > 100_000
    return path


def imported(desk: Desk) -> int:
    return len(desk.store.read(where, "account", "name LIKE 'Northwind Tools %' AND deleted_at IS NULL"))


def helpers() -> list[psutil.Process]:
    return [each for each in psutil.Process().children() if _helps(each)]


def _helps(process: psutil.Process) -> bool:
    try:
        return "importing.helper" in " ".join(process.cmdline())
    except psutil.Error:
        return False  # it has just ended


def test_a_large_file_is_imported_by_another_process_and_taken_back(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    to_problems(qtbot, dialog, large(tmp_path, faulty=MOST_TOLD + 5))
    session = dialog.session
    assert len(helpers()) == 1
    assert isinstance(session.report, Report)
    assert session.report.left_out == MOST_TOLD + 5
    assert len(session.faulty) == MOST_TOLD
    assert "1,000 of 1,005" in dialog.problems.title.text()
    click(qtbot, dialog.next)
    qtbot.waitUntil(lambda: session.outcome is not None, timeout=30_000)
    assert isinstance(session.outcome, Outcome)
    assert (session.outcome.records, imported(desk)) == (_ROWS, _ROWS)
    assert [each.record.title for each in desk.store.read(find, "tools 01234")] == ["Northwind Tools 01234"]
    dialog.outcome.save_to(tmp_path / "problems.csv")
    qtbot.waitUntil((tmp_path / "problems.csv").exists)
    assert len((tmp_path / "problems.csv").read_text("utf-8-sig").splitlines()) == MOST_TOLD + 6
    click(qtbot, dialog.outcome.undo)
    qtbot.waitUntil(lambda: not session.writing, timeout=30_000)
    assert imported(desk) == 0
    dialog.accept()
    qtbot.waitUntil(lambda: not helpers())


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_what_was_written_stays_when_it_is_stopped_or_its_process_dies(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path, end: str
) -> None:
    to_problems(qtbot, dialog, large(tmp_path))
    session = dialog.session
    click(qtbot, dialog.next)
    qtbot.waitUntil(lambda: imported(desk) > 0, timeout=30_000)
    if end == "stop":
        dialog.reject()
    else:
        helpers()[0].kill()
    qtbot.waitUntil(lambda: session.outcome is not None, timeout=30_000)
    assert isinstance(session.outcome, Outcome)
    written = imported(desk)
    assert 0 < session.outcome.records == written <= _ROWS
    assert (session.outcome.error is not None) == (end == "kill" and written < _ROWS)
    dialog.accept()
    # Ctrl Z takes all of it back as one thing, however far it came.
    desk.store.door.undo()
    assert imported(desk) == 0


def test_a_file_that_no_process_can_read_is_said(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "accounts.xlsx"
    path.write_bytes(b"no workbook" * 20_000)
    dialog.file.open(path)
    qtbot.waitUntil(lambda: not dialog.session.opening)
    assert dialog.at != PROBLEMS
    assert dialog.session.file is None
    assert "accounts.xlsx" in str(dialog.file.note.said)
