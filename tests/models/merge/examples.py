"""One kind that declares every merge rule, and short ways to say who changed what."""

from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.fields import (
    RecordKind,
    Rule,
    Value,
    choice,
    currency,
    integer,
    link,
    members,
    moment,
    money,
    note,
    text,
)
from crm_desktop.models.merge.authors import Author

KIND = RecordKind(
    name="sample",
    plural="samples",
    icon="box",
    title="name",
    fields=(
        text("name", required=True),
        text("phone"),
        link("owner_id", "user", rule=Rule.GUARD),
        choice("stage", "open", "won", rule=Rule.GUARD),
        note("notes", limit=200),
        members("tags"),
        integer("views", rule=Rule.SUM),
        money("amount"),
        currency("currency", of="amount"),
        moment("last_at", rule=Rule.NEWEST),
        integer("x", rule=Rule.PLACE, group="place"),
        integer("y", rule=Rule.PLACE, group="place"),
    ),
)
LI = Author("li", "laptop", 1_000, "t1")
WANG = Author("wang", "phone", 2_000, "t2")


def change(**fields: tuple[Value, Value]) -> RecordChange:
    """Return an update of the sample record: field = (before, after)."""
    edits = {name: FieldChange(before, after) for name, (before, after) in fields.items()}
    return RecordChange("sample", "r1", Operation.UPDATE, edits)
