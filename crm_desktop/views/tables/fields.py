"""Which fields of a kind a list can show, filter, sort and group by; read from the declarations, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crm_desktop.models.fields import Field, FieldType, RecordKind, Shown, is_custom
from crm_desktop.models.rules.views import Definition, Group
from crm_desktop.views.custom_fields import declared
from crm_desktop.views.language.texts import Text, label

SYSTEM_FIELDS = (
    Field(name="created_at", type=FieldType.MOMENT),
    Field(name="created_by", type=FieldType.LINK, target="user"),
    Field(name="updated_at", type=FieldType.MOMENT),
    Field(name="updated_by", type=FieldType.LINK, target="user"),
)
"""Kept on every record beside the declared fields; lists show them like fields of the kind."""

DEADLINES = {"account.renewal_on": "", "opportunity.close_on": "closed_on", "task.due_at": "done"}
"""Days that something is due on, shown with the days left; and the field that says that it is over."""
_ONLY_FILTERED = frozenset({"deleted_at", "deleted_by"})
_UNSHOWN = frozenset({FieldType.NOTE, FieldType.COORDINATE})
_GROUPED = frozenset({FieldType.CHOICE, FieldType.LINK, FieldType.FLAG, FieldType.DATE, FieldType.MOMENT})
TAGS = "tag_ids"
IN_LOOKUPS = ("user", "stage", "tag")
"""Kinds whose names are at hand; see `views/lookups.py`."""


def list_fields(kind: RecordKind) -> tuple[Field, ...]:
    """Return all fields that can be a column or a filter, in their declared order, the title first."""
    return _list_fields(declared(kind))


@cache
def _list_fields(kind: RecordKind) -> tuple[Field, ...]:
    shown = [each for each in kind.fields if each.shown is not Shown.INTERNAL and each.type not in _UNSHOWN]
    shown.sort(key=lambda each: each.name != kind.title)
    return (*shown, *SYSTEM_FIELDS)


def field_of(kind: RecordKind, name: str) -> Field | None:
    """Return the declaration of a declared or system field; None for one this version does not have."""
    found = next((each for each in (*declared(kind).fields, *SYSTEM_FIELDS) if each.name == name), None)
    # A view may still name a field that was switched off: it goes on filtering and showing what stands there.
    return found or (kind.field(name) if is_custom(name) and kind.has(name) else None)


def fields_shown(kind: RecordKind, definition: Definition) -> tuple[Field, ...]:
    """Return the columns of a list: those it names, else those the kind starts with; the title is always first."""
    if definition.columns:
        named = [field_of(kind, name) for name in definition.columns if name != kind.title]
        chosen = [each for each in named if each is not None]
    else:
        chosen = [each for each in declared(kind).fields if each.shown is Shown.LIST and each.name != kind.title]
    return (kind.field(kind.title), *chosen)


@cache
def values_needed(kind: RecordKind, shown: Sequence[Field]) -> tuple[str, ...]:
    """Return the fields whose values a row needs: those shown, currencies beside amounts, and tags beside the name."""
    names = {name: None for each in shown for name in (_with_group(kind, each) or (each.name,))}
    for each in shown:
        over = DEADLINES.get(f"{kind.name}.{each.name}")
        if over:
            names[over] = None
    if kind.has(TAGS):
        names[TAGS] = None
    return tuple(names)


def currency_field(kind: RecordKind, money: str) -> str:
    """Return the field that holds the currency of an amount."""
    return next(name for name in kind.group_of(money) if name != money)


def can_group_by(field: Field) -> bool:
    """Tell whether grouping by the field makes groups worth having."""
    if field.type is FieldType.SET:
        return False
    return field.type in _GROUPED or bool(field.picklist) or (field.type is FieldType.TEXT and field.name == "city")


def can_sort_by(field: Field) -> bool:
    """Tell whether a list can stand in the order of the field."""
    return field.type is not FieldType.SET


def is_year(field: Field) -> bool:
    """Tell whether a whole number is a year: neither grouped in thousands nor averaged."""
    return field.type is FieldType.INTEGER and field.least == 1000


def is_known(kind: RecordKind, definition: Definition) -> bool:
    """Tell whether this version has all fields that a list is filtered, sorted and grouped by."""
    named = [*fields_named(definition.filter), *(each.field for each in definition.sorts), definition.group_by]
    return all(field_of(kind, name) is not None or name in _ONLY_FILTERED for name in named if name)


def fields_named(group: Group) -> list[str]:
    """Return the fields that a filter names."""
    return [name for part in group.parts for name in (fields_named(part) if isinstance(part, Group) else [part.field])]


def field_label(kind: RecordKind, name: str) -> Text:
    """Return what the field is called."""
    return label("fields", kind.label_key(name) if kind.has(name) else f"record.{name}")


@dataclass(frozen=True, slots=True)
class InSentence:
    """A label inside a sentence: without its capital where the language has capitals."""

    words: Text

    def __str__(self) -> str:
        read = str(self.words)
        return read[:1].lower() + read[1:]


def _with_group(kind: RecordKind, field: Field) -> tuple[str, ...]:
    return kind.group_of(field.name) if field.type is FieldType.MONEY and kind.has(field.name) else ()
