"""Calendar files on a real replica: saved, looked at before anything is written, imported as one act, not twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.calendars.ics_in import read_ics
from crm_desktop.models.edits import Update
from crm_desktop.store.queries.calendar import calendar_view
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.records import where
from crm_desktop.views.calendar.ics import CalendarFiles
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from tests.models.calendars.test_ics import OUTLOOK
from tests.support.sample import HOUR, NOW, ident


@pytest.fixture
def files(desk: Desk, qtbot: QtBot) -> CalendarFiles:
    current_language().use("en")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return CalendarFiles(desk, window)


def test_a_file_is_shown_then_imported_as_one_act_and_only_once(
    files: CalendarFiles, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "outlook.ics"
    path.write_bytes(OUTLOOK.encode())
    before = len(desk.store.read(where, "visit", "deleted_at IS NULL"))
    files.preview(path)
    qtbot.waitUntil(lambda: files.dialog is not None)
    dialog = files.dialog
    assert dialog is not None
    rows = [dialog.rows.item(row).text() for row in range(dialog.rows.count())]
    assert [row.split(" · ")[0] for row in rows] == ["季度回顾, 第 二场", "Fair", "Bomb"]
    assert "repeats" in rows[0]
    assert len(desk.store.read(where, "visit", "deleted_at IS NULL")) == before, "nothing is written before"
    with qtbot.waitSignal(desk.notices.done):
        dialog._import()
    assert len(desk.store.read(where, "visit", "deleted_at IS NULL")) == before + 2
    files.preview(path)
    qtbot.waitUntil(lambda: files.dialog is not dialog)
    again = files.dialog
    assert again is not None
    assert "is here already" in again.rows.item(0).text()
    again._import()
    desk.store.door.undo()
    assert len(desk.store.read(where, "visit", "deleted_at IS NULL")) == before


def test_what_is_shown_is_saved_with_its_accounts(
    files: CalendarFiles, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    times = {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR}
    desk.store.door.commit("visit.edit", [Update("visit", ident("visit.interview"), times)])
    seen = Standpoint(desk.me, date(2026, 3, 12), zone="UTC")
    view = desk.store.read(calendar_view, date(2026, 3, 12), 7, seen)
    path = tmp_path / "week.ics"
    with qtbot.waitSignal(desk.notices.informed):
        files.save(view, path)
    found = read_ics(path.read_bytes(), "UTC")
    titles = [each.values["subject"] for each in found]
    assert "Hengchuan Precision · Process interview" in titles
    assert {each.kind for each in found} == {"visit", "task"}


def test_what_is_no_calendar_is_said(files: CalendarFiles, desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "picture.ics"
    path.write_bytes(b"\x89PNG")
    with qtbot.waitSignal(desk.notices.failed) as told:
        files.preview(path)
    assert told.args[0].code == "calendar.not_understood"
