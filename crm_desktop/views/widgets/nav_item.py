"""One line of the navigation rail: icon, name, count; the current one is pressed and has a bar."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from crm_desktop.views.actions import key_text
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_INSET = 8


class NavItem(PressedByEnter, Component, QToolButton):
    """Made by `NavRail`; as wide as the rail, so that the bar can stand at its edge."""

    def __init__(self, wording: Wording, icon: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._icon = icon
        self._shortcut = shortcut
        self._count = 0
        self._alarming = False
        self.collapsed = False
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.settle()

    def set_count(self, count: int, *, alarming: bool = False) -> None:
        """Show a count; red only for conflicts."""
        self._count, self._alarming = count, alarming
        self.retranslate()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show only the icon; the name moves into the tooltip."""
        self.collapsed = collapsed
        self.retranslate()

    def retranslate(self) -> None:
        """Read the name again."""
        name, keys = str(self._wording), key_text(self._shortcut)
        self.setAccessibleName(f"{name} ({self._count})" if self._count else name)
        tip = f"{name}  {keys}" if keys else name
        self.setToolTip(tip if self.collapsed or keys else "")
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme; 2 px of it are the distance to the next item."""
        self.setFixedHeight(current_theme().metric("navItem") + 2)

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(current_theme().layout("navRailCollapsed"), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, bar, icon, name and count."""
        theme, painter, current = current_theme(), QPainter(self), self.isChecked()
        box = QRectF(self.rect()).adjusted(_INSET, 1, -_INSET, -1)
        if current or self.isDown():
            rounded_box(painter, box, theme.radius("md"), theme.color("bg.pressed"))
        elif self.underMouse():
            rounded_box(painter, box, theme.radius("md"), theme.color("bg.hover" if theme.dark else "bg.sunken"))
        if current:
            bar = QRectF(-3, box.center().y() - 8, 6, 16)
            rounded_box(painter, bar, 3, theme.color("accent.solid"))
        side = theme.icon_size()
        x = (self.width() - side) / 2 if self.collapsed else 16.0
        spot = QRectF(x, box.center().y() - side / 2, side, side)
        paint_icon(painter, self._icon, spot, theme.color("accent.text" if current else "text.secondary"))
        if self.collapsed:
            if self._count and self._alarming:
                rounded_box(painter, QRectF(spot.right() - 2, spot.top() - 3, 7, 7), 3.5, theme.color("danger.solid"))
            return
        self._paint_words(painter, QRectF(42, 0, self.width() - 42 - 16, self.height()), current=current)

    def _paint_words(self, painter: QPainter, rest: QRectF, *, current: bool) -> None:
        theme = current_theme()
        if self._count:
            font = theme.font("caption" if not self._alarming else "micro")
            words = f"{self._count:,}"
            width = text_width(font, words)
            spot = QRectF(rest.right() - width, rest.y(), width, rest.height())
            if self._alarming:
                pill = QRectF(spot.right() - max(18, width + 10), rest.center().y() - 8, max(18, width + 10), 16)
                rounded_box(painter, pill, 8, theme.color("danger.tint"))
                draw_text(painter, pill, words, font, theme.color("danger.text"), Qt.AlignmentFlag.AlignHCenter)
            else:
                draw_text(painter, spot, words, font, theme.color("text.secondary"))
            rest = rest.adjusted(0, 0, -width - 12, 0)
        ink = theme.color("text.primary" if current else "text.secondary")
        draw_text(painter, rest, str(self._wording), theme.font("body", weight=600 if current else 400), ink)
