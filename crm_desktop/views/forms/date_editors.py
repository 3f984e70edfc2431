"""Editors of days and moments: typed in short forms (`+3`, `明天`, `Fri 15:00`) or picked from a month."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Field, RecordKind, Value
from crm_desktop.models.typed import read_day, read_moment
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import UnreadableError
from crm_desktop.views.forms.month_grid import MonthPicker
from crm_desktop.views.forms.text_editors import LineEditor
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.text_input import TextInput


class DateEditor(LineEditor):
    """A calendar day; Alt+Down opens the month."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, kind, desk, parent)
        self._button = IconButton(
            text("forms", "Choose a day"), "calendar", self.open_month, shortcut="Alt+Down", small=True
        )
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.row.addWidget(self._button)
        self.popover: Popover | None = None

    @property
    def formats(self) -> Formats:
        """How days are written now."""
        return current_formats(self.desk.clock.now())

    def make_input(self) -> TextInput:
        """Return the line, with what may be typed as a hint."""
        return TextInput(placeholder=text("forms", "Today, +3, 30 Apr"))

    def words_of(self, value: Value) -> str:
        """Return the whole day."""
        return self.formats.day_full(str(value))

    def value_of(self, words: str) -> Value:
        """Read the day."""
        formats = self.formats
        try:
            return read_day(words, formats.today, day_first=formats.language == "en").isoformat()
        except ValueError as problem:
            raise UnreadableError("field.not_a_day") from problem

    def lock_control(self, *, locked: bool) -> None:
        """Lock the month too."""
        super().lock_control(locked=locked)
        self._button.setVisible(not locked)

    def commit(self) -> None:
        """Write out what was typed short."""
        if not self.read_only and self.input.isModified() and self.find_problem() is None:
            self.show_value(self.value())
        super().commit()

    def take_key(self, event: QKeyEvent) -> bool:
        """Open the month with Alt+Down."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_month()
            return True
        return super().take_key(event)

    def open_month(self) -> None:
        """Let the person pick from a month."""
        if self.read_only:
            return
        picker = MonthPicker(self.formats)
        picker.grid.go(self.day() or self.formats.today)
        picker.grid.picked.connect(self._picked)
        self.popover = Popover(picker, padding=4)
        self.popover.closed.connect(self.popover.deleteLater)
        self.popover.open_at(self)
        picker.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def day(self) -> date | None:
        """Return the day that stands there."""
        value = self.value()
        return date.fromisoformat(value) if isinstance(value, str) else None

    def take_day(self, day: date) -> None:
        """Write a day that was picked."""
        self.show_value(day.isoformat())

    def _picked(self, day: date) -> None:
        if self.popover is not None:
            self.popover.close_popover()
            self.popover = None
        self.take_day(day)
        self.input.setFocus(Qt.FocusReason.PopupFocusReason)
        self.typed(whole=True)


class MomentEditor(DateEditor):
    """A point in time: day and time of day on one line. One that is not retyped keeps its seconds."""

    _shown: Value = None

    def show_value(self, value: Value) -> None:
        """Write day and time."""
        self._shown = value
        super().show_value(value)

    def make_input(self) -> TextInput:
        """Return the line, with what may be typed as a hint."""
        return TextInput(placeholder=text("forms", "Tomorrow 15:00"))

    def words_of(self, value: Value) -> str:
        """Return day and time."""
        moment = value if isinstance(value, int) else 0
        return f"{self.formats.day_full(self.formats.day_of(moment))} {self.formats.time(moment)}"

    def value_of(self, words: str) -> Value:
        """Read day and time."""
        formats = self.formats
        if self._shown is not None and words == self.words_of(self._shown):
            return self._shown
        try:
            return read_moment(words, formats.now, formats.zone, day_first=formats.language == "en")
        except ValueError as problem:
            raise UnreadableError("field.not_a_moment") from problem

    def day(self) -> date | None:
        """Return the day that stands there."""
        value = self.value()
        return self.formats.day_of(value) if isinstance(value, int) else None

    def take_day(self, day: date) -> None:
        """Change the day and keep the time."""
        value = self.value()
        clock = self.formats.time(value) if isinstance(value, int) else "09:00"
        self.input.setText(f"{self.formats.day_full(day)} {clock}")
