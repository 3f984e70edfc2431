"""The question that is asked now: where it stands, its words, and short follow-ups to be ticked as they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.models.interviews.questions import Question, short_follow_ups
from crm_desktop.views.interview.outline_rows import SECTION_ICONS
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon, pixmap
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.chip import AddChip
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label, giving_way
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width
from crm_desktop.views.widgets.painted_button import PaintedButton
from crm_desktop.views.widgets.paragraph import Paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadDoings:
    """What the page does when something of the head is chosen."""

    tick: Callable[[Question, str], object]
    add: Callable[[], object]


class QuestionHead(Component, QWidget):
    """`QuestionHead(talk, doings)`."""

    def __init__(self, talk: Talk, do: HeadDoings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        self.talk, self._do = talk, do
        self.chips: list[TickChip] = []
        self._icon = QLabel()
        self._section = giving_way(Label("", "caption", "text.secondary", elide=True))
        self._arrow = Label("›", "caption", "text.tertiary")
        self._place = Badge("")
        self._second = Label("›", "caption", "text.tertiary")
        self._number = giving_way(Label("", "caption", "text.secondary", elide=True))
        self.words = Paragraph("", "title", "text.primary")
        self._chips_name = Label(text("interview", "Ask on"), "caption", "text.tertiary")
        self._flow, self._chips_row = FlowLayout(8), QWidget()
        self.add_chip = AddChip(text("interview", "Add a follow-up"), do.add, icon_only=True)
        self._shown: tuple[object, ...] = ()
        self._lay_out()
        talk.stood.connect(self.show_question)
        talk.view_changed.connect(self.show_question)
        self.settle()

    def show_question(self) -> None:
        """Show what is asked now."""
        question = self.talk.question
        place = self.talk.view.places.get(question.place) if question is not None else None
        shown = (question, place, self.talk.outline.number(self.talk.question_id))
        if shown == self._shown:
            return
        self._shown = shown
        if question is None:
            self.words.set_wording(text("interview", "No question yet"))
            self._show_chips(())
            return
        self._section.set_wording(label("options", f"interview_question.section.{question.section}"))
        self._icon.setPixmap(pixmap(SECTION_ICONS.get(question.section, "circle"), 14, "text.secondary"))
        self._place.setVisible(place is not None)
        self._second.setVisible(place is not None)
        if place is not None:
            self._place.set_state(place.name, place.hue or "neutral")
        self._number.set_wording(text("interview", "Question {number}", number=shown[2]))
        self.words.set_wording(question.words)
        self._hold()
        self._show_chips(short_follow_ups(question))

    def retranslate(self) -> None:
        """Read the words again."""
        self._shown = ()
        self.show_question()

    def restyle(self) -> None:
        """Read icons again."""
        self._shown = ()
        self.show_question()

    def set_tight(self, tight: bool) -> None:
        """Take little height: the question smaller, no row of follow-ups."""
        self.words.set_style("bodyStrong" if tight else "title")
        self._chips_row.setVisible(not tight)
        self._hold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole question in sight, whatever else there is."""
        super().resizeEvent(event)
        self._hold()

    def _hold(self) -> None:
        self.words.setMinimumHeight(self.words.heightForWidth(max(1, self.width() - 44)))

    def _show_chips(self, follow_ups: Iterable[tuple[str, bool]]) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        self._flow.removeWidget(self.add_chip)
        for words, asked in follow_ups:
            chip = TickChip(words, partial(self._tick, words), asked=asked)
            self.chips.append(chip)
            self._flow.addWidget(chip)
        self._flow.addWidget(self.add_chip)
        self.add_chip.setVisible(self.talk.question is not None)

    def _tick(self, words: str) -> None:
        question = self.talk.question
        if question is not None:
            self._do.tick(question, words)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        for widget in (self._icon, self._section, self._arrow, self._place, self._second, self._number):
            top.addWidget(widget)
        top.addStretch()
        for key in ("Alt+Up", "Alt+Down"):
            top.addWidget(KeyCap(key))
        top.addWidget(giving_way(Label(text("interview", "Other question"), "caption", "text.tertiary", elide=True)))
        below = QHBoxLayout(self._chips_row)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(10)
        below.addWidget(self._chips_name, 0, Qt.AlignmentFlag.AlignTop)
        self._chips_name.setContentsMargins(0, 4, 0, 0)
        below.addLayout(self._flow, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 20, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.words)
        column.addWidget(self._chips_row)


class TickChip(PaintedButton):
    """A short follow-up: a click says that it was asked."""

    def __init__(self, words: Wording, run: Callable[[], object], *, asked: bool) -> None:
        super().__init__(run)
        self._words, self._asked = words, asked
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.settle()

    @property
    def asked(self) -> bool:
        """Whether it was asked already."""
        return self._asked

    def said(self) -> str:
        """Say the words, and whether it was asked."""
        return tr("interview", "{words}, asked", words=self._words) if self._asked else str(self._words)

    def sizeHint(self) -> QSize:
        """Fit tick and words."""
        theme = current_theme()
        tick = theme.icon_size("sm") + 6 if self._asked else 0
        return QSize(text_width(theme.font("caption"), str(self._words)) + 20 + tick, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, tick and words."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        fill = "accent.tint" if self._asked else "bg.hover" if self.underMouse() else "bg.surface"
        line = "accent.line" if self._asked else "border.default"
        rounded_box(painter, box, theme.radius("md"), theme.color(fill), theme.color(line))
        ink, x = theme.color("accent.text" if self._asked else "text.primary"), 10.0
        if self._asked:
            side = theme.icon_size("sm")
            paint_icon(painter, "check", self._middle(x - 1, side), ink)
            x += side + 5
        rest = QRectF(x, 0, box.width() - x - 6, box.height())
        draw_text(painter, rest, str(self._words), theme.font("caption"), ink)
