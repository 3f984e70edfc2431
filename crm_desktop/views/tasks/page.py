"""The list of tasks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.models.records.activity import TASK
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.view_book import View


class TasksPage(ListPage):
    """All tasks, one's own, those still open, and what people saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, TASK, _views(), parent)


def _views() -> tuple[View, ...]:
    unfinished = Condition("done", Operator.IS, False)
    mine = Group((Condition("owner_id", Operator.MINE), unfinished))
    by_day = (Sort("due_at"),)
    return (
        View("open_mine", text("tasks", "My open tasks"), Definition(filter=mine, sorts=by_day)),
        View("open", text("tasks", "Open"), Definition(filter=Group((unfinished,)), sorts=by_day)),
    )
