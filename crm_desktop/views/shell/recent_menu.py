"""The menu of records opened lately: Enter goes to the page, in this window."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.store.queries.find import Found
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.recent import recent_of
from crm_desktop.views.widgets.menu import Menu

SHOWN = 12
_LONGEST = 48


def open_recent(desk: Desk, window: QWidget, below: QWidget, here: Place) -> None:
    """Open the menu under a control; the page that is shown now is left out."""

    def show(found: list[Found]) -> None:
        menu = Menu(window)
        menu.aboutToHide.connect(menu.deleteLater)
        for each in [each for each in found if each.record.id != here.record_id][:SHOWN]:
            record = each.record
            kind = KINDS[record.kind]
            title = record.title if len(record.title) <= _LONGEST else f"{record.title[: _LONGEST - 1]}…"
            words = text("shell", "{name} · {kind}", name=title, kind=label("kinds", kind.name))
            menu.add_entry(words, partial(desk.navigator.go, Place(kind.plural, record.id)), icon=kind.icon)
        if not menu.actions():
            menu.add_entry(text("shell", "No page was opened yet"), lambda: None).setEnabled(False)
        menu.open_below(below)
        menu.setActiveAction(menu.actions()[0])

    recent_of(desk).look_up(window, show)
