"""The editor of a set whose members are entries of a picklist: a box to tick for each."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from crm_desktop.models.fields import Field, RecordKind, Value
from crm_desktop.models.values import members
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.lookups import option_words
from crm_desktop.views.value_words import choice_words
from crm_desktop.views.widgets.flow_layout import FlowLayout


class ChoicesEditor(FieldEditor):
    """Several keys out of a picklist; each tick is written at once."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, kind, desk, parent)
        self._chosen: list[str] = []
        self.boxes: dict[str, QCheckBox] = {}
        self._sheet = QWidget()
        self._flow = FlowLayout(14, 6, parent=self._sheet)
        self.place(self._sheet)
        self.lookups.changed.connect(self._offer)
        self.settle()

    def retranslate(self) -> None:
        """Name the boxes in the language that is active."""
        self._offer()

    def show_value(self, value: Value) -> None:
        """Tick the members; one that is not offered any more is offered once more."""
        self._chosen = members(value)
        self._offer()

    def read_value(self) -> Value:
        """Return what is ticked."""
        return sorted(self._chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Escape and leaving from the boxes as from any other control."""
        if watched in self.boxes.values():
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    self.restore()
                    return True
            elif event.type() == QEvent.Type.FocusOut:
                following = QApplication.focusWidget()
                if following is None or not self.isAncestorOf(following):
                    self._leave()
            return False
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        names = {option.key: option_words(option) for option in self.lookups.options(self.field.picklist)}
        names |= {
            key: choice_words(self.lookups, self.kind, self.field, key) for key in self._chosen if key not in names
        }
        if list(names) != list(self.boxes):
            self._make(list(names))
        for key, box in self.boxes.items():
            box.setText(names[key])
            box.setChecked(key in self._chosen)

    def _make(self, keys: list[str]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.boxes = {}
        for key in keys:
            box = QCheckBox()
            box.clicked.connect(lambda on, key=key: self._tick(key, on=on))
            box.installEventFilter(self)
            self._flow.addWidget(box)
            self.boxes[key] = box
        first = next(iter(self.boxes.values()), None)
        self._sheet.setFocusProxy(first)  # type: ignore[arg-type]
        self.setFocusProxy(first or self._sheet)

    def _tick(self, key: str, *, on: bool) -> None:
        self._chosen = [*self._chosen, key] if on else [each for each in self._chosen if each != key]
        self.typed(whole=True)
