"""Rule `newest`: of two moments or days that only move forward, the later one stands; there is nothing to decide."""

from crm_desktop.models.errors import ProgrammingError
from crm_desktop.models.fields import Value


def merge_newest(theirs: Value, mine: Value) -> Value:
    """Return the later of two moments (milliseconds) or days (`YYYY-MM-DD`); nothing is earlier than anything."""
    if theirs is None or mine is None:
        return mine if theirs is None else theirs
    if isinstance(theirs, int) and isinstance(mine, int):
        return max(theirs, mine)
    if isinstance(theirs, str) and isinstance(mine, str):
        return max(theirs, mine)
    raise ProgrammingError("only moments and days are merged as newest")
