"""What has to be looked up before one occurrence of a series is changed: the whole series, and what follows from it."""

from dataclasses import dataclass

from crm_desktop.models.calendars.series import Reach, change, delete
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.fields import Values
from crm_desktop.store.queries.acting import following, linked_record
from crm_desktop.store.queries.calendar import series
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants of the occurrence that the rule puts at `at`."""

    kind: str
    id: str
    at: int
    values: Values
    reach: Reach


def editing_series(reader: Reader, asked: Asked, now: int, zone: str) -> list[Edit]:
    """Return the edits; a visit that was done moves the dates of its account, as any visit does."""
    edits = change(series(reader, asked.kind, asked.id, zone), asked.at, asked.values, asked.reach)
    if asked.values.get("state") == "done":
        for made in [edit for edit in edits if isinstance(edit, Create)]:
            edits += following(reader, asked.kind, made.values, now, linked_record(reader, "account", made.values))
    return edits


def deleting_series(reader: Reader, asked: Asked, now: int, zone: str) -> list[Edit]:  # noqa: ARG001 - asked alike
    """Return the edits that take it out, and perhaps others."""
    return delete(series(reader, asked.kind, asked.id, zone), asked.at, asked.reach)
