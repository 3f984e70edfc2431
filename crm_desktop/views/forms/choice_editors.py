"""Editors that offer a few fixed answers: one key out of several, an entry of a picklist, yes or no."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.models.fields import Field, FieldType, RecordKind, Value
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.language.texts import tr
from crm_desktop.views.lookups import option_words
from crm_desktop.views.value_words import choice_words
from crm_desktop.views.widgets.combo import Combo


class ChoiceEditor(FieldEditor):
    """One key out of several; a picklist of a text field also takes what is typed."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, kind, desk, parent)
        self._value: Value = None
        self.box = Combo()
        self._free = field.type is FieldType.TEXT
        if self._free:
            self.box.setEditable(True)
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            self.box.editTextChanged.connect(self._edited)
        self.box.activated.connect(lambda _index: self.typed(whole=True))
        self.place(self.box)
        self.lookups.changed.connect(self._offer)
        self.settle()

    def retranslate(self) -> None:
        """Offer the answers in the language that is active."""
        self._offer()

    def show_value(self, value: Value) -> None:
        """Choose the value; one that is not offered any more is offered once more."""
        self._value = value
        self._offer()

    def read_value(self) -> Value:
        """Return the key of what is chosen, or the words that were typed."""
        words = self.box.currentText().strip()
        if self._free and words != self.box.itemText(self.box.currentIndex()):
            index = next(
                (i for i in range(self.box.count()) if self.box.itemText(i).casefold() == words.casefold()), -1
            )
            return str(self.box.itemData(index)) if index >= 0 and self.box.itemData(index) else words or None
        key = self.box.currentData()
        return str(key) if key else None

    def begin(self, typed: str = "") -> None:
        """Open the list, or select what was typed."""
        line = self.box.lineEdit()
        if line is not None:
            line.selectAll()
            line.insert(typed)
        elif self.isVisible():
            self.box.showPopup()

    def typed(self, *, whole: bool = False) -> None:
        """Remember what is chosen, so that another language finds it again."""
        self._value = self.read_value()
        super().typed(whole=whole)

    def _edited(self, _words: str) -> None:
        line = self.box.lineEdit()
        if line is not None and line.isModified():
            self.typed()

    def _offer(self) -> None:
        answers = self._answers()
        value = self._value
        if isinstance(value, str) and value not in [key for key, _ in answers]:
            answers.append((value, choice_words(self.lookups, self.kind, self.field, value)))
        self.box.blockSignals(True)
        self.box.clear()
        for key, words in answers:
            self.box.addItem(words, key)
        index = self.box.findData(value or "")
        self.box.setCurrentIndex(index)
        self.box.blockSignals(False)
        self.box.update()

    def _answers(self) -> list[tuple[str, str]]:
        empty = [] if self.field.required else [("", "" if self._free else tr("forms", "None"))]
        listed = [(option.key, option_words(option)) for option in self.lookups.options(self.field.picklist)]
        known = {key for key, _ in listed}
        fixed = [(key, choice_words(self.lookups, self.kind, self.field, key)) for key in self.field.options]
        return empty + listed + [each for each in fixed if each[0] not in known]


class FlagEditor(FieldEditor):
    """Yes or no, at once."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, kind, desk, parent)
        self.box = QCheckBox()
        self.box.clicked.connect(lambda _checked: self.typed(whole=True))
        self.place(self.box)
        self.settle()

    def show_value(self, value: Value) -> None:
        """Tick it, or not."""
        self.box.setChecked(bool(value))

    def read_value(self) -> Value:
        """Return whether it is ticked."""
        return self.box.isChecked()
