"""Files that will hang on a record as soon as it is saved: kept on this device already, each can be taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_words import icon_of_type
from crm_desktop.views.files.sources import Source
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from crm_desktop.store.attachments.attaching import NewFile


class PendingFiles(QWidget):
    """`pending.add(sources)`, later `pending.files` for the act, then `pending.clear()`. Hidden if none."""

    busy_changed = Signal(bool)
    """Files are being kept, or are all here: what is saved before would lack them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.acts = file_acts_of(desk)
        self.files: tuple[NewFile, ...] = ()
        self.chips: list[Button] = []
        self._round = 0
        self._flow = FlowLayout(8)
        self.setLayout(self._flow)
        self.busy = False
        self.acts.adding.connect(self._adding)
        self.hide()

    def add(self, sources: Sequence[Source]) -> None:
        """Keep files off the UI thread and list them; what is cleared meanwhile is not listed."""
        self._set_busy(busy=bool(sources))
        self.acts.put(sources, partial(self._take, self._round), owner=self)

    def choose(self) -> None:
        """Let the person choose files."""
        self.acts.choose(self, self.add)

    def clear(self) -> None:
        """Forget them; contents that nothing refers to are removed by themselves."""
        self._round += 1
        self._show(())

    def _adding(self, adding: object) -> None:
        if adding is None:
            self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    def _take(self, asked_in: int, files: tuple[NewFile, ...]) -> None:
        if asked_in == self._round:
            self._show((*self.files, *files))

    def _show(self, files: tuple[NewFile, ...]) -> None:
        self.files = files
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self.chips = [self._chip(each) for each in files]
        self.setVisible(bool(files))

    def _chip(self, file: NewFile) -> Button:
        icon = icon_of_type(file.content.media_type)
        chip = Button(file.name, partial(self._remove, file), icon=icon, small=True, trailing="x")
        chip.set_hint(text("files", "Remove {name}", name=file.name))
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _remove(self, file: NewFile) -> None:
        self._show(tuple(each for each in self.files if each is not file))
