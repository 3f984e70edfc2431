"""Pictures of what shows one record: panel, pages, forms; each on a fresh replica with the sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Update
from crm_desktop.models.look_alikes import MaskedHit
from crm_desktop.models.money import to_units
from crm_desktop.models.rules.problems import Problem
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.contacts.contact_page import ContactPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.language.language import current_language
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.opportunities.opportunity_page import OpportunityPage
from crm_desktop.views.page import Page
from crm_desktop.views.records.detail_panel import DetailPanel
from crm_desktop.views.records.log_activity import LogActivity
from crm_desktop.views.records.merge_dialog import MergeDialog
from crm_desktop.views.records.record_page import RecordPage
from crm_desktop.views.widgets.component import set_surface
from tests.support.desk import clear_desk, make_desk
from tests.support.sample import ident


class OnDesk(QWidget):
    """Shows a widget made on a desk of its own, and clears the desk when it is taken down."""

    def __init__(self, make: Callable[[Desk], QWidget]) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._desk = make_desk(Path(self._folder.name), current_language().code)
        _leave_waiting(self._desk)
        lookups_of(self._desk)
        set_surface(self, "app")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(make(self._desk))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Clear the desk."""
        super().closeEvent(event)
        clear_desk(self._desk)
        self._folder.cleanup()


def build_panel() -> QWidget:
    """Return the panel of an account."""

    def make(desk: Desk) -> QWidget:
        panel = DetailPanel(desk)
        panel.setFixedWidth(360)
        panel.show_record("account", ident("hengchuan"))
        return panel

    return OnDesk(make)


def _leave_waiting(desk: Desk) -> None:
    """Change a record here, so that something waits to be sent."""
    home = ident("hengchuan")
    step = "确认访谈名单" if current_language().code == "zh" else "Confirm the interview list"
    desk.store.door.commit("account.edit", [Update("account", home, {"next_step": step})])
    desk.store.door.commit("account.edit", [Update("account", home, {"employees": 430})])


def build_create() -> QWidget:
    """Return the dialog for a new opportunity, with a problem, over a page."""

    def make(desk: Desk) -> QWidget:
        ground = QWidget()
        dialog = CreateDialog("opportunity", {"account_id": ident("hengchuan")}, desk, ground)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
        dialog.form.fields["name"].editor.retype({"name": "MES 三期"})
        dialog.form.fields["amount"].editor.retype({"amount": to_units(920_000), "currency": "CNY"})
        dialog.form.fields["close_on"].editor.set_problem(Problem("close_on", "field.not_a_day"))
        return ground

    return OnDesk(make)


def build_create_account() -> QWidget:
    """Return the dialog for a new account that this device and a colleague have already."""

    def make(desk: Desk) -> QWidget:
        ground = QWidget()
        dialog = CreateDialog("account", {}, desk, ground)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
        chinese = current_language().code == "zh"
        name = "恒川精密制造" if chinese else "Hengchuan Precision"
        dialog.form.fields["name"].editor.retype({"name": name})
        dialog.duplicates.look({"name": name})
        masked = MaskedHit(
            name="恒**" if chinese else "H** P**", owner="李倩" if chinese else "Li Qian", reasons=["name"]
        )
        dialog.colleagues._take([masked])
        return ground

    return OnDesk(make)


def build_account() -> QWidget:
    """Return the page of an account."""
    return _page(AccountPage, Place("accounts", ident("hengchuan")))


def build_account_history() -> QWidget:
    """Return the history on the page of an account."""
    return _page(AccountPage, Place("accounts", ident("hengchuan"), tab="history"))


def build_account_details() -> QWidget:
    """Return the fields on the page of an account."""
    return _page(AccountPage, Place("accounts", ident("hengchuan"), tab="details"))


def build_opportunity() -> QWidget:
    """Return the page of an opportunity."""
    return _page(OpportunityPage, Place("opportunities", ident("mes2")))


def build_contact() -> QWidget:
    """Return the page of a contact."""
    return _page(ContactPage, Place("contacts", ident("zhou")))


def build_task() -> QWidget:
    """Return the page of a task, which is the one for every kind."""
    return _page(RecordPage, Place("tasks", ident("task.quote")))


def build_log() -> QWidget:
    """Return the dialog in which an activity is logged."""

    def make(desk: Desk) -> QWidget:
        ground = QWidget()
        dialog = LogActivity({"account_id": ident("hengchuan")}, desk, ground)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
        return ground

    return OnDesk(make)


def build_merge() -> QWidget:
    """Return the dialog in which two accounts become one."""

    def make(desk: Desk) -> QWidget:
        ground = QWidget()
        dialog = MergeDialog(KINDS["account"], ident("hengchuan"), ident("yunhe"), desk, ground)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
        return ground

    return OnDesk(make)


def _page(page: type[Page], place: Place) -> QWidget:
    def make(desk: Desk) -> QWidget:
        made = page(desk)
        made.visit(place, None)
        return made

    return OnDesk(make)
