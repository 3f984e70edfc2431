"""Pictures of the organisation's own fields: where they are defined, and a form and a page that have them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.accounts.page import AccountsPage
from crm_desktop.views.custom_fields import current_custom_fields
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.navigation import Place
from crm_desktop.views.own_fields.adding import AddField
from crm_desktop.views.own_fields.page import OwnFieldsPage
from tests.support.administration import let_administer
from tools.record_screens import OnDesk

ROOM, STAY, CREDIT = "x_choice_room_type_demo", "x_choices_services_demo", "x_money_credit_limit_demo"
_FIELDS: tuple[tuple[str, str, str, dict[str, Value]], ...] = (
    (ROOM, "Room type", "房型偏好", {"listed": True, "industries": ["hospitality"]}),
    (STAY, "Services in use", "使用中的服务", {"listed": True}),
    (CREDIT, "Credit limit", "信用额度", {"required": True}),
    ("x_date_audited_on_demo", "Audited on", "审计日期", {}),
    ("x_flag_supplier_too_demo", "Also a supplier", "同时是供应商", {}),
    ("x_person_assistant_demo", "Inside contact", "内勤", {}),
    ("x_note_access_demo", "How to get in", "进厂须知", {"searched": True}),
)
_CHOICES = {
    ROOM: (("Single", "单人间"), ("Double", "双人间"), ("Suite", "套房")),
    STAY: (("Maintenance", "维护"), ("Training", "培训"), ("Spare parts", "备件"), ("Hotline", "热线")),
}


def define_fields(desk: Desk) -> None:
    """Give the sample organisation fields of its own, and the first accounts values in them."""
    edits: list[Edit] = []
    for place, (name, english, chinese, more) in enumerate(_FIELDS):
        values: dict[str, Value] = {"label": english, "label_zh": chinese, "record_kind": "account", "name": name}
        edits.append(Create("custom_field", {**values, **more, "position": place}))
    for picklist, names in _CHOICES.items():
        for place, (english, chinese) in enumerate(names):
            option: dict[str, Value] = {"picklist": picklist, "key": f"k{place}", "label": english, "label_zh": chinese}
            edits.append(Create("picklist_option", {**option, "position": place}))
    desk.store.door.commit("custom_field.add", edits)
    every = "SELECT id FROM accounts WHERE deleted_at IS NULL ORDER BY sort_key"
    rows = desk.store.read(lambda reader: reader.all(every))
    filled: list[Edit] = []
    for place, (account,) in enumerate(rows):
        said: dict[str, Value] = {STAY: ["k0", f"k{place % 3 + 1}"], CREDIT: (place + 1) * 500_000_000}
        filled.append(Update("account", account, said | {"x_date_audited_on_demo": f"2026-0{place % 9 + 1}-15"}))
    desk.store.door.commit("account.edit", filled)
    desk.refresh.announce({"custom_field", "picklist_option", "account"})


def build_definitions() -> QWidget:
    """Return the page on which administrators define them."""

    def make(desk: Desk) -> QWidget:
        let_administer(desk)
        define_fields(desk)
        page = OwnFieldsPage(desk)
        page.visit(Place("custom_fields", tab="account"), None)
        _wait(lambda: page.may and len(page.found.fields) == len(_FIELDS))
        page.list.setCurrentRow(1)
        return page

    return OnDesk(make)


def build_none() -> QWidget:
    """Return the page of an organisation that has none, for somebody who may only read."""

    def make(desk: Desk) -> QWidget:
        page = OwnFieldsPage(desk)
        page.visit(Place("custom_fields"), None)
        return page

    return OnDesk(make)


def build_add() -> QWidget:
    """Return the dialog that asks for a new field with choices."""

    def make(_desk: Desk) -> QWidget:
        ground = QWidget()
        dialog = AddField("account", lambda _new: None, ground)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
        dialog.english.setText("Room type")
        dialog.chinese.setText("房型偏好")
        dialog.type.setCurrentIndex(dialog.type.findData("choice"))
        dialog.options.setPlainText("Single | 单人间\nDouble | 双人间")
        return ground

    return OnDesk(make)


def build_list() -> QWidget:
    """Return the list of accounts with own columns."""

    def make(desk: Desk) -> QWidget:
        define_fields(desk)
        page = AccountsPage(desk)
        page.visit(Place("accounts"), None)
        _wait(lambda: bool(current_custom_fields().known) and page.model.complete)
        return page

    return OnDesk(make)


def build_page() -> QWidget:
    """Return an account's details."""

    def make(desk: Desk) -> QWidget:
        define_fields(desk)
        account = desk.store.read(lambda reader: reader.value("SELECT id FROM accounts ORDER BY sort_key LIMIT 1"))
        page = AccountPage(desk)
        page.visit(Place("accounts", str(account), tab="details"), None)
        _wait(lambda: bool(current_custom_fields().known) and page.content is not None)
        return page

    return OnDesk(make)


def build_form() -> QWidget:
    """Return the form of a new account."""

    def make(desk: Desk) -> QWidget:
        define_fields(desk)
        _wait(lambda: bool(current_custom_fields().known))
        ground = QWidget()
        dialog = CreateDialog("account", {}, desk, ground)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        QVBoxLayout(ground).addWidget(dialog, 0, Qt.AlignmentFlag.AlignCenter)
        dialog.form.show_more(shown=True)
        return ground

    return OnDesk(make)


def _wait(condition: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(10)
    QTimer.singleShot(10_000, loop, loop.quit)
    loop.exec()
