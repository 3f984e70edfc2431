"""The decision map: who decides, who reports to whom, and who is for us; drawn from the contacts of an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import text
from crm_desktop.views.records.decision_layout import Spot, lay_out, widest
from crm_desktop.views.records.value_look import ATTITUDES
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box

_HEIGHT, _LEVEL_GAP, _GAP = 46, 26, 8
_LEAST_WIDTH = 118
_INDENT = 20


class DecisionMap(Component, QWidget):
    """`map.show_people(contacts, words)`; arrows go from person to person, Enter or a click opens one."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spots: list[Spot] = []
        self._widest = widest(self._spots)
        self._rows: dict[str, int] = {}
        """In which line of a list each person stands, by id: below whom they report to."""
        self._jobs: dict[str, str] = {}
        self._words_of: Callable[[Record], str] = lambda contact: contact.title
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    @property
    def spots(self) -> Sequence[Spot]:
        """Where everyone stands."""
        return self._spots

    def show_people(self, people: Sequence[Record], words: Wordings) -> None:
        """Show these people."""
        self._spots = lay_out(people)
        self._widest = widest(self._spots)
        self._rows = {spot.contact.id: number for number, spot in enumerate(self._order())}
        self._jobs = {each.id: _job(each, words) for each in people}
        self._current = min(self._current, max(0, len(self._spots) - 1))
        self._name_current()
        self._fit()
        self.update()

    def box(self, spot: Spot) -> QRectF:
        """Return where a person's box is: a chart where there is room for it, else one below the other."""
        height = current_theme().scaled(_HEIGHT)
        if not self._chart():
            x = min(spot.level, 4) * _INDENT
            y = self._rows[spot.contact.id] * (height + _GAP)
            return QRectF(x, y, self.width() - x, height)
        width = min(160.0, (self.width() - _GAP * (self._widest - 1)) / self._widest)
        left = (self.width() - self._widest * width - (self._widest - 1) * _GAP) / 2
        return QRectF(left + spot.column * (width + _GAP), spot.level * (height + _LEVEL_GAP), width, height)

    def restyle(self) -> None:
        """Take the height of the boxes from the theme."""
        self._fit()

    def sizeHint(self) -> QSize:
        """Hold all boxes."""
        return QSize(280, self.height())

    def resizeEvent(self, event: object) -> None:
        """Draw a chart or a list."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint lines, then boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = {spot.contact.id: self.box(spot) for spot in self._spots}
        painter.setPen(QPen(current_theme().color("border.strong"), 1))
        for spot in self._spots:
            if spot.above:
                painter.drawPath(self._line(places[spot.above], places[spot.contact.id]))
        for number, spot in enumerate(self._spots):
            if places[spot.contact.id].intersects(QRectF(event.rect())):
                self._paint_person(painter, places[spot.contact.id], spot.contact, number == self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from person to person; open with Enter."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps and self._spots:
            self._current = (self._current + steps[key]) % len(self._spots)
            self._name_current()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._spots:
            self.opened.emit(self._spots[self._current].contact.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the person under the pointer."""
        spot = self._at(event.position())
        if spot is not None:
            self._current = self._spots.index(spot)
            self.opened.emit(spot.contact.id)

    def event(self, event: object) -> bool:
        """Tell in a tooltip what may be cut."""
        if isinstance(event, QHelpEvent):
            spot = self._at(QPointF(event.pos()))
            if spot is not None:
                QToolTip.showText(event.globalPos(), self._spoken(spot.contact), self)
                return True
        return super().event(event)  # type: ignore[arg-type]

    def _chart(self) -> bool:
        return self.width() >= self._widest * (_LEAST_WIDTH + _GAP) - _GAP

    def _order(self) -> list[Spot]:
        """Return the spots as a list reads: everyone directly below whom they report to."""
        ordered: list[Spot] = []

        def add(above: str) -> None:
            for spot in self._spots:
                if spot.above == above:
                    ordered.append(spot)
                    add(spot.contact.id)

        add("")
        return ordered

    def _fit(self) -> None:
        height = current_theme().scaled(_HEIGHT)
        if self._chart():
            levels = max((spot.level for spot in self._spots), default=-1) + 1
            wanted = levels * (height + _LEVEL_GAP) - _LEVEL_GAP
        else:
            wanted = len(self._spots) * (height + _GAP) - _GAP
        if wanted != self.height():
            self.setFixedHeight(max(1, wanted))

    def _line(self, above: QRectF, below: QRectF) -> QPainterPath:
        path = QPainterPath()
        if not self._chart():
            path.moveTo(above.x() + 10, above.bottom())
            path.lineTo(above.x() + 10, below.center().y())
            path.lineTo(below.x(), below.center().y())
            return path
        start, end = QPointF(above.center().x(), above.bottom()), QPointF(below.center().x(), below.top())
        middle, bend = (start.y() + end.y()) / 2, min(8.0, abs(end.x() - start.x()))
        side = 1 if end.x() > start.x() else -1
        path.moveTo(start)
        path.lineTo(start.x(), middle)
        path.lineTo(end.x() - side * bend, middle)
        path.quadTo(end.x(), middle, end.x(), middle + bend)
        path.lineTo(end)
        return path

    def _paint_person(self, painter: QPainter, box: QRectF, contact: Record, current: bool) -> None:
        theme = current_theme()
        decides = contact.get("buying_role") == "decider"
        fill = theme.color("bg.selected" if decides else "bg.surface")
        edge = "accent.focus" if current and self.hasFocus() else "accent.line" if decides else "border.default"
        rounded_box(painter, box, theme.radius("md"), fill, theme.color(edge), 2 if edge == "accent.focus" else 1)
        side = theme.scaled(24)
        spot = QRectF(box.x() + 8, box.center().y() - side / 2, side, side)
        paint_avatar(painter, spot, contact.title, contact.id)
        x, edge_x = spot.right() + 8, box.right() - 8
        icon, tone = ATTITUDES.get(str(contact.get("attitude")), ("", ""))
        if icon:
            mark = theme.icon_size("sm")
            paint_icon(painter, icon, QRectF(edge_x - mark, box.y(), mark, box.height()), theme.color(tone))
            edge_x -= mark + 4
        line, small = theme.line("body"), theme.line("caption")
        top = box.center().y() - (line + small) / 2
        name = QRectF(x, top, edge_x - x, line)
        draw_text(painter, name, contact.title, theme.font("body", weight=500), theme.color("text.primary"))
        job = QRectF(x, top + line - 1, edge_x - x, small)
        draw_text(painter, job, self._jobs.get(contact.id, ""), theme.font("caption"), theme.color("text.secondary"))

    def _at(self, place: QPointF) -> Spot | None:
        return next((spot for spot in self._spots if self.box(spot).contains(place)), None)

    def _spoken(self, contact: Record) -> str:
        return ", ".join(filter(None, (contact.title, self._jobs.get(contact.id, ""))))

    def _name_current(self) -> None:
        name = str(text("records", "Decision map"))
        if self._spots:
            name = f"{name}: {self._spoken(self._spots[self._current].contact)}"
        self.setAccessibleName(name)


def attitude_counts(people: Sequence[Record]) -> dict[str, int]:
    """Return how many people there are of each attitude."""
    return {name: sum(each.get("attitude") == name for each in people) for name in ATTITUDES}


def _job(contact: Record, words: Wordings) -> str:
    job = contact.get("job_title")
    return str(job) if job else words.of(contact.declaration, "buying_role", contact.values)
