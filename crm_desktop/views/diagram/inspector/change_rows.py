"""What became of a step against the as-is: systems, times, errors, before and after."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.models.processes.elements import Node
from crm_desktop.views.diagram.inspector.figures import write_frequency, write_time
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph


class ChangeRows(QWidget):
    """`rows.show_change(before, after)`; before is None for what is new or has no as-is."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(2, 1)
        self._none = Paragraph(text("diagram", "There is no step in the as-is that this one came from."), "caption")
        self._rows: list[tuple[Label, Label, Label]] = []
        self._grid.addWidget(self._none, 0, 0, 1, 3)

    def show_change(self, before: Node | None, after: Node) -> None:
        """Show the fields in which the step differs."""
        differing = [] if before is None else [each for each in _facts(before, after) if each[1] != each[2]]
        self._none.setVisible(before is None)
        while len(self._rows) < len(differing):
            row = (Label("", "caption", "text.secondary"), Label("", "caption", "text.secondary"), Label("", "body"))
            for column, part in enumerate(row):
                self._grid.addWidget(part, len(self._rows) + 1, column)
            self._rows.append(row)
        for number, row in enumerate(self._rows):
            for part in row:
                part.setVisible(number < len(differing))
            if number < len(differing):
                name, was, now = differing[number]
                row[0].set_wording(label("fields", f"node.{name}"))
                row[1].set_wording(was or "–")
                row[2].set_wording(f"→ {now or '–'}")


def _facts(before: Node, after: Node) -> list[tuple[str, str, str]]:
    def both(name: str) -> tuple[str, str, str]:
        return name, _said(before, name), _said(after, name)

    return [both(each) for each in ("name", "post", "systems", "working_seconds", "waiting_seconds", "frequency",
                                    "errors_per_mille")]  # fmt: skip


def _said(node: Node, name: str) -> str:
    match name:
        case "systems":
            return ", ".join(sorted(node.systems))
        case "working_seconds" | "waiting_seconds":
            return write_time(getattr(node, name))
        case "frequency":
            return write_frequency(node)
        case "errors_per_mille":
            return "" if node.errors_per_mille is None else f"{node.errors_per_mille / 10:g} %"
        case _:
            return str(getattr(node, name))
