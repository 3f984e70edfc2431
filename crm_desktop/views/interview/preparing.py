"""Before the talk: what it must yield, what is still to be done, and topics that lead in. Shown until it begins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.edits import Update
from crm_desktop.models.interviews.outlines import CheckItem, prepare_items
from crm_desktop.models.lines import split_lines
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.progress import Bar


class Preparing(Component, QScrollArea):
    """`Preparing(talk, begin)`."""

    def __init__(self, talk: Talk, begin: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.talk = talk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("pane", True)
        self.viewport().setAutoFillBackground(False)
        self.boxes: dict[str, QCheckBox] = {}
        self._count = Label("", "caption", "text.secondary")
        self._bar = Bar(6)
        self._bar.setFixedWidth(72)
        self.yields = QPlainTextEdit(str(talk.view.interview.get("yield_wanted") or ""))
        self.yields.setTabChangesFocus(True)
        self.yields.setFixedHeight(84)
        self.begin_button = Button(text("interview", "Begin interview"), begin, kind="primary", icon="play")
        self.setWidget(self._content())
        self.settle()
        self._tell()

    def retranslate(self) -> None:
        """Read placeholders again."""
        self.yields.setPlaceholderText(str(text("interview", "The three things this talk must answer")))
        self.yields.setAccessibleName(str(text("interview", "What the talk must yield")))

    def keep(self) -> None:
        """Write what the talk must yield, where it is another text now."""
        words = self.yields.toPlainText().strip()
        if words != str(self.talk.view.interview.get("yield_wanted") or ""):
            values = {"yield_wanted": words or None}
            self.talk.note_interview(values)
            self.talk.write("interview.prepare", [Update("interview", self.talk.interview_id, values)])

    def _content(self) -> QWidget:
        inside = QWidget()
        set_surface(inside, "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        column.addWidget(Label(text("interview", "Before the talk"), "title", weight=600))
        column.addWidget(Paragraph(text("interview", "Who knows what to find out is told more, and sooner.")))
        column.addSpacing(12)
        column.addWidget(Label(text("interview", "What the talk must yield"), "bodyStrong"))
        column.addWidget(self.yields)
        column.addSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Label(text("interview", "Prepared"), "bodyStrong"))
        head.addStretch()
        head.addWidget(self._count)
        head.addWidget(self._bar)
        column.addLayout(head)
        done = self._done()
        for item in prepare_items(str(self.talk.view.interview.get("language") or "zh")):
            column.addWidget(self._row(item, done))
        self._add_topics(column)
        column.addSpacing(16)
        foot = QHBoxLayout()
        foot.addWidget(self.begin_button)
        foot.addStretch()
        column.addLayout(foot)
        column.addStretch()
        return inside

    def _add_topics(self, column: QVBoxLayout) -> None:
        topics = split_lines(self.talk.view.interview.get("lead_in"))
        if topics:
            column.addSpacing(12)
            column.addWidget(Label(text("interview", "Topics that lead in"), "bodyStrong"))
            for topic in topics:
                column.addWidget(Paragraph(f"· {topic}", "body", "text.primary"))

    def _row(self, item: CheckItem, done: set[str]) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        box = QCheckBox(item.words)
        box.setChecked(item.key in done)
        box.toggled.connect(partial(self._ticked, item.key))
        self.boxes[item.key] = box
        column.addWidget(box)
        below = QHBoxLayout()
        below.setContentsMargins(26, 0, 0, 0)
        below.addWidget(Paragraph(item.reason, "caption", "text.secondary"))
        column.addLayout(below)
        return row

    def _done(self) -> set[str]:
        prepared = self.talk.view.interview.get("prepared")
        return set(prepared) if isinstance(prepared, list) else set()

    def _ticked(self, key: str, on: bool) -> None:
        done = self._done()
        (done.add if on else done.discard)(key)
        values = {"prepared": sorted(done) or None}
        self.talk.note_interview(values)
        self.talk.write("interview.prepare", [Update("interview", self.talk.interview_id, values)])
        self._tell()

    def _tell(self) -> None:
        done, total = len(self._done() & self.boxes.keys()), len(self.boxes)
        self._count.set_wording(f"{done} / {total}")
        self._bar.set_share(done / total if total else 0.0)
