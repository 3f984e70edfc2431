"""What is said at a stop, beside the control that it is about, and the frame around that control."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.tour.stops import Stop
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import GoesWithEscape, float_box, paint_ground
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_WIDTH, _PAD, _GAP = 360, 16, 12


class TourCard(GoesWithEscape, Component, QWidget):
    """`card.say(stop, number, of)`, then `stand(target)`; Escape and the cross leave the tour."""

    left = Signal()
    onward = Signal()
    back = Signal()
    throw_away = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._title = Paragraph("", "bodyStrong", "text.primary")
        self._words = Paragraph("")
        self._count = Label("", "caption", "text.secondary")
        self._caps = QHBoxLayout()
        self.skip = IconButton(text("tour", "End the tour"), "x", self.left.emit, small=True)
        self.previous = Button(text("tour", "Back"), self.back.emit, small=True)
        self.next = Button(text("tour", "Next"), self.onward.emit, kind="primary", small=True)
        self.finish = Button(text("tour", "Done"), self.left.emit, kind="primary", small=True)
        self.delete = Button(text("tour", "Delete the sample…"), self.throw_away.emit, kind="danger", small=True)
        self._lay_out()
        self.hide()
        self.settle()

    def say(self, stop: Stop, number: int, of: int, *, sample: bool) -> None:
        """Show the words of a stop, the last one with what ends the tour."""
        last = number > of
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._title.set_wording(stop.title)
        self._words.set_wording(stop.words)
        self._count.set_wording("" if last else text("tour", "{number} of {of}", number=number, of=of))
        while (item := self._caps.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for keys in stop.keys:
            self._caps.addWidget(KeyCap(keys))
        for part, shown in (
            (self._count, not last),
            (self.previous, number > 1),
            (self.next, not last),
            (self.finish, last),
            (self.delete, last and sample),
        ):
            part.setVisible(shown)
        self.setAccessibleName(f"{stop.title}. {stop.words}")
        if had_focus:
            self.take_focus()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def take_focus(self) -> None:
        """Put the focus where Enter goes on."""
        (self.finish if self.next.isHidden() else self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def stand(self, target: QRect | None) -> None:
        """Stand beside a rectangle of the window, or in its middle."""
        window = self.parentWidget()
        if window is None:
            return
        room = shadow_margins(2)
        width = min(current_theme().scaled(_WIDTH), window.width() - 2 * _PAD)
        self.setFixedWidth(width + room.left() + room.right())
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        box = QSize(width, layout.heightForWidth(self.width()) - room.top() - room.bottom())
        place = beside(target, box, window.rect()) if target is not None else window.rect().center() - _half(box)
        self.setGeometry(QRect(place, box).marginsAdded(room))
        self.raise_()

    def restyle(self) -> None:
        """Take the margins that the shadow needs."""
        room, layout = shadow_margins(2), self.layout()
        if layout is not None:
            layout.setContentsMargins(
                room.left() + _PAD, room.top() + _PAD - 4, room.right() + _PAD - 6, room.bottom() + _PAD - 4
            )

    def escape(self) -> None:
        """Leave with Escape."""
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        paint_ground(QPainter(self), float_box(self))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignTop)
        self._caps.setSpacing(6)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._count)
        foot.addLayout(self._caps)
        foot.addStretch()
        for button in (self.previous, self.delete, self.next, self.finish):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addSpacing(6)
        column.addLayout(foot)


class Frame(QWidget):
    """A line around what the card is about; every click goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, target: QRect) -> None:
        """Stand around a rectangle of the window, inside it where it reaches the window's edge."""
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(target.adjusted(-4, -4, 4, 4).intersected(window.rect()))
            self.show()
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent.focus"), 2))
        radius = theme.radius("md") + 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)


def beside(target: QRect, box: QSize, window: QRect) -> QPoint:
    """Return where a box of this size stands: right of the target, left, below, above, or else inside at its foot."""
    room = window.adjusted(_PAD, _PAD, -_PAD, -_PAD)
    left = max(room.left(), min(target.left(), room.right() - box.width()))
    top = max(room.top(), min(target.top() + _PAD, room.bottom() - box.height()))
    spots: tuple[Callable[[], QPoint], ...] = (
        lambda: QPoint(target.right() + _GAP, top),
        lambda: QPoint(target.left() - _GAP - box.width(), top),
        lambda: QPoint(left, target.bottom() + _GAP),
        lambda: QPoint(left, target.top() - _GAP - box.height()),
    )
    for spot in spots:
        if room.contains(QRect(spot(), box)):
            return spot()
    return QPoint(target.center().x() - box.width() // 2, target.bottom() - box.height() - 7 * _PAD)


def _half(box: QSize) -> QPoint:
    return QPoint(box.width() // 2, box.height() // 2)
