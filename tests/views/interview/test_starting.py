"""Starting an interview from a study, reading its minutes, and going on after the program ended in the middle."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.fields import Value
from crm_desktop.store.opening import open_store
from crm_desktop.store.queries.interviews import interview_view
from crm_desktop.store.queries.studies import study_view
from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.interview.starting.starting import StartingInterviews
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.interviews.part import InterviewsPart
from tests.support.desk import KEY, clear_desk, lay_out, make_desk
from tests.support.interviews import Laid, lay_interview, view_of
from tests.support.sample import ident


def test_a_study_starts_an_interview_with_the_questions_its_people_need(
    desk: Desk, laid: Laid, qtbot: QtBot, dressed: None
) -> None:
    window, gone = QWidget(), list[Place]()
    qtbot.addWidget(window)
    window.show()
    starting = StartingInterviews(desk, window)
    desk.navigator.requested.connect(lambda place, _near: gone.append(place))
    desk.navigator.create("interview", {"study_id": laid.study_id, "contact_id": ident("zhou")})
    dialog = starting.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.plan is not None)
    everybody = len(dialog.plan.questions)  # type: ignore[union-attr]
    dialog.identity.setCurrentIndex(dialog.identity.findData("boss"))
    plan = dialog.plan
    assert plan is not None
    assert 0 < len(plan.questions) < everybody
    assert plan.process_id == laid.process_id
    assert plan.contact_ids == (ident("zhou"),)
    dialog.map.setCurrentIndex(0)
    qtbot.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(gone))
    assert gone[0].section == "interviews"
    made = desk.store.read(interview_view, gone[0].record_id)
    assert made is not None
    assert made.outline.tally.total >= len(plan.questions)
    assert [each.title for each in made.people] == ["Zhou Min"]
    assert {place.name for place in made.places.values()} >= {"Sales", "Planning"}
    qtbot.waitUntil(lambda: starting.dialog is None)


def test_a_study_lists_its_interviews_and_their_minutes(desk: Desk, laid: Laid, qtbot: QtBot, dressed: None) -> None:
    part, gone = InterviewsPart(desk), list[Place]()
    qtbot.addWidget(part)
    part.resize(1000, 600)
    part.show()
    desk.navigator.requested.connect(lambda place, _near: gone.append(place))
    study = desk.store.read(study_view, laid.study_id)
    assert study is not None
    part.show_study(study)
    assert len(part.rows) == 1
    qtbot.mouseClick(part.rows[0].open_button, Qt.MouseButton.LeftButton)
    assert gone == [Place("interviews", laid.interview_id)]
    qtbot.mouseClick(part.rows[0].read_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: part.minutes is not None)
    assert part.minutes is not None
    part.minutes.copy()
    words = QApplication.clipboard().text()
    assert "What if material is missing?" in words
    assert "Every Wednesday we compare tables" in words
    part.minutes.reject()


def test_after_the_program_was_killed_one_goes_on_exactly_where_one_was(
    tmp_path: Path, qtbot: QtBot, dressed: None
) -> None:
    """The file is copied while the talk is under way and opened elsewhere: what a killed process leaves behind."""
    desk = make_desk(tmp_path)
    laid = lay_interview(desk.store, "en")
    page = _page(desk, laid, qtbot)
    assert page.talk is not None
    assert page.body is not None
    qtbot.keyClicks(page.body.field.edit, "Update the list")
    qtbot.keyClick(page.body.field.edit, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: page.talk is not None and page.talk.session.saved)
    qtbot.keyClicks(page.body.field.edit, "Tell the cust")
    page.body.draft.flush()
    kept: dict[str, Value] = {}

    def is_kept() -> bool:
        found = desk.store.drafts.find(f"interview.{laid.interview_id}")
        kept.update(found.values if found is not None else {})
        return kept.get("line") == "Tell the cust"

    qtbot.waitUntil(is_kept)
    left = tmp_path / "left"
    left.mkdir()
    for each in tmp_path.glob("replica.db*"):
        (left / each.name).write_bytes(each.read_bytes())
    standing, question = page.talk.standing, page.talk.question_id
    page.close()
    clear_desk(desk)

    again = lay_out(open_store(left / "replica.db", KEY, desk.clock), desk.clock)  # type: ignore[arg-type]
    other = _page(again, laid, qtbot)
    qtbot.waitUntil(lambda: other.body is not None and other.body.field.line == "Tell the cust")
    assert other.talk is not None
    assert other.talk.held
    assert (other.talk.standing, other.talk.question_id) == (standing, question)
    assert view_of(again.store, laid).entries[-1].get("words") == "Update the list"
    other.close()
    clear_desk(again)


def _page(desk: Desk, laid: Laid, qtbot: QtBot) -> InterviewPage:
    page = InterviewPage(desk)
    qtbot.addWidget(page)
    page.resize(1384, 900)
    page.show()
    page.visit(Place("interviews", laid.interview_id), None)
    qtbot.waitUntil(lambda: page.talk is not None)
    return page
