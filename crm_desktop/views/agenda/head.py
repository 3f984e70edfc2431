"""The head of the calendar: which days these are, the way to others, how many at a time, and what can be made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.actions import key_text
from crm_desktop.views.agenda.span import Span, last_day
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.segmented import Segmented

PREVIOUS, TODAY, NEXT = "Alt+PgUp", "Alt+Home", "Alt+PgDown"


class CalendarHead(QWidget):
    """`head.show_days(span, day, visits, formats)`."""

    stepped = Signal(int)
    today_wanted = Signal()
    task_wanted = Signal()
    visit_wanted = Signal()
    more_wanted = Signal(object)
    """What else can be done; brings the button."""

    def __init__(self, on_span: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "title", elide=True)
        self.remark = Label("", role="text.secondary", elide=True)
        self.spans = Segmented(
            [
                (Span.DAY.value, text("agenda", "Day"), ""),
                (Span.WEEK.value, text("agenda", "Week"), ""),
                (Span.MONTH.value, text("agenda", "Month"), ""),
                (Span.LIST.value, text("agenda", "List"), ""),
            ],
            on_span,
        )
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
        row.addWidget(self.spans)
        row.addWidget(self._arrow(text("agenda", "Back"), "chevron-left", -1, PREVIOUS))
        row.addWidget(today)
        row.addWidget(self._arrow(text("agenda", "Forward"), "chevron-right", 1, NEXT))
        row.addSpacing(8)
        row.addWidget(Button(text("agenda", "New task"), self.task_wanted.emit, icon="list-plus"))
        plan = text("agenda", "Plan visit")
        row.addWidget(Button(plan, self.visit_wanted.emit, kind="primary", icon="calendar-plus"))
        self.more = IconButton(text("agenda", "More"), "ellipsis")
        self.more.clicked.connect(lambda: self.more_wanted.emit(self.more))
        row.addWidget(self.more)

    def show_days(self, span: Span, day: date, visits: int, formats: Formats) -> None:
        """Name the days, and say how many visits they have."""
        self.spans.choose(span.value)
        if span is Span.DAY:
            self.title.set_wording(_day(day, formats))
        elif span is Span.MONTH:
            self.title.set_wording(formats.month(day))
        else:
            first, last = day, last_day(span, day)
            self.title.set_wording(f"{formats.day_full(first)} – {formats.day_full(last)}")
        self.remark.set_wording(text("agenda", "%n visit(s)", n=visits) if visits else text("agenda", "No visits"))

    def _arrow(self, name: Text, icon: str, by: int, keys: str) -> IconButton:
        made = IconButton(name, icon, shortcut=keys)
        made.clicked.connect(lambda: self.stepped.emit(by))
        return made


def _day(day: date, formats: Formats) -> str:
    near, full = formats.day(day), formats.day_full(day)
    weekday = formats.weekday(day, long=True)
    is_near = abs((day - formats.today).days) <= 1
    return f"{near} · {full} {weekday}" if is_near else f"{near} {weekday}"
