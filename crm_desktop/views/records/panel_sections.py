"""A section of the panel: a heading with a count, and a few short rows that are filled again and again."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.records.mini_rows import MiniRow, RowLook
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.component import line

Run = Callable[[], object]


class RowSection(QWidget):
    """`section.show_rows([(look, run), …], count)`; without rows the section is not there."""

    def __init__(
        self, wording: Wording, link: tuple[Wording, Run] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.header = SectionHeader(wording, style="bodyStrong")
        if link is not None:
            self.header.end.addWidget(Button(link[0], link[1], kind="link", small=True))
        self.rows: list[MiniRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(line())
        self._column.addSpacing(8)
        self._column.addWidget(self.header)

    def show_rows(self, rows: Sequence[tuple[RowLook, Run | None]], count: int | None = None) -> None:
        """Show these rows, and how many there are in all."""
        while len(self.rows) < len(rows):
            self.rows.append(MiniRow())
            self._column.addWidget(self.rows[-1])
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(rows))
            if number < len(rows):
                row.show_look(*rows[number])
        self.header.remark.set_wording(str(count) if count else "")
        self.setVisible(bool(rows))
