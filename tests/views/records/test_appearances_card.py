"""Where a contact and an opportunity appear in processes stands on their pages, and a row leads to the step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create, Update
from crm_desktop.store.queries.appearances import appearances
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader
from crm_desktop.views.contacts.contact_page import ContactPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.appearances_card import AppearancesCard
from crm_desktop.views.theme.current import current_theme


def _any(desk: Desk, kind: str) -> str:
    def first(reader: Reader) -> str:
        return where(reader, kind, "deleted_at IS NULL ORDER BY id LIMIT 1")[0].id

    return desk.store.read(first)


def test_steps_lanes_and_pains_that_name_a_record_are_found_and_others_are_not(desk: Desk) -> None:
    contact, deal = _any(desk, "contact"), _any(desk, "opportunity")
    process = Create("process", {"name": "Returns", "opportunity_id": deal})
    lane = Create("lane", {"name": "Store", "process_id": process.id, "contact_id": contact})
    step = Create("node", {"name": "Unpack", "process_id": process.id, "lane_id": lane.id, "contact_id": contact})
    other = Create("node", {"name": "Book", "process_id": process.id, "lane_id": lane.id, "opportunity_id": deal})
    pain = Create("pain", {"name": "No labels", "process_id": process.id, "opportunity_id": deal})
    desk.store.door.commit("process.create", [process, lane, step, other, pain])
    named = [(each.kind, each.name) for each in desk.store.read(appearances, "contact", contact)]
    assert named == [("lane", "Store"), ("node", "Unpack")]
    named = [(each.kind, each.name) for each in desk.store.read(appearances, "opportunity", deal)]
    assert named == [("process", ""), ("node", "Book"), ("pain", "No labels")]
    assert desk.store.read(appearances, "account", contact) == []


def test_the_contacts_page_shows_where_and_a_click_goes_to_the_step(
    desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    current_theme().install(qapp)
    current_language().use("en")
    contact = _any(desk, "contact")
    process = Create("process", {"name": "Returns"})
    step = Create("node", {"name": "Unpack", "process_id": process.id, "contact_id": contact})
    desk.store.door.commit("process.create", [process, step])
    page = ContactPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 1200)
    page.show()
    page.visit(Place("contacts", contact), None)
    qtbot.waitUntil(lambda: any(row.isVisible() for card in page.findChildren(AppearancesCard) for row in card.rows))
    card = page.findChildren(AppearancesCard)[0]
    with qtbot.waitSignal(desk.navigator.requested) as went:
        QTest.mouseClick(card.rows[0], Qt.MouseButton.LeftButton)
    assert (went.args[0].record_id, went.args[0].tab) == (process.id, step.id)
    committed = desk.store.door.commit("node.edit", [Update("node", step.id, {"contact_id": None})])
    desk.announce(committed)
    qtbot.waitUntil(lambda: not card.rows[0].isVisible())
