"""The organisation's own fields through real widgets: defined by an administrator, met in forms, lists and pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record, SyncState
from crm_desktop.models.rules.views import Condition, Group, Operator
from crm_desktop.store.queries.custom_definitions import custom_definitions
from crm_desktop.store.queries.records import record, where
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.accounts.page import AccountsPage
from crm_desktop.views.custom_fields import current_custom_fields
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.choices_editor import ChoicesEditor
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.own_fields.adding import AddField
from crm_desktop.views.own_fields.page import OwnFieldsPage
from crm_desktop.views.records.cards import FactsTab
from crm_desktop.views.records.detail_panel import DetailPanel
from crm_desktop.views.records.fact_list import FactList
from crm_desktop.views.tables.cells import Cell
from crm_desktop.views.tables.export import Export, export_list
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.watching import Watch
from tests.support.administration import let_administer

DIET, ROOM, BADGE = "x_text_diet_1", "x_choices_room_1", "x_text_badge_1"


def shown(page: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(page)
    page.resize(1232, 848)
    page.show()


def define(desk: Desk, qtbot: QtBot) -> None:
    """Let the organisation have a text and several choices for accounts, both columns of lists."""
    known: dict[str, Value] = {"record_kind": "account", "listed": True}
    edits = [Create("custom_field", {**known, "label": name, "label_zh": f"{name} 中文", "name": name})
             for name in (DIET, ROOM)]  # fmt: skip
    options = [
        Create("picklist_option", {"picklist": ROOM, "key": key, "label": key.title()}) for key in ("sea", "yard")
    ]
    desk.act("custom_field.add", [*edits, *options])
    lookups_of(desk)
    qtbot.waitUntil(lambda: len(current_custom_fields().known) == 2)


def an_account(desk: Desk) -> Record:
    account = desk.store.read(lambda reader: reader.value("SELECT id FROM accounts ORDER BY sort_key LIMIT 1"))
    found = desk.store.read(record, "account", account)
    assert found is not None
    return found


@pytest.mark.usefixtures("dressed")
def test_an_administrator_adds_a_choice_by_keys_changes_its_options_and_switches_it_off(
    desk: Desk, qtbot: QtBot
) -> None:
    page = OwnFieldsPage(desk)
    shown(page, qtbot)
    page.visit(Place("custom_fields"), None)
    qtbot.waitUntil(lambda: not page.read_only.isHidden())
    page.add()
    assert not page.findChildren(AddField)
    let_administer(desk)
    qtbot.waitUntil(lambda: page.may)
    QTest.keyClick(page.list, Qt.Key.Key_Insert)
    (dialog,) = page.window().findChildren(AddField)
    QTest.keyClicks(dialog.english, "Room type")
    dialog.type.setCurrentIndex(dialog.type.findData("choice"))
    dialog.options.setPlainText("Single | 单人间\nDouble")
    QTest.keyClick(dialog.english, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.current is not None and len(page.definition.options.rows) == 2)
    made = page.current
    assert made is not None
    assert str(made.get("name")).startswith("x_choice_room_type_")
    first = page.definition.options.rows[0]
    assert (first.english.text(), first.chinese.text()) == ("Single", "单人间")
    first.english.selectAll()
    QTest.keyClicks(first.english, "Single room\r")
    qtbot.waitUntil(lambda: "Single room" in [each.title for each in desk.store.read(custom_definitions).options])
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.store.read(custom_definitions).fields[0].get("active") is False)
    desk.background.write(desk.store.door.undo, desk.announce, desk.notices.fail)
    qtbot.waitUntil(lambda: desk.store.read(custom_definitions).fields[0].get("active") is True)


@pytest.mark.usefixtures("dressed")
def test_an_own_field_is_filled_in_a_form_and_shown_filtered_and_changed_in_a_list(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    define(desk, qtbot)
    ground = QWidget()
    shown(ground, qtbot)
    dialog = CreateDialog("account", {}, desk, ground)
    editor = dialog.form.fields[ROOM].editor
    assert isinstance(editor, ChoicesEditor)
    editor.boxes["sea"].click()
    dialog.form.fields[DIET].editor.retype({DIET: "Vegan"})
    assert dialog.form.values()[ROOM] == ["sea"]
    desk.store.door.commit("account.create", [Create("account", {"name": "Aa Hotel", **dialog.form.values()})])
    dialog.reject()
    page = AccountsPage(desk)
    shown(page, qtbot)
    page.visit(Place("accounts"), None)
    page.change(filter=Group((Condition(ROOM, Operator.ANY_OF, ["sea"]),)))
    qtbot.waitUntil(lambda: _titles(page) == ["Aa Hotel"] and page.model.cell(0, _column(page, ROOM)) is not None)
    assert str(page.model.columns[_column(page, DIET)].heading) == DIET
    cell = page.model.cell(0, _column(page, ROOM))
    assert cell is not None
    assert cell.badges == (("Sea", "neutral"),)
    asked = page.model.asked
    assert asked is not None
    export = Export(tmp_path / "a.csv", asked, None, lookups_of(desk), current_formats(desk.clock.now()), Watch())
    assert desk.store.read(export_list, export) == 1
    head, row = export.path.read_text("utf-8-sig").splitlines()
    assert head.split(",")[-2:] == [DIET, ROOM]
    assert row.split(",")[-2:] == ["Vegan", "Sea"]
    page.table.ticks.tick_all()
    page.acts.bulk.set_values("account.edit", {DIET: "Halal"}, lambda count: f"{count}")
    qtbot.waitUntil(lambda: page.model.cell(0, _column(page, DIET)) == Cell("Halal", mark=SyncState.WAITING))


def _titles(page: ListPage) -> list[str]:
    rows = (page.model.row_at(line) for line in range(page.model.rowCount()))
    return [row.title for row in rows if row is not None]


def _column(page: ListPage, name: str) -> int:
    return [each.name for each in page.model.columns].index(name)


@pytest.mark.usefixtures("dressed")
def test_a_page_shows_own_fields_edits_them_and_follows_a_definition_that_changes(desk: Desk, qtbot: QtBot) -> None:
    define(desk, qtbot)
    account = an_account(desk)
    page = AccountPage(desk)
    shown(page, qtbot)
    page.visit(Place("accounts", account.id, tab="details"), None)
    qtbot.waitUntil(lambda: page.content is not None)
    (tab,) = page.findChildren(FactsTab)
    facts = next(each for each in tab.findChildren(FactList) if DIET in each.facts)
    facts.edit(DIET)
    editor = facts.facts[DIET].editor
    assert editor is not None
    editor.retype({DIET: "Vegan"})
    editor.commit()
    qtbot.waitUntil(lambda: an_account(desk).get(DIET) == "Vegan")
    made = next(each for each in desk.store.read(custom_definitions).fields if each.get("name") == DIET)
    desk.act("custom_field.switch", [Update("custom_field", made.id, {"active": False})])
    qtbot.waitUntil(
        lambda: not [each for each in page.findChildren(FactList) if DIET in each.facts and each.isVisible()]
    )
    assert an_account(desk).get(DIET) == "Vegan"


@pytest.mark.usefixtures("dressed")
def test_a_field_for_one_industry_is_asked_of_no_other(desk: Desk, qtbot: QtBot) -> None:
    define(desk, qtbot)
    made = next(each for each in desk.store.read(custom_definitions).fields if each.get("name") == DIET)
    desk.act("custom_field.change", [Update("custom_field", made.id, {"industries": ["food"]})])
    qtbot.waitUntil(
        lambda: bool(current_custom_fields().known[0].industries or current_custom_fields().known[1].industries)
    )
    ground = QWidget()
    shown(ground, qtbot)
    dialog = CreateDialog("account", {}, desk, ground)
    form = dialog.form
    assert form.fields[DIET].isHidden()
    form.fields["industry"].editor.retype({"industry": "food"})
    form.fields["industry"].editor.typed()
    assert not form.fields[DIET].isHidden()
    dialog.reject()


@pytest.mark.usefixtures("dressed")
def test_what_belongs_to_an_account_follows_its_industry(desk: Desk, qtbot: QtBot) -> None:
    values: dict[str, Value] = {
        "record_kind": "contact", "name": BADGE, "label": "Badge", "required": True, "listed": True,
        "industries": ["food"],
    }  # fmt: skip
    desk.act("custom_field.create", [Create("custom_field", values)])
    accounts = desk.store.read(where, "account", "deleted_at IS NULL ORDER BY id LIMIT 2")
    food, steel = (
        Update("account", each.id, {"industry": key}) for each, key in zip(accounts, ("food", "steel"), strict=True)
    )
    person = Create("contact", {"name": "Zhou Min", "account_id": food.id})
    desk.act("account.edit", [food, steel, person])
    lookups_of(desk)
    qtbot.waitUntil(lambda: current_custom_fields().narrowed(KINDS["contact"]))
    ground = QWidget()
    shown(ground, qtbot)
    dialog = CreateDialog("contact", {"account_id": food.id, "name": "Li Lei"}, desk, ground)
    form = dialog.form
    qtbot.waitUntil(lambda: not form.fields[BADGE].isHidden())
    assert not form.review(), "it must be filled in"
    form.fields["account_id"].editor.retype({"account_id": steel.id})
    form.fields["account_id"].editor.typed()
    qtbot.waitUntil(form.fields[BADGE].isHidden)
    assert form.review(), "what means nothing is not demanded"
    dialog.reject()
    panel = DetailPanel(desk)
    shown(panel, qtbot)
    panel.show_record("contact", person.id)
    facts = partial(_facts_with, panel, BADGE)
    qtbot.waitUntil(lambda: bool(facts()) and not facts()[0].facts[BADGE].isHidden())
    desk.act("account.edit", [Update("account", food.id, {"industry": "steel"})])
    qtbot.waitUntil(lambda: bool(facts()) and facts()[0].facts[BADGE].isHidden())


def _facts_with(panel: DetailPanel, name: str) -> list[FactList]:
    return [each for each in panel.findChildren(FactList) if name in each.facts and each.isVisible()]
