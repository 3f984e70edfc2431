"""The head of the agenda: which day it is, the way to other days, and what can be made."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.actions import key_text
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label

PREVIOUS, TODAY, NEXT = "Alt+PgUp", "Alt+Home", "Alt+PgDown"


class DayHead(QWidget):
    """`head.show_day(day, visits, formats)`."""

    stepped = Signal(int)
    today_wanted = Signal()
    task_wanted = Signal()
    visit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "title", elide=True)
        self.remark = Label("", role="text.secondary", elide=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.remark)
        today = Button(text("agenda", "Today"), self.today_wanted.emit)
        today.set_hint(key_text(TODAY))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self._arrow(text("agenda", "Previous day"), "chevron-left", -1, PREVIOUS))
        row.addWidget(today)
        row.addWidget(self._arrow(text("agenda", "Next day"), "chevron-right", 1, NEXT))
        row.addSpacing(8)
        row.addWidget(Button(text("agenda", "New task"), self.task_wanted.emit, icon="list-plus"))
        plan = text("agenda", "Plan visit")
        row.addWidget(Button(plan, self.visit_wanted.emit, kind="primary", icon="calendar-plus"))

    def show_day(self, day: date, visits: int, formats: Formats) -> None:
        """Name a day, and say how many visits it has."""
        near, full = formats.day(day), formats.day_full(day)
        weekday = formats.weekday(day, long=True)
        is_near = abs((day - formats.today).days) <= 1
        self.title.set_wording(f"{near} · {full} {weekday}" if is_near else f"{near} {weekday}")
        self.remark.set_wording(text("agenda", "%n visit(s)", n=visits) if visits else text("agenda", "No visits"))

    def _arrow(self, name: Text, icon: str, by: int, keys: str) -> IconButton:
        made = IconButton(name, icon, shortcut=keys)
        made.clicked.connect(lambda: self.stepped.emit(by))
        return made
