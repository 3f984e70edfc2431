"""What lies on this device: how much, how it is protected, whether it is whole; and what to do if it is not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.store.queries.counts import record_count
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.settings.group import Group
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import ask


class DeviceData(Group):
    """`data.read()` each time somebody looks."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Data on this device"), "hard-drive", parent)
        self._desk = desk
        self._size = self.add(text("settings", "Stored here"), None, " ")
        self._protected = self.add(
            text("settings", "Protection"), Badge(text("settings", "Encrypted"), "success", icon="shield-check"), " "
        )
        self.check = Button(text("settings", "Check"), self._check, icon="shield-check")
        self.state = Badge(text("settings", "Whole"), "success", icon="check")
        self.state.hide()
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.state)
        row.addWidget(self.check)
        every = text("settings", "Reads every page of the database and compares its marks. You can keep working.")
        self._integrity = self.add(text("settings", "Integrity"), both, every)
        self.new_key = Button(text("settings", "Renew"), desk.around.new_key_wanted.emit, icon="key-round")
        self.add(
            text("settings", "Key of the data"),
            self.new_key,
            text("settings", "At the next start everything here is encrypted under a new key."),
        )
        self.repair = Button(text("settings", "Repair…"), self._ask_to_repair, kind="danger", icon="wrench")
        self.add(
            text("settings", "Fetch everything again"),
            self.repair,
            text(
                "settings", "Sets the data aside and fetches it from the server again. Changes not sent yet are kept."
            ),
        )

    def read(self) -> None:
        """Count and measure again."""
        self._desk.read(self, self._take, record_count)

    def _take(self, records: int) -> None:
        formats = current_formats(self._desk.clock.now())
        size = formats.file_size(size_on_disk(self._desk.store.path))
        said = text("settings", "{size} in %n record(s)", n=records, size=size)
        self._size.set_wording(said)
        passphrase = self._desk.around.signed_in.passphrase
        self._protected.set_wording(
            text("settings", "The key is protected by your passphrase.")
            if passphrase
            else text("settings", "The key lies in the keyring of this system, never in a file.")
        )

    def _check(self) -> None:
        self.check.set_busy(True)
        self.state.hide()
        self._desk.background.read(self._desk.store.check, self._checked, self._failed, owner=self)

    def _checked(self, whole: bool) -> None:
        self.check.set_busy(False)
        self.state.show()
        if whole:
            self.state.set_state(text("settings", "Whole"), "success", "check")
            self._integrity.set_wording(text("settings", "Every page decrypts, is authentic, and holds together."))
        else:
            self.state.set_state(text("settings", "Damaged"), "danger", "triangle-alert")
            self._integrity.set_wording(
                text("settings", "Some of the data cannot be read. Repair fetches it again; nothing unsent is lost.")
            )

    def _failed(self, error: Exception) -> None:
        self.check.set_busy(False)
        self._desk.notices.fail(error)

    def _ask_to_repair(self) -> None:
        ask(
            self,
            text("settings", "Fetch all data from the server again?"),
            text(
                "settings", "The present file is kept beside the new one for support. Changes not sent yet come along."
            ),
            text("settings", "Repair"),
            self._desk.around.repair_wanted.emit,
        )


def size_on_disk(path: Path) -> int:
    """Return the bytes of a database with its journal files."""
    found = 0
    for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        try:
            found += part.stat().st_size
        except OSError:
            continue
    return found
