"""Settings: one column of cards, each choice in force at once and kept at once. There is nothing to save."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.settings.about import AboutGroup, AccountGroup, KeysGroup
from crm_desktop.views.settings.appearance import Appearance
from crm_desktop.views.settings.calendars import CalendarGroup
from crm_desktop.views.settings.device import DeviceData
from crm_desktop.views.settings.devices import Devices
from crm_desktop.views.settings.files import FilesGroup
from crm_desktop.views.settings.method import MethodGroup
from crm_desktop.views.settings.own_fields import OwnFieldsGroup
from crm_desktop.views.settings.protection import ProtectionGroup
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import set_surface


class SettingsPage(Page):
    """All cards below each other, in the width of comfortable reading."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.appearance = Appearance(desk.around)
        self.account = AccountGroup(desk)
        self.keys = KeysGroup(desk)
        self.protection = ProtectionGroup(desk)
        self.devices = Devices(desk)
        self.data = DeviceData(desk)
        self.files = FilesGroup(desk)
        self.calendar = CalendarGroup(desk)
        self.method = MethodGroup(desk)
        self.own_fields = OwnFieldsGroup(desk)
        self.about = AboutGroup()
        groups = (
            self.appearance,
            self.account,
            self.protection,
            self.devices,
            self.data,
            self.files,
            self.calendar,
            self.method,
            self.own_fields,
            self.keys,
            self.about,
        )
        set_surface(self, "app")
        inside = QWidget()
        set_surface(inside, "app")
        cards = QVBoxLayout()
        cards.setSpacing(16)
        for card in groups:
            cards.addWidget(card)
        cards.addStretch()
        row = QHBoxLayout(inside)
        row.setContentsMargins(24, 16, 24, 24)
        row.addLayout(cards, 1)
        row.addStretch()
        for card in groups:
            card.setMaximumWidth(current_theme().layout("contentMaxReading"))
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def heading(self) -> Wording:
        """Return the section's name."""
        return text("settings", "Settings")

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the figures of now."""
        self.account.show_account(self.desk.around.signed_in)
        self.protection.follow()
        self.devices.read()
        self.data.read()
        self.files.read()
        self.calendar.read()
