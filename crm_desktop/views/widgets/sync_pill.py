"""The sync pill of the top bar: five states, each with icon and words; it turns only while bytes move."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_PAD, _GAP = 11, 7


class SyncState(StrEnum):
    """What the pill can say."""

    UP_TO_DATE = "synced"
    SYNCING = "syncing"
    OFFLINE = "offline"
    TO_DECIDE = "conflict"
    FAILED = "failed"


_COLOURS = {
    SyncState.UP_TO_DATE: ("bg.surface", "border.default", "success.text"),
    SyncState.SYNCING: ("accent.tint", "accent.line", "accent.text"),
    SyncState.OFFLINE: ("bg.sunken", "border.strong", "text.primary"),
    SyncState.TO_DECIDE: ("warning.tint", "warning.line", "warning.text"),
    SyncState.FAILED: ("danger.tint", "danger.line", "danger.text"),
}


class SyncPill(PressedByEnter, Component, QAbstractButton):
    """`pill.show_state(SyncState.SYNCING, 4, 12, moving=True)`; `show_files` before it; a click opens the popover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SyncState.UP_TO_DATE
        self._count = 0
        self._total = 0
        self._angle = 0
        self._moving = False
        self._files, self._sending = 0, ""
        self._turning = QTimer(self, interval=40)
        self._turning.timeout.connect(self._turn)
        self.setProperty("ringRadius", 14)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_state(self, state: SyncState, count: int = 0, total: int = 0, *, moving: bool = False) -> None:
        """Say a state; `count` is sent so far, waiting, or to decide. `moving`: bytes travel right now."""
        self.state, self._count, self._total, self._moving = state, count, total, moving
        self._angle = 0
        self._review_motion()
        self.retranslate()

    def show_files(self, waiting: int, sending: str = "") -> None:
        """Take how many files still have to go, and which way (`up`, `down`) one goes right now; "" for none."""
        self._files, self._sending = waiting, sending

    @property
    def turning(self) -> bool:
        """Whether the icon turns."""
        return self._turning.isActive()

    @property
    def words(self) -> Text:
        """The short words on the pill."""
        n = self._count
        match self.state:
            case SyncState.UP_TO_DATE:
                if self._files:
                    return text("widgets", "%n file(s) to go", n=self._files)
                return text("widgets", "Up to date")
            case SyncState.SYNCING:
                if not self._total:
                    if self._sending:
                        return self._files_moving()
                    return text("widgets", "Syncing")
                return text("widgets", "Syncing {done} of {total}", done=n, total=self._total)
            case SyncState.OFFLINE:
                return self._offline()
            case SyncState.TO_DECIDE:
                return text("widgets", "{count} to decide", count=n)
            case SyncState.FAILED:
                return text("widgets", "Sync failed")

    @property
    def sentence(self) -> Text:
        """The full sentence for the tooltip and for screen readers."""
        n = self._count
        match self.state:
            case SyncState.UP_TO_DATE:
                if self._files:
                    return text("widgets", "All changes are synced. %n file(s) still to go.", n=self._files)
                return text("widgets", "Everything on this device is synced.")
            case SyncState.SYNCING:
                return text("widgets", "Syncing. You can keep working.")
            case SyncState.OFFLINE:
                if self._files:
                    waiting = text("widgets", "%n change(s)", n=n)
                    return text(
                        "widgets", "Working offline. {changes} and %n file(s) waiting.", n=self._files, changes=waiting
                    )
                if not n:
                    return text("widgets", "Working offline. Nothing waits to be sent.")
                return text("widgets", "Working offline. %n change(s) waiting to sync.", n=n)
            case SyncState.TO_DECIDE:
                return text("widgets", "%n change(s) for you to decide.", n=n)
            case SyncState.FAILED:
                return text("widgets", "Sync failed, your changes are still here.")

    def retranslate(self) -> None:
        """Read the words again."""
        self.setAccessibleName(str(self.words))
        self.setAccessibleDescription(str(self.sentence))
        self.setToolTip(str(self.sentence))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(28))
        self._review_motion()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Fit icon and words."""
        theme = current_theme()
        width = text_width(theme.font("caption", weight=500), str(self.words)) + theme.icon_size("md")
        return QSize(width + 2 * _PAD + _GAP, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        fill, line, ink = (theme.color(role) for role in _COLOURS[self.state])
        if self.underMouse() and self.state is SyncState.UP_TO_DATE:
            fill = theme.color("bg.hover")
        rounded_box(painter, box, box.height() / 2, fill, line)
        side = theme.icon_size("md") - 1
        spot = QRectF(_PAD, (box.height() - side) / 2, side, side)
        painter.save()
        painter.translate(spot.center())
        painter.rotate(self._angle)
        painter.translate(-spot.center())
        paint_icon(painter, theme.tokens.icon_for("sync", self.state.value), spot, ink)
        painter.restore()
        rest = QRectF(spot.right() + _GAP, 0, box.width(), box.height())
        draw_text(painter, rest, str(self.words), theme.font("caption", weight=500), ink)

    def showEvent(self, event: QShowEvent) -> None:
        """Turn only while seen."""
        super().showEvent(event)
        self._review_motion()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop turning."""
        super().hideEvent(event)
        self._turning.stop()

    def _offline(self) -> Text:
        waiting = self._count + self._files
        if not waiting:
            return text("widgets", "Offline")
        return text("widgets", "Offline · {waiting} waiting", waiting=waiting)

    def _files_moving(self) -> Text:
        if self._sending == "up":
            return text("widgets", "Sending %n file(s)", n=max(1, self._files))
        return text("widgets", "Fetching %n file(s)", n=max(1, self._files))

    def _review_motion(self) -> None:
        turning = self._moving and self.state is SyncState.SYNCING and current_theme().duration("slow") > 0
        if turning and self.isVisible():
            self._turning.start()
        else:
            self._turning.stop()

    def _turn(self) -> None:
        self._angle = (self._angle + 12) % 360
        self.update()
