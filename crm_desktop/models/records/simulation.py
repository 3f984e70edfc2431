"""Simulation: a run that somebody kept, with everything it was told, so that it can be read and run again anywhere."""

from crm_desktop.models.fields import RecordKind, Shown, integer, link, note, text

_SINCE = 6

SIMULATION = RecordKind(
    name="simulation",
    plural="simulations",
    icon="activity",
    title="name",
    since=_SINCE,
    fields=(
        text("name", required=True, limit=100),
        link("process_id", "process", required=True),
        link("account_id", "account"),
        integer("seed", least=0, shown=Shown.INTERNAL),
        text("inputs", limit=400_000, shown=Shown.INTERNAL),
        text("result", limit=400_000, shown=Shown.INTERNAL),
        note("comment"),
    ),
)
"""`inputs` is the order that was run, `result` what it came to: JSON, deflated, base 64 (`simulation/keeping.py`)."""
