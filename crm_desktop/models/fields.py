"""The column helper: each field of a record is declared once, here is the vocabulary of that declaration.

From one declaration come the columns on both sides, the merge of concurrent edits, the check of what is typed, the
form, the list, the import and the rights. What a particular record consists of stands in `records/`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias, TypedDict, Unpack

Value: TypeAlias = str | int | float | bool | list[str] | None
Values: TypeAlias = Mapping[str, Value]


class FieldType(StrEnum):
    """What a value is, and so how it is stored, checked, shown and edited."""

    TEXT = "text"
    """One line of text."""
    NOTE = "note"
    """Text of several lines."""
    CHOICE = "choice"
    """One key out of `options`, or out of the organisation's picklist where `picklist` is named."""
    LINK = "link"
    """The id of a record of kind `target`."""
    INTEGER = "integer"
    SHARE = "share"
    """Per cent as an integer, 0 to 100."""
    FLAG = "flag"
    DATE = "date"
    """A calendar day, `YYYY-MM-DD`."""
    MOMENT = "moment"
    """Milliseconds since 1970 in UTC."""
    NUMBER = "number"
    """A measured figure, exact: ten-thousandths of whatever its unit is, an integer; see `money.py`."""
    MONEY = "money"
    """Ten-thousandths of a currency unit, an integer; see `money.py`."""
    COORDINATE = "coordinate"
    """Degrees, WGS 84."""
    SET = "set"
    """A set of short texts or ids, kept sorted and without doubles."""
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"


class Rule(StrEnum):
    """How two concurrent edits of the same field become one value; see docs/merge-rules.md."""

    LATEST = "latest"
    GUARD = "guard"
    TEXT = "text"
    SET = "set"
    SUM = "sum"
    GROUP = "group"
    PLACE = "place"
    NEWEST = "newest"
    """For moments and days that only move forward: the later one stands, whoever wrote it when."""


class Searched(StrEnum):
    """In which way global search looks at a field."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"


class Shown(StrEnum):
    """Where a field appears by itself."""

    LIST = "list"
    """In forms, and as a column that lists start with."""
    FORM = "form"
    """In forms, and as a column that lists can add."""
    INTERNAL = "internal"
    """Nowhere by itself; screens that know it use it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record kind."""

    name: str
    type: FieldType
    rule: Rule = Rule.LATEST
    group: str = ""
    required: bool = False
    limit: int = 200
    """Most characters of a text, most members of a set."""
    least: int | None = None
    most: int | None = None
    options: tuple[str, ...] = ()
    picklist: str = ""
    target: str = ""
    default: Value = None
    searched: Searched | None = None
    shown: Shown = Shown.FORM
    indexed: bool = False
    client_writes: bool = True
    """False: only the server writes it; a client's change to it is refused."""
    since: int = 1
    """The `catalog.SCHEMA` that brought the field, or made it required: older acts are not asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """A kind of record: its fields, and what screens, sync and rights need to know of it."""

    name: str
    plural: str
    """Also the table's name on both sides."""
    icon: str
    title: str
    """The field that names a record of this kind to a person."""
    fields: tuple[Field, ...]
    public: bool = False
    """Everybody in the organisation sees it: units, users, stages, products, picklists."""
    client_creates: bool = True
    page: bool = False
    """Has a list, a page and a place in global search of its own."""
    custom: bool = False
    """Organisations may add fields of their own; see `custom_field`."""
    since: int = 1
    """The `catalog.SCHEMA` that brought the kind: rights on it are no reason for an older replica to start over."""
    owner_field: str = dataclass_field(init=False, repr=False, compare=False, default="")
    """The field that holds the owner's user id, or "" where a record has no owner."""
    account_field: str = dataclass_field(init=False, repr=False, compare=False, default="")
    """The field that holds the account which the record belongs to: `id` for accounts themselves, or ""."""
    _named: Mapping[str, Field] = dataclass_field(init=False, repr=False, compare=False, default_factory=dict)
    _groups: Mapping[str, tuple[str, ...]] = dataclass_field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """The names of each group's fields, by the group."""
    server_writes: frozenset[str] = dataclass_field(init=False, repr=False, compare=False, default=frozenset())
    """The fields that only the server writes."""

    def __post_init__(self) -> None:
        # Looked up for each value of each record that is merged, checked, judged or stored.
        object.__setattr__(self, "_named", {field.name: field for field in self.fields})
        groups: dict[str, tuple[str, ...]] = {}
        for field in self.fields:
            groups[field.group] = (*groups.get(field.group, ()), field.name)
        object.__setattr__(self, "_groups", groups)
        server_writes = frozenset(field.name for field in self.fields if not field.client_writes)
        object.__setattr__(self, "server_writes", server_writes)
        object.__setattr__(self, "owner_field", "owner_id" if self.has("owner_id") else "")
        belonging = "account_id" if self.has("account_id") else ""
        object.__setattr__(self, "account_field", "id" if self.name == "account" else belonging)

    def has(self, name: str) -> bool:
        """Tell whether the kind declares the field, or an organisation may have."""
        return name in self._named or (self.custom and custom_field(name) is not None)

    def strangers(self, names: Mapping[str, object]) -> list[str]:
        """Return the names that are not declared here: organisations' own fields, and what does not exist."""
        # One comparison of keys for nearly every record, instead of a look at each.
        return [] if names.keys() <= self._named.keys() else [name for name in names if name not in self._named]

    def field(self, name: str) -> Field:
        """Return the declaration; raises KeyError for a field this version does not know."""
        found = self._named.get(name) or (custom_field(name) if self.custom else None)
        if found is None:
            raise KeyError(name)
        return found

    def label_key(self, name: str) -> str:
        """Return the key of the field's label in context `fields`."""
        return f"{self.name}.{name}"

    def option_key(self, name: str, option: str) -> str:
        """Return the key of a choice's label in context `options`."""
        return f"{self.name}.{name}.{option}"

    def group_of(self, name: str) -> tuple[str, ...]:
        """Return the names of the fields that travel together with this one, itself included."""
        group = self.field(name).group
        if not group:
            return (name,)
        return self._groups.get(group) or (group, custom_currency(group))


class Options(TypedDict, total=False):
    """What a declaration may say beyond its name; the meaning stands at `Field`."""

    rule: Rule
    group: str
    required: bool
    limit: int
    least: int | None
    most: int | None
    picklist: str
    default: Value
    searched: Searched | None
    shown: Shown
    indexed: bool
    client_writes: bool
    since: int


def text(name: str, **options: Unpack[Options]) -> Field:
    """Declare one line of text."""
    return Field(name=name, type=FieldType.TEXT, **options)


def note(name: str, **options: Unpack[Options]) -> Field:
    """Declare text of several lines, merged line by line and word by word."""
    base: Options = {"rule": Rule.TEXT, "limit": 20_000, "searched": Searched.TEXT}
    return Field(name=name, type=FieldType.NOTE, **_both(base, options))


def choice(name: str, *keys: str, **options: Unpack[Options]) -> Field:
    """Declare one key out of several."""
    base: Options = {"limit": 60}
    return Field(name=name, type=FieldType.CHOICE, options=keys, **_both(base, options))


def link(name: str, target: str, **options: Unpack[Options]) -> Field:
    """Declare a reference to a record of kind `target`."""
    base: Options = {"indexed": True, "limit": 32}
    return Field(name=name, type=FieldType.LINK, target=target, **_both(base, options))


def money(name: str, **options: Unpack[Options]) -> Field:
    """Declare an amount that wins or loses together with `currency`."""
    base: Options = {"rule": Rule.GROUP, "group": name}
    return Field(name=name, type=FieldType.MONEY, **_both(base, options))


def currency(name: str, of: str, **options: Unpack[Options]) -> Field:
    """Declare the ISO 4217 code that belongs to the amount `of`."""
    base: Options = {"rule": Rule.GROUP, "group": of, "limit": 3, "default": "CNY", "shown": Shown.INTERNAL}
    return Field(name=name, type=FieldType.TEXT, **_both(base, options))


def integer(name: str, **options: Unpack[Options]) -> Field:
    """Declare a whole number."""
    return Field(name=name, type=FieldType.INTEGER, **options)


def number(name: str, **options: Unpack[Options]) -> Field:
    """Declare a figure with decimals."""
    return Field(name=name, type=FieldType.NUMBER, **options)


def share(name: str, **options: Unpack[Options]) -> Field:
    """Declare a percentage, 0 to 100."""
    base: Options = {"least": 0, "most": 100}
    return Field(name=name, type=FieldType.SHARE, **_both(base, options))


def flag(name: str, **options: Unpack[Options]) -> Field:
    """Declare yes or no."""
    base: Options = {"default": False}
    return Field(name=name, type=FieldType.FLAG, **_both(base, options))


def day(name: str, **options: Unpack[Options]) -> Field:
    """Declare a calendar day."""
    base: Options = {"limit": 10}
    return Field(name=name, type=FieldType.DATE, **_both(base, options))


def moment(name: str, **options: Unpack[Options]) -> Field:
    """Declare a point in time, in milliseconds since 1970 in UTC."""
    return Field(name=name, type=FieldType.MOMENT, **options)


def coordinate(name: str, of: str, **options: Unpack[Options]) -> Field:
    """Declare one of two degrees that mean something only together."""
    base: Options = {"rule": Rule.GROUP, "group": of, "shown": Shown.INTERNAL}
    return Field(name=name, type=FieldType.COORDINATE, **_both(base, options))


def members(name: str, target: str = "", **options: Unpack[Options]) -> Field:
    """Declare a set of texts, or of ids of records of kind `target`."""
    base: Options = {"rule": Rule.SET, "limit": 500}
    return Field(name=name, type=FieldType.SET, target=target, **_both(base, options))


def phone(name: str, **options: Unpack[Options]) -> Field:
    """Declare a telephone number as people write it."""
    base: Options = {"searched": Searched.PHONE, "limit": 60}
    return Field(name=name, type=FieldType.PHONE, **_both(base, options))


def email(name: str, **options: Unpack[Options]) -> Field:
    """Declare an e-mail address."""
    base: Options = {"searched": Searched.EMAIL, "limit": 254}
    return Field(name=name, type=FieldType.EMAIL, **_both(base, options))


def web(name: str, **options: Unpack[Options]) -> Field:
    """Declare a web address."""
    base: Options = {"limit": 500}
    return Field(name=name, type=FieldType.WEB, **_both(base, options))


CUSTOM = "x_"
"""What the names of organisations' own fields begin with, and no declared one."""
MOST_CUSTOM_NOTE = 4_000
_CUSTOM_NAME = re.compile(r"x_([a-z]+)_[a-z0-9][a-z0-9_]{0,39}\Z")
_CUSTOM_TYPES = {
    "text": FieldType.TEXT,
    "note": FieldType.NOTE,
    "number": FieldType.NUMBER,
    "money": FieldType.MONEY,
    "currency": FieldType.TEXT,
    "date": FieldType.DATE,
    "moment": FieldType.MOMENT,
    "choice": FieldType.CHOICE,
    "choices": FieldType.SET,
    "flag": FieldType.FLAG,
    "person": FieldType.LINK,
    "account": FieldType.LINK,
    "contact": FieldType.LINK,
    "opportunity": FieldType.LINK,
}
_CUSTOM_LIMITS = {"note": MOST_CUSTOM_NOTE, "currency": 3, "date": 10, "choice": 60, "choices": 50}


def is_custom(name: str) -> bool:
    """Tell whether a name is one of organisations' own fields."""
    return name.startswith(CUSTOM)


@lru_cache(maxsize=5_000)
def custom_field(name: str) -> Field | None:
    """Return what the name of an organisation's own field, `x_TYPE_KEY`, says about it; None for any other name.

    The name alone says how a value is kept, checked and merged: so a side that has not heard of the definition yet
    treats it as all others do. What else a definition says stands in `custom_fields.py`.
    """
    hit = _CUSTOM_NAME.match(name)
    said = hit[1] if hit is not None else ""
    if said not in _CUSTOM_TYPES:
        return None
    kind_of_value, amount = _CUSTOM_TYPES[said], name.replace("x_currency_", "x_money_", 1)
    rules = {"note": Rule.TEXT, "choices": Rule.SET, "money": Rule.GROUP, "currency": Rule.GROUP}
    return Field(
        name=name,
        type=kind_of_value,
        rule=rules.get(said, Rule.LATEST),
        group=amount if said in ("money", "currency") else "",
        limit=_CUSTOM_LIMITS.get(said, 32 if kind_of_value is FieldType.LINK else 200),
        picklist=name if said in ("choice", "choices") else "",
        target="user" if said == "person" else said if kind_of_value is FieldType.LINK else "",
        default="CNY" if said == "currency" else None,
        shown=Shown.INTERNAL if said == "currency" else Shown.FORM,
    )


def custom_currency(amount: str) -> str:
    """Return the name of the field that holds the currency of an organisation's own amount."""
    return amount.replace("x_money_", "x_currency_", 1)


def _both(base: Options, options: Options) -> Options:
    merged = base.copy()
    merged.update(options)
    return merged
