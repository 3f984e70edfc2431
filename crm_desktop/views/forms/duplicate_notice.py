"""Says while someone types that the record may be there already, and leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.models.fields import FieldType, RecordKind, Values
from crm_desktop.models.values import canonical
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.models.record import Record
    from crm_desktop.models.rules.duplicates import Candidate
    from crm_desktop.views.desk import Desk

_PAUSE_MS = 250
REASONS = {"name": text("forms", "same name"), "phone": text("forms", "same phone number")}


class DuplicateNotice(QWidget):
    """`notice.look(values)` after each change; hidden while nothing was found."""

    open_wanted = Signal(str)
    """The id of the record that is there already."""

    def __init__(self, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._desk = kind, desk
        self._asked: Values = {}
        self.found: list[str] = []
        self._badge = Badge(text("forms", "Already there?"), "warning", icon="triangle-alert")
        self._words = Label("", "caption", "text.secondary", elide=True)
        self._open = Button(
            text("forms", "Open it instead"), lambda: self.open_wanted.emit(self.found[0]), kind="link", small=True
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._badge)
        row.addWidget(self._words, 1)
        row.addWidget(self._open)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.hide()

    def look(self, values: Values) -> None:
        """Look for records like this one after a short pause in typing."""
        names = [self._kind.title, *(field.name for field in self._kind.fields if field.type is FieldType.PHONE)]
        asked = {name: canonical(self._kind.field(name), values.get(name)) for name in names}
        if asked != self._asked:
            self._asked = asked
            self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _ask(self) -> None:
        from crm_desktop.store.queries.duplicates import possible_duplicates

        self._desk.read(self, self._take, possible_duplicates, self._kind.name, self._asked)

    def _take(self, found: list[tuple[Candidate, Record]]) -> None:
        self.found = [record.id for _, record in found]
        self.setVisible(bool(found))
        if found:
            candidate, record = found[0]
            reasons = ", ".join(str(REASONS[reason]) for reason in candidate.reasons)
            others = len(found) - 1
            words = (
                text("forms", "{name} ({reasons}) and %n more", n=others, name=record.title, reasons=reasons)
                if others
                else text("forms", "{name} ({reasons})", name=record.title, reasons=reasons)
            )
            self._words.set_wording(words)
