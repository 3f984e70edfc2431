"""The stages of an opportunity as a bar to click: where it stands, where it can go. What a stage demands is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.models.record import Record
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.stages import is_open
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import lookups_of, stage_words
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.records.stage_demand import StageDemand
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text

if TYPE_CHECKING:
    from crm_desktop.models.fields import Values
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings

_ICONS = {"won": "trophy", "lost": "circle-x"}
_POINT = 8


class StageBar(Component, QWidget):
    """`bar.show_stages(stages, current, editable=True)`; click, or arrows and Enter; `wanted` tells the stage's id."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages: list[Record] = []
        self._at = -1
        self._focused = 0
        self._over = -1
        self._editable = False
        self.setMouseTracking(True)
        self.setProperty("focusRing", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_stages(self, stages: list[Record], current: str, *, editable: bool) -> None:
        """Show the way, and where on it the opportunity stands."""
        self._stages, self._editable = stages, editable
        self._at = next((number for number, stage in enumerate(stages) if stage.id == current), -1)
        self._focused = max(0, self._at)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if editable else Qt.CursorShape.ArrowCursor)
        self._name()
        self.update()

    def box(self, number: int) -> QRectF:
        """Return where a stage is."""
        width = self.width() / max(1, len(self._stages))
        return QRectF(number * width, 0, width, self.height())

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("control"))

    def sizeHint(self) -> QSize:
        """Take whatever width there is."""
        return QSize(320, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, move with Enter or Space."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers():
            self._focused = max(0, min(self._focused + steps[key], len(self._stages) - 1))
            self._name()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._want(self._focused)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._over = self._number_at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._over = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Move to the stage under the pointer."""
        self._want(self._number_at(event.position()))

    def event(self, event: QEvent) -> bool:
        """Tell names that may be cut."""
        if isinstance(event, QHelpEvent):
            number = self._number_at(QPointF(event.pos()))
            if number >= 0:
                QToolTip.showText(event.globalPos(), stage_words(self._stages[number]), self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stages as arrows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, stage in enumerate(self._stages):
            self._paint_stage(painter, number, stage)

    def _paint_stage(self, painter: QPainter, number: int, stage: Record) -> None:
        theme, box = current_theme(), self.box(number)
        fill, ink = self._colours(number, stage)
        painter.fillPath(_arrow(box, first=number == 0), theme.color(fill))
        words = box.adjusted(_POINT + 6, 0, -_POINT, 0)
        icon = _ICONS.get(str(stage.get("outcome")), "check" if 0 <= number < self._at else "")
        if icon and words.width() > 60:
            side = theme.icon_size("sm")
            paint_icon(painter, icon, QRectF(words.x(), 0, side, box.height()), theme.color(ink))
            words.adjust(side + 4, 0, 0, 0)
        weight = 600 if number == self._at else 500
        draw_text(painter, words, stage_words(stage), theme.font("caption", weight=weight), theme.color(ink))

    def _colours(self, number: int, stage: Record) -> tuple[str, str]:
        if number == self._at:
            outcome = stage.get("outcome")
            tone = "success" if outcome == "won" else "danger" if outcome == "lost" else "accent"
            return f"{tone}.solid", "text.onDanger" if tone == "danger" else "text.onAccent"
        near = self._editable and number in (self._over, self._focused if self.hasFocus() else -1)
        before = self._at > number and is_open(stage.values)
        if before:
            return ("bg.selectedHover" if near else "accent.tint"), "accent.text"
        return ("bg.pressed" if near else "bg.sunken"), "text.secondary"

    def _number_at(self, place: QPointF) -> int:
        number = int(place.x() / self.width() * len(self._stages)) if self._stages else -1
        return number if self.rect().contains(place.toPoint()) and number < len(self._stages) else -1

    def _want(self, number: int) -> None:
        if self._editable and 0 <= number < len(self._stages) and number != self._at:
            self.wanted.emit(self._stages[number].id)

    def _name(self) -> None:
        if self._stages:
            focused = stage_words(self._stages[self._focused])
            at = stage_words(self._stages[self._at]) if self._at >= 0 else ""
            self.setAccessibleName(str(text("records", "Stage {at}; move to {stage}", at=at, stage=focused)))


class StageCard(Card):
    """The bar of an opportunity, which moves it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(text("records", "Stage"), padding=12)
        self.desk = desk
        self.bar = StageBar()
        self._record: Record | None = None
        self._lookups = lookups_of(desk)
        self._changing = Changing(desk, self, desk.notices.fail)
        self.body.addWidget(self.bar)
        self.bar.wanted.connect(lambda stage: self._move({"stage_id": stage}))

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show where an opportunity stands."""
        record = content.view.record
        self._record = record
        editable = not record.deleted and self._lookups.may_edit(record.declaration, content.view.standing)
        current = str(record.get("stage_id") or "")
        stages = self._lookups.stages()
        stage = self._lookups.stage(current)
        if stage is not None and stage not in stages:
            stages = [*stages, stage]
        self.bar.show_stages(stages, current, editable=editable)

    def _move(self, values: Values) -> None:
        if self._record is not None:
            self._changing.enter_stage(self._record, values, lambda problems: self._ask(values, problems))

    def _ask(self, values: Values, problems: tuple[Problem, ...]) -> None:
        assert self._record is not None
        demand = StageDemand(self._record, values, problems, self.desk)
        demand.wanted.connect(lambda more: self._move({**values, **more}))
        demand.open_at(self.bar)


def _arrow(box: QRectF, *, first: bool) -> QPainterPath:
    path = QPainterPath()
    left, right = box.x() + (0 if first else 2), box.right() - _POINT + 2
    path.moveTo(left, box.top())
    path.lineTo(right, box.top())
    path.lineTo(right + _POINT, box.center().y())
    path.lineTo(right, box.bottom())
    path.lineTo(left, box.bottom())
    if not first:
        path.lineTo(left + _POINT, box.center().y())
    path.closeSubpath()
    return path
