"""The dialog that asks for a new own field: its names, what it holds, and what can be chosen in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.models.custom_fields import TYPES, WITH_OPTIONS, new_name
from crm_desktop.models.fields import Value
from crm_desktop.models.lines import split_lines
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.text_input import TextInput

_CHOICES_HIGH = 96
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NewField:
    """What was asked for."""

    type: str
    values: dict[str, Value]
    options: tuple[str, ...] = ()

    def name(self, made: str) -> str:
        """Return the name under which the values are kept; `made` is the definition's id."""
        return new_name(self.type, str(self.values["label"]), made)


class AddField(Dialog):
    """`AddField(kind, take, parent).open()`; `take` is given a NewField."""

    def __init__(self, kind: str, take: Callable[[NewField], object], parent: QWidget) -> None:
        said = text("own_fields", "The type stays as it is once the field is made.")
        super().__init__(label("acts", "custom_field.add"), said, width=480, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._take = take
        self.english, self.chinese = TextInput(), TextInput()
        for line in (self.english, self.chinese):
            line.setMaxLength(_LONGEST)
        self.type = Combo()
        for each in TYPES:
            self.type.addItem(str(label("options", f"custom_field.type.{each}")), each)
        self.options = QPlainTextEdit()
        self.options.setTabChangesFocus(True)
        self.options.setFixedHeight(current_theme().scaled(_CHOICES_HIGH))
        self._named = Field(label("fields", "custom_field.label"), self.english)
        hint = text("own_fields", "One a line; where the names differ: English | 中文")
        self._choices = Field(text("own_fields", "Choices"), self.options, hint=hint)
        for part in (
            self._named,
            Field(label("fields", "custom_field.label_zh"), self.chinese),
            Field(text("own_fields", "What it holds"), self.type),
            self._choices,
        ):
            self.body.addWidget(part)
        self.type.currentIndexChanged.connect(self._follow)
        self.add_safe_verb()
        self.add_verb(text("own_fields", "Add field"), self._done)
        self._follow()
        self.english.setFocus()

    def _follow(self) -> None:
        self._choices.setVisible(self.type.currentData() in WITH_OPTIONS)
        self.adjustSize()

    def _done(self) -> None:
        english, chinese = self.english.text().strip(), self.chinese.text().strip()
        if not english and not chinese:
            self._named.set_error(text("own_fields", "Give the field a name in one of the languages"))
            self.english.setFocus()
            return
        chosen = str(self.type.currentData())
        options = tuple(split_lines(self.options.toPlainText())) if chosen in WITH_OPTIONS else ()
        self.accept()
        self._take(NewField(chosen, {"label": english or chinese, "label_zh": chinese or None}, options))
