"""One act that somebody left behind: who wrote it, why it waits, its fields to be put right, and the ways on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.fields import Shown, Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.rescue import DISABLED, LeftChange, LeftField, LeftWork
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.sync_centre.differences import words_for
from crm_desktop.views.sync_centre.entries import name_of
from crm_desktop.views.sync_centre.left_words import heading_of, origin_words, state_words, words_of
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph


class LeftCard(Card):
    """`card.show_work(work, words)`."""

    apply_wanted = Signal(object, object)
    """A LeftWork, and the Transaction to be done in its place."""
    discard_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("sync_centre", "Left behind"), " ", icon="user-x", padding=0, parent=parent)
        self._desk = desk
        self.panel: LeftPanel | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(20, 16, 20, 16)
        inside = QWidget()
        inside.setLayout(self._column)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area, 1)

    def show_work(self, title: str, work: LeftWork, words: Wordings) -> None:
        """Show an act; what is being typed stays as long as the same act is shown in the same state."""
        self.header.title.set_wording(title)
        self.header.remark.set_wording(state_words(work, words.lookups))
        if self.panel is not None and self.panel.work == work and (self.panel.touched or self.panel.words == words):
            return
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        panel = self.panel = LeftPanel(work, self._desk, words)
        panel.apply.clicked.connect(partial(self._apply, panel))
        panel.discard.clicked.connect(partial(self.discard_wanted.emit, work))
        self._column.addWidget(panel)
        self._column.addStretch(1)

    def _apply(self, panel: LeftPanel, _checked: bool = False) -> None:
        if panel.review():
            self.apply_wanted.emit(panel.work, panel.transaction(self._desk.clock.now()))


class LeftPanel(QWidget):
    """The act itself."""

    def __init__(self, work: LeftWork, desk: Desk, words: Wordings) -> None:
        super().__init__()
        self.work, self.words, self._desk = work, words, desk
        self._editors: list[tuple[LeftChange, LeftField, LabelledEditor]] = []
        self._open = work.state == "open" and work.decidable
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Paragraph(origin_words(work, words.lookups, words.formats), role="text.primary"))
        for said in _why(work):
            column.addWidget(Paragraph(said))
        for change in work.changes:
            self._add_change(change, column)
        self.apply = Button(text("sync_centre", "Apply as my change"), icon="check", kind="primary")
        self.copy = Button(text("sync_centre", "Copy text"), self.copy_text, icon="copy")
        self.discard = Button(text("sync_centre", "Discard…"), kind="danger", icon="trash-2")
        self.apply.setVisible(self._open)
        self.discard.setVisible(self._open)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for button in (self.apply, self.copy):
            verbs.addWidget(button)
        verbs.addStretch()
        verbs.addWidget(self.discard)
        column.addLayout(verbs)

    @property
    def touched(self) -> bool:
        """Whether something was put right."""
        return any(editor.editor.touched for _, _, editor in self._editors)

    def review(self) -> bool:
        """Check what was typed; tell whether all is well."""
        found = [editor.editor.review() for _, _, editor in self._editors]
        return all(found)

    def transaction(self, now: int) -> Transaction:
        """Return the act in its place, on top of what stands now, with what was put right."""
        changes = tuple(self._as_change(change) for change in self.work.changes)
        return Transaction(new_id(), self.work.act, now, changes, SCHEMA)

    def copy_text(self) -> None:
        """Put what was written on the clipboard, field by field."""
        lines = [origin_words(self.work, self.words.lookups, self.words.formats)]
        for change in self.work.changes:
            lines.append(heading_of(change) or words_of(change))
            after = self._after(change)
            lines += [f"{name_of(change.kind, name)}: {self._said(change, after, name)}" for name in after]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _as_change(self, change: LeftChange) -> RecordChange:
        if change.operation is Operation.DELETE:
            seen = {"updated_at": FieldChange(change.seen, change.seen)}
            return RecordChange(change.kind, change.id, Operation.DELETE, seen)
        after = self._after(change)
        for of, _, editor in self._editors:
            if of is change:
                after |= editor.editor.values()
        present: dict[str, Value] = {each.name: each.present for each in change.fields}
        fields = {name: FieldChange(present.get(name), value) for name, value in after.items()}
        made_already = change.operation is Operation.CREATE and change.exists
        operation = Operation.UPDATE if made_already else change.operation
        return RecordChange(change.kind, change.id, operation, fields)

    def _after(self, change: LeftChange) -> dict[str, Value]:
        """Return what was written; what a leaver would own becomes the reader's."""
        after: dict[str, Value] = {each.name: each.after for each in change.fields}
        kind = KINDS.get(change.kind)
        owner = kind.owner_field if kind is not None else ""
        new = change.operation is Operation.CREATE and self.work.reason == DISABLED
        if owner and new and after.get(owner) == self.work.user_id:
            after[owner] = self._desk.me
        return after

    def _add_change(self, change: LeftChange, column: QVBoxLayout) -> None:
        column.addWidget(Label(heading_of(change), "bodyStrong"))
        kind = KINDS.get(change.kind)
        shown = [each for each in change.fields if kind is not None and _is_shown(change.kind, each.name)]
        if change.hidden or kind is None or not shown:
            column.addWidget(Paragraph(words_of(change)))
            return
        after = self._after(change)
        for each in shown:
            if self._open:
                editor = LabelledEditor(editor_for(kind.field(each.name), kind, self._desk))
                editor.editor.set_values(after, self.words.linked)
                editor.setMaximumWidth(480)
                self._editors.append((change, each, editor))
                column.addWidget(editor)
            else:
                said = tr(
                    "sync_centre",
                    "{field}: {value}",
                    field=name_of(change.kind, each.name),
                    value=self._said(change, after, each.name),
                )
                column.addWidget(Paragraph(said, role="text.primary"))
            if each.present not in (each.before, each.after):
                now = words_for(change.kind, None, {each.name: each.present}, each.name, self.words)
                column.addWidget(Paragraph(tr("sync_centre", "Now: {value}", value=now), "caption"))

    def _said(self, change: LeftChange, after: dict[str, Value], name: str) -> str:
        return words_for(change.kind, None, after, name, self.words)


def _is_shown(kind: str, name: str) -> bool:
    return KINDS[kind].has(name) and KINDS[kind].field(name).shown is not Shown.INTERNAL


def _why(work: LeftWork) -> list[str]:
    """Return why it was not applied, and what one cannot do about it."""
    said = []
    if work.refusal is not None:
        # Only what is said of a rescue is said to whoever reads it here; other explanations speak to the maker.
        parts = ("title", "explanation") if work.refusal.code.startswith("rescue.") else ("title",)
        said += [str(label("errors", f"{work.refusal.code}.{part}", **work.refusal.facts)) for part in parts]
    elif work.state == "open":
        said.append(tr("sync_centre", "It rests on another change that was not accepted."))
    if work.state == "open" and not work.decidable:
        said.append(
            tr("sync_centre", "Part of it is about records that you may not see: somebody with more rights decides.")
        )
    return said
