"""One field of a record where it is shown: its name, its value, in the value's place the editor when it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from crm_desktop.models.access import FieldRight
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, FieldType, RecordKind, Value
from crm_desktop.models.record import SyncState
from crm_desktop.models.rules.problems import Problem
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import FieldEditor, sentence
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.value_label import ValueLabel
from crm_desktop.views.records.value_look import look_of
from crm_desktop.views.sync_marks import mark_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_view import RecordView

_SCHEMES = {FieldType.PHONE: "tel:", FieldType.EMAIL: "mailto:"}
NAME_WIDTH = 92
_WRAPS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class _Name(Label):
    """What a field is called, in as many lines as it takes; of a fixed size, so that pages are laid out fast."""

    def fit(self, words: str, width: int, least: int) -> None:
        """Take this width, and the height that the words need in it."""
        theme = current_theme()
        # Asked of the theme: one's own font and words may still be those before the change.
        lines = QFontMetrics(theme.font("body")).boundingRect(QRect(0, 0, width, 10_000), int(_WRAPS), words)
        self.setFixedSize(width, max(least, lines.height() + least - theme.line("body")))

    def sizeHint(self) -> QSize:
        """Ask for what was found to fit."""
        return self.maximumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the words under each other."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), int(_WRAPS), self.text())


class Fact(Component, QWidget):
    """`fact.show_view(view, words, editable=True)`; `wanted` says what the person wants the field to be."""

    wanted = Signal(object)
    """The values to write, by field."""

    def __init__(self, kind: RecordKind, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.field, self.desk = kind, field, desk
        self.value = ValueLabel(wraps=field.type is FieldType.NOTE)
        self._name = _Name(label("fields", kind.label_key(field.name)), "body", "text.secondary")
        self._below = Paragraph("", "caption", "danger.text")
        self._below.hide()
        self._view: RecordView | None = None
        self._words: Wordings | None = None
        self.editor: FieldEditor | None = None
        self.state = SyncState.SYNCED
        """What the value has to say about sync."""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._name, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self.value, 0, 1)
        self._grid.addWidget(self._below, 1, 1)
        self.value.edit_wanted.connect(self.edit)
        self.value.open_wanted.connect(self.open)
        self.value.decide_wanted.connect(self.decide)
        self.setFocusProxy(self.value)
        self.settle()

    @property
    def editing(self) -> bool:
        """Whether the editor stands in the value's place."""
        return self.editor is not None and self.editor.isVisibleTo(self)

    def show_view(self, view: RecordView, words: Wordings, *, editable: bool) -> None:
        """Show the field of a record; an editor that is open keeps what was typed, and why it was refused."""
        self._view, self._words = view, words
        right = self.desk_right()
        may = editable and right is FieldRight.WRITE
        self.state = view.field_states.get(self.field.name, SyncState.SYNCED)
        look = look_of(self.kind, self.field, view.record.values, words)
        self.value.show_look(look, editable=may, state=self.state)
        if self.editor is not None and not (self.editing and (self.editor.touched or self.editor.problem is not None)):
            self.editor.set_values(view.record.values, view.linked)
        self.retranslate()

    def desk_right(self) -> FieldRight:
        """Return what the person's role may do with the field."""
        from crm_desktop.views.lookups import lookups_of

        return lookups_of(self.desk).field_right(self.kind, self.field)

    def edit(self, begin: str = "") -> None:
        """Put the editor in the value's place, beginning with what was typed."""
        if self._view is None:
            return
        editor = self._editor()
        editor.set_values(self._view.record.values, self._view.linked)
        self.value.hide()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.begin(begin)

    def open(self) -> None:
        """Go where the value leads: to the record, to the telephone, to the mail program, to the web."""
        value = self._view.record.get(self.field.name) if self._view is not None else None
        if not isinstance(value, str):
            return
        if self.field.type is FieldType.LINK:
            self.desk.navigator.go(Place(KINDS[self.field.target].plural, value))
        elif self.field.type is FieldType.WEB:
            QDesktopServices.openUrl(QUrl(value if "://" in value else f"https://{value}"))
        elif self.field.type in _SCHEMES:
            QDesktopServices.openUrl(QUrl(_SCHEMES[self.field.type] + value))

    def decide(self) -> None:
        """Show in the sync centre what the value waits for, or what is to be decided about it."""
        if self._view is not None:
            self.desk.navigator.go(Place("sync", self._view.record.id))

    def refuse(self, problem: Problem) -> None:
        """Show in the editor why the field could not become what was wanted."""
        if not self.editing:
            self.edit()
        if self.editor is not None:
            self.editor.set_problem(problem)

    def close_editor(self) -> None:
        """Show the value again."""
        if self.editor is not None and self.editing:
            focused = QApplication.focusWidget()
            had_focus = focused is not None and self.editor.isAncestorOf(focused)
            self.editor.hide()
            self.value.show()
            self._below.hide()
            if had_focus:
                self.value.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the editor with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.editing:
            self.close_editor()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Read the name again for those who listen."""
        name = str(label("fields", self.kind.label_key(self.field.name)))
        self._fit_name()
        self.value.setAccessibleName(f"{name}: {self.value.look.spoken or tr('records', 'empty')}")
        self.value.setAccessibleDescription(mark_words(self.state))
        if self.editor is not None:
            self.editor.setAccessibleName(name)

    def restyle(self) -> None:
        """Take the width of the name from the theme."""
        self._grid.setColumnMinimumWidth(0, current_theme().scaled(NAME_WIDTH))
        self._fit_name()

    def _fit_name(self) -> None:
        theme = current_theme()
        words = str(label("fields", self.kind.label_key(self.field.name)))
        self._name.fit(words, theme.scaled(NAME_WIDTH), theme.metric("controlSmall") + 2)

    def _editor(self) -> FieldEditor:
        if self.editor is None:
            self.editor = editor_for(self.field, self.kind, self.desk, self)
            self.editor.hide()
            self.editor.committed.connect(self._committed)
            self.editor.cancelled.connect(self.close_editor)
            self.editor.left.connect(self._left)
            self.editor.problem_changed.connect(self._show_problem)
            self._grid.addWidget(self.editor, 0, 1)
            surroundings = getattr(self.editor, "set_surroundings", None)
            if surroundings is not None:
                surroundings(self._surroundings)
            self.retranslate()
        return self.editor

    def _surroundings(self) -> dict[str, Value]:
        return dict(self._view.record.values) if self._view is not None else {}

    def _committed(self) -> None:
        assert self.editor is not None
        values = self.editor.values()
        stays = self.field.type is FieldType.SET
        if not stays:
            self.close_editor()
        self.wanted.emit(values)

    def _left(self) -> None:
        if self.editor is not None and self.editor.problem is None:
            self.close_editor()

    def _show_problem(self) -> None:
        problem = self.editor.problem if self.editor is not None else None
        self._below.set_wording(sentence(problem))
        self._below.setVisible(problem is not None)
