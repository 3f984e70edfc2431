"""The list of studies."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.models.records.study import STUDY
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.view_book import View


class StudiesPage(ListPage):
    """All studies, one's own, those under way, those whose report is due soon, by client, and what people saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, STUDY, _views(), parent)

    def trail(self) -> tuple[tuple[Wording, Place], ...]:
        """Return the section that studies belong to."""
        return ((label("kinds", "process.plural"), Place("processes")),)


def _views() -> tuple[View, ...]:
    running = Condition("state", Operator.IS, "running")
    soon = Group((Condition("report_due", Operator.NEXT_DAYS, 30),))
    return (
        View("running", text("studies", "Running"), Definition(filter=Group((running,)))),
        View("due", text("studies", "Report within 30 days"), Definition(filter=soon, sorts=(Sort("report_due"),))),
        View("by_account", text("studies", "By account"), Definition(group_by="account_id")),
    )
