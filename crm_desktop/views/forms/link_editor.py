"""The editor of a link: type part of a name and take the record that is meant; a person shows with the avatar."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QMargins, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Field, RecordKind, Value, Values
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import UnreadableError
from crm_desktop.views.forms.searching import RecordSearch
from crm_desktop.views.forms.text_editors import LineEditor
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import stage_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.text_input import TextInput


class LinkEditor(LineEditor):
    """Looks the typed words up on this device; an empty line means no link."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        self._id: str | None = None
        self._names: dict[str, str] = {}
        super().__init__(field, kind, desk, parent)
        self.search = RecordSearch(field.target, desk, self.input)
        self.search.found.connect(self._found)
        self.input.textEdited.connect(self.search.search)
        self.lookups.changed.connect(self._name_again)
        current_language().changed.connect(self._name_again)

    def set_surroundings(self, values: Callable[[], Values]) -> None:
        """Say what else is known of the record, so that what belongs to the same account comes first."""
        self.search.surroundings = values

    def make_input(self) -> TextInput:
        """Return the line, which paints whom it means."""
        face = {"user": "disc", "contact": "disc", "account": "tile"}.get(self.field.target, "")
        return FaceInput(face)

    def take_names(self, linked: Mapping[str, str]) -> None:
        """Learn what linked records are called."""
        self._names.update(linked)
        if linked:
            self._name_again()

    def show_value(self, value: Value) -> None:
        """Show the name of the record."""
        self._take(value if isinstance(value, str) else None)

    def read_value(self) -> Value:
        """Return the id; what was typed but not taken is no link yet."""
        words = self.input.text().strip()
        if not words:
            return None
        if self._id is not None and words == self._name(self._id):
            return self._id
        exact = self.search.exact(words)
        if exact is None:
            raise UnreadableError("field.not_a_link")
        self._names[exact[0]] = exact[1]
        return exact[0]

    def commit(self) -> None:
        """Take the only record that is called as was typed."""
        self.search.close()
        if not self.read_only and self.touched and self.find_problem() is None:
            self.show_value(self.value())
        super().commit()

    def take_key(self, event: QKeyEvent) -> bool:
        """Leave arrows, Enter and Escape to the list while it is open; Down opens it."""
        if self.search.list.take_key(event):
            return True
        if event.key() == Qt.Key.Key_Down and not self.read_only:
            self.search.search("" if self._id else self.input.text())
            return True
        return super().take_key(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """List what there is at a click too."""
        clicked = event.type() == QEvent.Type.MouseButtonRelease and watched is self.input
        if clicked and not self.read_only and not self.search.list.isVisible():
            self.input.selectAll()
            self.search.search("")
        return super().eventFilter(watched, event)

    def _found(self, record_id: str, title: str) -> None:
        self._names[record_id] = title
        self._take(record_id)
        self.typed(whole=True)

    def _name_again(self) -> None:
        if not self.input.isModified():
            self._take(self._id)

    def _take(self, record_id: str | None) -> None:
        self._id = record_id
        name = self._name(self._id) if self._id else ""
        self.input.setText(name)
        self.input.setCursorPosition(0)
        if isinstance(self.input, FaceInput):
            self.input.show_face(name, self._id or "")

    def _name(self, record_id: str) -> str:
        stage = self.lookups.stage(record_id) if self.field.target == "stage" else None
        if stage is not None:
            return stage_words(stage)
        if self.field.target == "user" and (name := self.lookups.user_name(record_id)):
            return name
        return self._names.get(record_id) or str(text("records", "Not on this device"))


class FaceInput(TextInput):
    """A line with the avatar or tile of what it means in front."""

    def __init__(self, face: str) -> None:
        self._face, self._who = face, ("", "")
        super().__init__(placeholder=text("forms", "Type a name"), trailing="" if face else "chevron-down")

    def show_face(self, name: str, record_id: str) -> None:
        """Stand for a record, or with "" for none."""
        self._who = (name, record_id)
        self.restyle()
        self.update()

    def restyle(self) -> None:
        """Make room for the face."""
        super().restyle()
        if self._face and self._who[1]:
            margins = self.textMargins()
            self.setTextMargins(QMargins(self._side() + 6, 0, margins.right(), 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the face while the line says its name."""
        super().paintEvent(event)
        name, record_id = self._who
        if self._face and record_id:
            side = self._side()
            spot = QRectF(9, (self.height() - side) / 2, side, side)
            paint_avatar(QPainter(self), spot, name, record_id, tile=self._face == "tile")

    @staticmethod
    def _side() -> int:
        return current_theme().scaled(20)
