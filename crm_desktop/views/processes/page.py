"""The list of processes: as-is and to-be maps of clients, by state and owner."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.models.records.process import PROCESS
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.view_book import View


class ProcessesPage(ListPage):
    """All processes, one's own, what is as-is, what is to-be, by client, and what people saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, PROCESS, _views(), parent)


def _views() -> tuple[View, ...]:
    as_is, to_be = (Group((Condition("form", Operator.IS, form),)) for form in ("as_is", "to_be"))
    return (
        View("as_is", text("processes", "As-is"), Definition(filter=as_is)),
        View("to_be", text("processes", "To-be"), Definition(filter=to_be)),
        View("by_account", text("processes", "By account"), Definition(group_by="account_id")),
    )
