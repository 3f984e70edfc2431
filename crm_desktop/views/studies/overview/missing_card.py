"""What a study still lacks, in words; each point goes to its place, and begins the act that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from crm_desktop.models.studies.progress import Missing
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.studies.notes import missing_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paragraph import Paragraph

MOST = 8
"""Points that are shown before somebody asks for all."""


class MissingCard(Card):
    """`card.show_missing(points)`; `wanted` says which point a person wants to see to."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(text("studies", "Still missing"), icon="list-checks", padding=0)
        self.rows: list[MissingRow] = []
        self._points: Sequence[Missing] = ()
        self._all = False
        self._nothing = Paragraph(text("studies", "Nothing is missing."), "body", "text.secondary")
        self._nothing.setContentsMargins(16, 12, 16, 12)
        self._more = Button("", self.show_all, kind="link", small=True)
        self.body.setSpacing(0)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()

    def show_missing(self, points: Sequence[Missing]) -> None:
        """Show these points, what warns first."""
        self._points = points
        shown = points if self._all else points[:MOST]
        while len(self.rows) < len(shown):
            self.rows.append(MissingRow())
            self.rows[-1].verb.clicked.connect(partial(self._want, self.rows[-1]))
            self.body.insertWidget(self.body.count() - 3, self.rows[-1])
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(shown))
            if number < len(shown):
                row.show_point(shown[number])
        self.header.remark.set_wording(str(len(points)) if points else "")
        self._nothing.setVisible(not points)
        self._more.setVisible(len(shown) < len(points))
        self._more.set_wording(text("studies", "Show all {count}", count=len(points)))

    def show_all(self) -> None:
        """Show every point."""
        self._all = True
        self.show_missing(self._points)

    def _want(self, row: MissingRow) -> None:
        if row.point is not None:
            self.wanted.emit(row.point)


class MissingRow(Component, QWidget):
    """One point: its sign, its sentence, its verb."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.point: Missing | None = None
        self._sign = QLabel()
        self.sentence = Paragraph("", "body", "text.primary")
        self.verb = Button("", small=True)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.verb, 0, Qt.AlignmentFlag.AlignVCenter)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        self.settle()

    def show_point(self, point: Missing) -> None:
        """Say another point."""
        self.point = point
        self.sentence.set_wording(missing_words(point))
        self.verb.set_wording(label("acts", point.act) if point.act else text("studies", "Show"))
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Let the verb say what it is about to those who listen."""
        if self.point is not None:
            words = label("acts", self.point.act) if self.point.act else text("studies", "Show")
            self.verb.setAccessibleName(f"{words}: {missing_words(self.point)}")

    def restyle(self) -> None:
        """Take the sign in the theme's colour."""
        theme = current_theme()
        warns = self.point is not None and self.point.warns
        name, tone = ("triangle-alert", "warning.text") if warns else ("circle-dashed", "text.secondary")
        self._sign.setPixmap(pixmap(name, theme.icon_size(), tone))
        self._sign.setFixedHeight(theme.line("body"))
