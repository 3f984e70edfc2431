"""One column of the board: a stage's name, figures and cards; or a narrow strip while the stage is folded."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.stages import is_open
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.lookups import stage_words
from crm_desktop.views.opportunities.board_words import money_words, weighted
from crm_desktop.views.opportunities.card_list import CardList
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.paint import rounded_box

LEAST_WIDTH, FOLDED_WIDTH = 208, 44
_PAD = 10
_IDEOGRAPHS = 0x2E80
"""Signs from here on stand upright where a line runs downwards."""


class BoardColumn(Component, QWidget):
    """`column.show_stage(stage, folded)`, `column.show_total(total, formats)`; its cards are `column.list`."""

    create_wanted = Signal()
    folded_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage: Record | None = None
        self.folded = False
        self.list = CardList()
        self._head = _Head(self)
        self._create = IconButton(text("opportunities", "New opportunity in this stage"), "plus", small=True)
        self._create.clicked.connect(self.create_wanted)
        self._fold = IconButton(text("opportunities", "Fold this stage"), "chevrons-left", small=True)
        self._fold.clicked.connect(lambda: self.set_folded(True))
        self._head.opened.connect(lambda: self.set_folded(False))
        verbs = QHBoxLayout(self._head)
        verbs.setContentsMargins(0, 4, 0, 0)
        verbs.setSpacing(0)
        verbs.addStretch()
        verbs.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignTop)
        verbs.addWidget(self._create, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 0, _PAD + 1, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        self.settle()

    def show_stage(self, stage: Record, *, folded: bool) -> None:
        """Stand for a stage."""
        self.stage = stage
        self._fold.setVisible(stage.get("outcome") == "lost")
        self.set_folded(folded)
        self.retranslate()

    def set_folded(self, folded: bool) -> None:
        """Become a narrow strip, or a column."""
        changed, self.folded = folded != self.folded, folded
        self.list.setVisible(not folded)
        self._create.setVisible(not folded)
        self._fold.setVisible(not folded and self.stage is not None and self.stage.get("outcome") == "lost")
        margin = 0 if folded else _PAD
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(margin, 0, margin + 1, 0)
        self.setMinimumWidth(FOLDED_WIDTH if folded else current_theme().scaled(LEAST_WIDTH))
        self.setMaximumWidth(FOLDED_WIDTH if folded else 16_777_215)
        self._head.fit(folded=folded)
        if changed:
            self.folded_changed.emit(folded)

    def show_total(self, total: Total, formats: Formats) -> None:
        """Show count and sums; while a card is dragged, those that a drop here would make."""
        self._head.show_total(total, formats)

    def set_target(self, words: str) -> None:
        """Show what a drop would do where no slot can open: in the folded strip; "" ends it."""
        self._head.set_target(words if self.folded else "")

    def spot_of(self, screen: QPoint) -> QPoint:
        """Return a point of the screen in the cards' viewport."""
        return self.list.viewport().mapFromGlobal(screen)

    def retranslate(self) -> None:
        """Read the stage's name again."""
        if self.stage is not None:
            name = stage_words(self.stage)
            self.list.setAccessibleName(tr("opportunities", "Opportunities in stage {stage}", stage=name))
            self._head.update()

    def restyle(self) -> None:
        """Take widths and heights from the theme."""
        self.set_folded(self.folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line to the next column."""
        painter = QPainter(self)
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), current_theme().color("border.subtle"))


class _Head(QWidget):
    """Name, count, probability and sums; folded, the name from top to bottom."""

    opened = Signal()

    def __init__(self, column: BoardColumn) -> None:
        super().__init__(column)
        self._column = column
        self._count, self._sum, self._weighted, self._target = 0, "", "", ""

    def fit(self, *, folded: bool) -> None:
        """Take the height for a column, or the whole strip."""
        theme = current_theme()
        vertical = QSizePolicy.Policy.Expanding if folded else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self.setMinimumHeight(theme.scaled(58))
        self.setMaximumHeight(16_777_215 if folded else theme.scaled(58))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if folded else Qt.FocusPolicy.NoFocus)
        self.setProperty("focusRing", folded)
        self.setCursor(Qt.CursorShape.PointingHandCursor if folded else Qt.CursorShape.ArrowCursor)

    def show_total(self, total: Total, formats: Formats) -> None:
        stage = self._column.stage
        self._count, self._sum = total.count, money_words(total.units, formats)
        self._weighted = ""
        if stage is not None and is_open(stage.values):
            amount = money_words(weighted(total), formats)
            self._weighted = tr("opportunities", "{amount} weighted", amount=amount)
        name = stage_words(stage) if stage is not None else ""
        words = tr("opportunities", "%n opportunit(y|ies)", n=total.count)
        self.setAccessibleName(formats.listed([part for part in (name, words, self._sum, self._weighted) if part]))
        self.update()

    def set_target(self, words: str) -> None:
        if words != self._target:
            self._target = words
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._column.folded and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._column.folded and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, stage = QPainter(self), self._column.stage
        if stage is None:
            return
        if self._column.folded:
            self._paint_folded(painter, stage_words(stage))
        else:
            self._paint_lines(painter, stage)

    def _paint_lines(self, painter: QPainter, stage: Record) -> None:
        theme, quiet = current_theme(), current_theme().color("text.secondary")
        first = QRectF(4, theme.scaled(8), self.width() - 8, theme.scaled(21))
        second = QRectF(4, theme.scaled(31), self.width() - 8, theme.scaled(21))
        chance = f"{stage.get('probability') or 0}%"
        verbs = theme.metric("controlSmall") * (1 + (stage.get("outcome") == "lost"))
        draw_words(painter, first.adjusted(0, 0, -verbs - 2, 0), chance, quiet, ("caption", None), right=True)
        room = first.width() - verbs - word_width(chance, "caption") - 12
        count = str(self._count)
        name = QRectF(first.x(), first.y(), room - word_width(count, "caption") - 6, first.height())
        width = draw_words(painter, name, stage_words(stage), theme.color("text.primary"), ("bodyStrong", None))
        draw_words(painter, name.translated(width + 6, 0), count, quiet, ("caption", None))
        draw_words(painter, second, self._sum, theme.color("text.primary"), ("bodyStrong", None))
        beside = second.adjusted(word_width(self._sum, "bodyStrong") + 8, 0, 0, 0)
        draw_words(painter, beside, self._weighted, quiet, ("caption", None), right=True)

    def _paint_folded(self, painter: QPainter, name: str) -> None:
        theme = current_theme()
        if self._target:
            box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
            rounded_box(painter, box, theme.radius("lg"), theme.color("accent.tint"), theme.color("accent.solid"))
        ink = theme.color("accent.text" if self._target else "text.primary")
        if any(ord(sign) >= _IDEOGRAPHS for sign in self._target or name):
            self._paint_stacked(painter, self._target or name, ink)
            return
        painter.translate(self.width() / 2, theme.scaled(14))
        painter.rotate(90)
        line = QRectF(0, -12, self.height() - 40, 24)
        width = draw_words(painter, line, self._target or name, ink, ("bodyStrong", None))
        if not self._target:
            rest = line.adjusted(width + 8, 0, 0, 0)
            draw_words(painter, rest, str(self._count), theme.color("text.secondary"), ("caption", None))

    def _paint_stacked(self, painter: QPainter, words: str, ink: QColor) -> None:
        """Write Chinese as it is written downwards: upright, sign under sign, the number below."""
        theme = current_theme()
        step, top = theme.scaled(18), theme.scaled(14)
        for sign in words.replace(" ", ""):
            x = (self.width() - word_width(sign, "bodyStrong")) / 2
            draw_words(painter, QRectF(x, top, self.width() - x, step), sign, ink, ("bodyStrong", None))
            top += step
        if not self._target:
            count = str(self._count)
            x = (self.width() - word_width(count, "caption")) / 2
            place = QRectF(x, top + 4, self.width() - x, step)
            draw_words(painter, place, count, theme.color("text.secondary"), ("caption", None))
