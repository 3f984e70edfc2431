"""The tree of goals under keys and pointer. What a person wants is said by signals; the part carries it out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from crm_desktop.models.records.study import GOAL
from crm_desktop.models.studies.goals import goal_problems
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.studies.goals.goal_model import DEPARTMENT, DUE, NAME, VALUE, GoalModel
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text

_Index = QModelIndex | QPersistentModelIndex
_TONES = {"strategic": "violet", "tactical": "sky", "execution": "teal"}
_WIDTHS = {VALUE: 130, DUE: 110, DEPARTMENT: 130}
_ALT = Qt.KeyboardModifier.AltModifier
_MOVES = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "out",
    Qt.Key.Key_Right: "in",
}


class GoalTreeView(Component, QTreeView):
    """`current_changed` says a goal, `moved` a direction: `up`, `down`, `in` under the one above, `out` beside it."""

    current_changed = Signal(str)
    moved = Signal(str)
    child_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, model: GoalModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goals = model
        self.setModel(model)
        self.setItemDelegate(GoalDelegate(self))
        self.setProperty("goals", True)
        self.setUniformRowHeights(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(22)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            head.resizeSection(column, width)
        self.settle()

    @property
    def editing(self) -> bool:
        """Whether a name is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def retranslate(self) -> None:
        """Name the tree again."""
        self.setAccessibleName(str(text("studies", "Goals")))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which goal is current."""
        super().currentChanged(current, previous)
        self.current_changed.emit(self.goals.goal_id(current))

    def event(self, event: QEvent) -> bool:
        """Take the arrows with Alt before the window goes back and forward with them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.modifiers() == _ALT and event.key() in _MOVES
            if mine or event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit, add, move, delete."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if held == _ALT and key in _MOVES:
            self.moved.emit(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not self.editing:
            self.edit(self.currentIndex().siblingAtColumn(NAME))
        elif key == Qt.Key.Key_Insert:
            self.child_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)


class GoalDelegate(QStyledItemDelegate):
    """Paints a goal's level as a badge before its words, and a sign where it contradicts what it serves."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Be as high as every row."""
        return QSize(super().sizeHint(option, index).width(), current_theme().metric("row"))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Leave the level in sight while the words are typed."""
        rect = QRect(option.rect)
        rect.setLeft(rect.left() + self._front(index))
        editor.setGeometry(rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, view)
        model = index.model()
        goal = model.goal(index) if isinstance(model, GoalModel) else None
        if goal is None:
            return
        theme, box = current_theme(), QRectF(option.rect)
        ink = theme.color("text.primary")
        words = str(index.data() or "")
        if index.column() != NAME:
            right = Qt.AlignmentFlag.AlignRight if index.column() == VALUE else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, box.adjusted(6, 0, -6, 0), words, theme.font("body"), ink, right)
            return
        level = str(goal.get("level") or "execution")
        size = badge_size(self._level(level))
        spot = QRectF(box.x() + 4, box.center().y() - size.height() / 2, size.width(), size.height())
        paint_badge(painter, spot, self._level(level), _TONES.get(level, "neutral"))
        x, end = spot.right() + 8, box.right() - 6
        if isinstance(model, GoalModel) and goal_problems(model.tree, goal.id):
            side = float(theme.icon_size())
            sign = QRectF(end - side, box.center().y() - side / 2, side, side)
            paint_icon(painter, "triangle-alert", sign, theme.color("warning.text"))
            end = sign.x() - 6
        weight = 600 if level == "strategic" else 400
        draw_text(painter, QRectF(x, box.y(), end - x, box.height()), words, theme.font("body", weight=weight), ink)

    def _front(self, index: _Index) -> int:
        model = index.model()
        goal = model.goal(index) if isinstance(model, GoalModel) else None
        return badge_size(self._level(str(goal.get("level")))).width() + 10 if goal is not None else 0

    @staticmethod
    def _level(level: str) -> str:
        return str(label("options", GOAL.option_key("level", level)))
