"""An editor under its name, with the sentence that says what is wrong below it."""

from PySide6.QtWidgets import QWidget

from crm_desktop.views.forms.field_editor import FieldEditor, sentence
from crm_desktop.views.language.texts import label
from crm_desktop.views.widgets.field import Field


class LabelledEditor(Field):
    """`LabelledEditor(editor_for(…))`; `.editor` is the editor."""

    editor: FieldEditor

    def __init__(self, editor: FieldEditor, parent: QWidget | None = None) -> None:
        name = label("fields", editor.kind.label_key(editor.field.name))
        super().__init__(name, editor, required=editor.field.required, parent=parent)
        editor.problem_changed.connect(lambda: self.set_error(sentence(editor.problem)))
