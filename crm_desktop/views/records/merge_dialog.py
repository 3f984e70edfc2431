"""Making two records one: both side by side, a choice for each field in which they differ, one act with one undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.fields import Field, FieldType, RecordKind
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.link_editor import LinkEditor
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.merge_choices import MergeChoices
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.models.edits import Edit
    from crm_desktop.store.queries.combining import Pair


class MergeDialog(Dialog):
    """`MergeDialog(kind, kept, other, desk, window).open()`; without `other` it is asked for first."""

    def __init__(self, kind: RecordKind, kept: str, other: str, desk: Desk, parent: QWidget) -> None:
        explanation = text(
            "records", "Everything that belongs to the second one moves to the first. Undo takes it back."
        )
        super().__init__(label("acts", "record.merge"), explanation, width=760, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk, self.kind = desk, kind
        self._ids = (kept, other)
        self.pair: Pair | None = None
        self.search = LinkEditor(Field(name="other_id", type=FieldType.LINK, target=kind.name), kind, desk)
        self.search.search.makes_new = False
        self.search.search.exclude = lambda: {self._ids[0]}
        self.search.input.setAccessibleName(str(text("records", "Merge with")))
        self.search.search.found.connect(lambda found, _title: self._choose(found))
        self.choices = MergeChoices()
        self.moving = Label("", "caption", "text.secondary")
        self.swap = Button(text("records", "Keep the other one"), self._swap, icon="arrow-left-right", small=True)
        self._lay_out(asks=not other)
        self.add_safe_verb()
        self.verb = self.add_verb(label("acts", "record.merge"), self.merge)
        self._review()
        if other:
            self._read()
        else:
            self.search.setFocus()

    def merge(self) -> None:
        """Look up what moves along, then do all of it in one act."""
        from crm_desktop.store.queries.combining import combining

        if self.pair is None:
            return
        self.verb.set_busy(True)
        ids, chosen = self._ids, self.choices.values()
        store, me, kind = self.desk.store, self.desk.me, self.kind.name
        work = partial(store.read, combining, me, kind, ids, chosen)
        self.desk.background.read(work, self._write, self._refused, owner=self)

    def _write(self, edits: list[Edit]) -> None:
        assert self.pair is not None
        kept, other = self.pair.kept, self.pair.other
        said = text("records", "{other} merged into {kept}", other=other.title, kept=kept.title)
        self.desk.act(f"{self.kind.name}.merge", edits, said, lambda _done: self._done(kept.id), self._refused)

    def _done(self, kept: str) -> None:
        self.accept()
        self.desk.navigator.go(Place(self.kind.plural, kept))

    def _refused(self, error: Exception) -> None:
        self.verb.set_busy(False)
        self.desk.notices.fail(error)

    def _choose(self, other: str) -> None:
        self._ids = (self._ids[0], other)
        self._read()

    def _swap(self) -> None:
        self._ids = (self._ids[1], self._ids[0])
        self.search.setVisible(False)
        self._read()

    def _read(self) -> None:
        from crm_desktop.store.queries.combining import pair

        self.desk.read(self, self._take, pair, self.kind.name, *self._ids)

    def _take(self, found: Pair) -> None:
        self.pair = found
        formats = current_formats(self.desk.clock.now())
        words = Wordings(lookups_of(self.desk), formats, found.linked)
        self.choices.show_pair(found.kept, found.other, words)
        parts = [
            f"{label('kinds', name if count == 1 else f'{name}.plural')} {formats.number(count)}"
            for name, count in sorted(found.moving.items())
        ]
        nothing = text("records", "Nothing hangs on the second one.")
        along = text("records", "Moves along: {records}", records=formats.listed(parts))
        self.moving.set_wording(along if parts else nothing)
        self._review()
        self.adjustSize()
        self.verb.setFocus()

    def _review(self) -> None:
        known = self.pair is not None
        self.verb.setEnabled(known)
        for part in (self._scroll, self.moving, self.swap):
            part.setVisible(known)

    def _lay_out(self, *, asks: bool) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFixedHeight(current_theme().scaled(340))
        self.choices.setProperty("scrollContent", True)
        self._scroll.setWidget(self.choices)
        self.search.setVisible(asks)
        foot = QHBoxLayout()
        foot.addWidget(self.moving, 1)
        foot.addWidget(self.swap)
        rows = QVBoxLayout()
        rows.setSpacing(10)
        rows.addWidget(self.search)
        rows.addWidget(self._scroll)
        rows.addLayout(foot)
        self.body.addLayout(rows)
