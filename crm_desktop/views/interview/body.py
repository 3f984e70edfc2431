"""An open talk on the page: outline, question with answers and field, preview; one pane less where there is no room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.fields import Value
from crm_desktop.store.drafts import Draft
from crm_desktop.views.forms.draft_keeping import DraftKeeping
from crm_desktop.views.interview.answer_field import AnswerField, FieldDoings
from crm_desktop.views.interview.conduct import Conduct
from crm_desktop.views.interview.entry_list import EntryList
from crm_desktop.views.interview.outline_pane import OutlinePane
from crm_desktop.views.interview.preparing import Preparing
from crm_desktop.views.interview.preview.pane import PreviewDoings, PreviewPane
from crm_desktop.views.interview.question_head import HeadDoings, QuestionHead
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import text
from crm_desktop.views.recording.player_bar import PlayerBar
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.segmented import Segmented

NARROW = 1_184
"""Below this width (a window of 1240) the preview is a tab."""
_LOW = 460
"""Below this height the question is written smaller and its follow-ups stand in the menu alone."""
PREVIEW = 468
ANSWERS, MAP = "answers", "map"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDoings:
    """What the page does for the panes."""

    open_map: Callable[[str], object]
    play: Callable[[str, int], object]
    open_file: Callable[[str, int], object]
    voice_note: Callable[[], object]
    photo: Callable[[], object]
    add_follow_up: Callable[[], object]


class TalkBody(Component, QWidget):
    """`TalkBody(talk, conduct, doings)`; lives as long as its talk is open."""

    restored = Signal()
    """What this device kept of the talk is there again: what was typed, where one was; or nothing was kept."""

    def __init__(self, talk: Talk, conduct: Conduct, do: BodyDoings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.talk, self.conduct = talk, conduct
        self.outline = OutlinePane(talk, conduct.add)
        self.head = QuestionHead(talk, HeadDoings(tick=conduct.tick, add=do.add_follow_up))
        self.entries = EntryList(talk)
        self.field = AnswerField(talk, FieldDoings(voice_note=do.voice_note, photo=do.photo), self)
        self.player = PlayerBar(talk.desk)
        self.preview = PreviewPane(talk, PreviewDoings(ask=self._ask, open_map=do.open_map))
        self.entries.play.connect(do.play)
        self.entries.file_wanted.connect(do.open_file)
        self.preparing: Preparing | None = None
        self.tabs = Segmented(
            [(ANSWERS, text("interview", "Answers"), "list"), (MAP, text("interview", "Live process map"), "workflow")],
            self.show_tab,
        )
        self._narrow: bool | None = None
        self._tab = ANSWERS
        self.draft = DraftKeeping(f"interview.{talk.interview_id}", talk.desk, self._to_keep, self)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.field)
        self.settle()
        self.show_state()
        self._offer()
        store, form = talk.desk.store, f"interview.{talk.interview_id}"
        talk.desk.background.read(lambda: store.drafts.find(form), self._restore, talk.desk.notices.fail, owner=self)

    def show_state(self) -> None:
        """Show what the talk's state asks for: the preparation before it begins, the field while it goes on."""
        prepared, ended = self.talk.state == "prepared", self.talk.state == "ended"
        if prepared and self.preparing is None:
            self.preparing = Preparing(self.talk, self.begin)
            self._centre.addWidget(self.preparing)
        shown = self.preparing if prepared and self.preparing is not None else self._talking
        begins = shown is self._talking and self._centre.currentWidget() is self.preparing
        self._centre.setCurrentWidget(shown)
        self.field.setEnabled(not ended and not prepared)
        if begins:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_tab(self, key: str) -> None:
        """Show the answers or the map, where there is only room for one of them."""
        self._tab = key
        if self._narrow:
            self.tabs.choose(key)
            self.entries.setVisible(key == ANSWERS)
            self.preview.setVisible(key == MAP)

    def minimumSizeHint(self) -> QSize:
        """Let the window become narrower than the preview beside the answers asks for: then it is a tab."""
        return QSize(600, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the preview a tab where there is no room beside the answers."""
        super().resizeEvent(event)
        self._arrange(narrow=self._is_narrow())
        self._tighten()

    def restyle(self) -> None:
        """Take widths from the theme; with large text less stands beside each other."""
        if self._narrow is not None:
            self._arrange(narrow=self._is_narrow())
        if self._narrow is False:
            self.preview.setFixedWidth(current_theme().scaled(PREVIEW))
        self._tighten()

    def _tighten(self) -> None:
        self.head.set_tight(self.height() < current_theme().scaled(_LOW))

    def _is_narrow(self) -> bool:
        return self.width() < current_theme().scaled(NARROW)

    def keep_now(self) -> None:
        """Keep what is typed and where one stands."""
        self.draft.touch()
        self.draft.flush()

    def begin(self) -> None:
        """Begin the talk, and type."""
        if self.preparing is not None:
            self.preparing.keep()
        self.conduct.begin()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_down(self, *, keep: bool = False) -> None:
        """Take the line down, as Enter and Tab do."""
        self.field.take_down(keep=keep)

    def answered(self) -> None:
        """Take down what is typed; the question is answered, the next one is asked."""
        if self.talk.answered(self.field.line):
            self.field.edit.clear()

    def _lay_out(self) -> None:
        self._talking = QWidget()
        set_surface(self._talking, "surface")
        self._column = QVBoxLayout(self._talking)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._tab_row = QWidget()
        tabs = QHBoxLayout(self._tab_row)
        tabs.setContentsMargins(24, 8, 24, 8)
        tabs.addWidget(self.tabs)
        tabs.addStretch()
        for widget in (self.head, line(), self._tab_row, self.entries, self.player, line(), self.field):
            self._column.addWidget(widget)
        self._column.setStretchFactor(self.entries, 1)
        self._centre = QStackedWidget()
        self._centre.addWidget(self._talking)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._edge = line("v")
        self._row.addWidget(self.outline)
        self._row.addWidget(line("v"))
        self._row.addWidget(self._centre, 1)
        self._row.addWidget(self._edge)
        self._row.addWidget(self.preview)

    def _connect(self) -> None:
        self.field.typed.connect(self._typed)
        self.field.edit.textChanged.connect(self.draft.touch)
        self.talk.stood.connect(self.draft.touch)
        self.talk.stood.connect(self._show_line)
        self.talk.view_changed.connect(self.show_state)
        self.talk.written.connect(self.draft.flush)
        self.talk.clock.ticked.connect(self._ticked)
        self.preview.asked.connect(self._offer)

    def _arrange(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        self.preview.set_short(short=narrow)
        self._tab_row.setVisible(narrow)
        self._edge.setVisible(not narrow)
        if narrow:
            self._row.removeWidget(self.preview)
            self._column.insertWidget(self._column.indexOf(self.entries) + 1, self.preview, 1)
            self.preview.setMinimumWidth(0)
            self.preview.setMaximumWidth(16_777_215)
            self.show_tab(self._tab)
        else:
            self._column.removeWidget(self.preview)
            self._row.addWidget(self.preview)
            self.preview.setFixedWidth(current_theme().scaled(PREVIEW))
            self.preview.show()
            self.entries.show()

    def _ask(self, gap: object) -> None:
        self.conduct.ask(gap)  # type: ignore[arg-type]
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, words: str) -> None:
        self.preview.show_line(words)

    def _show_line(self) -> None:
        if self.field.taking:
            return
        self.preview.show_line(self.field.line)

    def _offer(self) -> None:
        going_on = self.talk.state in ("running", "paused")
        self.outline.offer(self.preview.gaps[0] if going_on and self.preview.gaps else None)

    # A crash at any moment

    def _ticked(self) -> None:
        if self.talk.clock.elapsed_ms() // 1_000 % 10 == 0:
            self.draft.touch()

    def _to_keep(self) -> dict[str, Value]:
        talk = self.talk
        return {
            "line": self.field.line or None,
            "entry_id": talk.next_id,
            "question_id": talk.question_id or None,
            "node_id": talk.standing,
            "held": talk.held or None,
            "chosen": talk.chosen.value if talk.chosen is not None else None,
            "elapsed_ms": talk.clock.elapsed_ms(),
        }

    def _restore(self, draft: Draft | None) -> None:
        kept = draft.values if draft is not None else {}
        self.talk.restore(kept)
        written = {each.id for each in self.talk.view.entries}
        line_kept = kept.get("line")
        if isinstance(line_kept, str) and kept.get("entry_id") not in written and not self.field.line:
            self.field.edit.take(line_kept)
        self.restored.emit()
