"""Work that somebody left behind, in words: its entry in the list, who left it and why, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, RecordChange
from crm_desktop.models.rescue import DISABLED, LeftChange, LeftWork
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.sync_centre.entries import Entry, Line, change_words

_STATES = {"open": ("circle-alert", "warning"), "applied": ("check", "success"), "discarded": ("trash-2", "")}


def left_entries(works: Iterable[LeftWork]) -> list[Entry]:
    """Return one entry for each act, in the order of the list."""
    return [Entry(work.changes[0].kind if work.changes else "", work.id, left=work) for work in works]


def left_lines(work: LeftWork, lookups: Lookups, formats: Formats) -> list[Line]:
    """Return what is listed under an entry: who left it, what it changed, what became of it."""
    who = lookups.user_name(work.user_id) or tr("sync_centre", "Somebody")
    icon, tone = _STATES[work.state]
    lines = [Line("user-x", "", tr("sync_centre", "{name}, {device}", name=who, device=work.device), "")]
    lines += [Line("pencil", "", words_of(change), formats.moment(work.made_at)) for change in work.changes]
    lines.append(Line(icon, tone, state_words(work, lookups), formats.moment(work.decided_at or work.received_at)))
    return lines


@dataclass(frozen=True, slots=True)
class LeftWords:
    """What the list says of work that was left behind."""

    lookups: Lookups
    formats: Formats

    def count(self, entry: Entry) -> int:
        """Return how many lines `lines` will return."""
        return len(entry.left.changes) + 2 if entry.left is not None else 0

    def lines(self, entry: Entry) -> list[Line]:
        """Return the lines of an entry."""
        return left_lines(entry.left, self.lookups, self.formats) if entry.left is not None else []


def words_of(change: LeftChange) -> str:
    """Return what a change did, in field names."""
    if change.hidden:
        return tr("sync_centre", "A record that you may not see")
    fields = {each.name: FieldChange(each.before, each.after) for each in change.fields}
    return change_words(RecordChange(change.kind, change.id, change.operation, fields))


def state_words(work: LeftWork, lookups: Lookups) -> str:
    """Return what became of an act."""
    by = lookups.user_name(work.decided_by) or tr("sync_centre", "Somebody")
    if work.state == "applied":
        return tr("sync_centre", "Applied by {name}", name=by)
    if work.state == "discarded":
        return tr("sync_centre", "Discarded by {name}", name=by)
    return tr("sync_centre", "Waits for a decision")


def origin_words(work: LeftWork, lookups: Lookups, formats: Formats) -> str:
    """Return who wrote it, when, where, and why it is here."""
    who = lookups.user_name(work.user_id) or tr("sync_centre", "Somebody")
    when = formats.moment(work.made_at)
    if work.reason == DISABLED:
        said = tr(
            "sync_centre",
            "{name} · {when} · {device}. The person has left since.",
            name=who,
            when=when,
            device=work.device,
        )
    else:
        said = tr(
            "sync_centre",
            "{name} · {when} · {device}. The device has no access any more.",
            name=who,
            when=when,
            device=work.device,
        )
    return said


def heading_of(change: LeftChange) -> str:
    """Return what a change is about: kind and name of its record."""
    kind = str(label("kinds", change.kind)) if change.kind in KINDS else ""
    return tr("sync_centre", "{kind}: {title}", kind=kind, title=change.title) if change.title else kind
