"""Organisations' own fields: their definitions as values, a kind that knows them, and how rows hold what they say.

What follows from a field's name alone (type, merge rule, options) stands in `fields.py`; where a definition is edited,
stored or shown, elsewhere. Values lie in a row's `extra`, each under its own name, and are unfolded for every use.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from crm_desktop.models.fields import (
    CUSTOM,
    Field,
    FieldType,
    RecordKind,
    Searched,
    Shown,
    Value,
    Values,
    custom_currency,
    custom_field,
    is_custom,
)
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.values import members

TYPES = (
    "text",
    "note",
    "number",
    "money",
    "date",
    "moment",
    "choice",
    "choices",
    "flag",
    "person",
    "account",
    "contact",
    "opportunity",
)
"""What an administrator may choose; the last three link to a record of that kind."""
WITH_OPTIONS = ("choice", "choices")
MOST_FIELDS = 60
"""Fields that an organisation may add to one kind."""
_SEARCHED = (FieldType.TEXT, FieldType.NOTE)
_KEY_LENGTH = 24


@dataclass(frozen=True, slots=True)
class CustomField:
    """One definition."""

    id: str
    kind: str
    field: Field
    label: str
    label_zh: str = ""
    industries: frozenset[str] = frozenset()
    position: int = 0
    active: bool = True

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name


def defined(record_id: str, values: Values) -> CustomField | None:
    """Return the definition that a record holds; None for one that this version cannot read."""
    said = custom_field(str(values.get("name")))
    if said is None:
        return None
    position = values.get("position")
    field = replace(
        said,
        required=bool(values.get("required")),
        shown=Shown.LIST if values.get("listed") else Shown.FORM,
        searched=Searched.TEXT if values.get("searched") and said.type in _SEARCHED else None,
    )
    return CustomField(
        id=record_id,
        kind=str(values.get("record_kind")),
        field=field,
        label=str(values.get("label") or said.name),
        label_zh=str(values.get("label_zh") or ""),
        industries=frozenset(members(values.get("industries"))),
        position=position if isinstance(position, int) else 0,
        active=values.get("active") is not False and values.get("deleted_at") is None,
    )


def in_order(fields: Iterable[CustomField]) -> tuple[CustomField, ...]:
    """Return definitions in the order in which forms show them."""
    return tuple(sorted(fields, key=lambda each: (each.position, each.id)))


@lru_cache(maxsize=200)
def with_custom(kind: RecordKind, custom: tuple[Field, ...]) -> RecordKind:
    """Return the kind with an organisation's own fields behind its declared ones, each amount with its currency."""
    fields: list[Field] = []
    for each in custom:
        fields.append(each)
        beside = custom_field(custom_currency(each.name)) if each.type is FieldType.MONEY else None
        if beside is not None:
            fields.append(beside)
    return replace(kind, fields=(*kind.fields, *fields)) if fields else kind


def fields_with(kind: RecordKind, names: Iterable[str]) -> tuple[Field, ...]:
    """Return the kind's fields, and behind them the organisation's own ones among `names`."""
    own = sorted(name for name in names if is_custom(name) and kind.has(name))
    known = {field.name for field in kind.fields} if own else set()
    return (*kind.fields, *(kind.field(name) for name in own if name not in known))


def type_of(name: str) -> str:
    """Return what an administrator chose: one of `TYPES`."""
    return name.split("_", 2)[1]


def new_name(chosen: str, label: str, made: str) -> str:
    """Return a name for a new field of a type: readable, and with the end of its id, since two may be made offline."""
    said = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")[:_KEY_LENGTH].strip("_")
    return f"{CUSTOM}{chosen}_{said or 'field'}_{made[-6:]}"


def unfold(row: dict[str, Value]) -> dict[str, Value]:
    """Take the organisation's own fields out of a row's `extra`, in place; return the row."""
    text = row.get("extra")
    if not isinstance(text, str) or '"x_' not in text:
        return row
    extra = msgspec.json.decode(text, type=dict[str, Value])
    own = {name: value for name, value in extra.items() if is_custom(name)}
    rest = {name: value for name, value in extra.items() if name not in own}
    row["extra"] = msgspec.json.encode(rest).decode() if rest else None
    row.update(own)
    return row


def fold(row: dict[str, Value]) -> dict[str, Value]:
    """Return a row as tables keep it: own fields inside `extra`, in the order of their names; the same one if none."""
    own = {name: row[name] for name in row if name.startswith(CUSTOM)}
    if not own:
        return row
    text = row.get("extra")
    extra = msgspec.json.decode(text, type=dict[str, Value]) if isinstance(text, str) and text else {}
    extra |= own
    kept = {name: extra[name] for name in sorted(extra) if extra[name] is not None}
    rest = {name: value for name, value in row.items() if name not in own}
    rest["extra"] = msgspec.json.encode(kept).decode() if kept else None
    return rest


def conceal(text: str | None, hidden: Iterable[str]) -> str | None:
    """Return an `extra` without the named fields."""
    away = [name for name in hidden if is_custom(name)]
    if not text or not away or not any(f'"{name}"' in text for name in away):
        return text
    extra = msgspec.json.decode(text, type=dict[str, Value])
    left = {name: value for name, value in extra.items() if name not in away}
    return msgspec.json.encode(left).decode() if left else None


def own_values(text: str | None, hidden: Collection[str] = ()) -> str | None:
    """Return what an `extra` holds of own fields, in the order of their names, without the hidden ones.

    What cannot be read is returned as it is: it is like nothing else.
    """
    if not text or f'"{CUSTOM}' not in text:
        return None
    try:
        extra = msgspec.json.decode(text, type=dict[str, Value])
    except msgspec.DecodeError:
        return text
    own = {name: extra[name] for name in sorted(extra) if is_custom(name) and name not in hidden}
    kept = {name: value for name, value in own.items() if value is not None}
    return msgspec.json.encode(kept).decode() if kept else None


def check_custom(kind: str, values: Values, before: Values, known: Mapping[str, CustomField]) -> list[Problem]:
    """Return what definitions say against values about to be written.

    Only that something demanded is emptied, or written to a field that nobody defined for this kind, is wrong: a
    record made without having heard of a definition is better than none, and one that is switched off keeps what it is
    told.
    """
    problems = []
    for name, value in values.items():
        if not is_custom(name):
            continue
        definition = known.get(name) or known.get(name.replace("x_currency_", "x_money_", 1))
        if definition is None or definition.kind != kind:
            problems.append(Problem(name, "custom_field.unknown"))
        elif value is None and definition.field.required and definition.active and before.get(name) is not None:
            problems.append(Problem(name, "field.required"))
    return problems


def check_definition(values: Values, others: Sequence[Values]) -> Problem | None:
    """Return what is wrong with a new definition; `others` are all definitions of the organisation."""
    name = str(values.get("name"))
    if custom_field(name) is None or type_of(name) not in TYPES:
        return Problem("name", "custom_field.bad_name")
    if any(each.get("name") == name for each in others):
        return Problem("name", "custom_field.taken")
    beside = [each for each in others if each.get("record_kind") == values.get("record_kind")]
    if len(beside) >= MOST_FIELDS:
        return Problem("record_kind", "custom_field.too_many", {"most": MOST_FIELDS})
    return None


def holds_for(definition: CustomField, industry: Value) -> bool:
    """Tell whether the field means something for an account of this industry, or for what belongs to one."""
    return not definition.industries or str(industry) in definition.industries
