"""A record's history for a list view: who did what when on which device, and below it each field before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation
from crm_desktop.models.custom_fields import fields_with
from crm_desktop.models.fields import FieldType, RecordKind, Shown, Value
from crm_desktop.views.language.texts import has_label, label, tr
from crm_desktop.views.records.fate_words import fate_words
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.history import HistoryLine

ITEM = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
_STATES = {
    "waiting": ("waiting", "info"),
    "acknowledged": ("waiting", "info"),
    "refused": ("failed", "danger"),
    "parked": ("failed", "danger"),
    "discarded": ("failed", "warning"),
}


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """Either an act (`title`, `meta`, `state`) or one field of it (`field`, `before`, `after`)."""

    title: str = ""
    meta: str = ""
    state: tuple[str, str] = ("", "")
    """Icon and tone of what has not reached the server."""
    user: tuple[str, str] = ("", "")
    name: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    restores: tuple[tuple[str, Value], ...] = ()
    """What writing the value back takes; empty where that is not possible."""
    back: str = ""
    """The value that comes back: the earlier one, or one's own where somebody else's stood."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        if self.title:
            return f"{self.title}, {self.meta}"
        return tr("records", "{field}: {before} became {after}", field=self.field, before=self.before, after=self.after)


class HistoryModel(QAbstractListModel):
    """`model.show_lines(lines, kind, words)`, narrowed to one field by `only`."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[HistoryItem] = []

    def show_lines(self, kind: str, lines: Sequence[HistoryLine], words: Wordings, only: str = "") -> None:
        """Show these acts."""
        self.beginResetModel()
        self._items = [item for line in lines for item in _items(KINDS[kind], line, words, only)]
        self.endResetModel()

    def item(self, index: Index) -> HistoryItem:
        """Return the item of a row."""
        return self._items[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return the item, or the sentence for screen readers."""
        if not index.isValid():
            return None
        if role == ITEM:
            return self._items[index.row()]
        if role in (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.DisplayRole)):
            return self._items[index.row()].spoken
        return None


def fields_in(kind: RecordKind, lines: Sequence[HistoryLine]) -> list[str]:
    """Return the fields that were ever changed and that people see, in the order of the declaration."""
    touched = {name for line in lines for name in line.fields}
    fields = fields_with(kind, touched)
    return [field.name for field in fields if field.name in touched and field.shown is not Shown.INTERNAL]


def _items(kind: RecordKind, line: HistoryLine, words: Wordings, only: str) -> list[HistoryItem]:
    fields = _field_items(kind, line, words, only)
    if only and not fields:
        return []
    who = words.lookups.user_name(line.user_id) or tr("records", "Somebody")
    mine = line.user_id == words.lookups.me
    meta = [words.formats.moment(line.made_at), line.device]
    meta += fate_words(line)
    icon, tone = _STATES.get(str(line.state), ("", ""))
    title = _sentence(kind, line, tr("records", "You") if mine else who)
    head = HistoryItem(
        title, " · ".join(filter(None, meta)), (icon, tone), (who, line.user_id), fields[0].name if fields else ""
    )
    return [head, *fields]


def _sentence(kind: RecordKind, line: HistoryLine, who: str) -> str:
    noun = str(label("kinds", kind.name)).lower()
    match line.operation:
        case Operation.CREATE:
            return tr("records", "{who} added the {kind}", who=who, kind=noun)
        case Operation.DELETE:
            return tr("records", "{who} moved the {kind} to the bin", who=who, kind=noun)
        case Operation.RESTORE:
            return tr("records", "{who} restored the {kind}", who=who, kind=noun)
        case Operation.UPDATE:
            if line.act.endswith(".edit") or not has_label("acts", line.act):
                return tr("records", "{who} changed the {kind}", who=who, kind=noun)
            return tr("records", "{who}: {act}", who=who, act=label("acts", line.act))


def _field_items(kind: RecordKind, line: HistoryLine, words: Wordings, only: str) -> list[HistoryItem]:
    if line.operation is not Operation.UPDATE:
        return []
    items = []
    for field in fields_with(kind, line.fields):
        change = line.fields.get(field.name)
        if change is None or field.shown is Shown.INTERNAL or (only and field.name != only):
            continue
        befores = {name: each.before for name, each in line.fields.items()}
        afters = {name: each.after for name, each in line.fields.items()}
        before, after = words.of(kind, field.name, befores), words.of(kind, field.name, afters)
        if before == after:  # it only travelled with another field
            continue
        # What lost against somebody else's value is what one may want back, not what stood before both.
        lost = line.merged.get(field.name) == "theirs"
        together = [(name, line.fields[name]) for name in kind.group_of(field.name) if name in line.fields]
        group = tuple((name, change.after if lost else change.before) for name, change in together)
        nothing = tr("records", "empty")
        items.append(
            HistoryItem(
                name=field.name,
                field=str(label("fields", kind.label_key(field.name))),
                before=_short(before) or nothing,
                after=_with_fate(_short(after) or nothing, line.merged.get(field.name, "")),
                restores=group if field.client_writes and field.type is not FieldType.COORDINATE else (),
                back=_short(after if lost else before) or nothing,
            )
        )
    return items


def _with_fate(after: str, winner: str) -> str:
    """Return the value with what became of it where somebody else had changed the same field."""
    match winner:
        case "theirs":
            return tr("records", "{value} (a later change by somebody else stands)", value=after)
        case "both":
            return tr("records", "{value} (merged with somebody else's change)", value=after)
        case "mine":
            return tr("records", "{value} (stands instead of somebody else's)", value=after)
        case _:
            return after


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= 300 else f"{one_line[:300]}…"
