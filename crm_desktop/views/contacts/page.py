"""The list of contacts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.models.records.contact import CONTACT
from crm_desktop.views.desk import Desk
from crm_desktop.views.tables.list_page import ListPage


class ContactsPage(ListPage):
    """All contacts, and what people saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, CONTACT, (), parent)
