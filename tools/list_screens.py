"""Pictures of lists on the sample replica: accounts with filter, groups and selection, contacts, tasks, and none."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.rules.views import Condition, Group, Operator
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.nav_rail import NavRail
from crm_desktop.views.widgets.top_bar import TopBar
from tests.support.desk import make_desk
from tests.support.sample import ident
from tools.screens import settle


def build_accounts() -> QWidget:
    """Return the accounts that renew soon: grouped, two ticked, one current, with the panel."""
    desk = _desk()
    from crm_desktop.views.accounts.page import AccountsPage

    page = AccountsPage(desk)
    frame = _frame(desk, page)
    page.visit(Place("accounts", view_id="renewing"), None)
    _rest(frame)
    page.table.go_to(3)
    for line_number in (1, 3):
        page.table.ticks.toggle(page.model.rows.rowid_at(line_number))
    page.show_panel()
    return frame


def _desk(*, empty: bool = False) -> Desk:
    return make_desk(Path(mkdtemp(prefix="fieldline-screen-")), current_language().code, empty=empty)


def _rest(frame: QWidget) -> None:
    frame.resize(1440, 900)
    frame.show()
    settle(1000)


def _frame(desk: Desk, page: ListPage) -> QWidget:
    """Return the page in the frame of the window, so that it has the room that it will have."""
    window = QWidget()
    rail, bar = NavRail(), TopBar()
    rail.add_item("accounts", page.heading(), page.kind.icon)
    rail.set_current("accounts")
    bar.set_place([(page.heading(), None)])
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(bar)
    right.addWidget(line())
    right.addWidget(page, 1)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(rail)
    row.addLayout(right, 1)
    window.destroyed.connect(desk.store.close)
    return window


def build_all_accounts() -> QWidget:
    """Return all accounts without the panel, one filter not saved yet."""
    from crm_desktop.views.accounts.page import AccountsPage

    desk = _desk()
    page = AccountsPage(desk)
    frame = _frame(desk, page)
    page.visit(Place("accounts"), None)
    _rest(frame)
    healthy = Group((Condition("health", Operator.BELOW, 65), Condition("owner_id", Operator.MY_TEAM)))
    page.change(filter=healthy)
    return frame


def build_contacts() -> QWidget:
    """Return the contacts."""
    from crm_desktop.views.contacts.page import ContactsPage

    desk = _desk()
    page = ContactsPage(desk)
    frame = _frame(desk, page)
    page.visit(Place("contacts"), None)
    return frame


def build_processes() -> QWidget:
    """Return the processes with their pictures."""
    from crm_desktop.diagrams.new_maps import from_template, to_be_of
    from crm_desktop.diagrams.templates import as_map, templates
    from crm_desktop.views.processes.page import ProcessesPage

    desk, language = _desk(), current_language().code
    for number, template in enumerate(templates()):
        client = (ident("hengchuan"), None)[number % 2]
        made = from_template(as_map(template, language), template.name.text(language), client, desk.me)
        desk.store.door.commit("diagram.from_template", made.edits)
        if not number:
            desk.store.door.commit("diagram.to_be", to_be_of(made.map, f"{made.map.name} 2").edits)
    page = ProcessesPage(desk)
    frame = _frame(desk, page)
    page.visit(Place("processes"), None)
    return frame


def build_opportunities() -> QWidget:
    """Return the opportunities as a table, grouped by stage."""
    from crm_desktop.views.opportunities.page import OpportunitiesPage

    desk = _desk()
    page = OpportunitiesPage(desk)
    frame = _frame(desk, page)
    page.visit(Place("opportunities"), None)
    _rest(frame)
    page.change(group_by="stage_id")
    return frame


def build_tasks() -> QWidget:
    """Return the tasks."""
    from crm_desktop.views.tasks.page import TasksPage

    desk = _desk()
    page = TasksPage(desk)
    frame = _frame(desk, page)
    page.visit(Place("tasks"), None)
    return frame


def build_empty() -> QWidget:
    """Return a list while the first download is running."""
    from crm_desktop.views.accounts.page import AccountsPage

    desk = _desk(empty=True)
    page = AccountsPage(desk)
    frame = _frame(desk, page)
    page.visit(Place("accounts"), None)
    return frame
