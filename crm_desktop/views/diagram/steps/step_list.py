"""The step list: everything the canvas can do, in a tree that screen readers know; the selection is the canvas's."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHBoxLayout, QTreeView, QVBoxLayout, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.insert import InsertBefore
from crm_desktop.diagrams.commands.move import MoveBy
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.remove_lane import RemoveLane
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.steps.step_model import LANE, NAME, NEXT, PAINS, SYSTEMS, StepModel
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label

_LATER_MS = 0
_WIDTHS = {NAME: 260, LANE: 110, NEXT: 220, SYSTEMS: 140, PAINS: 220}


class StepList(Component, QWidget):
    """`StepList(canvas)`; `closed` by its own button through `close_list`."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        set_surface(self, "surface")
        self.model = StepModel(canvas.session.chart, self._run, self)
        self.tree = StepTree(self)
        self.tree.setModel(self.model)
        self.tree.expandAll()
        self._following = False
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.reread)
        self.close_button = IconButton(text("diagram", "Close the step list"), "x", shortcut="Ctrl+Shift+L", small=True)
        canvas.changed.connect(self._wait)
        self.tree.edited.connect(self._later.start)
        canvas.selection_changed.connect(self._follow_canvas)
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._lead_canvas())
        for column, width in _WIDTHS.items():
            self.tree.setColumnWidth(column, width)
        self._lay_out()
        self.setFocusProxy(self.tree)
        self.settle()

    def retranslate(self) -> None:
        """Name the list again."""
        self.tree.setAccessibleName(str(text("diagram", "Step list")))

    def reread(self) -> None:
        """Take over what has changed."""
        self._later.stop()
        if self.tree.state() == QAbstractItemView.State.EditingState:
            return  # What is being typed would be lost; the tree asks again when its editor closes.
        if self.model.reread():
            self.tree.expandAll()
        self._follow_canvas()

    # What keys do; the same commands as on the canvas

    def current(self) -> str:
        """Return the id of the current lane or step."""
        return self.model.element_id(self.tree.currentIndex())

    def add_after(self) -> None:
        """Make the next step and begin to name it."""
        current = self.current()
        after = current if current in self._canvas.session.chart.nodes else None
        self._make(Append(after))

    def insert_before(self) -> None:
        """Make a step before this one and begin to name it."""
        if self.current() in self._canvas.session.chart.nodes:
            self._make(InsertBefore(self.current()))

    def remove(self) -> None:
        """Remove the step, joining its neighbours, or the lane."""
        current = self.current()
        self._run(RemoveLane(current) if current in self._canvas.session.chart.lanes else Remove((current,)))

    def move_current(self, lanes: int, rows: int) -> None:
        """Move the step."""
        self._run(MoveBy((self.current(),), lanes, rows))

    def _wait(self) -> None:
        # A hidden list costs nothing: it reads when it is shown.
        if self.isVisible():
            self._later.start()

    def _make(self, command: Command) -> None:
        landed: list[str] = []

        def make() -> None:
            landed.extend(self._canvas.session.run(command).selected)

        if self._canvas.acts.attempt(make) and landed:
            self.reread()
            index = self.model.index_of(landed[0])
            self.tree.setCurrentIndex(index)
            self.tree.edit(index)

    def _run(self, command: Command) -> bool:
        return self._canvas.acts.attempt(lambda: self._canvas.session.run(command))

    def _lead_canvas(self) -> None:
        if self._following or not self.isVisible():
            return
        rows = self.tree.selectionModel().selectedRows()
        chosen = [each for index in rows if (each := self.model.element_id(index))]
        self._following = True
        self._canvas.select(chosen)
        if len(chosen) == 1:
            self._canvas.view.show_element(chosen[0])
        self._following = False

    def _follow_canvas(self) -> None:
        if self._following:
            return
        self._following = True
        chosen = self.tree.selectionModel()
        chosen.clearSelection()
        rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for number, element_id in enumerate(sorted(self._canvas.selected)):
            index = self.model.index_of(element_id)
            if index.isValid():
                chosen.select(index, rows)
                if not number:
                    chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                    self.tree.scrollTo(index)
        self._following = False

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 8, 4)
        head.addWidget(Label(text("diagram", "Step list"), "bodyStrong"))
        head.setSpacing(12)
        hint = text("diagram", "Enter edits, Insert adds, Del removes, Ctrl and arrows move")
        head.addWidget(Label(hint, "caption", "text.secondary", elide=True), 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.tree, 1)


class StepTree(QTreeView):
    """The tree with the list's keys."""

    edited = Signal()
    """An editor was closed."""

    def __init__(self, steps: StepList) -> None:
        super().__init__(steps)
        self._steps = steps
        self.setProperty("steps", True)
        self.setUniformRowHeights(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tell that nothing is being typed any more."""
        super().closeEditor(editor, hint)
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit, add, remove, move."""
        key, held = Qt.Key(event.key()), event.modifiers()
        control = held == Qt.KeyboardModifier.ControlModifier
        moves = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
        if control and key in moves:
            self._steps.move_current(*moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Insert:
            (self._steps.insert_before if held == Qt.KeyboardModifier.ShiftModifier else self._steps.add_after)()
        elif key == Qt.Key.Key_Delete:
            self._steps.remove()
        else:
            super().keyPressEvent(event)
