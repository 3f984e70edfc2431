"""The way from the settings to how the organisation studies its clients."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.navigation import Place
from crm_desktop.views.settings.group import Group
from crm_desktop.views.widgets.button import Button


class MethodGroup(Group):
    """One row with a button: the method has a page of its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "How we study clients"), "compass", parent)
        self.open = Button(text("settings", "Open"), partial(desk.navigator.go, Place("method")), icon="compass")
        said = text("settings", "What our product does for which departments, how deep to ask whom, and the outlines.")
        self.add(text("settings", "Catalogue, guide, outlines"), self.open, said)
