"""Problems and solutions through real widgets: figures to money, pain to capability, change, to-be and opportunity."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.models.exchange import Position, PullPage, RecordRef
from crm_desktop.models.money import to_units
from crm_desktop.models.studies.proposals import Link
from crm_desktop.models.studies.scope import shipped_capabilities
from crm_desktop.store.queries.records import record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.pains.part import PainsPart
from crm_desktop.views.theme.current import current_theme
from tests.support.studied import Studied, study_in


@pytest.fixture
def studied(desk: Desk, qapp: QApplication) -> Studied:
    """A study with everything in it."""
    current_theme().install(qapp)
    current_language().use("en")
    return study_in(desk)


@pytest.fixture
def part(desk: Desk, studied: Studied, qtbot: QtBot) -> PainsPart:
    """The part of its page."""
    page = StudyPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("studies", studied.study_id, tab="pains"), None)
    qtbot.waitUntil(lambda: page.study is not None and page.content is not None)
    shown = page.part("pains")
    assert isinstance(shown, PainsPart)
    qtbot.waitUntil(lambda: shown.current is not None)
    return shown


def test_pains_stand_by_money_and_the_sum_is_said(part: PainsPart) -> None:
    lines = part.register.lines()
    assert lines[0][4] == "¥26,400"
    assert lines[0][5] == "Choose a capability"
    assert part.sum.text() == f"{len(lines)} problems · ¥67,440 a month"
    assert part.panel.cost.text() == "¥26,400 a month"
    assert "440 h a month at ¥60" in part.panel.how.text()


def test_groups_and_orders_are_chosen_by_segments(part: PainsPart) -> None:
    part.group.choose("step")
    part.order.choose("severity")
    assert part.study is not None
    part.show_study(part.study)
    tops = [part.register.topLevelItem(at) for at in range(part.register.topLevelItemCount())]
    assert all(top is not None and top.childCount() for top in tops)
    assert part.register.lines()[0][2] == "Severe"
    assert part.register.isColumnHidden(1)


def test_a_figure_that_is_typed_changes_the_cost_and_can_be_undone(desk: Desk, part: PainsPart, qtbot: QtBot) -> None:
    editor = part.panel.editors["minutes_each"]
    editor.begin()
    field = editor.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "8")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.panel.cost.text() == "¥52,800 a month")
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: part.panel.cost.text() == "¥26,400 a month")


def test_a_pain_is_led_to_an_opportunity_one_act_at_a_time(
    desk: Desk, part: PainsPart, studied: Studied, qtbot: QtBot
) -> None:
    def missing() -> Link | None:
        return part.current.chain.missing if part.current is not None else None

    calls = studied.capabilities["calls"]
    chain = part.panel.chain
    assert "suggested" in chain.capability.itemText(1)
    at = chain.capability.findData(calls)
    chain.capability.setCurrentIndex(at)
    chain.capability.activated.emit(at)
    qtbot.waitUntil(lambda: missing() is Link.PROPOSAL)
    assert desk.actions.run("pain.next")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert chain.change.isAncestorOf(focused)
    part.acts.propose(part.study, part.current, "automate")  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: missing() is Link.TO_BE)
    assert chain.amount.text() == "316800"
    assert desk.actions.run("pain.to_be")
    qtbot.waitUntil(lambda: missing() is Link.OPPORTUNITY)
    current = part.current
    assert current is not None
    node = desk.store.read(record, "node", current.chain.to_be_node_id)
    assert node is not None
    assert (node.get("change"), node.get("automation")) == ("automate", "automatic")
    qtbot.keyClick(part.register, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: missing() is None)
    current = part.current
    assert current is not None
    deal = desk.store.read(record, "opportunity", current.chain.opportunity_id)
    assert deal is not None
    assert (deal.get("amount"), deal.get("currency")) == (to_units(316_800), "CNY")
    wanted: list[Place] = []
    desk.navigator.requested.connect(lambda place, _neighbours: wanted.append(place))
    qtbot.mouseClick(chain.opportunity_link, Qt.MouseButton.LeftButton)
    assert wanted == [Place("opportunities", deal.id)]
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: missing() is Link.OPPORTUNITY)
    gone = desk.store.read(record, "opportunity", deal.id)
    assert gone is None or gone.deleted


def test_an_amount_that_is_no_number_is_said_and_nothing_is_made(part: PainsPart) -> None:
    chain = part.panel.chain
    chain.amount.setText("much")
    chain.create_opportunity()
    assert "digits" in chain.problem.text()


def test_the_gap_table_marks_what_the_step_moves(part: PainsPart, studied: Studied) -> None:
    export = next(node for node in studied.map.nodes if node.form == "task")
    pain = next(pain for pain in studied.map.pains if pain.node_id == export.id)
    part.point_at(pain.id)
    assert part.current is not None
    assert part.current.id == pain.id
    assert part.panel.metrics.lines[0].startswith("Add-friend rate: Export and assign leads")


def test_where_the_organisation_has_no_catalogue_what_ships_is_offered_and_kept_by_name(
    desk: Desk, part: PainsPart, studied: Studied, qtbot: QtBot
) -> None:
    gone = [RecordRef("capability", each) for each in studied.capabilities.values()]
    page = PullPage(position=Position("first", 13, "all"), batches=[], exits=gone, history=[], more=False, head=13)
    desk.store.replica.apply_pull_page(page)
    desk.refresh.announce({"capability"})
    chain = part.panel.chain
    names = {each.name.en for each in shipped_capabilities()}
    qtbot.waitUntil(lambda: {chain.capability.itemText(at).split(" · ")[0] for at in range(1, len(names) + 1)} == names)
    chain.capability.setCurrentIndex(1)
    chain.capability.activated.emit(1)
    qtbot.waitUntil(lambda: part.current is not None and part.current.chain.missing is Link.PROPOSAL)
    assert part.current is not None
    assert part.current.chain.pain.get("solution") in names
    assert chain.capability.currentIndex() == 1
