"""The properties that several selected elements are given at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.commands.align import Align, Distribute
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.models.fields import Values
from crm_desktop.models.processes.elements import Element, Node
from crm_desktop.models.records.process import NODE
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.inspector.fields import Fields, typed
from crm_desktop.views.diagram.inspector.pains import Run
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label


class SeveralPart(QWidget):
    """What several steps have in common can be said once."""

    def __init__(self, desk: Desk, canvas: Canvas, run: Run) -> None:
        super().__init__()
        self._run, self._elements = run, list[Element]()
        self.title = Label("", "heading")
        self.fields = Fields(NODE, ("post", "systems", "automation", "change"), desk, self._describe)
        verbs = QHBoxLayout()
        verbs.addWidget(Button(label("acts", "diagram.align"), lambda: run(Align(self._ids())), small=True))
        verbs.addWidget(Button(label("acts", "diagram.distribute"), lambda: run(Distribute(self._ids())), small=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.title, line(), self.fields):
            column.addWidget(part)
        column.addLayout(verbs)
        column.addStretch()

    def show_elements(self, elements: Sequence[Element]) -> None:
        """Show how many there are, and the values in which all agree."""
        self._elements = list(elements)
        self.title.set_wording(text("diagram", "%n element(s) selected", n=len(elements)))
        rows = [each.values() for each in elements if isinstance(each, Node)]
        agreed = {
            name: rows[0][name] if rows and all(row[name] == rows[0][name] for row in rows) else None
            for name in self.fields.editors
        }
        self.fields.show_values(" ".join(self._ids()), agreed)

    def _ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self._elements)

    def _describe(self, values: Values) -> None:
        first = next((each for each in self._elements if isinstance(each, Node)), None)
        if first is not None:
            self._run(Describe(self._ids(), typed(first, values)))
