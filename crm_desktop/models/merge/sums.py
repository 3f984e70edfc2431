"""Rule `sum`: a counter takes the difference each side made. Nothing counts as zero."""

from crm_desktop.models.errors import ProgrammingError
from crm_desktop.models.fields import Value


def merge_sums(before: Value, theirs: Value, mine: Value) -> Value:
    """Return their number plus the difference I made."""
    return _number(theirs) + _number(mine) - _number(before)


def _number(value: Value) -> int | float:
    if value is None:
        return 0
    if isinstance(value, str | list):
        raise ProgrammingError("only numbers are merged as sums")
    return value
