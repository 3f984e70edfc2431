"""A value that is shown and can be edited in place: painted, focusable, Enter or a click wants the editor."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from crm_desktop.models.record import SyncState
from crm_desktop.views.records.value_look import ValueLook
from crm_desktop.views.sync_marks import mark_hint, mark_icon
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width
from crm_desktop.views.widgets.paragraph import Paragraph

_PAD = 6
NOTHING = "—"


class ValueLabel(Component, QWidget):
    """One value; notes wrap, all else stands on one line. `edit_wanted` and `open_wanted` say what was asked for."""

    edit_wanted = Signal(str)
    """What was typed to begin with, or ""."""
    open_wanted = Signal()
    decide_wanted = Signal()
    """The mark was clicked: what the value waits for, or what is to be decided about it."""

    def __init__(self, *, wraps: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = ValueLook()
        self._editable = False
        self._state = SyncState.SYNCED
        self._text = Paragraph("", role="text.primary") if wraps else None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("focusRing", True)
        self.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum if wraps else QSizePolicy.Policy.Fixed
        )
        if self._text is not None:
            self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column = QVBoxLayout(self)
            self._column.setContentsMargins(_PAD, 4, _PAD, 4)
            self._column.addWidget(self._text)
        self.settle()

    @property
    def look(self) -> ValueLook:
        """What is shown."""
        return self._look

    def show_look(self, look: ValueLook, *, editable: bool, state: SyncState = SyncState.SYNCED) -> None:
        """Show a value; `state` marks one that waits, lost to another one or was not accepted."""
        self._look, self._editable, self._state = look, editable, state
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editable or look.opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor if editable else Qt.CursorShape.ArrowCursor)
        self.setToolTip(look.words if len(look.words) > 20 and self._text is None else "")
        if self._text is not None:
            self._column.setContentsMargins(_PAD, 4, _PAD + (0 if state is SyncState.SYNCED else 20), 4)
            self._text.set_wording(look.words or NOTHING)
            self._text.set_role("text.primary" if look.words else "text.tertiary")
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        if self._text is None:
            self.setFixedHeight(current_theme().metric("controlSmall") + 2)

    def sizeHint(self) -> QSize:
        """Take whatever width there is."""
        return QSize(160, super().sizeHint().height() if self._text is not None else self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit at Enter or F2, or at the first letter; Ctrl+Enter does what the icon at the end does."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._look.opens:
            self.open_wanted.emit()
        elif self._editable and (event.key() == Qt.Key.Key_F2 or (enter and not event.modifiers())):
            self.edit_wanted.emit("")
        elif self._editable and event.text().isprintable() and event.text().strip():
            self.edit_wanted.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open at the icon, else edit."""
        if event.button() is not Qt.MouseButton.LeftButton or not self.rect().contains(event.position().toPoint()):
            return
        if self.mark_rect().adjusted(-4, -6, 4, 6).contains(event.position()):
            self.decide_wanted.emit()
        elif self._look.opens and self._end_rect().adjusted(-6, -6, 6, 6).contains(event.position()):
            self.open_wanted.emit()
        elif self._editable:
            self.edit_wanted.emit("")

    def event(self, event: QEvent) -> bool:
        """Repaint when pointer or focus come and go; say what a mark means."""
        if isinstance(event, QHelpEvent) and self.mark_rect().adjusted(-4, -6, 4, 6).contains(QPointF(event.pos())):
            QToolTip.showText(event.globalPos(), mark_hint(self._state), self)
            return True
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint face, icon, words, badges, and what can be done."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        near = self.underMouse() or self.hasFocus()
        if near and self._editable:
            rounded_box(painter, box, theme.radius("sm"), theme.color("bg.hover"))
        if near and self._look.opens:
            paint_icon(painter, self._look.opens, self._end_rect(), theme.color("accent.text"))
        if self._text is None:
            self._paint_line(painter, box)
        if self._state is not SyncState.SYNCED:
            icon, role = mark_icon(self._state)
            paint_icon(painter, icon, self.mark_rect(), theme.color(role))

    def mark_rect(self) -> QRectF:
        """Return where the mark stands, empty where the value has none."""
        if self._state is SyncState.SYNCED:
            return QRectF()
        side = current_theme().icon_size("sm")
        if self._text is not None:
            return QRectF(self.width() - _PAD - side, 6, side, side)
        right = self.width() - _PAD - (side + 6 if self._look.opens else 0)
        return QRectF(right - side, (self.height() - side) / 2, side, side)

    def _paint_line(self, painter: QPainter, box: QRectF) -> None:
        theme, look, x = current_theme(), self._look, float(_PAD)
        side = theme.icon_size()
        if look.face is not None:
            spot = QRectF(x, box.center().y() - 10, 20, 20)
            paint_avatar(painter, spot, look.face[0], look.face[1], tile=look.tile)
            x += 28
        if look.icon:
            spot = QRectF(x, box.center().y() - side / 2, side, side)
            paint_icon(painter, look.icon, spot, theme.color(look.tone))
            x += side + 6
        font = theme.font("body", weight=600 if look.strong else 400)
        words = look.words or ("" if look.badges else NOTHING)
        ink = look.tone if look.words else "text.tertiary"
        room = box.right() - _PAD - x - (20 if look.opens else 0) - self._tail_width()
        if words:
            width = min(text_width(font, words), max(0.0, room))
            draw_text(painter, QRectF(x, 0, width, box.height()), words, font, theme.color(ink))
            x += width + 8
        self._paint_tail(painter, box, x)

    def _tail_width(self) -> float:
        badges = self._look.badges if self._look.words else ()
        width = sum(badge_size(word).width() + 4 for word, _ in badges)
        mark = 0 if self._state is SyncState.SYNCED else current_theme().icon_size("sm") + 6
        return width + mark + (8 if badges else 0)

    def _paint_tail(self, painter: QPainter, box: QRectF, x: float) -> None:
        end = self.mark_rect().x() - 4 if self._state is not SyncState.SYNCED else box.right() - 2
        for word, tone in self._look.badges:
            size = badge_size(word)
            if x + size.width() > end:
                break
            top = box.center().y() - size.height() / 2
            paint_badge(painter, QRectF(x, top, size.width(), size.height()), word, tone)
            x += size.width() + 4

    def _end_rect(self) -> QRectF:
        side = current_theme().icon_size("sm")
        return QRectF(self.width() - _PAD - side, (self.height() - side) / 2, side, side)
