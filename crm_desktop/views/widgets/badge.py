"""A badge: a state or a tag as icon and word. Never clickable; for filters see `chip.py`."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

STATES = ("success", "warning", "danger", "info")


class Badge(Component, QWidget):
    """`Badge(text("payments", "Overdue"), "danger", icon="triangle-alert")`; a tone is a state, `neutral` or a hue."""

    def __init__(
        self, wording: Wording, tone: str = "neutral", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._tone = tone
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def set_state(self, wording: Wording, tone: str, icon: str = "") -> None:
        """Say something else."""
        self._wording, self._tone, self._icon = wording, tone, icon
        self.retranslate()

    def retranslate(self) -> None:
        """Read the word again."""
        self.setAccessibleName(str(self._wording))
        self.setFixedSize(badge_size(str(self._wording), self._icon))
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(badge_size(str(self._wording), self._icon))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the badge."""
        paint_badge(QPainter(self), QRectF(self.rect()), str(self._wording), self._tone, self._icon)


def badge_size(words: str, icon: str = "") -> QSize:
    """Return the size of a badge; for delegates and layouts."""
    theme = current_theme()
    icon_width = theme.icon_size("xs") + (4 if words else 0) if icon else 0
    return QSize(
        text_width(theme.font("caption", weight=500), words) + icon_width + (12 if icon else 16), theme.scaled(20)
    )


def paint_badge(painter: QPainter, rect: QRectF, words: str, tone: str, icon: str = "") -> None:
    """Paint a badge into `rect`."""
    theme = current_theme()
    tint, ink = badge_colours(tone)
    rounded_box(painter, rect, theme.radius("sm"), tint)
    x = rect.x() + (6 if icon else 8)
    if icon:
        side = theme.icon_size("xs")
        paint_icon(painter, icon, QRectF(x, rect.center().y() - side / 2, side, side), ink)
        x += side + 4
    font = theme.font("caption", weight=500)
    draw_text(painter, QRectF(x, rect.y(), rect.right() - x - 2, rect.height()), words, font, ink)


def badge_colours(tone: str) -> tuple[QColor, QColor]:
    """Return ground and ink of a tone."""
    theme = current_theme()
    if tone in STATES:
        return theme.color(f"{tone}.tint"), theme.color(f"{tone}.text")
    if tone == "accent":
        return theme.color("accent.tint"), theme.color("accent.text")
    if tone == "neutral":
        return theme.color("bg.pressed"), theme.color("text.secondary")
    hue = theme.hue(tone)
    return hue.tint, hue.ink
