"""The entry bar: a step in one line of the grammar, with what will become of it shown before Enter."""

from __future__ import annotations

import re
from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.tell import Tell, known_tools
from crm_desktop.models.processes.durations import write_duration
from crm_desktop.models.processes.grammar import Line, parse
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.floats.choices import Choices
from crm_desktop.views.diagram.floats.entry_text import EntryText
from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label, giving_way

SIZE = QSize(620, 80)
_NAMING = re.compile(r"[@＠#＃]([^\s@＠#＃]*)\Z")


class EntryBar(Float):
    """`EntryBar(canvas)`; Enter makes or tells a step, Escape gives the focus back to the canvas."""

    moved = Signal()
    """The list of choices stands elsewhere now."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.edit = EntryText(self._known)
        self.edit.placeholder = text("diagram", "Next step, e.g. Check price @Sales ~45m #Excel")
        self.choices = Choices(parent)
        self.edit.steer = self.choices.steer
        self._where = Label("", "caption", "text.secondary", elide=True)
        self._badges = [Badge("") for _ in range(6)]
        hints = text("diagram", "@lane  ~time  !pain  #tool  ?decision")
        self._hints = giving_way(Label(hints, "caption", "text.tertiary", elide=True))
        self._bolt = QLabel()
        self._lay_out()
        self.edit.textChanged.connect(self._typed)
        self.edit.cursorPositionChanged.connect(self._offer)
        self.edit.entered.connect(self.enter)
        self.edit.escaped.connect(self._leave)
        self.edit.focus_changed.connect(self._focused)
        self.choices.chosen.connect(self._complete)
        canvas.selection_changed.connect(self._preview)
        self.setFocusProxy(self.edit)
        self.settle()
        self._preview()

    def enter(self) -> None:
        """Do what the line says; what is refused stays in the line."""
        words = self.edit.text().strip()
        if words and self._canvas.run(self.command(words)):
            self.edit.clear()

    def command(self, words: str) -> Command:
        """Return what a line would do: tell the selected step where it only adds, else make the next one."""
        chart = self._canvas.session.chart
        selected = self._canvas.pen.selected
        if selected in chart.nodes and not self._line(words).name:
            return Tell(str(selected), words)
        return Append(selected if selected in chart.nodes else None, text=words)

    def line_role(self) -> str:
        """Return the accent while the person types here."""
        return "accent.solid" if self.edit.hasFocus() else "border.default"

    def retranslate(self) -> None:
        """Read the words again."""
        self.setAccessibleName(str(text("diagram", "Entry bar")))
        self.edit.setAccessibleName(str(text("diagram", "Entry bar")))
        self._preview()

    def restyle(self) -> None:
        """Take size and icon from the theme."""
        room, theme = self.room(), current_theme()
        height = max(SIZE.height(), theme.line("bodyLarge") + theme.metric("controlSmall") + 30)
        self.setFixedHeight(height + room.top() + room.bottom())
        self._bolt.setPixmap(pixmap("zap", theme.icon_size("lg"), "accent.text"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the hints out where there is no room for them."""
        super().resizeEvent(event)
        self._hints.setVisible(self.width() > 560)

    def _lay_out(self) -> None:
        room = self.room()
        top = QHBoxLayout()
        top.setContentsMargins(12, 6, 10, 4)
        top.setSpacing(8)
        top.addWidget(self._bolt)
        top.addWidget(self.edit, 1)
        top.addWidget(KeyCap("Return"))
        below = QHBoxLayout()
        below.setContentsMargins(12, 4, 12, 6)
        below.setSpacing(6)
        below.addWidget(self._where, 1)
        for badge in self._badges:
            badge.hide()
            below.addWidget(badge)
        below.addStretch()
        below.addWidget(self._hints)
        column = QVBoxLayout(self)
        column.setContentsMargins(room.left() + 1, room.top() + 1, room.right() + 1, room.bottom() + 1)
        column.setSpacing(0)
        column.addLayout(top, 1)
        column.addWidget(line())
        column.addLayout(below)

    def _known(self) -> tuple[Collection[str], Collection[str]]:
        chart = self._canvas.session.chart
        return [lane.name for lane in chart.lanes.values()], sorted(known_tools(chart))

    def _line(self, words: str) -> Line:
        return parse(words, *self._known()).line

    def _typed(self) -> None:
        self._preview()
        self._offer()

    def _preview(self) -> None:
        words = self.edit.text().strip()
        chart, selected = self._canvas.session.chart, self._canvas.pen.selected or ""
        node = chart.nodes.get(selected)
        shown = self._line(words)
        if node is None:
            self._where.set_wording(text("diagram", "A new step:"))
        elif words and not shown.name:
            self._where.set_wording(text("diagram", "Added to “{name}”:", name=node.name))
        else:
            self._where.set_wording(text("diagram", "After “{name}”:", name=node.name))
        chips = _chips(shown, chinese=current_language().code == "zh")
        for number, badge in enumerate(self._badges):
            badge.setVisible(number < len(chips))
            if number < len(chips):
                badge.set_state(*chips[number])
        self._hints.setVisible(not chips or (self.width() > 560 and len(chips) < 3))

    def _offer(self) -> None:
        cursor = self.edit.textCursor()
        before = self.edit.text()[: cursor.position()]
        naming = _NAMING.search(before)
        if naming is None or self.edit.composing or not self.edit.hasFocus():
            self.choices.offer(())
            return
        lanes, tools = self._known()
        among = lanes if before[naming.start()] in "@＠" else tools
        typed = naming.group(1).casefold()
        found = [
            name for name in dict.fromkeys(among) if name and typed in name.casefold() and name.casefold() != typed
        ]
        self.choices.offer(sorted(found, key=lambda name: not name.casefold().startswith(typed)))
        self.moved.emit()

    def _complete(self, name: str) -> None:
        cursor = self.edit.textCursor()
        before = self.edit.text()[: cursor.position()]
        naming = _NAMING.search(before)
        if naming is None:
            return
        cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, len(naming.group(1)))
        cursor.insertText(f"{name} ")
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self, _focused: bool) -> None:
        self.update()
        if not _focused:
            self.choices.offer(())

    def _leave(self) -> None:
        self._canvas.setFocus()


def _chips(said: Line, *, chinese: bool) -> list[tuple[Wording, str, str]]:
    """Return words, tone and icon of what a line says beside a name."""
    chips: list[tuple[Wording, str, str]] = []
    if said.lane is not None:
        chips.append((said.lane, "info", "arrow-right"))
    if said.decision:
        chips.append((text("diagram", "Decision"), "neutral", "diamond"))
    if said.working_seconds is not None:
        chips.append((write_duration(said.working_seconds, chinese), "neutral", "timer"))
    if said.waiting_seconds is not None:
        wait = write_duration(said.waiting_seconds, chinese)
        chips.append((text("diagram", "Wait {time}", time=wait), "warning", "hourglass"))
    chips += [(tool, "success", "monitor") for tool in said.tools]
    if said.pains:
        chips.append((text("diagram", "%n pain(s)", n=len(said.pains)), "danger", "flame"))
    chips += [(name, "neutral", "link") for name in said.connects]
    return chips
