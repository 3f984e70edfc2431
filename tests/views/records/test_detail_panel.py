"""The panel beside a list: what it shows, what is edited in place with real keys, and how that can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.models.fields import Value
from crm_desktop.store.queries.records import record
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import sentence
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.detail_panel import DetailPanel
from crm_desktop.views.records.fact import Fact
from tests.support.sample import ident

HOME = ident("hengchuan")


@pytest.fixture
def panel(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> DetailPanel:
    """Return a panel that shows the account Hengchuan Precision."""
    made = DetailPanel(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    made.setFixedWidth(360)
    made.show_record("account", HOME)
    qtbot.waitUntil(lambda: made.content is not None)
    qtbot.waitUntil(made.head.isVisible)
    return made


def fact(panel: DetailPanel, name: str) -> Fact:
    return next(each for each in panel.findChildren(Fact) if each.field.name == name and not each.isHidden())


def value(desk: Desk, kind: str, record_id: str, name: str) -> Value:
    found = desk.store.read(record, kind, record_id)
    assert found is not None
    return found.get(name)


def edit(where: Fact, words: str, qtbot: QtBot) -> QLineEdit:
    """Begin with Enter, type, and leave the line as it is."""
    where.value.setFocus()
    qtbot.waitUntil(where.value.hasFocus)
    QTest.keyClick(where.value, Qt.Key.Key_Return)
    assert where.editor is not None
    line = where.editor.focusProxy()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, words)
    return line


def test_it_shows_facts_people_what_happened_and_what_is_sold(panel: DetailPanel) -> None:
    assert panel.head.name.text() == "Hengchuan Precision"
    assert fact(panel, "annual_value").value.look.words == "¥860,000"
    assert fact(panel, "renewal_on").value.look.badges == (("in 37 days", "warning"),)
    assert fact(panel, "owner_id").value.look.face == ("Lin Yue", ident("lin"))
    assert [row.look.title for row in panel.people.rows] == ["Gu Zhenhua", "Zhou Min", "Sun Jie"]
    assert panel.recent.rows[0].look.title == "Label printer drops jobs on line 3"
    assert [row.look.figure for row in panel.deals.rows] == ["¥920,000", "¥240,000"]


def test_a_fact_is_edited_in_place_and_written_at_once(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    said: list[object] = []
    ready_desk.notices.done.connect(said.append)
    step = fact(panel, "next_step")
    line = edit(step, "Call on Monday", qtbot)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(ready_desk, "account", HOME, "next_step") == "Call on Monday")
    qtbot.waitUntil(lambda: step.value.look.words == "Call on Monday")
    assert not step.editing
    assert [str(each) for each in said] == ["Next step of Hengchuan Precision changed"]
    qtbot.waitUntil(panel.foot.isVisible)
    undone = ready_desk.store.door.undo()
    ready_desk.announce(undone)
    qtbot.waitUntil(lambda: step.value.look.words == "Confirm who joins the interview")


def test_typing_on_a_fact_replaces_it(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    step = fact(panel, "next_step")
    step.value.setFocus()
    qtbot.waitUntil(step.value.hasFocus)
    QTest.keyClick(step.value, Qt.Key.Key_X)
    assert step.editor is not None
    line = step.editor.focusProxy()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "yz")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(ready_desk, "account", HOME, "next_step") == "xyz")


def test_escape_leaves_a_fact_as_it_was(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    step = fact(panel, "next_step")
    line = edit(step, "never", qtbot)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not step.editing
    assert step.value.hasFocus()
    assert value(ready_desk, "account", HOME, "next_step") == "Confirm who joins the interview"


def test_what_is_wrong_is_said_below_the_fact(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    health = fact(panel, "health")
    line = edit(health, "120", qtbot)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert health.editing
    assert health.editor is not None
    assert str(sentence(health.editor.problem)) == "At most 100"
    assert value(ready_desk, "account", HOME, "health") == 62


def test_a_new_owner_takes_the_open_work_along(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    owner = fact(panel, "owner_id")
    line = edit(owner, "zhang", qtbot)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(ready_desk, "account", HOME, "owner_id") == ident("zhang"))
    assert value(ready_desk, "opportunity", ident("mes2"), "owner_id") == ident("zhang")
    assert value(ready_desk, "opportunity", ident("mes1"), "owner_id") == ident("lin")
    assert value(ready_desk, "task", ident("task.quote"), "owner_id") == ident("zhang")


def test_assigning_without_the_permission_is_refused_at_the_field(
    panel: DetailPanel, ready_desk: Desk, qtbot: QtBot
) -> None:
    ready_desk.announce(
        ready_desk.store.door.commit("role.edit", [Update("role", ident("csm"), {"permissions": ["import"]})])
    )
    owner = fact(panel, "owner_id")
    line = edit(owner, "zhang", qtbot)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: owner.editor is not None and owner.editor.problem is not None)
    assert owner.editor is not None
    assert str(sentence(owner.editor.problem)) == "You cannot assign this"
    assert value(ready_desk, "account", HOME, "owner_id") == ident("lin")
    ready_desk.announce(ready_desk.store.door.commit("account.edit", [Update("account", HOME, {"name": "Hengda"})]))
    qtbot.waitUntil(lambda: panel.head.name.text() == "Hengda")
    assert owner.editor.problem is not None


def test_records_that_may_only_be_read_have_no_editors(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    ready_desk.announce(
        ready_desk.store.door.commit("role.edit", [Update("role", ident("csm"), {"writes": ["*:none"]})])
    )
    step = fact(panel, "next_step")
    qtbot.waitUntil(lambda: step.value.focusPolicy() == Qt.FocusPolicy.NoFocus)
    QTest.mouseClick(step.value, Qt.MouseButton.LeftButton)
    assert not step.editing


def test_another_record_is_shown_at_once_when_it_was_seen_before(panel: DetailPanel, qtbot: QtBot) -> None:
    panel.show_record("account", ident("ruichi"))
    qtbot.waitUntil(lambda: panel.head.name.text() == "Ruichi Cold Chain")
    panel.show_record("account", HOME)
    assert panel.head.name.text() == "Hengchuan Precision"


def test_a_change_by_someone_else_appears_by_itself(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    committed = ready_desk.store.door.commit("account.edit", [Update("account", HOME, {"health": 40})])
    ready_desk.announce(committed)
    qtbot.waitUntil(lambda: fact(panel, "health").value.look.words == "40")


def test_a_contact_is_opened_from_the_panel(panel: DetailPanel, ready_desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ready_desk.navigator.requested) as went:
        QTest.mouseClick(panel.people.rows[1], Qt.MouseButton.LeftButton)
    assert went.args is not None
    assert went.args[0] == Place("contacts", ident("zhou"))


def test_it_speaks_the_language_that_is_chosen(panel: DetailPanel, qtbot: QtBot) -> None:
    current_language().use("zh")
    qtbot.waitUntil(lambda: fact(panel, "level").value.look.words == "战略")


def test_a_stage_asks_for_what_it_demands_and_then_moves(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    panel = DetailPanel(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(panel)
    panel.show_record("opportunity", ident("mes2"))
    qtbot.waitUntil(lambda: panel.content is not None)
    qtbot.waitUntil(panel.head.isVisible)
    line = edit(fact(panel, "stage_id"), "Lost", qtbot)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: window.focusWidget() is not None and window.focusWidget().metaObject().className() == "Combo"
    )
    box = window.focusWidget()
    QTest.keyClicks(box, "Price")
    assert value(ready_desk, "opportunity", ident("mes2"), "stage_id") == ident("stage.negotiation")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: value(ready_desk, "opportunity", ident("mes2"), "stage_id") == ident("stage.lost"))
    assert value(ready_desk, "opportunity", ident("mes2"), "loss_reason") == "price"
    assert value(ready_desk, "opportunity", ident("mes2"), "closed_on") == "2026-03-12"
