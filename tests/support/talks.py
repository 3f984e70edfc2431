"""An interview to talk in, and what was recorded in it: for tests of recording."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.attachments import FileView, files_of
from crm_desktop.store.queries.records import where
from tests.support.sample import ME, NOW, ident


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of an interview with its files."""

    entry: Record
    files: tuple[FileView, ...]

    @property
    def form(self) -> str:
        """What it is."""
        return str(self.entry.get("form"))

    @property
    def length_ms(self) -> int:
        """How long it sounds."""
        length = self.entry.get("length_ms")
        return length if isinstance(length, int) else 0


def lay_talk(store: Store, *, agreed: bool = True) -> str:
    """Write an interview in which somebody has agreed to a recording, or nobody yet; return its id."""
    study = Create("study", {"name": "Order to delivery", "account_id": ident("hengchuan"), "owner_id": ME})
    values: dict[str, Value] = {
        "name": "Interview with Zhou Min",
        "study_id": study.id,
        "account_id": ident("hengchuan"),
        "state": "running",
        "owner_id": ME,
    }
    if agreed:
        values |= {"consent_at": NOW, "consent_by": "Zhou Min"}
    interview = Create("interview", values)
    store.door.commit("interview.create", [study, interview])
    return interview.id


def said_in(store: Store, interview_id: str) -> list[Said]:
    """Return the interview's entries in the order of their times."""
    condition = "deleted_at IS NULL AND interview_id = ? ORDER BY at_ms, id"
    entries = store.read(where, "interview_entry", condition, interview_id)
    return [Said(each, tuple(store.read(files_of, "interview_entry", each.id))) for each in entries]
