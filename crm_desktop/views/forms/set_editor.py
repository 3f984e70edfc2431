"""The editor of a set: chips with an x, and a line that adds one; tags in their colours, people with their faces."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.fields import Field, RecordKind, Value, Values
from crm_desktop.models.values import members
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.forms.searching import RecordSearch
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_colours
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width
from crm_desktop.views.widgets.painted_button import RemovableChip
from crm_desktop.views.widgets.text_input import TextInput

_PAD, _GAP = 8, 6


class SetEditor(FieldEditor):
    """A set of records by name, or of plain words where the field links to nothing."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, kind, desk, parent)
        self._members: list[str] = []
        self._names: dict[str, str] = {}
        self._chips = QWidget()
        self._flow = FlowLayout(6, parent=self._chips)
        self.input = TextInput(placeholder=text("forms", "Add"), icon="plus")
        self.search = RecordSearch(field.target, desk, self.input) if field.target else None
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._chips)
        column.addWidget(self.input)
        self.row.addLayout(column, 1)
        self._control = self.input
        self.setFocusProxy(self.input)
        self.input.installEventFilter(self)
        if self.search is not None:
            self.search.exclude = lambda: set(self._members)
            self.search.found.connect(self._found)
            self.input.textEdited.connect(self.search.search)
        self.input.textEdited.connect(lambda _text: self.typed())
        self.lookups.changed.connect(self._show_chips)
        self.settle()

    def set_surroundings(self, values: Callable[[], Values]) -> None:
        """Say what else is known of the record, so that what belongs to the same account comes first."""
        if self.search is not None:
            self.search.surroundings = values

    def take_names(self, linked: Mapping[str, str]) -> None:
        """Learn what linked records are called."""
        self._names.update(linked)
        if linked:
            self._show_chips()

    def show_value(self, value: Value) -> None:
        """Show a chip for each member."""
        self._members = members(value)
        self.input.clear()
        self._show_chips()

    def read_value(self) -> Value:
        """Return the members; what is being typed counts only where it is plain words."""
        words = self.input.text().strip()
        return [*self._members, words] if words and not self.field.target else list(self._members)

    def lock_control(self, *, locked: bool) -> None:
        """Take away the line and the x of the chips."""
        self.input.setVisible(not locked)
        self._show_chips()

    def remove(self, member: str) -> None:
        """Take a member out."""
        self._members = [each for each in self._members if each != member]
        self._show_chips()
        self.typed(whole=True)

    def commit(self) -> None:
        """Turn typed words into a chip first."""
        if self.search is not None:
            self.search.close()
            self.input.clear()
        elif self.input.text().strip():
            self._members = members(self.value())
            self.input.clear()
            self._show_chips()
        super().commit()

    def take_key(self, event: QKeyEvent) -> bool:
        """Leave keys to the open list; Backspace in the empty line removes the last chip."""
        if self.search is not None and self.search.list.take_key(event):
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.input.text() and self._members:
            self.remove(self._shown_order()[-1])
            return True
        if event.key() == Qt.Key.Key_Down and self.search is not None:
            self.search.search(self.input.text())
            return True
        return super().take_key(event)

    def _found(self, record_id: str, title: str) -> None:
        self._names[record_id] = title
        self.input.clear()
        if record_id not in self._members:
            self._members = [*self._members, record_id]
            self._show_chips()
            self.typed(whole=True)

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.setParent(None)
                chip.deleteLater()
        for member in self._shown_order():
            tag = self.lookups.tag(member) if self.field.target == "tag" else None
            hue = str(tag.get("hue") or "slate") if tag is not None else "neutral"
            made = Chip(self._name(member), hue, removable=not self.read_only)
            made.removed.connect(lambda each=member: self.remove(each))
            self._flow.addWidget(made)
            made.show()
        self._chips.setVisible(bool(self._members))
        self._chips.updateGeometry()

    def _shown_order(self) -> list[str]:
        return sorted(self._members, key=self._name)

    def _name(self, member: str) -> str:
        if not self.field.target:
            return member
        if self.field.target == "tag" and (tag := self.lookups.tag(member)) is not None:
            return tag.title
        return self._names.get(member) or self.lookups.user_name(member) or tr("records", "Not on this device")


class Chip(RemovableChip):
    """A member of a set: its name and an x."""

    PAD = _PAD

    def __init__(self, name: str, tone: str, *, removable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name, self._tone, self._removable = name, tone, removable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if removable else Qt.FocusPolicy.NoFocus)
        self.setToolTip(name)
        self.settle()

    @property
    def removable(self) -> bool:
        """Whether it may go."""
        return self._removable

    def said(self) -> str:
        """Say what the x does."""
        return tr("forms", "Remove {name}", name=self._name) if self._removable else self._name

    def sizeHint(self) -> QSize:
        """Fit the name, up to a width, and the x."""
        theme = current_theme()
        room = theme.icon_size("sm") + _GAP if self._removable else 0
        width = min(text_width(theme.font("caption", weight=500), self._name), theme.scaled(180))
        return QSize(width + 2 * _PAD + room + 2, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name and x in the colours of the tag."""
        theme, painter = current_theme(), QPainter(self)
        ground, ink = badge_colours(self._tone)
        box, side = QRectF(self.rect()), theme.icon_size("sm")
        rounded_box(painter, box, theme.radius("md"), ground)
        room = side + _GAP if self._removable else 0
        words = box.adjusted(_PAD, 0, -_PAD - room, 0)
        draw_text(painter, words, self._name, theme.font("caption", weight=500), ink)
        if self._removable:
            paint_icon(painter, "x", self.x_rect(), ink)
