"""Rule `latest`: the later edit wins, by corrected edit time, ties by transaction id. The caller keeps what lost."""

from crm_desktop.models.fields import Value
from crm_desktop.models.merge.authors import Author, Winner, mine_is_later


def merge_latest(theirs_value: Value, mine_value: Value, mine: Author, theirs: Author | None) -> tuple[Value, Winner]:
    """Return the value of the later edit, and whose it is."""
    return (mine_value, "mine") if mine_is_later(mine, theirs) else (theirs_value, "theirs")
