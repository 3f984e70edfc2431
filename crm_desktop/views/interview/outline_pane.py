"""The left side of the interview: all questions by section and department, what is done, and what to ask besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.interviews.follow_ups import FollowUp
from crm_desktop.models.interviews.questions import Group, Section
from crm_desktop.views.interview.gap_words import ask_gap
from crm_desktop.views.interview.outline_rows import EnoughRow, GroupRow, OutlineRow, QuestionRow, SectionRow
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.progress import Bar

WIDTH = 284


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the list is made of: while it is the same nothing is made anew."""

    current: str
    opened: frozenset[str]
    closed: frozenset[str]
    questions: tuple[object, ...]


class OutlinePane(Component, QWidget):
    """`OutlinePane(talk, add)`; `add` puts a follow-up among the questions."""

    def __init__(self, talk: Talk, add: Callable[[FollowUp], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "subtle")
        self.talk = talk
        self.rows: list[OutlineRow] = []
        self.suggestion: FollowUp | None = None
        self._add = add
        self._opened: set[str] = set()
        self._closed: set[str] = set()
        self._shown: _Shown | None = None
        self._tally = Label("", "body", "text.secondary")
        self._bar = Bar(6)
        self._bar.setFixedWidth(56)
        self._sign = QLabel()
        self._offer = Paragraph("", "body", "text.primary")
        self.add_button = Button(text("interview", "Add"), self._add_suggestion, icon="plus", small=True)
        self._foot = QWidget()
        self.current_row: QuestionRow | None = None
        self._into_sight = QTimer(self, singleShot=True, interval=0)
        self._into_sight.timeout.connect(self._bring_into_sight)
        self._lay_out()
        talk.view_changed.connect(self.show_questions)
        talk.stood.connect(self.show_questions)
        self.settle()
        self.show_questions()

    def retranslate(self) -> None:
        """Say anew what comes from the guide."""
        self._shown = None
        self.show_questions()

    def show_questions(self) -> None:
        """Show the questions as they are now."""
        outline, talk = self.talk.outline, self.talk
        shown = _Shown(talk.question_id, frozenset(self._opened), frozenset(self._closed), outline.questions)
        if shown == self._shown:
            return
        self._shown = shown
        tally = outline.tally
        self._tally.set_wording(f"{tally.done} / {tally.total}")
        self._bar.set_share(tally.share)
        self._rebuild()

    def offer(self, gap: FollowUp | None) -> None:
        """Offer a question that nobody asked yet, or none."""
        self.suggestion = gap
        self._foot.setVisible(gap is not None)
        if gap is not None:
            self._offer.set_wording(ask_gap(gap))

    def restyle(self) -> None:
        """Take width and colours of the theme."""
        self.setFixedWidth(current_theme().scaled(WIDTH))
        self._sign.setPixmap(pixmap("sparkles", current_theme().icon_size("md"), "accent.text"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 11, 14, 11)
        top.setSpacing(8)
        top.addWidget(Label(text("interview", "Outline"), "heading", weight=600))
        top.addStretch()
        top.addWidget(self._tally)
        top.addWidget(self._bar)
        inside = QWidget()
        inside.setProperty("scrollContent", True)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 6, 0, 6)
        self._list.setSpacing(0)
        self._list.addStretch()
        self._area = QScrollArea()
        self._area.setProperty("pane", True)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(inside)
        self._area.viewport().setAutoFillBackground(False)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 10, 16, 8)
        foot.setSpacing(2)
        said = QHBoxLayout()
        said.addWidget(self._sign)
        said.addWidget(Label(text("interview", "From the answers, not asked yet:"), "caption", "text.secondary"), 1)
        offered = QHBoxLayout()
        offered.addWidget(self._offer, 1)
        offered.addWidget(self.add_button)
        foot.addLayout(said)
        foot.addLayout(offered)
        self._foot.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(line())
        column.addWidget(self._area, 1)
        column.addWidget(line())
        column.addWidget(self._foot)

    def _rebuild(self) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows, self.current_row = [], None
        question = self.talk.question
        enough = self.talk.enough()
        for section in self.talk.outline.sections:
            has_current = question is not None and question.section == section.key
            opened = self._is_open(section.key, default=has_current or section.tally.share < 1)
            toggle = partial(self._toggle, section.key, opened=opened)
            self._put(SectionRow(section.key, section.tally, toggle, opened=opened))
            if opened and section.key in enough:
                said = enough[section.key].words.text(current_language().code)
                self._put(EnoughRow(said, partial(self.talk.leave_section, section.key)))
            if opened:
                self._put_section(section)
        self._into_sight.start()

    def _put_section(self, section: Section) -> None:
        grouped = any(group.place for group in section.groups)
        for group in section.groups:
            if grouped:
                self._put_group(section, group)
            else:
                self._put_questions(group, deep=False)

    def _put_group(self, section: Section, group: Group) -> None:
        question, key = self.talk.question, f"{section.key}/{group.place}"
        current = question is not None and question.section == section.key and question.place == group.place
        opened = self._is_open(key, default=current)
        place = self.talk.view.places.get(group.place)
        toggle = partial(self._toggle, key, opened=opened)
        name, hue = (place.name, place.hue) if place is not None else ("", "")
        self._put(GroupRow(name, hue, group.tally, toggle, opened=opened))
        if opened:
            self._put_questions(group, deep=True)

    def _put_questions(self, group: Group, *, deep: bool) -> None:
        for question in group.questions:
            current = question.id == self.talk.question_id
            row = QuestionRow(question, partial(self.talk.go, question.id), current=current, deep=deep)
            if current:
                self.current_row = row
            self._put(row)

    def _put(self, row: OutlineRow) -> None:
        # As wide as it will be: a height that follows from the width only in the midst of the layout comes too late.
        row.resize(self._area.viewport().width(), row.height())
        row.restyle()
        self.rows.append(row)
        self._list.insertWidget(len(self.rows) - 1, row)

    def _is_open(self, key: str, *, default: bool) -> bool:
        return key in self._opened or (default and key not in self._closed)

    def _toggle(self, key: str, *, opened: bool) -> None:
        self._opened.discard(key)
        self._closed.discard(key)
        (self._closed if opened else self._opened).add(key)
        self.show_questions()

    def _bring_into_sight(self) -> None:
        if self.current_row is not None:
            self._area.ensureWidgetVisible(self.current_row, 0, 40)

    def _add_suggestion(self) -> None:
        if self.suggestion is not None:
            self._add(self.suggestion)
