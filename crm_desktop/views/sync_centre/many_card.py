"""Many conflicts at once: which were chosen, what comes of keeping one side of them all, and the verb that does it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QWidget

from crm_desktop.store.queries.sync_state import ConflictDetail
from crm_desktop.views.actions import key_text
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.sync_centre.differences import FieldRow, conflict_row, units_of
from crm_desktop.views.sync_centre.entries import Entry
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component, line
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.segmented import Segmented

MINE, THEIRS = "mine", "theirs"
_RESULT = 4
_READ = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole))
_Index = QModelIndex | QPersistentModelIndex


class ManyCard(Card):
    """`card.show_chosen(entries, ids, words, me)`; `settled` brings `ConflictDetail`s and whether mine is kept."""

    settled = Signal(object, bool)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(text("sync_centre", "Conflict"), " ", icon="git-compare-arrows", padding=0, parent=parent)
        self._details: list[ConflictDetail] = []
        mine, theirs = text("sync_centre", "Keep mine"), text("sync_centre", "Keep theirs")
        self.side = Segmented([(MINE, mine, ""), (THEIRS, theirs, "")], self.choose)
        self.model = ResultModel(self)
        self.table = _ResultTable(self.model)
        self.apply = Button("", self.apply_choices, kind="primary", icon="check")
        self.apply.set_hint(key_text("Ctrl+Return"))
        self.header.end.addWidget(self.side)
        self.body.setSpacing(0)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(line())
        self.body.addLayout(self._verbs())

    def show_chosen(self, entries: list[Entry], ids: frozenset[str], words: Wordings, me: str) -> None:
        """Show the chosen conflicts with what comes of the side that is kept."""
        rows: list[ManyRow] = []
        self._details = []
        records = 0
        for entry in entries:
            chosen = [each for each in entry.conflicts if each.entry.id in ids]
            records += bool(chosen)
            self._details += chosen
            rows += [ManyRow(entry, unit, some) for unit, some in units_of(chosen)]
        count = len(self._details)
        self.header.title.set_wording(text("sync_centre", "%n conflict(s) chosen", n=count))
        self.header.remark.set_wording(text("sync_centre", "in %n record(s)", n=records))
        self.apply.set_wording(text("sync_centre", "Settle %n conflict(s)", n=count))
        self.model.show(rows, words, me)
        self.choose(self.side.choice)

    def choose(self, side: str) -> None:
        """Show what keeping a side would leave; nothing is written yet."""
        self.side.choose(side)
        self.model.choose(mine=side == MINE)

    def apply_choices(self) -> None:
        """Settle all that is chosen."""
        if self._details:
            self.settled.emit(list(self._details), self.side.choice == MINE)

    def _verbs(self) -> QHBoxLayout:
        verbs = QHBoxLayout()
        verbs.setContentsMargins(20, 12, 16, 12)
        verbs.setSpacing(8)
        verbs.addWidget(Button(text("sync_centre", "Clear selection"), self.cleared.emit, icon="x"))
        verbs.addStretch(1)
        said = Label(text("sync_centre", "You can undo this for 30 days"), "caption", "text.secondary", elide=True)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        verbs.addWidget(said, 4)
        verbs.addWidget(self.apply)
        return verbs


@dataclass(slots=True)
class ManyRow:
    """One field, or several that win and lose together, of one record; its words are made when they are looked at."""

    entry: Entry
    unit: tuple[str, ...]
    details: list[ConflictDetail]
    made: FieldRow | None = None


class ResultModel(QAbstractTableModel):
    """Record, field, mine, theirs, and what will stand."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[ManyRow] = []
        self._words: Wordings | None = None
        self._me, self._mine = "", True

    def show(self, rows: list[ManyRow], words: Wordings, me: str) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows, self._words, self._me = rows, words, me
        self.endResetModel()

    def choose(self, *, mine: bool) -> None:
        """Show the result of keeping one's own values, or the others'."""
        self._mine = mine
        if self.rows:
            self.dataChanged.emit(self.index(0, _RESULT), self.index(len(self.rows) - 1, _RESULT))

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many fields there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else _RESULT + 1

    def data(self, index: _Index, role: int = _READ[0]) -> object:
        """Return the words of a cell; what will stand is set off."""
        if role in _READ:
            return self._said(self.rows[index.row()], index.column())
        if index.column() == _RESULT and role == int(Qt.ItemDataRole.BackgroundRole):
            return current_theme().color("accent.tint")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _READ[0]) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or role not in _READ[:2]:
            return int(Qt.AlignmentFlag.AlignLeft) if role == int(Qt.ItemDataRole.TextAlignmentRole) else None
        names = (
            tr("sync_centre", "Record"),
            tr("sync_centre", "Field"),
            tr("sync_centre", "Mine"),
            tr("sync_centre", "Theirs"),
            tr("sync_centre", "Result after applying"),
        )
        return names[section]

    def _said(self, row: ManyRow, column: int) -> str:
        assert self._words is not None
        if not column:
            return row.entry.title
        if row.made is None:
            row.made = conflict_row(row.unit, row.details, self._me, self._words)
        made = row.made
        kept = made.mine if self._mine else made.theirs
        return (made.name, made.mine.words, made.theirs.words, kept.words)[column - 1].replace("\n", " ")


class _ResultTable(Component, QTableView):
    def __init__(self, model: ResultModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        self.settle()

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(tr("sync_centre", "Result after applying"))

    def restyle(self) -> None:
        """Take the heights from the theme."""
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(current_theme().metric("row"))
        self.setFont(current_theme().font("body"))
