"""One out of a few, side by side: list, board or map; day, week or month."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width
from crm_desktop.views.widgets.springing import Springing

Choice = tuple[str, Wording, str]
"""Key, name, icon; with an icon only the icon shows and the name is tooltip and accessible name."""


class Segmented(Component, QWidget):
    """`Segmented([("list", text("…", "List"), "list"), …], self.show_as)`; arrows change the choice."""

    def __init__(
        self, choices: Sequence[Choice], on_choice: Callable[[str], object], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._parts = {key: _Segment(key, name, icon) for key, name, icon in choices}
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for part in self._parts.values():
            self._group.addButton(part)
            row.addWidget(part)
            part.clicked.connect(lambda _checked=False, key=part.key: on_choice(key))
        self._parts[choices[0][0]].setChecked(True)
        self.springing = Springing(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    @property
    def choice(self) -> str:
        """The key of what is chosen, "" while nothing is."""
        return next((key for key, part in self._parts.items() if part.isChecked()), "")

    def choose(self, key: str) -> None:
        """Show another choice without running anything."""
        self._parts[key].setChecked(True)

    def choose_none(self) -> None:
        """Show that nothing is chosen yet."""
        self._group.setExclusive(False)
        for part in self._parts.values():
            part.setChecked(False)
        self._group.setExclusive(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track."""
        theme = current_theme()
        edge = theme.color("border.subtle")
        rounded_box(QPainter(self), QRectF(self.rect()), theme.radius("md"), theme.color("bg.sunken"), edge)


class _Segment(Component, QToolButton):
    def __init__(self, key: str, name: Wording, icon: str) -> None:
        super().__init__()
        self.key = key
        self._name = name
        self._icon = icon
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # A click leaves the keys where they were: whoever chooses what happened goes on typing what it was.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.settle()

    def retranslate(self) -> None:
        self.setAccessibleName(str(self._name))
        self.setToolTip(str(self._name) if self._icon else "")
        self.updateGeometry()

    def restyle(self) -> None:
        self.setFixedHeight(current_theme().metric("controlSmall"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = text_width(current_theme().font("caption", weight=600), str(self._name))
        least = max(current_theme().icon_size() + 12, current_theme().metric("hitMin"))
        return QSize(least if self._icon else max(least, words + 20), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        group = self.group()
        if step is None or group is None:
            super().keyPressEvent(event)
            return
        buttons = group.buttons()
        button = buttons[(buttons.index(self) + step) % len(buttons)]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        if self.isChecked():
            ground = theme.color("bg.pressed" if theme.dark else "bg.surface")
            rounded_box(painter, box, theme.radius("sm"), ground, theme.color("border.default"))
        ink = theme.color("text.primary" if self.isChecked() or self.underMouse() else "text.secondary")
        if self._icon:
            side = theme.icon_size()
            spot = QRectF((box.width() - side) / 2, (box.height() - side) / 2, side, side)
            paint_icon(painter, self._icon, spot, ink)
            return
        font = theme.font("caption", weight=600 if self.isChecked() else 400)
        draw_text(painter, box, str(self._name), font, ink, Qt.AlignmentFlag.AlignHCenter)
