"""A button that shows only an icon, and therefore always has a name and a tooltip."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from crm_desktop.views.actions import key_text
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width


class IconButton(PressedByEnter, Component, QToolButton):
    """`IconButton(text("accounts", "Close panel"), "x", self.close, shortcut="Ctrl+\\\\")`."""

    def __init__(
        self,
        name: Wording,
        icon: str,
        run: Callable[[], object] | None = None,
        *,
        shortcut: str = "",
        small: bool = False,
        role: str = "text.secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._icon = icon
        self._shortcut = shortcut
        self._small = small
        self._role = role
        self._count = 0
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())
        self.settle()

    def set_name(self, name: Wording) -> None:
        """Be called something else; name and tooltip follow."""
        self._name = name
        self.retranslate()

    def set_icon(self, icon: str, role: str = "") -> None:
        """Show another icon, in another colour where a role is given."""
        self._icon = icon
        self._role = role or self._role
        self.update()

    def set_count(self, count: int) -> None:
        """Show a red count at the corner; 0 shows none."""
        self._count = count
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Read name and tooltip again."""
        name = str(self._name)
        keys = key_text(self._shortcut)
        self.setAccessibleName(f"{name} ({self._count})" if self._count else name)
        self.setToolTip(f"{name}  {keys}" if keys else name)

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = current_theme().metric("controlSmall" if self._small else "control")
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon and count for the state."""
        theme, painter = current_theme(), QPainter(self)
        box = QRectF(self.rect())
        if self.isEnabled() and (self.isDown() or self.isChecked()):
            rounded_box(painter, box, theme.radius("md"), theme.color("bg.pressed"))
        elif self.isEnabled() and self.underMouse():
            rounded_box(painter, box, theme.radius("md"), theme.color("bg.hover"))
        side = theme.icon_size("md" if self._small else "lg")
        spot = QRectF((box.width() - side) / 2, (box.height() - side) / 2, side, side)
        paint_icon(painter, self._icon, spot, theme.color(self._role if self.isEnabled() else "text.disabled"))
        if self._count:
            self._paint_count(painter, spot)

    def _paint_count(self, painter: QPainter, spot: QRectF) -> None:
        theme = current_theme()
        words = str(self._count) if self._count < 100 else "99+"
        font = theme.font("micro", weight=600)
        width = max(16, text_width(font, words) + 8)
        disc = QRectF(min(spot.right() - 4, self.width() - width), max(0.0, spot.top() - 7), width, 16)
        rounded_box(painter, disc, 8, theme.color("danger.solid"))
        draw_text(painter, disc, words, font, theme.color("text.onDanger"), Qt.AlignmentFlag.AlignHCenter)
