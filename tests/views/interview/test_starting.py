"""Starting an interview from a study, reading its minutes, and going on after the program ended in the middle."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.interviews.beginning import Plan
from crm_desktop.store.opening import open_store
from crm_desktop.store.queries.interviews import interview_view
from crm_desktop.store.queries.records import present
from crm_desktop.store.queries.studies import study_view
from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.interview.starting.new_interview import NewInterview
from crm_desktop.views.interview.starting.starting import StartingInterviews
from crm_desktop.views.navigation import Place
from crm_desktop.views.shell.page_host import PageHost
from crm_desktop.views.studies.interviews.part import InterviewsPart
from tests.support.desk import KEY, clear_desk, lay_out, make_desk
from tests.support.interviews import Laid, lay_interview, view_of
from tests.support.sample import ME, ident


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


def test_the_page_in_front_says_whose_study_and_with_whom(desk: Desk, laid: Laid, qtbot: QtBot, dressed: None) -> None:
    values: dict[str, Value] = {"account_id": ident("hengchuan"), "owner_id": ME}
    later = [
        Create("study", {**values, "name": name, "state": state})
        for name, state in (("A", "preparing"), ("B", "closed"))
    ]
    desk.store.door.commit("study.create", later)
    host = PageHost()
    qtbot.addWidget(host)
    host.resize(1384, 900)
    host.show()
    host.furnish(desk)
    desk.navigator.requested.connect(host.go)
    starting = StartingInterviews(desk, host)
    process = desk.store.read(present, "process", laid.process_id)
    desk.store.door.commit("process.edit", [Update("process", process.id, {"study_id": laid.study_id})])
    found = {}
    for section, record_id in (
        ("studies", later[1].id),
        ("accounts", ident("hengchuan")),
        ("contacts", ident("zhou")),
        ("processes", laid.process_id),
        ("interviews", laid.interview_id),
    ):
        desk.navigator.go(Place(section, record_id))
        assert desk.actions.run("interview.start")
        dialog = starting.dialog
        assert dialog is not None
        plan = _plan(dialog, qtbot)
        found[section] = (plan.study_id, plan.contact_ids, dialog.study.currentData())
        assert plan.process_id == (laid.process_id if section != "studies" else "")
        dialog.reject()
        qtbot.waitUntil(lambda: starting.dialog is None)
    assert found == {
        "studies": (later[1].id, (), later[1].id),
        "accounts": (laid.study_id, (), laid.study_id),
        "contacts": (laid.study_id, (ident("zhou"),), laid.study_id),
        "processes": (laid.study_id, (), laid.study_id),
        "interviews": (laid.study_id, (), laid.study_id),
    }
    desk.navigator.go(Place("accounts"))
    host.step(-1)
    assert desk.navigator.place == Place("interviews", laid.interview_id)
    qtbot.waitUntil(lambda: host.page.talk is not None and host.page.talk.session.saved)  # type: ignore[union-attr]


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


def _plan(dialog: NewInterview, qtbot: QtBot) -> Plan:
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.plan is not None
    return dialog.plan


def _page(desk: Desk, laid: Laid, qtbot: QtBot) -> InterviewPage:
    page = InterviewPage(desk)
    qtbot.addWidget(page)
    page.resize(1384, 900)
    page.show()
    page.visit(Place("interviews", laid.interview_id), None)
    qtbot.waitUntil(lambda: page.talk is not None)
    return page
