"""Files on this device: whether they are synced at all, how many are fetched by themselves, what they take."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.models.contents import MEGABYTE
from crm_desktop.store.queries.attachments import FileCounts, file_counts
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.settings.group import Group
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.switch import Switch

CHOICES = (100, 500, 2_000, 10_000)
"""Megabytes of what the server has too."""


class FilesGroup(Group):
    """`files.read()` each time somebody looks."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Files"), "paperclip", parent)
        self._desk = desk
        self.stored = self.add(text("settings", "Stored here"), None, " ")
        self.records_only = Switch(text("settings", "Only records, no files"))
        self.add(
            text("settings", "Only records, no files"),
            self.records_only,
            text("settings", "For weak or metered networks. Files you add are kept here and sent later."),
        )
        self.budget = Segmented([(str(each), _amount(each), "") for each in CHOICES], self._choose)
        self.add(
            text("settings", "Fetch files up to"),
            self.budget,
            text(
                "settings",
                "Your own and the newest first. Others are fetched when opened; what is unsent always stays.",
            ),
        )
        self.records_only.toggled.connect(self._toggle)

    def read(self) -> None:
        """Show what is in force, and count again."""
        self.records_only.blockSignals(True)
        self.records_only.setChecked(self._desk.around.records_only)
        self.records_only.blockSignals(False)
        present = self._desk.store.attachments.keeping.budget // MEGABYTE
        self.budget.choose(str(min(CHOICES, key=lambda each: abs(each - present))))
        self._desk.read(self, self._take, file_counts)

    def _take(self, counts: FileCounts) -> None:
        size = current_formats(self._desk.clock.now()).file_size(counts.kept_bytes)
        said = text("settings", "{size} in %n file(s), encrypted", n=counts.kept, size=size)
        self.stored.set_wording(said if counts.kept else text("settings", "No files yet"))

    def _toggle(self, on: bool) -> None:
        self._desk.around.records_only = on
        self._desk.around.records_only_chosen.emit(on)

    def _choose(self, megabytes: str) -> None:
        self._desk.around.file_budget_chosen.emit(int(megabytes))


def _amount(megabytes: int) -> str:
    return f"{megabytes} MB" if megabytes < 1_000 else f"{megabytes // 1_000} GB"
