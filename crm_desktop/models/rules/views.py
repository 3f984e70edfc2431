"""What a list shows: filter, order, groups and columns, as data that a saved view keeps and a query runs.

Relative dates stay relative in the saved form ("next 90 days") and are resolved when the query runs.
"""

from enum import StrEnum
from typing import Literal

import msgspec

from crm_desktop.models.fields import Value


class Operator(StrEnum):
    """How a condition compares."""

    IS = "is"
    IS_NOT = "is_not"
    ANY_OF = "any_of"
    CONTAINS = "contains"
    EMPTY = "empty"
    FILLED = "filled"
    BELOW = "below"
    ABOVE = "above"
    BETWEEN = "between"
    """`value` is the lower, `upper` the upper bound, both included."""
    NEXT_DAYS = "next_days"
    LAST_DAYS = "last_days"
    NOT_FOR_DAYS = "not_for_days"
    """Longer ago than that many days, or never."""
    IN_PERIOD = "in_period"
    """In a span that moves with the calendar; `value` is one of `rules.periods.PERIODS`."""
    MINE = "mine"
    MY_TEAM = "my_team"


class Condition(msgspec.Struct, frozen=True, omit_defaults=True, tag="condition"):
    """One comparison of one field."""

    field: str
    operator: Operator
    value: Value = None
    upper: Value = None


class Group(msgspec.Struct, frozen=True, omit_defaults=True, tag="group"):
    """Several conditions of which all or any must hold."""

    parts: tuple["Condition | Group", ...] = ()
    join: Literal["and", "or"] = "and"


class Sort(msgspec.Struct, frozen=True, omit_defaults=True):
    """Order by one field; a title sorts by its pinyin."""

    field: str
    descending: bool = False


class Definition(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that a saved view keeps."""

    filter: Group = Group()
    sorts: tuple[Sort, ...] = ()
    group_by: str = ""
    columns: tuple[str, ...] = ()
    search: str = ""
    target: int = 0
    """What the opportunities of the view are to bring, in ten-thousandths of `target_currency`; 0 for no target."""
    target_currency: str = "CNY"


def encode(definition: Definition) -> str:
    """Return the JSON a saved view stores."""
    return msgspec.json.encode(definition).decode()


def decode(text: str) -> Definition:
    """Read a stored definition; raises msgspec.ValidationError when it is damaged."""
    return msgspec.json.decode(text, type=Definition)
