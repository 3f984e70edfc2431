"""Filters in words: what a chip says of a condition, and which comparisons a field offers."""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.models.fields import Field, FieldType, RecordKind, Value
from crm_desktop.models.rules.views import Condition, Group, Operator
from crm_desktop.views.language.texts import Text, Wording, text, tr
from crm_desktop.views.tables.fields import IN_LOOKUPS, field_label, field_of
from crm_desktop.views.value_words import Wordings

_EITHER = (Operator.FILLED, Operator.EMPTY)
_TEXT = (Operator.CONTAINS, Operator.IS, Operator.IS_NOT, *_EITHER)
_NUMBER = (Operator.BELOW, Operator.ABOVE, Operator.BETWEEN, Operator.IS, *_EITHER)
_TIME = (
    Operator.NEXT_DAYS, Operator.LAST_DAYS, Operator.NOT_FOR_DAYS, Operator.IN_PERIOD,
    Operator.BELOW, Operator.ABOVE, Operator.BETWEEN, *_EITHER,
)  # fmt: skip
_CHOICE = (Operator.ANY_OF, *_EITHER)
_OPERATORS: dict[FieldType, tuple[Operator, ...]] = {
    FieldType.CHOICE: _CHOICE,
    FieldType.LINK: _CHOICE,
    FieldType.SET: _CHOICE,
    FieldType.FLAG: (Operator.IS,),
    FieldType.INTEGER: _NUMBER,
    FieldType.SHARE: _NUMBER,
    FieldType.MONEY: _NUMBER,
    FieldType.NUMBER: _NUMBER,
    FieldType.DATE: _TIME,
    FieldType.MOMENT: _TIME,
}
WITHOUT_VALUE = frozenset({Operator.EMPTY, Operator.FILLED, Operator.MINE, Operator.MY_TEAM})
IN_DAYS = frozenset({Operator.NEXT_DAYS, Operator.LAST_DAYS, Operator.NOT_FOR_DAYS})
_MOST_NAMED = 2
_TYPE_ICONS = {
    FieldType.DATE: "calendar-clock",
    FieldType.MOMENT: "calendar-clock",
    FieldType.MONEY: "banknote",
    FieldType.LINK: "link-2",
    FieldType.SET: "tag",
    FieldType.CHOICE: "list",
    FieldType.FLAG: "square-check",
    FieldType.PHONE: "phone",
    FieldType.EMAIL: "mail",
    FieldType.WEB: "globe",
    FieldType.INTEGER: "hash",
    FieldType.NUMBER: "hash",
    FieldType.SHARE: "percent",
}
_FIELD_ICONS = {"health": "heart-pulse", "region": "map-pin", "city": "map-pin", "owner_id": "users"}


def period_words(period: str) -> Text:
    """Return what a span that moves with the calendar is called."""
    words: Mapping[str, Text] = {
        "today": text("tables", "today"),
        "this_week": text("tables", "this week"),
        "next_week": text("tables", "next week"),
        "last_month": text("tables", "last month"),
        "this_month": text("tables", "this month"),
        "next_month": text("tables", "next month"),
        "last_quarter": text("tables", "last quarter"),
        "this_quarter": text("tables", "this quarter"),
        "next_quarter": text("tables", "next quarter"),
        "this_year": text("tables", "this year"),
    }
    return words.get(period, words["today"])


def operators_for(field: Field) -> tuple[Operator, ...]:
    """Return the comparisons that make sense for a field, the usual one first."""
    if field.picklist:
        return _CHOICE
    if field.type is FieldType.LINK and field.target == "user":
        return (Operator.ANY_OF, Operator.MINE, Operator.MY_TEAM, *_EITHER)
    return _OPERATORS.get(field.type, _TEXT)


def operator_words(field: Field, operator: Operator) -> Text:
    """Return how the comparison is offered: "in the next … days", "below"."""
    timed = field.type in (FieldType.DATE, FieldType.MOMENT)
    words: Mapping[Operator, Text] = {
        Operator.IS: text("tables", "is"),
        Operator.IS_NOT: text("tables", "is not"),
        Operator.ANY_OF: text("tables", "is one of"),
        Operator.CONTAINS: text("tables", "contains"),
        Operator.EMPTY: text("tables", "is empty"),
        Operator.FILLED: text("tables", "is filled in"),
        Operator.BELOW: text("tables", "before") if timed else text("tables", "below"),
        Operator.ABOVE: text("tables", "after") if timed else text("tables", "above"),
        Operator.BETWEEN: text("tables", "between"),
        Operator.NEXT_DAYS: text("tables", "in the next days"),
        Operator.LAST_DAYS: text("tables", "in the last days"),
        Operator.NOT_FOR_DAYS: text("tables", "not for days"),
        Operator.IN_PERIOD: text("tables", "in the calendar's"),
        Operator.MINE: text("tables", "is me"),
        Operator.MY_TEAM: text("tables", "is in my team"),
    }
    return words[operator]


def chip_words(kind: RecordKind, part: Condition | Group, words: Wordings) -> tuple[Wording, Wording]:
    """Return a chip's name and value: `Renewal`, `in 90 days`."""
    if isinstance(part, Group):
        joined = text("tables", "Any of") if part.join == "or" else text("tables", "All of")
        return joined, text("tables", "%n condition(s)", n=len(part.parts))
    field = field_of(kind, part.field)
    if field is None:
        return part.field, text("tables", "unknown field")
    return field_label(kind, part.field), _value_words(kind, field, part, words)


def chip_icon(kind: RecordKind, part: Condition | Group) -> str:
    """Return the icon of a chip."""
    field = field_of(kind, part.field) if isinstance(part, Condition) else None
    if field is None:
        return "list-filter"
    return _FIELD_ICONS.get(field.name) or _TYPE_ICONS.get(field.type, "text")


def linked_in(kind: RecordKind, group: Group) -> dict[str, set[str]]:
    """Return the ids of records named in a filter by kind, but for people, stages and tags, which are at hand."""
    found: dict[str, set[str]] = {}
    for part in group.parts:
        if isinstance(part, Group):
            for target, ids in linked_in(kind, part).items():
                found.setdefault(target, set()).update(ids)
        field = field_of(kind, part.field) if isinstance(part, Condition) else None
        if isinstance(part, Condition) and field is not None and field.target not in ("", *IN_LOOKUPS):
            value = part.value if isinstance(part.value, list) else [part.value]
            found.setdefault(field.target, set()).update(str(each) for each in value if each)
    return found


def _value_words(kind: RecordKind, field: Field, condition: Condition, words: Wordings) -> Wording:
    value = condition.value
    if condition.operator is Operator.ANY_OF:
        return _any_words(kind, field, value, words)
    if condition.operator is Operator.IN_PERIOD:
        return period_words(str(value))
    one, upper = _one(kind, field, value, words), _one(kind, field, condition.upper, words)
    days = value if isinstance(value, int) else 0
    timed = field.type in (FieldType.DATE, FieldType.MOMENT)
    before, after = text("tables", "before {value}", value=one), text("tables", "after {value}", value=one)
    said: Mapping[Operator, Text] = {
        Operator.NEXT_DAYS: text("tables", "within %n day(s)", n=days),
        Operator.LAST_DAYS: text("tables", "in the last %n day(s)", n=days),
        Operator.NOT_FOR_DAYS: text("tables", "not for %n day(s)", n=days),
        Operator.BELOW: before if timed else text("tables", "below {value}", value=one),
        Operator.ABOVE: after if timed else text("tables", "above {value}", value=one),
        Operator.BETWEEN: text("tables", "{lower} to {upper}", lower=one, upper=upper),
        Operator.CONTAINS: text("tables", "contains {value}", value=one),
        Operator.IS_NOT: text("tables", "not {value}", value=one),
        Operator.EMPTY: text("tables", "empty"),
        Operator.FILLED: text("tables", "filled in"),
        Operator.MINE: text("tables", "me"),
        Operator.MY_TEAM: text("tables", "my team"),
    }
    return said.get(condition.operator, one)


def _any_words(kind: RecordKind, field: Field, value: Value, words: Wordings) -> str:
    members = value if isinstance(value, list) else [value]
    named = [_one(kind, field, each, words) for each in members[:_MOST_NAMED]]
    rest = len(members) - len(named)
    listed = words.formats.listed(named)
    return f"{listed} +{rest}" if rest > 0 else listed


def _one(kind: RecordKind, field: Field, value: Value, words: Wordings) -> str:
    if value is None:
        return ""
    if field.type is FieldType.FLAG:
        return tr("tables", "Yes") if value else tr("tables", "No")
    if field.type is FieldType.MOMENT and isinstance(value, str):
        return words.formats.day_full(value)
    if field.type is FieldType.SET and isinstance(value, str):
        return words.member(kind, field, value)
    return words.value(kind, field, value)
