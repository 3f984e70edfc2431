"""What the server did not accept: why, what was written, and the ways on: put right, send again, copy, give up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.exchange import Refusal
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.store.acts import as_edit
from crm_desktop.store.queries.sync_centre import SyncCentre
from crm_desktop.store.queries.sync_state import ParkedAct
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.sync_centre.differences import words_for
from crm_desktop.views.sync_centre.entries import Entry, change_words, name_of, shown_changes
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph


class ParkedCard(Card):
    """`card.show_entry(entry, centre, words)`; each signal brings the ids of the acts it is about."""

    send_again_wanted = Signal(object)
    send_edited_wanted = Signal(str, object)
    """The id of an act, and the edits in its place."""
    discard_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("sync_centre", "Not accepted"), " ", icon="cloud-alert", padding=0, parent=parent)
        self._desk = desk
        self.acts: list[ActPanel] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(16)
        inside = QWidget()
        inside.setLayout(self._column)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area, 1)

    def show_entry(self, entry: Entry, centre: SyncCentre, words: Wordings) -> None:
        """Show the parked acts of a record; what is being typed stays as long as the same acts are parked."""
        self.header.title.set_wording(entry.title)
        self.header.remark.set_wording(entry.kind_words)
        ids = [act.transaction.id for act in entry.parked]
        if ids == [panel.act.transaction.id for panel in self.acts]:
            return
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.acts = [ActPanel(act, self._desk, words) for act in entry.parked]
        for number, panel in enumerate(self.acts):
            if number:
                self._column.addWidget(line())
            self._column.addWidget(panel)
            ids = with_dependants(panel.act, centre.parked)
            panel.again.clicked.connect(partial(self._send, panel, ids))
            panel.discard.clicked.connect(partial(self.discard_wanted.emit, ids))
        self._column.addStretch(1)

    def _send(self, panel: ActPanel, ids: list[str], _checked: bool = False) -> None:
        if not panel.touched:
            self.send_again_wanted.emit(ids)
        elif panel.review():
            self.send_edited_wanted.emit(panel.act.transaction.id, panel.edits())


class ActPanel(QWidget):
    """One act: the reason in sentences, its fields to be put right, and its verbs."""

    def __init__(self, act: ParkedAct, desk: Desk, words: Wordings) -> None:
        super().__init__()
        self.act, self._words = act, words
        self._editors: list[tuple[RecordChange, LabelledEditor]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for said, style in _reason(act.refusal):
            column.addWidget(Paragraph(said, style, "text.primary" if style == "bodyStrong" else "text.secondary"))
        present = _present(act, words)
        if present:
            column.addWidget(Paragraph(present, role="text.primary"))
        for change in act.transaction.changes:
            self._add_change(change, desk, column)
        self.again = Button(text("sync_centre", "Send again"), icon="refresh-cw", kind="primary")
        self.copy = Button(text("sync_centre", "Copy text"), self.copy_text, icon="copy")
        self.discard = Button(text("sync_centre", "Discard…"), kind="danger", icon="trash-2")
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for button in (self.again, self.copy):
            verbs.addWidget(button)
        verbs.addStretch()
        verbs.addWidget(self.discard)
        column.addLayout(verbs)

    @property
    def touched(self) -> bool:
        """Whether something was put right."""
        return any(each.editor.touched for _, each in self._editors)

    def review(self) -> bool:
        """Check what was typed; tell whether all is well."""
        found = [each.editor.review() for _, each in self._editors]
        return all(found)

    def edits(self) -> list[Edit]:
        """Return the edits of the act with what was put right."""
        return [self._edit(change) for change in self.act.transaction.changes]

    def copy_text(self) -> None:
        """Put what was written on the clipboard, field by field."""
        lines = []
        for change in self.act.transaction.changes:
            record = _record_of(self.act, change)
            lines.append(f"{label('kinds', change.kind)}: {record.title if record else change_words(change)}")
            for name in shown_changes(change):
                after: dict[str, Value] = {key: edit.after for key, edit in change.fields.items()}
                value = words_for(change.kind, record, after, name, self._words)
                lines.append(f"{name_of(change.kind, name)}: {value}")
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _edit(self, change: RecordChange) -> Edit:
        edit = as_edit(change)
        typed: dict[str, Value] = {}
        for of, each in self._editors:
            if of is change:
                typed |= each.editor.values()
        if isinstance(edit, Create):
            return Create(edit.kind, {**edit.values, **typed}, edit.id)
        if isinstance(edit, Update):
            return Update(edit.kind, edit.id, {**edit.values, **typed})
        return edit

    def _add_change(self, change: RecordChange, desk: Desk, column: QVBoxLayout) -> None:
        kind = KINDS.get(change.kind)
        if kind is None or change.operation not in (Operation.CREATE, Operation.UPDATE):
            column.addWidget(Label(change_words(change)))
            return
        after = {name: edit.after for name, edit in change.fields.items()}
        for name in shown_changes(change):
            field = LabelledEditor(editor_for(kind.field(name), kind, desk))
            field.editor.set_values(after, self._words.linked)
            field.setMaximumWidth(480)
            self._editors.append((change, field))
            column.addWidget(field)


def with_dependants(act: ParkedAct, parked: Sequence[ParkedAct]) -> list[str]:
    """Return the ids of an act and of those that rest on it: parked for no reason of their own."""
    ids = [act.transaction.id]
    records = {change.id for change in act.transaction.changes}
    for other in parked:
        if other.refusal is None and other.transaction.id not in ids and _rests_on(other, records):
            ids.append(other.transaction.id)
            records |= {change.id for change in other.transaction.changes}
    return ids


def _rests_on(act: ParkedAct, records: set[str]) -> bool:
    for change in act.transaction.changes:
        values = [edit.after for edit in change.fields.values()]
        flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
        if change.id in records or not records.isdisjoint(each for each in flat if isinstance(each, str)):
            return True
    return False


def _reason(refusal: Refusal | None) -> list[tuple[str, str]]:
    """Return why, in sentences, each with its type style."""
    if refusal is None:
        return [
            (tr("sync_centre", "Waits for a change that was not accepted"), "bodyStrong"),
            (
                tr("sync_centre", "It belongs to another change of yours. Settle that one, and this one follows."),
                "body",
            ),
        ]
    parts = ("title", "explanation", "remedy")
    said = [str(label("errors", f"{refusal.code}.{part}", **refusal.facts)) for part in parts]
    return [(said[0], "bodyStrong"), (f"{said[1]} {said[2]}", "body")]


def _present(act: ParkedAct, words: Wordings) -> str:
    """Return what stands at the server where somebody else was first, and who that was."""
    refusal = act.refusal
    if refusal is None or not refusal.field or refusal.kind not in KINDS or not KINDS[refusal.kind].has(refusal.field):
        return ""
    value = words_for(refusal.kind, None, {refusal.field: refusal.present}, refusal.field, words)
    name, who = name_of(refusal.kind, refusal.field), words.lookups.user_name(refusal.facts.get("by"))
    if not who:
        return tr("sync_centre", "{field} is now: {value}", field=name, value=value)
    return tr("sync_centre", "{field} is now: {value} ({who})", field=name, value=value, who=who)


def _record_of(act: ParkedAct, change: RecordChange) -> Record | None:
    return next((each for each in act.records if each.id == change.id), None)
