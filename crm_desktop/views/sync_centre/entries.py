"""What the sync centre lists: one entry for each record with all that waits, stopped or is to be decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation, RecordChange, Transaction
from crm_desktop.models.fields import Shown
from crm_desktop.models.record import Record
from crm_desktop.models.rescue import LeftWork
from crm_desktop.store.queries.sync_centre import SyncCentre
from crm_desktop.store.queries.sync_state import ConflictDetail, ParkedAct
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import has_label, label, tr

ALL, WAITING, CONFLICTS, FAILED, LEFT = "all", "waiting", "conflicts", "failed", "left"
_OPERATIONS = {
    Operation.CREATE: ("plus", "success"),
    Operation.UPDATE: ("pencil", ""),
    Operation.DELETE: ("trash-2", ""),
    Operation.RESTORE: ("archive-restore", ""),
}


@dataclass(slots=True)
class Entry:
    """One record in the list."""

    kind: str
    id: str
    record: Record | None = None
    waits: tuple[tuple[Transaction, RecordChange], ...] = ()
    """What waits about the record, in order, each change with its act."""
    conflicts: list[ConflictDetail] = field(default_factory=list)
    parked: list[ParkedAct] = field(default_factory=list)
    settled: frozenset[str] = frozenset()
    """Conflict entries that what waits settles."""
    left: LeftWork | None = None
    """An act that somebody left behind; then `id` is the act's, and there is nothing else."""

    @property
    def key(self) -> tuple[str, str]:
        """What the entry is known by."""
        return self.kind, self.id

    def concerns(self, record_id: str) -> bool:
        """Tell whether it is about a record: its own, or one that an act which was not accepted would have changed."""
        acts = (each.transaction for each in self.parked)
        return self.id == record_id or any(change.id == record_id for act in acts for change in act.changes)

    @property
    def title(self) -> str:
        """The record's name; what is made and never seen by the server may have none here."""
        if self.left is not None:
            shown = next((change.title for change in self.left.changes if change.title), "")
            return shown or tr("sync_centre", "A record that you may not see")
        if self.record is not None and self.record.title:
            return self._said(self.record.title)
        stopped = [change for each in self.parked for change in each.transaction.changes]
        for change in (*(change for _, change in self.waits), *stopped):
            if change.id == self.id and self.kind in KINDS:
                named = change.fields.get(KINDS[self.kind].title)
                if named is not None and isinstance(named.after, str):
                    return self._said(named.after)
        return tr("sync_centre", "A record that is not on this device")

    def _said(self, title: str) -> str:
        """Return the title in words: a share is called by the kind of what is shared."""
        return str(label("kinds", title)) if self.kind == "share" else title

    @property
    def kind_words(self) -> str:
        """What kind of record it is."""
        return str(label("kinds", self.kind))

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return KINDS[self.kind].icon if self.kind in KINDS else "circle-dashed"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing about a record: icon, tone ("" for plain), words and when."""

    icon: str
    tone: str
    words: str
    when: str
    conflict: str = ""
    """The id of the conflict entry that it is about."""


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What the list says of each entry; the words are made for those in sight."""

    centre: SyncCentre
    formats: Formats

    def count(self, entry: Entry) -> int:
        """Return how many lines `lines` will return."""
        merged = self.centre.merged.get(entry.key, ())
        return len(entry.parked) + len(entry.conflicts) + len(entry.waits) + len(merged)

    def lines(self, entry: Entry) -> list[Line]:
        """Return the lines, the latest first."""
        return lines_of(entry, self.centre, self.formats)


def entries_of(centre: SyncCentre, tab: str = ALL) -> list[Entry]:
    """Return the entries of a tab: what is to be decided first, then what stopped, then what waits."""
    found: dict[tuple[str, str], Entry] = {}

    def entry(kind: str, record_id: str, record: Record | None) -> Entry:
        made = found.setdefault((kind, record_id), Entry(kind, record_id))
        made.record = made.record or record
        return made

    if tab in (ALL, CONFLICTS):
        for conflict in centre.conflicts:
            kind, record_id = str(conflict.entry.get("record_kind")), str(conflict.entry.get("record_id"))
            entry(kind, record_id, conflict.record).conflicts.append(conflict)
    if tab in (ALL, FAILED):
        for act in centre.parked:
            first = act.transaction.changes[0]
            known = next((each for each in act.records if each.id == first.id), None)
            entry(first.kind, first.id, known).parked.append(act)
    if tab in (ALL, WAITING):
        for waiting in centre.waiting:
            made = entry(waiting.kind, waiting.id, waiting.record)
            made.waits = waiting.changes
            made.settled = waiting.settled
    return list(found.values())


def lines_of(entry: Entry, centre: SyncCentre, formats: Formats) -> list[Line]:
    """Return what is listed under a record, the latest first."""
    lines = [_parked_line(act, formats) for act in entry.parked]
    for conflict in entry.conflicts:
        moment = conflict.entry.get("mine_at")
        words = tr("sync_centre", "{field}, changed on both sides", field=field_words(entry.kind, conflict))
        lines.append(Line("git-compare-arrows", "warning", words, _when(moment, formats), conflict.entry.id))
    for act, change in reversed(entry.waits):
        if change.id in entry.settled:
            lines.append(Line("check", "success", tr("sync_centre", "Decided"), _when(act.made_at, formats)))
        else:
            icon, tone = _OPERATIONS[change.operation]
            lines.append(Line(icon, tone, change_words(change), _when(act.made_at, formats)))
    for settled in centre.merged.get(entry.key, ()):
        words = tr("sync_centre", "{field}, merged for you", field=name_of(entry.kind, settled.field))
        lines.append(Line("merge", "success", words, _when(settled.theirs_at, formats)))
    return lines


def change_words(change: RecordChange) -> str:
    """Return what a change did, in field names: `Amount, next step`."""
    if change.operation is Operation.CREATE:
        return tr("sync_centre", "New record")
    if change.operation is Operation.DELETE:
        return tr("sync_centre", "Deleted")
    if change.operation is Operation.RESTORE:
        return tr("sync_centre", "Restored")
    names = [name_of(change.kind, name) for name, edit in change.fields.items() if edit.before != edit.after]
    return tr("sync_centre", ", ").join(dict.fromkeys(names)) or act_words(change)


def act_words(change: RecordChange) -> str:
    """Return words for a change of which no field says anything."""
    return str(label("kinds", change.kind))


def shown_changes(change: RecordChange) -> Iterable[str]:
    """Yield the fields of a change that are worth showing."""
    kind = KINDS.get(change.kind)
    for name, edit in change.fields.items():
        hidden = kind is None or not kind.has(name) or kind.field(name).shown is Shown.INTERNAL
        if edit.before != edit.after and not hidden:
            yield name


def name_of(kind: str, name: str) -> str:
    """Return what a field is called; for the currency of an amount, what the amount is called."""
    if name == "deleted_at":
        return tr("sync_centre", "Deletion")
    key = f"{kind}.{name}"
    if kind in KINDS and KINDS[kind].has(name) and KINDS[kind].field(name).shown is Shown.INTERNAL:
        others = [other for other in KINDS[kind].group_of(name) if KINDS[kind].field(other).shown is not Shown.INTERNAL]
        key = f"{kind}.{others[0]}" if others else key
    return str(label("fields", key)) if has_label("fields", key) else name


def field_words(kind: str, conflict: ConflictDetail) -> str:
    """Return what the field of a conflict is called."""
    return name_of(kind, str(conflict.entry.get("field")))


def _parked_line(act: ParkedAct, formats: Formats) -> Line:
    if act.refusal is None:
        words = tr("sync_centre", "Waits for a change that was not accepted")
    else:
        title = label("errors", f"{act.refusal.code}.title", **act.refusal.facts)
        words = tr("sync_centre", "Not accepted: {reason}", reason=title)
    return Line("circle-alert", "danger", words, _when(act.transaction.made_at, formats))


def _when(moment: object, formats: Formats) -> str:
    if not isinstance(moment, int) or not moment:
        return ""
    return formats.time(moment) if formats.day_of(moment) == formats.today else formats.moment(moment)
