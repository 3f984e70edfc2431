"""The search box of the top bar. It is a button: it opens the palette, which has the real field."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.views.actions import key_text
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.key_cap import key_cap_size, paint_key_cap
from crm_desktop.views.widgets.paint import draw_text, rounded_box

_PAD = 12


class SearchButton(PressedByEnter, Component, QAbstractButton):
    """`SearchButton(self.open_palette)`, 340 x 32."""

    def __init__(self, run: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text("widgets", "Search records and commands...")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: run())
        self.settle()

    def retranslate(self) -> None:
        """Read the words again."""
        self.setAccessibleName(str(self._words))
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("control"))
        self.setMinimumWidth(180)

    def sizeHint(self) -> QSize:
        """Be 340 wide where there is room."""
        return QSize(340, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon, words and key."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        ground = theme.color("bg.pressed" if self.underMouse() else "bg.sunken")
        rounded_box(painter, box, theme.radius("md"), ground, theme.color("border.subtle") if theme.dark else None)
        side = theme.icon_size()
        ink = theme.color("text.tertiary")
        paint_icon(
            painter, "search", QRectF(_PAD, (box.height() - side) / 2, side, side), theme.color("text.secondary")
        )
        keys = key_text("Ctrl+K")
        size = key_cap_size(keys)
        cap = QRectF(box.right() - size.width() - 6, (box.height() - size.height()) / 2, size.width(), size.height())
        rest = QRectF(_PAD + side + 8, 0, cap.x() - _PAD - side - 16, box.height())
        draw_text(painter, rest, str(self._words), theme.font("body"), ink)
        paint_key_cap(painter, cap, keys)
