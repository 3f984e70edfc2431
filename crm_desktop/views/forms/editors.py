"""Which editor a field gets: the one place that knows all kinds of values."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.models.access import FieldRight
from crm_desktop.models.fields import Field, FieldType, RecordKind
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.choice_editors import ChoiceEditor, FlagEditor
from crm_desktop.views.forms.choices_editor import ChoicesEditor
from crm_desktop.views.forms.date_editors import DateEditor, MomentEditor
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.forms.link_editor import LinkEditor
from crm_desktop.views.forms.number_editors import IntegerEditor, MoneyEditor, NumberEditor, ShareEditor
from crm_desktop.views.forms.set_editor import SetEditor
from crm_desktop.views.forms.text_editors import LineEditor, NoteEditor, PhoneEditor

Make = Callable[[Field, RecordKind, Desk, QWidget | None], FieldEditor]

_EDITORS: dict[FieldType, Make] = {
    FieldType.TEXT: LineEditor,
    FieldType.NOTE: NoteEditor,
    FieldType.CHOICE: ChoiceEditor,
    FieldType.LINK: LinkEditor,
    FieldType.INTEGER: IntegerEditor,
    FieldType.SHARE: ShareEditor,
    FieldType.FLAG: FlagEditor,
    FieldType.DATE: DateEditor,
    FieldType.MOMENT: MomentEditor,
    FieldType.MONEY: MoneyEditor,
    FieldType.NUMBER: NumberEditor,
    FieldType.COORDINATE: LineEditor,
    FieldType.SET: SetEditor,
    FieldType.PHONE: PhoneEditor,
    FieldType.EMAIL: LineEditor,
    FieldType.WEB: LineEditor,
}


def editor_for(field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> FieldEditor:
    """Return an editor for a field, read only where the person's role says so.

    Listen to `committed`, then take `values()`: the field and what belongs to it. What is wrong says `problem`.
    """
    make = _EDITORS[field.type]
    if field.picklist:
        make = ChoicesEditor if field.type is FieldType.SET else ChoiceEditor
    editor = make(field, kind, desk, parent)
    if editor.lookups.field_right(kind, field) is not FieldRight.WRITE:
        editor.set_read_only(True)
    return editor
