"""The button with a verb: primary, default, quiet, danger; with icon, key hint and a busy state."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.busy import Busy, paint_spinner
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width


@dataclass(frozen=True, slots=True)
class _Look:
    """Roles for rest, hover and pressed; "" paints nothing."""

    fills: tuple[str, str, str]
    line: str
    ink: str
    icon: str


_LOOKS = {
    "primary": _Look(("accent.solid", "accent.hover", "accent.pressed"), "", "text.onAccent", "text.onAccent"),
    "default": _Look(("bg.surface", "bg.hover", "bg.pressed"), "border.default", "text.primary", "text.secondary"),
    "quiet": _Look(("", "bg.hover", "bg.pressed"), "", "text.primary", "text.secondary"),
    "link": _Look(("", "accent.tint", "accent.tint"), "", "accent.text", "accent.text"),
    "danger": _Look(("bg.surface", "danger.tint", "danger.tint"), "border.default", "danger.text", "danger.text"),
    "destructive": _Look(("danger.solid", "danger.solid", "danger.solid"), "", "text.onDanger", "text.onDanger"),
}
KINDS = tuple(_LOOKS)
_LINK_PADDING = 1


class Button(PressedByEnter, Component, QPushButton):
    """`Button(text("accounts", "Log activity"), self.log, icon="notebook-pen")`."""

    def __init__(
        self,
        wording: Wording,
        run: Callable[[], object] | None = None,
        *,
        kind: str = "default",
        icon: str = "",
        small: bool = False,
        trailing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._look = _LOOKS[kind]
        self._icon = icon
        self._small = small
        self._trailing = trailing
        self._busy = Busy(self)
        self._icon_only = False
        self._tooltip: Wording = ""
        self.setAutoDefault(False)
        self.setProperty("painted", True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())
        self.settle()

    def set_wording(self, wording: Wording) -> None:
        """Carry another verb."""
        self._wording = wording
        self.retranslate()

    def set_icon(self, name: str) -> None:
        """Carry another icon, or none."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Become another kind of button."""
        self._look = _LOOKS[kind]
        self.update()

    def set_hint(self, wording: Wording) -> None:
        """Say more in the tooltip, for instance the key or why the button is off."""
        self._tooltip = wording
        self.retranslate()

    def set_icon_only(self, icon_only: bool) -> None:
        """Say the verb by the icon alone, and in the tooltip, where a bar has no room for words."""
        if icon_only != self._icon_only:
            self._icon_only = icon_only
            self.retranslate()

    def set_busy(self, busy: bool) -> None:
        """Take no clicks while something runs; after 300 ms a spinner shows, the width stays."""
        self.setEnabled(not busy)
        self._busy.set(busy)

    def retranslate(self) -> None:
        """Read the verb again."""
        self.setText(self._words.replace("&", "&&"))
        self.setAccessibleName(str(self._wording))
        self.setToolTip(str(self._tooltip) or (str(self._wording) if self._icon_only else ""))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("controlSmall" if self._small else "control"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Fit icon, verb and trailing icon."""
        parts = [text_width(self._font(), self._words)] if self._words else []
        parts += [self._icon_px] * (bool(self._icon) + bool(self._trailing))
        # Not its present height: pressed together once by a layout, it would ask for less each time.
        return QSize(2 * self._padding + sum(parts) + self._gap * (len(parts) - 1), self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """Never cut the verb."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, icon and verb for the state."""
        painter = QPainter(self)
        theme = current_theme()
        box = QRectF(self.rect())
        fill, line, ink, icon = self._colours()
        rounded_box(painter, box, theme.radius("md"), fill, line)
        if self._busy.visible:
            side = float(self._icon_px)
            spot = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            paint_spinner(painter, spot, ink, self._busy.angle)
            return
        self._paint_content(painter, box, ink, icon)

    def _paint_content(self, painter: QPainter, box: QRectF, ink: QColor, icon: QColor) -> None:
        x = max(self._padding, (self.width() - self.sizeHint().width()) / 2 + self._padding)
        side = self._icon_px
        if self._icon:
            paint_icon(painter, self._icon, QRectF(x, (box.height() - side) / 2, side, side), icon)
            x += side + self._gap
        width = text_width(self._font(), self._words)
        draw_text(painter, QRectF(x, 0, width, box.height()), self._words, self._font(), ink)
        if self._trailing:
            x += width + self._gap
            paint_icon(painter, self._trailing, QRectF(x, (box.height() - side) / 2, side, side), icon)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        theme, look = current_theme(), self._look
        if not self.isEnabled():
            ink = theme.color("text.disabled")
            return (theme.color("bg.sunken") if look.fills[0] else None, None, ink, ink)
        pressed = self.isDown() or self.isChecked()
        role = look.fills[2 if pressed else 1 if self.underMouse() else 0]
        fill = theme.color(role) if role else None
        return fill, theme.color(look.line) if look.line else None, theme.color(look.ink), theme.color(look.icon)

    @property
    def _padding(self) -> int:
        # A link is words among words: it begins where they begin.
        return _LINK_PADDING if self._look is _LOOKS["link"] else 10 if self._small else 13

    @property
    def _words(self) -> str:
        return "" if self._icon_only else str(self._wording)

    @property
    def _icon_px(self) -> int:
        return current_theme().icon_size("sm" if self._small else "md")

    @property
    def _gap(self) -> int:
        return 6 if self._small else 8

    def _font(self) -> QFont:
        return current_theme().font("caption" if self._small else "body", weight=500)
