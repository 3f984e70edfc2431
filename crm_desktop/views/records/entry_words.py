"""What an entry of a timeline says: icon, title, body, and the line with time, author and sync state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.models.changes import Operation
from crm_desktop.models.record import Record, SyncState
from crm_desktop.views.files.file_words import ending_of, icon_of_type
from crm_desktop.views.language.texts import Text, text, tr
from crm_desktop.views.records.change_words import change_words
from crm_desktop.views.sync_marks import STATES
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.timeline import TimelineEntry

FORM_ICONS = {
    "call": "phone",
    "message": "message-circle",
    "visit": "map-pin",
    "meeting": "users",
    "note": "notebook-pen",
    "email": "mail",
}
_ICONS = {"visit": "map-pin", "task": "list-checks", "note": "sticky-note"}
CHANGE_ICONS = {
    Operation.CREATE: "plus",
    Operation.UPDATE: "pencil",
    Operation.DELETE: "trash-2",
    Operation.RESTORE: "archive-restore",
}
PLANNED, TODAY, YESTERDAY = (
    text("records", "Planned"),
    text("records", "Today"),
    text("records", "Yesterday"),
)


@dataclass(frozen=True, slots=True)
class EntryWords:
    """One entry as it is read."""

    icon: str
    title: str
    body: str
    meta: str
    state: SyncState = SyncState.SYNCED

    @property
    def state_words(self) -> tuple[str, str, str]:
        """Icon, tone and word of what it has to say about sync; empty for what is up to date."""
        icon, tone, words = STATES.get(self.state, ("", "", ""))
        return icon, tone, str(words)

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ". ".join(filter(None, (self.title, self.body, self.meta, self.state_words[2])))


def entry_words(entry: TimelineEntry, words: Wordings, *, with_day: bool = False) -> EntryWords:
    """Return the words of an entry; under a heading that names the day, the time alone is enough."""
    record, formats = entry.record, words.formats
    when = formats.moment(entry.moment) if with_day else formats.time(entry.moment)
    author = record.get("owner_id") or record.get("created_by")
    if entry.change is not None:
        author = entry.change.user_id
    who = tr("records", "You") if author == words.lookups.me else words.lookups.user_name(author)
    if entry.change is not None:
        title, body = change_words(record, entry.change, words)
        icon = CHANGE_ICONS[entry.change.operation]
        state = SyncState.WAITING if entry.change.state.value == "waiting" else SyncState.SYNCED
        return EntryWords(icon, title, body, " · ".join(filter(None, (when, who))), state)
    title, body = _title_and_body(record, words)
    return EntryWords(icon_of(record), title, body, " · ".join(filter(None, (when, who))), record.state)


def icon_of(record: Record) -> str:
    """Return the icon of what an entry is."""
    if record.kind == "activity":
        return FORM_ICONS.get(str(record.get("form")), "notebook-pen")
    if record.kind == "task" and record.get("done"):
        return "circle-check"
    if record.kind == "attachment":
        return icon_of_type(str(record.get("media_type") or ""), record.title)
    return _ICONS.get(record.kind, record.declaration.icon)


def heading(entry: TimelineEntry, words: Wordings) -> Text | str:
    """Return the heading under which an entry stands: planned, today, yesterday, then months."""
    day, today = words.formats.day_of(entry.moment), words.formats.today
    if entry.moment > words.formats.now and day != today:
        return PLANNED
    if day == today:
        return TODAY
    if (today - day).days == 1:
        return YESTERDAY
    return words.formats.month(day)


def _title_and_body(record: Record, words: Wordings) -> tuple[str, str]:
    if record.kind == "note":
        first, _, rest = record.title.partition("\n")
        return first, rest.strip()
    if record.kind == "attachment":
        return record.title, _file_body(record, words)
    if record.kind == "task":
        return record.title, tr("records", "Task, done") if record.get("done") else tr("records", "Task, open")
    if record.kind == "visit":
        return record.title, _joined(words.of(record.declaration, "state", record.values), record.get("outcome"))
    return record.title, _joined(record.get("body"), record.get("outcome"), _next(record.get("next_step")))


def _file_body(record: Record, words: Wordings) -> str:
    """Return kind and size of a file, and that its content has not reached the server while its record has."""
    size = record.get("size")
    said = [ending_of(record.title), words.formats.file_size(size) if isinstance(size, int) else ""]
    if record.get("sha256") and record.get("stored_at") is None and record.state is SyncState.SYNCED:
        said.append(tr("records", "still on its way to the server"))
    return " · ".join(filter(None, said))


def _next(step: object) -> str:
    return tr("records", "Next: {step}", step=step) if step else ""


def _joined(*parts: object) -> str:
    return "\n".join(str(part) for part in parts if part)
