"""The right side of the interview: the growing map, what it amounts to, and what is still to be clarified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.interviews.follow_ups import FollowUp
from crm_desktop.views.interview.gap_words import say_gap
from crm_desktop.views.interview.preview.figures import Figures
from crm_desktop.views.interview.preview.ghosting import ghost_of
from crm_desktop.views.interview.preview.live_map import LiveMap
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label

_MOST, _LATER_MS = 20, 60
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewDoings:
    """What the page does when something of the preview is chosen."""

    ask: Callable[[FollowUp], object]
    open_map: Callable[[str], object]


class PreviewPane(Component, QWidget):
    """`PreviewPane(talk, doings)`."""

    asked = Signal()

    def __init__(self, talk: Talk, do: PreviewDoings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        self.talk, self._do = talk, do
        self.map = LiveMap(talk.session, talk.opened.picture)
        self.figures = Figures()
        self.gaps: list[FollowUp] = []
        self._at_once = _SHOWN
        self.rows: list[GapRow] = []
        self._count = Badge("0", "warning")
        self.following = Button(
            text("interview", "Follow"), self._toggle_follow, kind="link", icon="crosshair", small=True
        )
        self.following.setCheckable(True)
        self.following.setChecked(True)
        self.wide = IconButton(text("interview", "Wide lanes"), "columns-3", small=True)
        self.wide.setCheckable(True)
        self.wide.toggled.connect(lambda wide: self.map.set_wide(wide=wide))
        self.expand = IconButton(text("interview", "Open in the editor"), "maximize-2", self._open, small=True)
        # What one types must be seen at once; counting and asking may come a little later.
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._count_again)
        self._lay_out()
        self.map.pushed.connect(self._stop_following)
        self.map.chosen.connect(lambda node_id: talk.stand(node_id or None))
        self.map.opened.connect(do.open_map)
        talk.map_changed.connect(self._later.start)
        talk.view_changed.connect(self._later.start)
        talk.stood.connect(self._stood)
        self.settle()
        self._stood()
        self._count_again()

    def show_line(self, words: str) -> None:
        """Show what is being typed as a ghost."""
        reading = self.talk.read(words)
        answer = self.talk.answer_for(reading) if reading is not None else None
        self.map.show_ghost(ghost_of(self.map.picture, answer) if answer is not None else None)

    def set_short(self, *, short: bool) -> None:
        """Show fewer gaps at once, where there is little height."""
        self._at_once = 1 if short else _SHOWN
        self._show_gaps()

    def retranslate(self) -> None:
        """Say the gaps again."""
        self._show_gaps()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 12, 8)
        top.setSpacing(8)
        top.addWidget(Label(text("interview", "Live process map"), "heading", weight=600))
        top.addStretch()
        for button in (self.following, self.wide, self.expand):
            top.addWidget(button)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 4)
        head.setSpacing(8)
        head.addWidget(Label(text("interview", "To clarify"), "bodyStrong"))
        head.addWidget(self._count)
        head.addStretch()
        self._hint = Label(text("interview", "Becomes a question"), "caption", "text.tertiary", elide=False)
        head.addWidget(self._hint)
        inside = QWidget()
        inside.setProperty("scrollContent", True)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 4)
        self._list.setSpacing(0)
        self._list.addStretch()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(inside)
        self._area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.map, 1)
        column.addWidget(line())
        column.addWidget(self.figures)
        column.addWidget(line())
        column.addLayout(head)
        column.addWidget(self._area)

    def _stood(self) -> None:
        self.map.stand(self.talk.standing)
        self._later.start()

    def _count_again(self) -> None:
        self._later.stop()
        self.figures.show_chart(self.talk.session.chart)
        gaps = self.talk.follow_ups()
        if gaps != self.gaps:
            self.gaps = gaps
            self._show_gaps()
        self.asked.emit()

    def _show_gaps(self) -> None:
        shown = self.gaps[:_MOST]
        while len(self.rows) > len(shown):
            row = self.rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, gap in enumerate(shown):
            if place < len(self.rows):
                self.rows[place].show_gap(gap)
            else:
                made = GapRow(gap, self._do.ask)
                self.rows.append(made)
                self._list.insertWidget(place, made)
        self._count.set_state(str(len(self.gaps)), "warning" if self.gaps else "success")
        row_height = current_theme().scaled(42)
        self._area.setFixedHeight(row_height * min(max(len(shown), 1), self._at_once))

    def _toggle_follow(self) -> None:
        self.map.follow(follows=self.following.isChecked())

    def _stop_following(self) -> None:
        self.following.setChecked(False)
        self.map.follows = False

    def _open(self) -> None:
        self._do.open_map(self.talk.standing or "")


class GapRow(Component, QWidget):
    """One thing that is missing, with a button that asks for it."""

    def __init__(self, gap: FollowUp, ask: Callable[[FollowUp], object]) -> None:
        super().__init__()
        self.gap = gap
        self._sign = QLabel()
        self._words = Label(say_gap(gap), elide=True)
        self.button = Button(text("interview", "Ask"), lambda: ask(self.gap), small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.settle()

    def show_gap(self, gap: FollowUp) -> None:
        """Be about something else."""
        self.gap = gap
        self._words.set_wording(say_gap(gap))
        self.retranslate()

    def retranslate(self) -> None:
        """Tell what the button asks about."""
        words: Wording = say_gap(self.gap)
        self.button.setAccessibleDescription(str(words))

    def restyle(self) -> None:
        """Take height and colour of the theme."""
        self.setFixedHeight(current_theme().scaled(42))
        self._sign.setPixmap(pixmap("circle-help", current_theme().icon_size("md"), "warning.text"))
