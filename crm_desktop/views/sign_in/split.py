"""The frame of pages before the work: a form at the left, the picture of a process at the right, as in mock-up j1."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.sign_in.language_menu import LanguageButton
from crm_desktop.views.sign_in.sample_panel import SamplePanel
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import logo
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label

FORM_WIDTH, LEFT_SHARE = 384, 0.39


class SplitFrame:
    """`SplitFrame(page, fill, foot)`: `fill` puts the form into the column, `foot` stands at the lower right."""

    def __init__(self, page: QWidget, fill: Callable[[QVBoxLayout], None], foot: QWidget | None = None) -> None:
        self._page, self._left = page, QWidget()
        held = QWidget()
        held.setFixedWidth(current_theme().scaled(FORM_WIDTH))
        form = QVBoxLayout(held)
        form.setContentsMargins(0, 56, 0, 36)
        form.setSpacing(0)
        form.addLayout(_head())
        form.addSpacing(36)
        form.addStretch(2)
        fill(form)
        form.addStretch(9)
        form.addLayout(_foot(foot))
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(held, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(line("v"))
        row.addWidget(SamplePanel(), 1)

    def resized(self) -> None:
        """Give the form its share of the width; call when the page was resized."""
        least = current_theme().scaled(FORM_WIDTH) + 2 * 48
        self._left.setFixedWidth(max(least, round(self._page.width() * LEFT_SHARE)))


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
