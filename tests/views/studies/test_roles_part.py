"""The organisation chart through real keys and a real mouse: draw it, decide the scope, tie the lanes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import belonging, record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.roles.exporting import export_to
from crm_desktop.views.studies.roles.part import LIST, RolesPart
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident
from tests.support.studied import study_in

ACCOUNT = ident("hengchuan")
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def _open(desk: Desk, study_id: str, qtbot: QtBot, qapp: QApplication) -> RolesPart:
    current_theme().install(qapp)
    current_language().use("en")
    page = StudyPage(desk)
    qtbot.addWidget(page)
    page.resize(1400, 900)
    page.show()
    page.visit(Place("studies", study_id, tab="roles"), None)
    qtbot.waitUntil(lambda: isinstance(part := page.part("roles"), RolesPart) and part.roles.study is not None)
    part = page.part("roles")
    assert isinstance(part, RolesPart)
    qtbot.waitUntil(lambda: part.roles.may_edit)
    part.page = page  # type: ignore[attr-defined]
    return part


@pytest.fixture
def empty(desk: Desk, qtbot: QtBot, qapp: QApplication) -> RolesPart:
    """The roles of a client of whom nothing is known yet."""
    made = new_id()
    values = {"name": "Order to delivery", "account_id": ACCOUNT, "owner_id": desk.me, "client_stage": "mature"}
    desk.store.door.commit("study.create", [Create("study", values, made)])
    return _open(desk, made, qtbot, qapp)


@pytest.fixture
def part(desk: Desk, qtbot: QtBot, qapp: QApplication) -> RolesPart:
    """The roles of a client whose organisation is drawn already."""
    return _open(desk, study_in(desk).study_id, qtbot, qapp)


def _press(part: RolesPart, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(part.canvas.line, key, held)


def _stored(desk: Desk, kind: str) -> list[Record]:
    return desk.store.read(belonging, kind, ACCOUNT)


def _named(part: RolesPart, name: str) -> str:
    organisation = part.roles.organisation
    found = {each.name: each.id for each in organisation.posts.values()}
    return {**found, **{each.name: each.id for each in organisation.departments.values()}}[name]


def test_an_organisation_is_typed_as_fast_as_it_is_told(desk: Desk, empty: RolesPart, qtbot: QtBot) -> None:
    part = empty
    QTest.keyClicks(part.canvas.line, "Head office")
    _press(part, Qt.Key.Key_Tab)
    QTest.keyClicks(part.canvas.line, "Marketing")
    _press(part, Qt.Key.Key_Return, Qt.Key.Key_Return)
    QTest.keyClicks(part.canvas.line, "Sales x30")
    _press(part, Qt.Key.Key_Return, held=CONTROL)
    QTest.keyClicks(part.canvas.line, "Sales rep x12/10")
    _press(part, Qt.Key.Key_Tab)
    QTest.keyClicks(part.canvas.line, "Nobody")
    _press(part, Qt.Key.Key_Escape)
    _press(part, Qt.Key.Key_Up, Qt.Key.Key_Return)
    QTest.keyClicks(part.canvas.line, "Finance")
    _press(part, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(_stored(desk, "department")) == 4)
    departments = {each.title: each for each in _stored(desk, "department")}
    above = departments["Head office"].id
    assert {name for name, each in departments.items() if each.get("parent_id") == above} == {
        "Marketing",
        "Sales",
        "Finance",
    }
    assert [departments[each].get("function") for each in ("Marketing", "Sales", "Finance")] == [
        "acquisition", "sales", "finance"]  # fmt: skip
    assert departments["Sales"].get("head_count") == 30
    post = _stored(desk, "post")[0]
    assert (post.title, post.get("head_count"), post.get("users")) == ("Sales rep", 12, 10)
    assert [part.roles.organisation.departments[each].name for each in part.roles.organisation.children(above)] == [
        "Marketing", "Sales", "Finance"]  # fmt: skip


def test_the_suggested_scope_is_one_act_and_one_undo(desk: Desk, empty: RolesPart, qtbot: QtBot) -> None:
    edits = [Create("department", {"name": name, "account_id": ACCOUNT, "rank": name})
             for name in ("Customer service", "Finance", "R&D", "Sales", "Board")]  # fmt: skip
    desk.act("organisation.add", edits)
    qtbot.waitUntil(lambda: len(empty.roles.organisation.departments) == 5)
    assert "mature business" in empty.advice.guide.text()
    assert "ask 2, skip 2" in empty.advice.scope_words.text()
    QTest.mouseClick(empty.advice.apply, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "2 of 5" in empty.totals.text())
    qtbot.waitUntil(lambda: any(each.get("scope") == "in" for each in _stored(desk, "department")))
    scopes = {each.title: each.get("scope") for each in _stored(desk, "department")}
    assert scopes == {"Customer service": "in", "Finance": "out", "R&D": "out", "Sales": "in", "Board": "undecided"}
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: "0 of 5" in empty.totals.text())


def test_keys_move_promote_decide_and_delete(desk: Desk, part: RolesPart, qtbot: QtBot) -> None:
    sales, marketing = _named(part, "Sales"), _named(part, "Marketing")
    part.roles.select(sales)
    _press(part, Qt.Key.Key_Left, held=ALT)
    assert part.roles.organisation.siblings(sales).index(sales) == 0
    _press(part, Qt.Key.Key_Right, held=ALT)
    _press(part, Qt.Key.Key_Down, held=ALT)
    assert part.roles.organisation.parent(sales) == marketing
    _press(part, Qt.Key.Key_Left, held=ALT)
    assert part.roles.organisation.parent(sales) != marketing, "what hangs goes up to the left"
    _press(part, Qt.Key.Key_F4)
    assert part.roles.organisation.departments[sales].scope == "out"
    _press(part, Qt.Key.Key_Down)
    assert part.roles.current == _named(part, "Sales rep")
    _press(part, Qt.Key.Key_Delete)
    assert "Sales rep" not in {each.name for each in part.roles.organisation.posts.values()}
    part.roles.select(sales)
    said: list[str] = []
    desk.notices.done.connect(lambda words: said.append(str(words)))
    _press(part, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[-1] == "1 department deleted with their posts"
    assert record_deleted(desk, sales)
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: sales in part.roles.organisation.departments)


def record_deleted(desk: Desk, department_id: str) -> bool:
    """Tell whether a department lies in the bin."""
    found = desk.store.read(record, "department", department_id)
    return found is not None and found.deleted


def test_a_box_is_dragged_under_another_and_not_under_itself(desk: Desk, part: RolesPart, qtbot: QtBot) -> None:
    sales, service, top = _named(part, "Sales"), _named(part, "Customer service"), _named(part, "Management")
    _drag(part, sales, service)
    qtbot.waitUntil(lambda: part.roles.organisation.parent(sales) == service)
    _drag(part, service, sales)
    assert part.roles.organisation.parent(service) == top
    rep = _named(part, "Sales rep")
    _drag(part, rep, _named(part, "Marketing"))
    assert part.roles.organisation.posts[rep].department_id == _named(part, "Marketing")


def _drag(part: RolesPart, what: str, where: str) -> None:
    def middle(element_id: str) -> QPoint:
        place = part.canvas.painter.rect_of(element_id)
        assert place is not None
        return part.canvas._window(place).center()

    start, end = middle(what), middle(where)
    QTest.mousePress(part.canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(part.canvas, start + QPoint(20, 8))
    QTest.mouseMove(part.canvas, end)
    assert part.canvas.shown.dragged == what
    QTest.mouseRelease(part.canvas, Qt.MouseButton.LeftButton, pos=end)


def test_lanes_are_tied_made_from_departments_and_become_departments(desk: Desk, part: RolesPart, qtbot: QtBot) -> None:
    lanes = len(part.roles.lanes)
    QTest.mouseClick(part.advice.link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "3 of 4" in part.advice.lane_words.text())
    assert not part.advice.link.isVisible()
    QTest.mouseClick(part.advice.departments, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "4 of 4" in part.advice.lane_words.text())
    assert not part.advice.departments.isVisible()
    QTest.mouseClick(part.advice.lanes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(part.roles.lanes) > lanes)
    made = [each for each in part.roles.lanes if each.title == "Customer service"]
    assert made[-1].get("department_id") == _named(part, "Customer service")


def test_the_tree_does_what_the_chart_does(desk: Desk, part: RolesPart, qtbot: QtBot) -> None:
    part.show_as(LIST)
    tree = part.tree
    part.roles.select(_named(part, "Sales"))
    tree.setCurrentIndex(tree.index_of(part.roles.current))
    QTest.keyClick(tree, Qt.Key.Key_Insert)
    editor = tree.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "Key accounts")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(each.title == "Key accounts" for each in _stored(desk, "department")))
    made = _named(part, "Key accounts")
    siblings = part.roles.organisation.siblings(made)
    assert siblings[siblings.index(made) - 1] == _named(part, "Sales")
    QTest.keyClick(tree, Qt.Key.Key_Up, CONTROL)
    siblings = part.roles.organisation.siblings(made)
    assert siblings[siblings.index(made) + 1] == _named(part, "Sales")
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert made not in part.roles.organisation.departments
    said = tree.index_of(_named(part, "Finance")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Finance, Finance, Out of scope"


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_the_chart_is_exported(desk: Desk, part: RolesPart, qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    assert part.roles.study is not None
    path = tmp_path / f"chart{ending}"
    export_to(part.roles.study, path, desk, part)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: path.stat().st_size > 1_000)
    assert path.read_bytes()[:4] in (b"<svg", b"\x89PNG")
