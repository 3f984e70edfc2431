"""The definition of one own field: what it is called, where it appears, for whom it holds, what can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.custom_fields import WITH_OPTIONS, type_of
from crm_desktop.models.edits import Edit
from crm_desktop.models.fields import Field, FieldType, Values
from crm_desktop.models.record import Record
from crm_desktop.models.records.custom_field import CUSTOM_FIELD
from crm_desktop.store.queries.custom_definitions import CustomDefinitions
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.own_fields.options import Options
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_TICKED = "industries"
"""Boxes in as many lines as the width leaves."""
_EDITED = ("label", "label_zh", "listed", "searched", "required", _TICKED)
_SEARCHED = ("text", "note")
_UNLISTED = ("note",)


class Definition(QWidget):
    """`show_record(record, title, found, writable=…)`; tells what is to be written, and writes nothing."""

    def __init__(
        self,
        desk: Desk,
        describe: Callable[[Values], object],
        write_options: Callable[[list[Edit]], object],
        switch: Callable[[], object],
    ) -> None:
        super().__init__()
        self.title = Label("", "heading", elide=True)
        self.switch_button = Button("", switch, icon="ban", small=True)
        self.said = Paragraph("", "caption", "text.secondary")
        self.editors: dict[str, LabelledEditor] = {}
        self._shown = ""
        for name in _EDITED:
            made = LabelledEditor(editor_for(_declared(name), CUSTOM_FIELD, desk))
            made.editor.committed.connect(lambda made=made: describe(made.editor.values()))
            if name != _TICKED:
                made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.editors[name] = made
        self.options = Options(write_options)
        about = text("own_fields", "Type and storage name never change. A field that must be filled in is asked for by "
                                   "forms and imports, and cannot be emptied again.")  # fmt: skip
        self._lay_out(Paragraph(about, "caption", "text.secondary"))

    def show_record(self, record: Record, title: str, found: CustomDefinitions, *, writable: bool) -> None:
        """Show a definition; what is being typed in the same one stays."""
        name, on = str(record.get("name")), record.get("active") is not False
        chosen = type_of(name)
        self.title.set_wording(title)
        self.said.set_wording(_facts(chosen, name, on=on))
        self.switch_button.setVisible(writable)
        self.switch_button.set_wording(text("own_fields", "Switch off") if on else text("own_fields", "Use again"))
        for made in self.editors.values():
            if self._shown != record.id or not made.editor.touched:
                made.editor.set_values(record.values)
            made.editor.set_read_only(not writable)
        self._shown = record.id
        self.editors["searched"].setVisible(chosen in _SEARCHED)
        self.editors["listed"].setVisible(chosen not in _UNLISTED)
        # Everything that can have own fields is an account or belongs to one.
        self.editors[_TICKED].setVisible(bool(KINDS[str(record.get("record_kind"))].account_field))
        self.options.setVisible(chosen in WITH_OPTIONS)
        self.options.show_options(name, found.options_of(name), writable=writable)

    def _lay_out(self, about: Paragraph) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.switch_button)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(line())
        names = QHBoxLayout()
        names.setSpacing(16)
        for name in ("label", "label_zh"):
            names.addWidget(self.editors[name], 1)
        column.addLayout(names)
        column.addWidget(self.options)
        for name in _EDITED[2:]:
            column.addWidget(self.editors[name])
        column.addStretch()
        column.addWidget(about)


def _declared(name: str) -> Field:
    """Return a field of definitions as it is edited: industries are ticked, out of the organisation's picklist."""
    field = CUSTOM_FIELD.field(name)
    return replace(field, picklist="account.industry") if field.type is FieldType.SET else field


def _facts(chosen: str, name: str, *, on: bool) -> Wording:
    said = label("options", f"custom_field.type.{chosen}")
    if on:
        return text("own_fields", "{type} · kept as {name}", type=said, name=name)
    return text("own_fields", "{type} · kept as {name} · switched off", type=said, name=name)
