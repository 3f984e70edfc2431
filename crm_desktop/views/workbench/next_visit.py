"""What can be done about the next visit, on its block in the schedule: its interview, its outline, its files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.store.queries.next_visit import Readiness, readiness
from crm_desktop.views.calendar.blocks import Block
from crm_desktop.views.calendar.hours_canvas import HoursCanvas
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button

_INSIDE, _BELOW = 12, 8
_HEAD, _LINE = 32, 18
"""How much of a block its title takes, and the first line below it."""


class NextVisit(QWidget):
    """`verbs.show_next(formats)` after the canvas shows other blocks; hidden where the block has no room."""

    def __init__(self, desk: Desk, canvas: HoursCanvas) -> None:
        super().__init__(canvas)
        self._desk, self._canvas = desk, canvas
        self._block: Block | None = None
        self._ready = Readiness()
        self.talk = Button(label("acts", "interview.start"), self._start, kind="primary", icon="mic", small=True)
        self.outline = Button("", self._start, icon="list-checks", small=True)
        self.files = Badge(text("workbench", "Material is here"), "success", icon="hard-drive")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self.talk, self.outline):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.files)
        canvas.installEventFilter(self)
        self.hide()

    def show_next(self, formats: Formats) -> None:
        """Stand on the block of the visit that goes on or comes next today."""
        self._block = next((each for each in self._canvas.blocks if _is_ahead(each, formats)), None)
        if self._block is not None:
            record = self._block.record
            self._desk.read(self, self._take, readiness, record.id, str(record.get("account_id")))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay on the block when the canvas takes another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _take(self, ready: Readiness) -> None:
        self._ready = ready
        self._place()

    def _place(self) -> None:
        block, theme = self._block, current_theme()
        known = block is not None and self._ready.visit_id == block.record.id
        self._canvas.kept_free.clear()
        if block is None or not known:
            self.hide()
            return
        box, ready = self._canvas.grid.box_of(block), self._ready
        self.outline.set_wording(text("workbench", "%n question(s)", n=ready.questions))
        width, height = int(box.width()) - 2 * _INSIDE, theme.metric("controlSmall")
        self.outline.setVisible(bool(ready.questions))
        self.files.setVisible(ready.files > 0 and ready.files == ready.files_here)
        for least in (self.files, self.outline):
            if self.sizeHint().width() > width:
                least.hide()
        taken = theme.scaled(_HEAD + _LINE) + height + _BELOW
        self.setGeometry(int(box.x()) + _INSIDE, int(box.bottom()) - height - _BELOW, width, height)
        fits = taken <= box.height() and self.sizeHint().width() <= width
        self.setVisible(fits)
        if fits:
            self._canvas.kept_free[block.key] = height + _BELOW
        self._canvas.update()

    def _start(self) -> None:
        if self._ready.interview_id:
            self._desk.navigator.go(Place("interviews", self._ready.interview_id))
        elif self._block is not None:
            visit = self._block.record
            known: dict[str, object] = {
                name: visit.get(name) for name in ("account_id", "contact_id") if visit.get(name)
            }
            self._desk.navigator.create("interview", known)


def _is_ahead(block: Block, formats: Formats) -> bool:
    visit = block.record
    today = formats.day_of(block.entry.begins) == formats.today
    return (
        visit.kind == "visit" and not block.done and bool(visit.get("account_id"))
        and today and block.entry.ends > formats.now
    )  # fmt: skip
