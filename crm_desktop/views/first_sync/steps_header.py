"""The header of the way in: the product, the three steps, and who is coming in."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import logo, paint_icon
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import draw_text, rounded_box

_DISC, _HEIGHT, _LINK = 22, 64, 48


class StepsHeader(QFrame):
    """`StepsHeader(names, 2, user_name, user_id)`: the third step is under way, those before are done."""

    def __init__(self, names: Sequence[Wording], current: int, person: str, person_id: str) -> None:
        super().__init__()
        set_surface(self, "surface")
        mark = QLabel()
        mark.setPixmap(logo(28))
        held = QWidget()
        held.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row = QHBoxLayout(held)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(mark)
        row.addWidget(Label(text("widgets", "Fieldline CRM"), "heading", weight=600))
        row.addStretch(1)
        for number, name in enumerate(names):
            if number:
                link = line()
                link.setFixedWidth(_LINK)
                row.addWidget(link)
            row.addWidget(StepMark(number, number < current))
            reached = number == current
            row.addWidget(
                Label(name, role="text.primary" if reached else "text.secondary", weight=600 if reached else 400)
            )
        row.addStretch(1)
        row.addWidget(Label(person, role="text.secondary"))
        row.addWidget(Avatar(person, person_id, 28))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(held, 1)
        column.addWidget(line())
        self.setFixedHeight(current_theme().scaled(_HEIGHT))


class StepMark(Component, QWidget):
    """A disc with a tick, or with the step's number."""

    def __init__(self, number: int, done: bool) -> None:
        super().__init__()
        self._number, self._done = number, done
        self.settle()

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = current_theme().scaled(_DISC)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        rounded_box(painter, box, box.height() / 2, theme.color("success.solid" if self._done else "accent.solid"))
        ink = theme.color("text.onAccent")
        if self._done:
            paint_icon(painter, "check", box.adjusted(5, 5, -5, -5), ink)
        else:
            font = theme.font("caption", weight=600)
            draw_text(painter, box, str(self._number + 1), font, ink, Qt.AlignmentFlag.AlignHCenter)
