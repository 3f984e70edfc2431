"""The list of accounts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.models.records.account import ACCOUNT
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.view_book import View


class AccountsPage(ListPage):
    """All accounts, one's own, those that renew soon, those long not contacted, and what people saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, ACCOUNT, _views(), parent)


_COLUMNS = ("health", "annual_value", "renewal_on", "next_step", "last_contact_at", "owner_id")
"""What the views for following up show: as much as fits beside the panel."""


def _views() -> tuple[View, ...]:
    soon = Group((Condition("renewal_on", Operator.NEXT_DAYS, 90),))
    quiet = Group((Condition("last_contact_at", Operator.NOT_FOR_DAYS, 30),))
    return (
        View(
            "renewing",
            text("accounts", "Renewal within 90 days"),
            Definition(filter=soon, sorts=(Sort("renewal_on"),), group_by="renewal_on", columns=_COLUMNS),
        ),
        View(
            "quiet",
            text("accounts", "Quiet for a month"),
            Definition(filter=quiet, sorts=(Sort("last_contact_at"),), columns=_COLUMNS),
        ),
    )
