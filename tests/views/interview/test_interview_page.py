"""The interview through its real page: typing, what is said before Enter, questions, follow-ups, undo, crash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.models.fields import Value
from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.body import MAP
from crm_desktop.views.interview.outline_rows import EnoughRow
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.recording.talk import TalkState
from tests.support.interviews import Laid, lay_interview, view_of
from tests.support.sound import Tone

OpenTalk = Callable[..., InterviewPage]


def test_the_page_stands_where_the_talk_was_left(open_talk: OpenTalk, laid: Laid) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    assert talk.question is not None
    assert talk.question.words.startswith("What if material is missing?")
    assert talk.clock.elapsed_ms() >= 1_906_000
    assert talk.node is not None
    assert [row.look.time for row in body.entries.rows] == ["28:10", "29:02", "29:40", "30:15", "31:08"]
    assert (talk.outline.tally.done, talk.outline.tally.total) == (13, 24)


def test_one_command_key_makes_one_step(open_talk: OpenTalk, laid: Laid, qtbot: QtBot) -> None:
    """Keystrokes for each captured step are its text and one key."""
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    before = len(steps(talk))
    typed = ["Update the list", "Tell the customer", "Ship"]
    keys = 0
    for text in typed:
        qtbot.keyClicks(body.field.edit, text)
        qtbot.keyClick(body.field.edit, Qt.Key.Key_Tab)
        keys += len(text) + 1
    assert len(steps(talk)) == before + len(typed)
    assert keys <= sum(len(each) + 1 for each in typed)
    names = [talk.session.chart.nodes[each].name for each in chain(talk, "Update the list")]
    assert names == ["Update the list", "Tell the customer", "Ship"]
    assert body.field.line == ""
    assert body.field.edit.hasFocus()


def test_what_a_line_becomes_is_said_and_drawn_before_enter(open_talk: OpenTalk, laid: Laid, qtbot: QtBot) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    before = dict(talk.session.chart.nodes)
    qtbot.keyClicks(body.field.edit, "Update the list @Planning ~30m")
    ghost = body.preview.map.ghost
    assert ghost is not None
    assert ghost.name == "Update the list"
    assert ghost.source_id == talk.standing
    assert dict(talk.session.chart.nodes) == before
    assert said(page) == "Adds a step:"
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Return)
    assert body.preview.map.ghost is None
    node = next(each for each in talk.session.chart.nodes.values() if each.name == "Update the list")
    assert (node.working_seconds, talk.standing) == (1_800, node.id)


def test_a_button_changes_what_the_line_becomes(open_talk: OpenTalk, laid: Laid, qtbot: QtBot) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    qtbot.keyClicks(body.field.edit, "Nobody answers")
    assert said(page) == "Adds a step:"
    qtbot.mouseClick(body.field.button("pain"), Qt.MouseButton.LeftButton)
    assert said(page).startswith("Adds a pain at")
    assert body.field.button("pain").isChecked()
    qtbot.mouseClick(body.field.button("pain"), Qt.MouseButton.LeftButton)
    assert said(page) == "Adds a step:"
    qtbot.mouseClick(body.field.button("quote"), Qt.MouseButton.LeftButton)
    assert said(page) == "Keeps the words:"
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Return)
    assert talk.view.entries[-1].get("form") == "quote"
    assert talk.chosen is None


def test_while_an_input_method_composes_it_has_every_key(open_talk: OpenTalk, laid: Laid, qtbot: QtBot) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    before = len(talk.view.entries)
    QApplication.sendEvent(body.field.edit, QInputMethodEvent("geng xin", []))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape):
        qtbot.keyClick(body.field.edit, key)
    assert len(talk.view.entries) == before
    assert body.field.edit.hasFocus()
    done = QInputMethodEvent()
    done.setCommitString("更新齐套表")
    QApplication.sendEvent(body.field.edit, done)
    assert body.field.line.strip() == "更新齐套表"
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Return)
    assert len(talk.view.entries) == before + 1


def test_questions_are_walked_and_answered_by_key(open_talk: OpenTalk, laid: Laid, qtbot: QtBot, desk: Desk) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    first = talk.question_id
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert talk.question_id == talk.outline.beside(first, 1).id
    assert body.entries.rows == []
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert talk.question_id == first
    qtbot.keyClicks(body.field.edit, "We usually ring them, it takes long.")
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert talk.question_id != first
    assert talk.outline.find(first).done
    qtbot.waitUntil(lambda: talk.session.saved)
    stored = view_of(desk.store, laid)
    assert stored.outline.tally.done == 14
    assert stored.entries[-1].get("words") == "We usually ring them, it takes long."


def test_a_gap_becomes_a_question_and_goes_when_it_is_filled(open_talk: OpenTalk, laid: Laid, qtbot: QtBot) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    qtbot.waitUntil(lambda: bool(body.preview.rows))
    gap = body.preview.gaps[0]
    assert (gap.lack, gap.name) == ("no_frequency", "Chase and buy")
    qtbot.mouseClick(body.preview.rows[0].button, Qt.MouseButton.LeftButton)
    assert talk.question is not None
    assert talk.question.words == "How often does “Chase and buy” happen?"
    assert gap not in talk.follow_ups()
    qtbot.keyClicks(body.field.edit, "12 times a week")
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Return)
    node = talk.session.chart.nodes[gap.id]
    assert (node.frequency, node.frequency_per) == (12, "week")
    assert all(each.id != gap.id for each in talk.follow_ups())


def test_one_undo_takes_back_the_answer_with_all_it_made(
    open_talk: OpenTalk, laid: Laid, qtbot: QtBot, desk: Desk
) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    nodes, entries = set(talk.session.chart.nodes), len(body.entries.rows)
    qtbot.keyClicks(body.field.edit, "Update the list !three tables")
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Return)
    assert len(body.entries.rows) == entries + 1
    qtbot.waitUntil(lambda: talk.session.saved)
    assert page.undo()
    assert set(talk.session.chart.nodes) == nodes
    qtbot.waitUntil(lambda: len(body.entries.rows) == entries)
    assert len(view_of(desk.store, laid).entries) == len(talk.view.entries)


def test_a_half_typed_line_and_the_question_survive_a_crash(
    open_talk: OpenTalk, laid: Laid, qtbot: QtBot, desk: Desk
) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    qtbot.keyClick(body.field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    question = talk.question_id
    qtbot.keyClicks(body.field.edit, "We plan by hand and")
    body.draft.flush()  # what happens by itself 400 ms after the last key
    desk.background.write(lambda: None, None)
    form = f"interview.{laid.interview_id}"
    qtbot.waitUntil(lambda: (kept := desk.store.drafts.find(form)) is not None and "line" in kept.values)
    # Nothing of the first page is told that it ends: another one opens as after a crash.
    again = open_talk(laid.interview_id)
    qtbot.waitUntil(lambda: again.body is not None and again.body.field.line == "We plan by hand and")
    assert again.talk is not None
    assert again.talk.question_id == question


def test_a_line_that_was_written_before_the_crash_is_not_offered_again(
    open_talk: OpenTalk, laid: Laid, qtbot: QtBot, desk: Desk
) -> None:
    entry = view_of(desk.store, laid).entries[-1]
    kept: dict[str, Value] = {"line": "written already", "entry_id": entry.id, "elapsed_ms": 2_000_000}
    desk.store.drafts.keep(f"interview.{laid.interview_id}", kept, 1)
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    qtbot.waitUntil(lambda: talk.clock.elapsed_ms() >= 2_000_000)
    assert body.field.line == ""


def test_marks_and_recordings_belong_to_what_is_asked(
    open_talk: OpenTalk, laid: Laid, qtbot: QtBot, desk: Desk
) -> None:
    tone = Tone()
    desk.store.door.commit("interview.consent", [Update("interview", laid.interview_id, {"consent_at": 1})])
    page = open_talk(laid.interview_id, tone)
    talk, body = parts(page)
    qtbot.waitUntil(lambda: page.bar.state is TalkState.RECORDING)
    qtbot.keyClick(body.field.edit, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: talk.view.entries[-1].get("form") == "mark")
    assert talk.view.entries[-1].get("question_id") == talk.question_id
    tone.play(2_000)
    qtbot.keyClick(body.field.edit, Qt.Key.Key_F7)
    assert talk.state == "paused"
    page.end()
    qtbot.waitUntil(lambda: any(each.get("form") == "recording" for each in talk.view.entries))


def test_the_map_is_a_tab_where_there_is_no_room(open_talk: OpenTalk, laid: Laid, qtbot: QtBot) -> None:
    page = open_talk(laid.interview_id)
    _, body = parts(page)
    assert body.preview.isVisible()
    assert body.entries.isVisible()
    page.resize(1044, 680)
    qtbot.waitUntil(lambda: not body.preview.isVisible())
    body.show_tab(MAP)
    assert body.preview.isVisible()
    assert not body.entries.isVisible()
    page.resize(1384, 900)
    qtbot.waitUntil(lambda: body.preview.isVisible() and body.entries.isVisible())


def test_an_interview_is_prepared_before_it_begins(open_talk: OpenTalk, qtbot: QtBot, desk: Desk) -> None:
    laid = lay_interview(desk.store, "en", answered=False)
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    assert body.preparing is not None
    assert not body.field.isEnabled()
    box = next(iter(body.preparing.boxes.values()))
    box.click()
    body.preparing.yields.setPlainText("Where do orders wait?")
    qtbot.mouseClick(body.preparing.begin_button, Qt.MouseButton.LeftButton)
    assert body.field.isEnabled()
    qtbot.waitUntil(lambda: talk.clock.running and talk.session.saved)
    stored = view_of(desk.store, laid).interview
    assert (stored.get("state"), stored.get("yield_wanted")) == ("running", "Where do orders wait?")
    assert stored.get("prepared") == [next(iter(body.preparing.boxes))]
    assert stored.get("started_at")


def test_somebody_else_speaks_and_the_talk_ends_and_goes_on(
    open_talk: OpenTalk, laid: Laid, qtbot: QtBot, desk: Desk
) -> None:
    page = open_talk(laid.interview_id)
    talk, _ = parts(page)
    assert page.conduct is not None
    page.conduct.add_person("Li Gong", "Buyer")
    qtbot.waitUntil(lambda: talk.clock.running)
    page.conduct.pause()
    assert not talk.clock.running
    assert talk.state == "paused"
    page.conduct.end()
    qtbot.waitUntil(lambda: talk.session.saved)
    stored = view_of(desk.store, laid)
    assert stored.interview.get("state") == "ended"
    assert "Li Gong" in [each.title for each in stored.people]
    assert stored.entries[-1].get("form") == "person"
    page.end()
    qtbot.waitUntil(lambda: talk.session.saved)
    assert view_of(desk.store, laid).interview.get("state") == "running"


def test_what_a_colleague_answers_arrives_while_one_looks(
    open_talk: OpenTalk, laid: Laid, qtbot: QtBot, desk: Desk
) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    entry = talk.entries(talk.question_id)[0]
    committed = desk.store.door.commit(
        "interview.edit_entry", [Update("interview_entry", entry.id, {"words": "Other"})]
    )
    desk.announce(committed)
    qtbot.waitUntil(lambda: body.entries.rows[0].look.words == "Other")


def parts(page: InterviewPage):  # type: ignore[no-untyped-def]
    assert page.talk is not None
    assert page.body is not None
    return page.talk, page.body


def said(page: InterviewPage) -> str:
    assert page.body is not None
    return page.body.field._says.text()


def steps(talk: Talk) -> list[str]:
    return [node.id for node in talk.session.chart.nodes.values() if node.form == "task"]


def chain(talk: Talk, first: str) -> list[str]:
    """Return the steps from one on, as flows lead."""
    chart = talk.session.chart
    found = [next(node.id for node in chart.nodes.values() if node.name == first)]
    while following := chart.flows_from(found[-1]):
        found.append(following[0].target_id)
    return found


def test_a_section_says_when_enough_was_asked_and_leads_on(open_talk: OpenTalk, laid: Laid, qtbot: QtBot) -> None:
    page = open_talk(laid.interview_id)
    talk, body = parts(page)
    said = [row for row in body.outline.rows if isinstance(row, EnoughRow)]
    assert said == [], "six answers about the work are not enough"
    still_open = [each.id for each in talk.outline.questions if each.section == "work" and not each.done]
    for question_id in still_open[:-1]:
        talk.set_question_state(question_id, "answered")
    [row] = [row for row in body.outline.rows if isinstance(row, EnoughRow)]
    assert row.words.startswith("A process from beginning to end")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert talk.question is not None
    assert talk.question.section not in ("goals", "roles", "work")
    left = talk.outline.find(still_open[-1])
    assert left is not None
    assert not left.done, "what was not asked stays to be asked"
    talk.set_question_state(still_open[-1], "skipped")
    assert not any(isinstance(row, EnoughRow) for row in body.outline.rows)
