"""Finding in the map, and replacing: a bar at the top of the canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.diagrams.find import Place, Replace, find
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.text_input import TextInput


class FindBar(Float):
    """`FindBar(canvas, parent)`; Enter goes on, Shift+Enter back, Escape closes."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._places: list[Place] = []
        self._at = -1
        self.what = TextInput(placeholder=text("diagram", "Find in this map"), icon="search")
        self.by = TextInput(placeholder=text("diagram", "Replace by"), icon="replace")
        self.what.setAccessibleName(str(text("diagram", "Find in this map")))
        self.by.setAccessibleName(str(text("diagram", "Replace by")))
        self.count = Label("", "caption", "text.secondary")
        self.all = Button(text("diagram", "Replace all"), self.replace_all, small=True)
        row, room = QHBoxLayout(self), self.room()
        row.setContentsMargins(room.left() + 8, room.top() + 6, room.right() + 6, room.bottom() + 6)
        row.setSpacing(6)
        for part in (
            self.what,
            self.count,
            IconButton(text("diagram", "Previous"), "chevron-up", lambda: self.go(-1), small=True),
            IconButton(text("diagram", "Next"), "chevron-down", lambda: self.go(1), small=True),
            self.by,
            self.all,
            IconButton(text("diagram", "Close"), "x", self.close_bar, shortcut="Esc", small=True),
        ):
            row.addWidget(part)
        self.what.textChanged.connect(lambda _text: self.search())
        self.hide()
        self.settle()

    def open(self) -> None:
        """Show the bar and begin to type."""
        self.show()
        self.raise_()
        self.what.setFocus()
        self.what.selectAll()
        self.search()

    def close_bar(self) -> None:
        """Go, and give the focus back to the canvas."""
        self.hide()
        self._canvas.setFocus()

    def search(self) -> None:
        """Look again and go to the first place."""
        self._places = find(self._canvas.session.chart, self.what.text())
        self._at = -1
        self.all.setEnabled(bool(self._places))
        if self._places:
            self.go(1)
        else:
            self.count.set_wording(text("diagram", "Not found") if self.what.text() else "")

    def go(self, by: int) -> None:
        """Select the next place, or the one before."""
        if not self._places:
            return
        self._at = (self._at + by) % len(self._places)
        chart, found = self._canvas.session.chart, self._places[self._at].id
        pain = chart.pains.get(found)
        element_id = pain.node_id if pain is not None and pain.node_id else found
        self._canvas.select((element_id,))
        self._canvas.view.show_element(element_id)
        self.count.set_wording(text("diagram", "{at} of {count}", at=self._at + 1, count=len(self._places)))

    def replace_all(self) -> None:
        """Replace everywhere, as one act."""
        self._canvas.acts.attempt(lambda: self._canvas.session.run(Replace(self.what.text(), self.by.text())))
        self.search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Steer with Enter and Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.by.hasFocus():
                self.replace_all()
            else:
                self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
