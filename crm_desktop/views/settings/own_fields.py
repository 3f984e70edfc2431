"""The way from the settings to the organisation's own fields."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.settings.group import Group
from crm_desktop.views.widgets.button import Button


class OwnFieldsGroup(Group):
    """One row with a button: the fields have a page of their own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(label("kinds", "custom_field.plural"), "text-cursor-input", parent)
        icon = "text-cursor-input"
        self.open = Button(text("settings", "Open"), partial(desk.navigator.go, Place("custom_fields")), icon=icon)
        said = text("settings", "What your organisation records beyond what the program comes with.")
        self.add(text("settings", "Fields of your own"), self.open, said)
