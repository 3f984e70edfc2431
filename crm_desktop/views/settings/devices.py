"""The person's devices: which there are, when each was heard of, what it had not sent; name one, revoke one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.exchange import RegisteredDevice
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.settings.group import Group
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.dialog import Dialog, ask
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput

_MOST_LETTERS = 60


class Devices(Group):
    """`devices.read()` each time somebody looks; without a connection it says so."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Devices"), "laptop", parent)
        self._desk = desk
        self.rows: list[DeviceRow] = []
        self._said = Paragraph(text("settings", "The list of your devices needs a connection."))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        said = QHBoxLayout()
        said.setContentsMargins(20, 12, 20, 12)
        said.addWidget(self._said)
        self.body.addLayout(said)
        self.body.addLayout(self._list)

    def read(self) -> None:
        """Ask the server."""
        server = self._desk.around.server
        if server is not None:
            self._desk.background.ask(server.devices, self._take, self._failed, owner=self, token="devices")  # noqa: S106

    def _take(self, devices: Sequence[RegisteredDevice]) -> None:
        self._clear()
        self._said.hide()
        for number, device in enumerate(devices):
            if number:
                self._list.addWidget(line())
            row = DeviceRow(device, self._desk.clock.now())
            row.rename.clicked.connect(partial(self._ask_name, device))
            row.revoke.clicked.connect(partial(self._ask_to_revoke, device))
            self.rows.append(row)
            self._list.addWidget(row)

    def _failed(self, error: Exception) -> None:
        self._clear()
        self._said.set_wording(explain(error).title)
        self._said.show()

    def _clear(self) -> None:
        self.rows = []
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _ask_name(self, device: RegisteredDevice, _checked: bool = False) -> None:
        dialog = Dialog(text("settings", "What do you call this device?"), parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = Field(text("settings", "Name"), TextInput(), required=True)
        name.set_value(device.name)
        dialog.body.addWidget(name)
        dialog.add_safe_verb()
        dialog.add_verb(text("settings", "Rename"), lambda: self._rename(dialog, device.id, name))
        dialog.open()
        name.setFocus()

    def _rename(self, dialog: Dialog, device_id: str, name: Field) -> None:
        server, typed = self._desk.around.server, name.value().strip()
        if not typed:
            name.set_error(text("settings", "Please fill this in"))
            return
        dialog.accept()
        if server is not None:
            self._write(partial(server.rename_device, device_id, typed[:200]), text("settings", "Renamed"))

    def _ask_to_revoke(self, device: RegisteredDevice, _checked: bool = False) -> None:
        ask(
            self,
            text("settings", "Revoke {name}?", name=device.name),
            text(
                "settings",
                "At its next contact it hands over what it has not sent, then its data is destroyed. "
                "Signing in there again needs the password.",
            ),
            text("settings", "Revoke"),
            partial(self._revoke, device),
            destructive=True,
        )

    def _revoke(self, device: RegisteredDevice) -> None:
        server = self._desk.around.server
        if server is not None:
            said = text("settings", "{name} is revoked", name=device.name)
            self._write(partial(server.revoke_device, device.id), said)

    def _write(self, work: Callable[[], None], said: Wording) -> None:
        def done(_none: None) -> None:
            self._desk.notices.inform(said)
            self.read()

        self._desk.background.ask(work, done, self._desk.notices.fail, owner=self)


class DeviceRow(QWidget):
    """One device."""

    def __init__(self, device: RegisteredDevice, now: int) -> None:
        super().__init__()
        self.device = device
        self.name = Label(device.name[:_MOST_LETTERS] or text("settings", "Without a name"))
        self.rename = Button(text("settings", "Rename…"), small=True)
        self.revoke = Button(text("settings", "Revoke…"), kind="danger", small=True)
        for button in (self.rename, self.revoke):
            button.setAccessibleDescription(device.name)
        self.revoke.setVisible(device.revoked_at is None and not device.this)
        names = QHBoxLayout()
        names.setSpacing(8)
        names.addWidget(self.name)
        if device.this:
            names.addWidget(Badge(text("settings", "This computer"), "info", icon="monitor-check"))
        if device.revoked_at is not None:
            names.addWidget(Badge(text("settings", "Revoked"), "danger", icon="shield-alert"))
        names.addStretch()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(names)
        words.addWidget(Paragraph(_told(device, now), "caption"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 16, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.rename, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.revoke, 0, Qt.AlignmentFlag.AlignVCenter)


def _told(device: RegisteredDevice, now: int) -> Wording:
    """Return what system it has, when it was heard of, and what it had not sent then."""
    seen = current_formats(now).moment(device.seen_at)
    waiting = device.waiting + device.undecided
    if waiting:
        return text(
            "settings",
            "{system} · seen {when} · %n change(s) not sent then",
            n=waiting,
            system=device.platform,
            when=seen,
        )
    return text("settings", "{system} · seen {when}", system=device.platform, when=seen)
