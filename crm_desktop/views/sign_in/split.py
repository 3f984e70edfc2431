"""The frame of pages before the work: a form at the left, the picture of a process at the right, as in mock-up j1."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.sign_in.language_menu import LanguageButton
from crm_desktop.views.sign_in.sample_panel import SamplePanel
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import logo
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.scrolling import scrolled

FORM_WIDTH, LEFT_SHARE = 384, 0.39


class SplitFrame:
    """`SplitFrame(page, fill, foot)`: `fill` puts the form into the column, `foot` stands at the lower right."""

    def __init__(self, page: QWidget, fill: Callable[[QVBoxLayout], None], foot: QWidget | None = None) -> None:
        self._page, self._left = page, _Side(self.resized)
        self._held = QWidget()
        form = QVBoxLayout(self._held)
        form.setContentsMargins(0, 56, 0, 36)
        form.setSpacing(0)
        form.addLayout(_head())
        form.addSpacing(36)
        form.addStretch(2)
        fill(form)
        form.addStretch(9)
        form.addLayout(_foot(foot))
        content = QWidget()
        middle = QHBoxLayout(content)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch()
        middle.addWidget(self._held)
        middle.addStretch()
        # With large text, or in a low window, the form scrolls.
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(scrolled(content))
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(line("v"))
        row.addWidget(SamplePanel(), 1)
        self.resized()

    def resized(self) -> None:
        """Give the form its share of the width; call when the page was resized."""
        width = current_theme().scaled(FORM_WIDTH)
        least = width + 2 * 48
        self._held.setFixedWidth(width)
        self._left.setFixedWidth(max(least, round(self._page.width() * LEFT_SHARE)))


class _Side(Component, QWidget):
    """The side of the form: tells when sizes are others."""

    def __init__(self, resized: Callable[[], None]) -> None:
        super().__init__()
        self._resized = resized
        set_surface(self, "surface")
        self._settled = True

    def restyle(self) -> None:
        """Take the widths from the theme."""
        self._resized()


def _head() -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(8)
    mark = QLabel()
    mark.setPixmap(logo(28))
    head.addWidget(mark)
    head.addWidget(Label(text("widgets", "Fieldline CRM"), "heading", weight=600))
    head.addStretch()
    return head


def _foot(end: QWidget | None) -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.addWidget(LanguageButton())
    foot.addStretch()
    if end is not None:
        foot.addWidget(end)
    return foot
