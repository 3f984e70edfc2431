"""The columns of a list: from a field's declaration to its heading, its look and its width."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt

from crm_desktop.models.fields import Field, FieldType, RecordKind
from crm_desktop.models.rules.views import Definition
from crm_desktop.views.language.texts import Text, label
from crm_desktop.views.tables.fields import DEADLINES, field_label, field_of, fields_shown


class Look(StrEnum):
    """How the values of a column are painted; one delegate each."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    """Digits at the right edge, amounts too."""
    DEADLINE = "deadline"
    """A day with the days left."""
    SCORE = "score"
    """0 to 100 with an icon for good, watch and risk."""
    PERSON = "person"
    BADGE = "badge"
    PRIORITY = "priority"
    FLAG = "flag"
    TAGS = "tags"


_WIDTHS = {
    Look.NAME: 250,
    Look.TEXT: 150,
    Look.NUMBER: 112,
    Look.DEADLINE: 136,
    Look.SCORE: 76,
    Look.PERSON: 64,
    Look.BADGE: 96,
    Look.PRIORITY: 96,
    Look.FLAG: 72,
    Look.TAGS: 150,
}
_BY_TYPE = {
    FieldType.INTEGER: Look.NUMBER,
    FieldType.SHARE: Look.NUMBER,
    FieldType.MONEY: Look.NUMBER,
    FieldType.NUMBER: Look.NUMBER,
    FieldType.FLAG: Look.FLAG,
    FieldType.CHOICE: Look.BADGE,
    FieldType.SET: Look.TAGS,
}
_BY_NAME = {"account.health": Look.SCORE, "task.priority": Look.PRIORITY}
_WORDY = frozenset({FieldType.TEXT, FieldType.LINK, FieldType.EMAIL, FieldType.WEB})
NARROWEST, WIDEST = 48, 900


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list of `kind`."""

    kind: RecordKind
    field: Field
    look: Look

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name

    @property
    def heading(self) -> Text:
        """What the column is called: the title's column by the kind, as in "Account"."""
        return label("kinds", self.kind.name) if self.look is Look.NAME else field_label(self.kind, self.field.name)

    @property
    def width(self) -> int:
        """The width it starts with, at 100 % text."""
        if self.field.type in (FieldType.DATE, FieldType.MOMENT) and self.look is Look.TEXT:
            return 104
        return _WIDTHS[self.look]

    @property
    def align(self) -> Qt.AlignmentFlag:
        """Where heading and values stand."""
        return Qt.AlignmentFlag.AlignRight if self.look is Look.NUMBER else Qt.AlignmentFlag.AlignLeft

    @property
    def figured(self) -> bool:
        """Whether group headers and the totals row say something about it."""
        return self.field.type in (FieldType.MONEY, FieldType.INTEGER, FieldType.SHARE)

    @property
    def stretches(self) -> bool:
        """Whether it takes what room is left."""
        return self.look is Look.NAME or (self.look is Look.TEXT and self.field.type in _WORDY)


def columns_of(kind: RecordKind, definition: Definition) -> tuple[Column, ...]:
    """Return the columns of a list, the name first."""
    return tuple(Column(kind, each, look_of(kind, each)) for each in fields_shown(kind, definition))


def column_of(kind: RecordKind, name: str) -> Column | None:
    """Return the column that would show a field; None for a field this version does not have."""
    field = field_of(kind, name)
    return Column(kind, field, look_of(kind, field)) if field is not None else None


def look_of(kind: RecordKind, field: Field) -> Look:
    """Return how the field's values are painted."""
    key = f"{kind.name}.{field.name}"
    if field.name == kind.title:
        return Look.NAME
    if key in _BY_NAME:
        return _BY_NAME[key]
    if key in DEADLINES:
        return Look.DEADLINE
    if field.type is FieldType.LINK and field.target == "user":
        return Look.PERSON
    return _BY_TYPE.get(field.type, Look.TEXT)
