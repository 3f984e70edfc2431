"""Lines of the outline: a section, a department, a question. Painted buttons; the pane puts them in order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.models.interviews.questions import Question, Tally
from crm_desktop.views.interview.wrapping import wrap
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

SECTION_ICONS = {
    "opening": "message-circle",
    "goals": "target",
    "roles": "users",
    "work": "list-checks",
    "results": "gauge",
    "closing": "flag",
}
_STATES = {"answered": ("circle-check", "success.text"), "skipped": ("circle-minus", "text.tertiary")}
_PAD, _BAR = 16, 44


class OutlineRow(PressedByEnter, Component, QAbstractButton):
    """What all lines share: hover, height, what a click does."""

    def __init__(self, run: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("focusRing", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: run())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and line."""
        painter, box = QPainter(self), QRectF(self.rect())
        if self.isDown() or self.underMouse():
            painter.fillRect(box, current_theme().color("bg.pressed" if self.isDown() else "bg.hover"))
        self.paint_line(painter, box)

    def paint_line(self, painter: QPainter, box: QRectF) -> None:
        """Paint what stands in the line."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(120, self.height())

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(max(current_theme().scaled(32), current_theme().metric("controlSmall") + 4))


def _told(name: Wording, tally: Tally) -> Wording:
    return text("interview", "{name}, {done} of {total} done", name=name, done=tally.done, total=tally.total)


def _paint_tally(painter: QPainter, box: QRectF, tally: Tally) -> float:
    """Write how many are done at the right; return where it begins."""
    theme = current_theme()
    words, font = f"{tally.done}/{tally.total}", theme.font("caption")
    width = text_width(font, words)
    left = box.right() - 12 - width
    draw_text(painter, QRectF(left, box.top(), width + 1, box.height()), words, font, theme.color("text.secondary"))
    return left


class SectionRow(OutlineRow):
    """A part of the talk, with what is done of it; a click opens or closes it."""

    def __init__(self, key: str, tally: Tally, run: Callable[[], object], *, opened: bool) -> None:
        super().__init__(run)
        self._key, self._tally, self._opened = key, tally, opened
        self.settle()

    def retranslate(self) -> None:
        """Read the section's name."""
        name = label("options", f"interview_question.section.{self._key}")
        self.setAccessibleName(str(_told(name, self._tally)))
        self.update()

    def paint_line(self, painter: QPainter, box: QRectF) -> None:
        """Paint arrow, icon, name and count."""
        theme = current_theme()
        ink, side = theme.color("text.secondary"), theme.icon_size("sm")
        top = (box.height() - side) / 2
        paint_icon(painter, "chevron-down" if self._opened else "chevron-right", QRectF(_PAD, top, side, side), ink)
        icon = theme.icon_size("md")
        place = QRectF(_PAD + 22, (box.height() - icon) / 2, icon, icon)
        paint_icon(painter, SECTION_ICONS.get(self._key, "circle"), place, ink)
        right = _paint_tally(painter, box, self._tally)
        name = str(label("options", f"interview_question.section.{self._key}"))
        left = place.right() + 8
        words = QRectF(left, 0, right - left - 8, box.height())
        draw_text(painter, words, name, theme.font("bodyStrong"), theme.color("text.primary"))


class GroupRow(OutlineRow):
    """A department within a section."""

    def __init__(self, name: str, hue: str, tally: Tally, run: Callable[[], object], *, opened: bool) -> None:
        super().__init__(run)
        self._name, self._hue, self._tally, self._opened = name, hue, tally, opened
        self.settle()

    @property
    def _words(self) -> Wording:
        return self._name or text("interview", "The whole")

    def retranslate(self) -> None:
        """Tell name and count."""
        self.setAccessibleName(str(_told(self._words, self._tally)))
        self.update()

    def paint_line(self, painter: QPainter, box: QRectF) -> None:
        """Paint arrow, hue, name, bar and count."""
        theme = current_theme()
        side = theme.icon_size("sm")
        arrow = QRectF(_PAD + 6, (box.height() - side) / 2, side, side)
        icon = "chevron-down" if self._opened else "chevron-right"
        paint_icon(painter, icon, arrow, theme.color("text.secondary"))
        spot = QRectF(arrow.right() + 6, box.height() / 2 - 5, 10, 10)
        rounded_box(painter, spot, 3, theme.hue(self._hue).solid if self._hue else theme.color("border.control"))
        right = _paint_tally(painter, box, self._tally)
        bar = QRectF(box.right() - 46 - _BAR, box.height() / 2 - 2, _BAR, 4)
        rounded_box(painter, bar, 2, theme.color("border.subtle"))
        if self._tally.done:
            filled = QRectF(bar)
            filled.setWidth(max(4.0, bar.width() * self._tally.share))
            full = self._tally.done == self._tally.total
            rounded_box(painter, filled, 2, theme.color("success.solid" if full else "accent.solid"))
        left = spot.right() + 8
        words = QRectF(left, 0, min(right, bar.left()) - left - 6, box.height())
        draw_text(painter, words, str(self._words), theme.font("body"), theme.color("text.primary"))


class WordsRow(OutlineRow):
    """A line with a sign, as high as its words need."""

    def __init__(self, words: str, run: Callable[[], object], *, style: str, indent: int, strong: bool = False) -> None:
        super().__init__(run)
        self.words, self._style, self._indent, self._weight = words, style, indent, 600 if strong else 400

    def restyle(self) -> None:
        """Be as high as the words need."""
        theme = current_theme()
        self.setFixedHeight(max(theme.scaled(32), theme.line(self._style) * len(self._lines()) + theme.scaled(12)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew, after the layout: another height asked for in the midst of it is forgotten."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            QTimer.singleShot(0, self, self.restyle)

    def paint_words(self, painter: QPainter, box: QRectF, sign: tuple[str, str], role: str) -> None:
        """Paint the sign, an icon and its colour, and the words in a colour."""
        theme, lines = current_theme(), self._lines()
        side, line_height = theme.icon_size("sm"), theme.line(self._style)
        top = (box.height() - line_height * len(lines)) / 2
        spot = QRectF(self._indent, top + (line_height - side) / 2, side, side)
        paint_icon(painter, sign[0], spot, theme.color(sign[1]))
        left = spot.right() + 8
        for number, words in enumerate(lines):
            place = QRectF(left, top + number * line_height, box.width() - left - 8, line_height)
            draw_text(painter, place, words, self._font, theme.color(role))

    @property
    def _font(self) -> QFont:
        return current_theme().font(self._style, weight=self._weight)

    def _lines(self) -> tuple[str, ...]:
        room = self.width() - self._indent - current_theme().icon_size("sm") - 20
        return wrap(self.words, self._font.toString(), max(room, 60))


class EnoughRow(WordsRow):
    """Says under a section that enough was asked of it; a click goes on to the next section."""

    def __init__(self, words: str, run: Callable[[], object]) -> None:
        super().__init__(words, run, style="caption", indent=_PAD + 6)
        self.settle()

    def retranslate(self) -> None:
        """Tell what a click does."""
        self.setAccessibleName(str(text("interview", "{words} Go on to the next section.", words=self.words)))
        self.setToolTip(str(text("interview", "Go on to the next section")))

    def paint_line(self, painter: QPainter, box: QRectF) -> None:
        """Paint a tick and the words."""
        self.paint_words(painter, box, ("check", "success.text"), "success.text")


class QuestionRow(WordsRow):
    """A question with its state."""

    def __init__(self, question: Question, run: Callable[[], object], *, current: bool, deep: bool) -> None:
        super().__init__(question.words, run, style="body", indent=_PAD + (20 if deep else 6), strong=current)
        self.question, self._current = question, current
        self.settle()

    def retranslate(self) -> None:
        """Tell the question and its state."""
        state = label("options", f"interview_question.state.{self.question.state}")
        self.setAccessibleName(f"{self.question.words}, {state}")
        self.update()

    def paint_line(self, painter: QPainter, box: QRectF) -> None:
        """Paint state and words; the current question with a bar at the left."""
        theme = current_theme()
        if self._current:
            painter.fillRect(box, theme.color("bg.selected"))
            painter.fillRect(QRectF(0, 0, 3, box.height()), theme.color("accent.solid"))
        sign = _STATES.get(self.question.state, ("circle", "text.tertiary"))
        if self._current and not self.question.done:
            sign = ("circle-dot", "accent.text")
        role = "text.primary" if self._current or not self.question.done else "text.secondary"
        self.paint_words(painter, box, sign, role)
