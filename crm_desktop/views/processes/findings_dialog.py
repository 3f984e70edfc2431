"""What was repaired in a file or is not shown, as a list after it was opened; a line jumps to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Text, label, text
from crm_desktop.views.processes.beginnings import Found
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_TALL, _ROW = 420, 56


class FindingsDialog(Dialog):
    """`FindingsDialog(name, found, go, parent)`; `go` is given a process and an element of it."""

    def __init__(self, name: str, found: Sequence[Found], go: Callable[[str, str], object], parent: QWidget) -> None:
        said = text("processes", "Everything was read. This was put right on the way, or is kept without being shown:")
        super().__init__(text("processes", "Notes on the file {name}", name=name), said, width=560, parent=parent)
        self.sentences: list[str] = []
        self.jumps: list[Button] = []
        self._go = go
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(6)
        for title, repaired in ((text("processes", "Repaired"), True), (text("processes", "Kept, not shown"), False)):
            some = [each for each in found if each.finding.repaired is repaired]
            if some:
                rows.addWidget(Label(title, "bodyStrong"))
            for each in some:
                rows.addLayout(self._row(each))
            if some:
                rows.addWidget(line())
        rows.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        scaled = current_theme().scaled
        area.setFixedHeight(min(scaled(_TALL), scaled(_ROW) * (len(found) + 2)))
        self.body.addWidget(area)
        self.add_verb(text("processes", "To the process"))

    def _row(self, found: Found) -> QHBoxLayout:
        sentence: Text = label("findings", found.finding.sentence, **found.finding.facts)
        self.sentences.append(str(sentence))
        mark = IconWord()
        mark.show_icon("wrench" if found.finding.repaired else "archive", "")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(mark)
        row.addWidget(Paragraph(sentence, "body"), 1)
        if found.element_id:
            jump = Button(text("processes", "Show"), lambda: self._jump(found), small=True)
            jump.setAccessibleName(f"{text('processes', 'Show')}: {sentence}")
            self.jumps.append(jump)
            row.addWidget(jump)
        return row

    def _jump(self, found: Found) -> None:
        self.accept()
        self._go(found.process_id, found.element_id)
