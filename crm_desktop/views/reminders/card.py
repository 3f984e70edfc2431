"""What is due, in a corner of the window: later, done, open. It never takes the focus by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.models.calendars.reminding import Reminder
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import GoesWithEscape, float_box, paint_ground
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu

_WIDTH = 380


class ReminderCard(GoesWithEscape, Component, QWidget):
    """`card.add(reminders, formats)`; one is shown at a time, the others wait behind it."""

    opened = Signal(object)
    finished = Signal(object)
    put_off = Signal(object, str)
    """A `Reminder`, and `minutes`, `hour` or `tomorrow`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._waiting: list[tuple[Reminder, str]] = []
        self._icon = QLabel()
        self._title = Label("", weight=600, elide=True)
        self._when = Label("", role="text.secondary", elide=True)
        self.done = Button(text("reminders", "Done"), self._finish, icon="check", small=True)
        self.open_it = Button(text("reminders", "Open"), self._open, small=True)
        self.later = Button(text("reminders", "Later"), self._ask_later, icon="alarm-clock", small=True)
        self._close = IconButton(text("widgets", "Close"), "x", self._next, small=True)
        self._lay_out()
        window.installEventFilter(self)
        self.hide()
        self.settle()

    @property
    def reminder(self) -> Reminder | None:
        """What is shown."""
        return self._waiting[0][0] if self._waiting else None

    def add(self, reminders: list[Reminder], formats: Formats) -> None:
        """Show these too; what was shown already is shown as it is now."""
        new = {each.key for each in reminders}
        self._waiting = [each for each in self._waiting if each[0].key not in new]
        self._waiting += [(each, when(each, formats)) for each in reminders]
        self._show()

    def retranslate(self) -> None:
        """Read the words again."""
        self._show()

    def restyle(self) -> None:
        """Take icon and margins from the theme."""
        room = shadow_margins(2)
        self._icon.setPixmap(pixmap("bell-ring", current_theme().icon_size("lg"), "accent.text"))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(room.left() + 16, room.top() + 12, room.right() + 8, room.bottom() + 12)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the window."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def escape(self) -> None:
        """Go with Escape; it has been seen."""
        self._next()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        paint_ground(QPainter(self), float_box(self))

    def _show(self) -> None:
        if not self._waiting:
            focused = QApplication.focusWidget()
            had_focus = focused is not None and self.isAncestorOf(focused)
            self.hide()
            if had_focus and (window := self.parentWidget()) is not None:
                window.setFocus()
            return
        reminder, begins = self._waiting[0]
        self._title.set_wording(reminder.entry.record.title)
        more = len(self._waiting) - 1
        words: Text | str = text("reminders", "{when} · %n more", n=more, when=begins) if more else begins
        self._when.set_wording(words)
        self.done.setVisible(reminder.entry.record.kind == "task")
        self.setAccessibleName(
            str(text("reminders", "Reminder: {title}, {when}", title=self._title.text(), when=begins))
        )
        self.show()
        self.raise_()
        self._place()

    def _next(self) -> None:
        self._waiting = self._waiting[1:]
        self._show()

    def _open(self) -> None:
        self._answered(self.opened.emit)

    def _finish(self) -> None:
        self._answered(self.finished.emit)

    def _answered(self, say: Callable[[Reminder], object]) -> None:
        reminder = self.reminder
        self._next()
        if reminder is not None:
            say(reminder)

    def _ask_later(self) -> None:
        menu = Menu(self)
        choices = (
            ("minutes", text("reminders", "In 5 minutes")),
            ("hour", text("reminders", "In an hour")),
            ("tomorrow", text("reminders", "Tomorrow at 9:00")),
        )
        for key, words in choices:
            menu.add_entry(words, partial(self._later, key), icon="alarm-clock")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.later)

    def _later(self, choice: str) -> None:
        self._answered(lambda reminder: self.put_off.emit(reminder, choice))

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        room = shadow_margins(2)
        width = min(current_theme().scaled(_WIDTH), window.width() - 48) + room.left() + room.right()
        self.setFixedWidth(width)
        self.resize(width, self.sizeHint().height())
        self.move(window.width() - width - 16 + room.right(), current_theme().metric("topBar") + 8 - room.top())

    def _lay_out(self) -> None:
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for verb in (self.done, self.later, self.open_it):
            verbs.addWidget(verb)
        verbs.addStretch()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._when)
        words.addSpacing(4)
        words.addLayout(verbs)
        row = QHBoxLayout(self)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)


def when(reminder: Reminder, formats: Formats) -> str:
    """Return when what one is reminded of begins, in words."""
    entry = reminder.entry
    return formats.day(formats.day_of(entry.begins)) if entry.all_day else formats.moment(entry.begins)
