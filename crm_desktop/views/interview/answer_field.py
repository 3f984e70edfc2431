"""The field at the foot: the line, what will become of it before Enter, and the five buttons that say what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.commands.tell import known_tools
from crm_desktop.models.interviews.answers import Making, Reading
from crm_desktop.views.diagram.floats.choices import Choices
from crm_desktop.views.interview.answer_text import AnswerText
from crm_desktop.views.interview.reading_words import chips_of, say_making
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label, giving_way
from crm_desktop.views.widgets.paint import rounded_box

_NAMING = re.compile(r"[@＠#＃]([^\s@＠#＃]*)\Z")
_MOST_CHIPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDoings:
    """What the page does for buttons that need more than the line."""

    voice_note: Callable[[], object]
    photo: Callable[[], object]


_SPARE = 8
"""Pixels of its margins that a verb can do without."""


class AnswerField(Component, QWidget):
    """`AnswerField(talk, doings)`; `typed` tells each change of the line, `taken` a line that was taken down."""

    typed = Signal(str)
    taken = Signal()
    escaped = Signal()

    def __init__(self, talk: Talk, do: FieldDoings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "subtle")
        self.talk = talk
        self.edit = AnswerText(self._known)
        self.edit.placeholder = text("interview", "What was said, e.g. Check stock @Planning ~30m #Excel")
        self.choices = Choices(parent)
        self.edit.steer = self.choices.steer
        self.taking = False
        """A line is being taken down just now: what it would become is of no interest any more."""
        self._says = giving_way(Label("", "caption", "text.secondary", elide=True))
        self._chips = [Badge("") for _ in range(_MOST_CHIPS)]
        self._box = _Box(self.edit.hasFocus)
        self._buttons = {
            "voice": Button(text("interview", "Voice note"), do.voice_note, icon="audio-lines"),
            "photo": Button(text("interview", "Photo"), do.photo, icon="camera"),
            "pain": self._kind_button(Making.PAIN, "flame"),
            "metric": self._kind_button(Making.METRIC, "gauge"),
            "quote": self._kind_button(Making.QUOTE, "quote"),
        }
        self._lay_out()
        self.edit.textChanged.connect(self._typed)
        self.edit.cursorPositionChanged.connect(self._offer)
        self.edit.entered.connect(lambda: self.take_down(keep=False))
        self.edit.tabbed.connect(lambda: self.take_down(keep=True))
        self.edit.escaped.connect(self._escape)
        self.edit.focus_changed.connect(self._focused)
        self.choices.chosen.connect(self._complete)
        talk.stood.connect(self.show_reading)
        talk.map_changed.connect(self.show_reading)
        self.setFocusProxy(self.edit)
        self.settle()

    def button(self, kind: str) -> Button:
        """Return the button `voice`, `photo`, `pain`, `metric` or `quote`."""
        return self._buttons[kind]

    @property
    def line(self) -> str:
        """What is typed so far."""
        return self.edit.text()

    def take_down(self, *, keep: bool) -> None:
        """Take the line down; what is refused stays in it."""
        self.taking = True
        try:
            taken = self.talk.record(self.line, keep=keep)
        finally:
            self.taking = False
        if taken:
            self.edit.clear()
            self.taken.emit()
        else:
            self.show_reading()

    def retranslate(self) -> None:
        """Read the words again."""
        self._fit()
        self.edit.setAccessibleName(str(text("interview", "Answer")))
        self.show_reading()

    def show_reading(self) -> None:
        """Show what will become of the line."""
        if self.taking:
            return
        reading = self.talk.read(self.line)
        self._says.set_wording(say_making(self.talk, reading))
        chips = chips_of(self.talk, reading) if reading is not None else []
        for number, badge in enumerate(self._chips):
            badge.setVisible(number < len(chips))
            if number < len(chips):
                badge.set_state(*chips[number])
        self._show_kind(reading)

    def _show_kind(self, reading: Reading | None) -> None:
        shown = self.talk.chosen or (reading.making if reading is not None else None)
        for kind, making in (("pain", Making.PAIN), ("metric", Making.METRIC), ("quote", Making.QUOTE)):
            self._buttons[kind].setChecked(shown is making)

    def _kind_button(self, making: Making, icon: str) -> Button:
        words = {
            Making.PAIN: text("interview", "Pain"),
            Making.METRIC: text("interview", "Metric"),
            Making.QUOTE: text("interview", "Quote"),
        }[making]
        button = Button(words, lambda: self._choose(making), icon=icon)
        button.setCheckable(True)
        return button

    def _choose(self, making: Making) -> None:
        reading = self.talk.read(self.line)
        if self.talk.chosen is None and reading is not None and reading.making is making:
            # It looked like that already: the button takes it back to plain words.
            self.talk.choose(Making.ANSWER)
        else:
            self.talk.choose(making)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._says)
        for badge in self._chips:
            badge.hide()
            below.addWidget(badge)
        below.addStretch()
        for key, words in (("Return", text("interview", "Take down")), ("Tab", text("interview", "Next step"))):
            below.addWidget(KeyCap("Enter" if key == "Return" else key))
            below.addWidget(giving_way(Label(words, "caption", "text.tertiary", elide=True)))
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(12, 9, 12, 9)
        inside.setSpacing(6)
        inside.addWidget(self.edit)
        inside.addLayout(below)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self._buttons.values():
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._box)
        column.addLayout(row)

    def restyle(self) -> None:
        """Fit the verbs at the text's size."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the verbs into the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let the icons speak alone where there is no room for words."""
        buttons = self._buttons.values()
        share = (self.width() - 2 * 16 - (len(buttons) - 1) * 8) // len(buttons)
        for button in buttons:
            button.set_icon_only(False)
        short = any(button.sizeHint().width() > share + _SPARE for button in buttons)
        for button in buttons:
            button.set_icon_only(short)

    def _known(self) -> tuple[Collection[str], Collection[str]]:
        chart = self.talk.session.chart
        return [lane.name for lane in chart.lanes.values()], sorted(known_tools(chart))

    def _typed(self) -> None:
        self.show_reading()
        self._offer()
        self.typed.emit(self.line)

    def _offer(self) -> None:
        naming = _NAMING.search(self._before_cursor())
        if naming is None or self.edit.composing or not self.edit.hasFocus():
            self.choices.offer(())
            return
        lanes, tools = self._known()
        among = lanes if naming.group()[0] in "@＠" else tools
        typed = naming.group(1).casefold()
        found = [name for name in dict.fromkeys(among) if name and typed in name.casefold()]
        # A name typed out is meant: Enter takes the line down then and not the name.
        meant = any(name.casefold() == typed for name in found)
        ordered = sorted(found, key=lambda name: not name.casefold().startswith(typed))
        self.choices.offer(() if meant else ordered)
        self._place_choices()

    def _place_choices(self) -> None:
        parent = self.choices.parentWidget()
        if parent is not None and self.choices.isVisible():
            corner = self._box.mapTo(parent, QPoint(0, 0))
            self.choices.move(corner.x() + 8, max(0, corner.y() - self.choices.height()))
            self.choices.raise_()

    def _complete(self, name: str) -> None:
        naming = _NAMING.search(self._before_cursor())
        if naming is None:
            return
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, len(naming.group(1)))
        cursor.insertText(f"{name} ")
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _before_cursor(self) -> str:
        return self.edit.text()[: self.edit.textCursor().position()]

    def _focused(self, focused: bool) -> None:
        self._box.update()
        if not focused:
            self.choices.offer(())

    def _escape(self) -> None:
        if self.talk.chosen is not None or self.talk.held:
            self.talk.chosen, self.talk.held = None, False
            self.talk.stood.emit()
        elif self.line:
            self.edit.clear()
        else:
            self.escaped.emit()


class _Box(QWidget):
    """The frame around the line: in the accent's colour while the person types there."""

    def __init__(self, focused: Callable[[], bool]) -> None:
        super().__init__()
        self._focused = focused

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and frame."""
        theme, painter = current_theme(), QPainter(self)
        role, width = ("accent.solid", 2.0) if self._focused() else ("border.control", 1.0)
        rounded_box(
            painter, QRectF(self.rect()), theme.radius("lg"), theme.color("bg.surface"), theme.color(role), width
        )
