"""What a timeline says of a change: which record, which fields, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.changes import FieldChange, Operation
from crm_desktop.models.fields import Field, Shown, Value
from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.history import HistoryLine

_MOST = 3
"""Fields that are told one by one; further ones are counted."""
_KNOWN = ("", "user", "stage", "tag", "unit")
"""Kinds of linked records whose names are at hand."""


def change_words(record: Record, line: HistoryLine, words: Wordings) -> tuple[str, str]:
    """Return title and body: `MES phase 2 changed` and `Stage: Proposal → Negotiation`."""
    kind = str(label("kinds", record.kind))
    told = {
        Operation.CREATE: tr("records", "{kind} {title} added", kind=kind, title=record.title),
        Operation.DELETE: tr("records", "{kind} {title} moved to the bin", kind=kind, title=record.title),
        Operation.RESTORE: tr("records", "{kind} {title} taken out of the bin", kind=kind, title=record.title),
    }
    if line.operation in told:
        return told[line.operation], ""
    declared = record.declaration
    shown = [
        (declared.field(name), change)
        for name, change in line.fields.items()
        if declared.has(name) and declared.field(name).shown is not Shown.INTERNAL and change.before != change.after
    ]
    lines = [_line(record, field, change, words) for field, change in shown[:_MOST]]
    if len(shown) > _MOST:
        lines.append(tr("records", "and %n more field(s)", n=len(shown) - _MOST))
    return tr("records", "{kind} {title} changed", kind=kind, title=record.title), "\n".join(lines)


def _line(record: Record, field: Field, change: FieldChange, words: Wordings) -> str:
    name = str(label("fields", record.declaration.label_key(field.name)))
    if field.target not in _KNOWN:
        return name

    def said(value: Value) -> str:
        return _short(words.value(record.declaration, field, value)) or "–"

    return tr(
        "records", "{field}: {before} → {after}", field=name, before=said(change.before), after=said(change.after)
    )


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"
