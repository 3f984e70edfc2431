"""One record on which two people differ: the table, what comes of the choices, and the verbs that settle it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.models.rules.settling import Choice, Side
from crm_desktop.store.queries.sync_centre import SyncCentre, account_of
from crm_desktop.views.actions import key_text
from crm_desktop.views.language.texts import Text, text, tr
from crm_desktop.views.sync_centre.conflict_table import ConflictTable
from crm_desktop.views.sync_centre.differences import FieldRow, conflict_rows, merged_row, words_for
from crm_desktop.views.sync_centre.entries import Entry
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box

_RESULTS = 4
"""Fields beside each other in what comes of it."""


class ConflictCard(Card):
    """`card.show_entry(entry, centre, words, me)`; `settled` brings record and `Choice`s."""

    settled = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(text("sync_centre", "Conflict"), " ", icon="git-compare-arrows", padding=0, parent=parent)
        self.table = ConflictTable()
        self._entry: Entry | None = None
        self._rows: list[FieldRow] = []
        self._words: Wordings | None = None
        self._badge = Badge("", "success")
        self.header.end.addWidget(self._badge)
        self.apply = Button(text("sync_centre", "Apply choices"), self.apply_choices, kind="primary", icon="check")
        self.apply.set_hint(key_text("Ctrl+Return"))
        self._result = _Result()
        self._lay_out()
        self.table.chosen.connect(self._show_result)

    @property
    def record(self) -> Record | None:
        """The record under decision."""
        return self._entry.record if self._entry is not None else None

    def show_entry(self, entry: Entry, centre: SyncCentre, words: Wordings, me: str) -> None:
        """Show the conflicts of a record, and what merged by itself beside them."""
        if self._entry is None or self._entry.key != entry.key:
            self.table.choices = {}
        self._entry, self._words = entry, words
        self._rows = conflict_rows(entry.conflicts, me, words)
        decided = {row.field for row in self._rows}
        merged = [each for each in centre.merged.get(entry.key, ()) if each.field not in decided]
        rows = [*self._rows, *(merged_row(each, entry.record, words) for each in merged)]
        self.header.title.set_wording(entry.title)
        self.header.remark.set_wording(self._remark(entry, centre, len(self._rows)))
        self.table.show_rows(rows, *self._authors(words))
        self._show_result()

    def apply_choices(self) -> None:
        """Settle the fields for which something is chosen."""
        choices = [
            Choice(detail.entry, self.table.choices[row.field])
            for row in self._rows
            if row.field in self.table.choices
            for detail in row.details
        ]
        if choices:
            self.settled.emit(self.record, choices)

    def keep(self, *, mine: bool) -> None:
        """Settle all fields for one side."""
        self.table.choose_all(mine=mine)
        self.apply_choices()

    def focus_first(self) -> None:
        """Give the keys to the first field to decide."""
        self.table.step("", 0)

    def _remark(self, entry: Entry, centre: SyncCentre, fields: int) -> str:
        changed = tr("sync_centre", "%n field(s) changed on both sides", n=fields)
        account = account_of(entry.record, centre.linked)
        return f"{account} · {changed}" if account else f"{entry.kind_words} · {changed}"

    def _authors(self, words: Wordings) -> tuple[str, str]:
        """Return who wrote one's own and the other values, and when."""
        row = self._rows[0]
        entry = row.details[0].entry
        said = []
        for mine in (True, False):
            side = row.side(mine).value
            moment = entry.get(f"{side}_at")
            when = words.formats.moment(moment) if isinstance(moment, int) else ""
            who = "" if mine else words.lookups.user_name(entry.get(f"{side}_by"))
            device = str(entry.get("mine_device") or "") if side == Side.MINE.value else ""
            said.append(words.formats.listed([part for part in (who, when, device) if part]))
        return said[0], said[1]

    def _show_result(self) -> None:
        done, whole = len(self.table.choices), len(self._rows)
        complete = done == whole
        words = tr("sync_centre", "{done} of {whole} decided", done=done, whole=whole)
        self._badge.set_state(
            words, "success" if complete else "warning", "check" if complete else "git-compare-arrows"
        )
        self.apply.setEnabled(done > 0)
        self._result.show_values([(row.name, self._after(row)) for row in self._rows])

    def _after(self, row: FieldRow) -> str:
        """Return what a field will hold: what is chosen, else what stands now."""
        side = self.table.choices.get(row.field)
        if side is row.side(mine=True):
            return row.mine.words
        if side is row.side(mine=False):
            return row.theirs.words
        if self._entry is None or self._words is None or self._entry.record is None:
            return ""
        record = self._entry.record
        return words_for(record.kind, record, record.values, row.field, self._words)

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.table)
        self.body.setSpacing(0)
        self.body.addWidget(area, 1)
        framed = QVBoxLayout()
        framed.setContentsMargins(20, 8, 20, 12)
        framed.addWidget(self._result)
        self.body.addLayout(framed)
        self.body.addWidget(line())
        self.body.addLayout(self._verbs())

    def _verbs(self) -> QHBoxLayout:
        verbs = QHBoxLayout()
        verbs.setContentsMargins(20, 12, 16, 12)
        verbs.setSpacing(8)
        mine: Text = text("sync_centre", "Keep mine")
        verbs.addWidget(Button(mine, lambda: self.keep(mine=True), icon="user-round"))
        verbs.addWidget(Button(text("sync_centre", "Keep theirs"), lambda: self.keep(mine=False), icon="users-round"))
        verbs.addStretch(1)
        said = Label(text("sync_centre", "You can undo this for 30 days"), "caption", "text.secondary", elide=True)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        verbs.addWidget(said, 4)
        verbs.addWidget(self.apply)
        return verbs


class _Result(QWidget):
    """What the record will say after applying, a few fields beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 10, 14, 10)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)

    def show_values(self, values: list[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        title = IconWord("eye", words=text("sync_centre", "Result after applying"))
        self._grid.addWidget(title, 0, 0, 1, _RESULTS)
        for number, (name, value) in enumerate(values):
            row, column = divmod(number, _RESULTS)
            self._grid.addWidget(Label(name, "caption", "text.secondary", elide=True), 1 + 2 * row, column)
            self._grid.addWidget(Label(value.replace("\n", " "), weight=500, elide=True), 2 + 2 * row, column)
        for column in range(_RESULTS):
            self._grid.setColumnStretch(column, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        ground, edge = theme.color("bg.subtle"), theme.color("border.default")
        rounded_box(QPainter(self), QRectF(self.rect()), theme.radius("lg"), ground, edge)
