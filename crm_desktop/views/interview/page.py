"""The page of one interview: opens it off the UI thread and joins top line, body and actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.interview.body import BodyDoings, TalkBody
from crm_desktop.views.interview.conduct import Conduct
from crm_desktop.views.interview.opening import OpenedTalk, open_talk
from crm_desktop.views.interview.page_actions import page_actions
from crm_desktop.views.interview.people_panel import PeoplePanel
from crm_desktop.views.interview.resting_pill import RestingPill
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.interview.talk_time import TalkTime
from crm_desktop.views.interview.top_line import TopDoings, TopLine
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.recording.recording_bar import RecordingBar
from crm_desktop.views.widgets.busy import Spinner
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.text_input import TextInput

_INTERRUPTED_MS = 30 * 60_000
"""A talk that was under way so short a time ago goes on by itself when its page opens again."""


class InterviewPage(Page):
    """Shows the interview of the place it visits; `tab` may name a question to ask."""

    own_bar = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        set_surface(self, "surface")
        self.interview_id = ""
        self.talk: Talk | None = None
        self.conduct: Conduct | None = None
        self.body: TalkBody | None = None
        self._tab = ""
        self.top = TopLine(desk, TopDoings(back=self._back, people=self.choose_person, end=self.end))
        self.bar = RecordingBar(desk, self)
        self.resting = RestingPill(self.go_on)
        self.top.set_pills(self.bar, self.resting)
        self._stack = QStackedWidget()
        self._waiting = Spinner()
        self._gone = EmptyState(
            "cloud-off",
            text("interview", "Not on this device"),
            text("interview", "It was deleted, or it belongs to somebody else now."),
        )
        for widget in (self._waiting, self._gone):
            self._stack.addWidget(widget)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(line())
        column.addWidget(self._stack, 1)
        desk.actions.contribute(self, page_actions(self))

    # What the shell asks

    def heading(self) -> Wording:
        """Return the interview's name."""
        return self.talk.view.interview.title if self.talk is not None else label("kinds", "interview")

    def trail(self) -> tuple[tuple[Wording, Place], ...]:
        """Return the study that it belongs to."""
        study = self.talk.view.study if self.talk is not None else None
        listed = (label("kinds", "study.plural"), Place("studies"))
        return (listed, (study.title, Place("studies", study.id, tab="interviews"))) if study is not None else (listed,)

    def undo(self) -> bool:
        """Take back what was taken down last."""
        if self.talk is not None:
            self.talk.undo()
        return self.talk is not None

    def redo(self) -> bool:
        """Do again what was taken back."""
        if self.talk is not None:
            self.talk.redo()
        return self.talk is not None

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show an interview; the one that is open stays as it is."""
        self._tab = place.tab
        if self.talk is not None and self.interview_id == place.record_id:
            self._go_to_tab()
            return
        self.interview_id = place.record_id
        self._close()
        self._stack.setCurrentWidget(self._waiting)
        self._waiting.set_busy(True)
        self._open()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when the person goes elsewhere."""
        super().hideEvent(event)
        if self.body is not None:
            self.body.keep_now()

    # Opening

    def _open(self) -> None:
        wanted = self.interview_id
        self.desk.read(self, lambda found: self._arrived(wanted, found), open_talk, wanted)

    def _arrived(self, wanted: str, found: OpenedTalk | None) -> None:
        if wanted != self.interview_id:
            return
        self._waiting.set_busy(False)
        if found is None:
            self._stack.setCurrentWidget(self._gone)
            return
        if found.map is None:
            self._make_map(found)
            return
        clock = TalkTime(self.bar, found.view.interview.id, self)
        talk = self.talk = Talk(self.desk, found.view, found.map, clock, self)
        conduct = self.conduct = Conduct(talk)
        body = self.body = TalkBody(talk, conduct, self._doings(), self._stack)
        talk.refused.connect(self.desk.notices.fail)
        talk.view_changed.connect(self.show_state)
        talk.written.connect(self.show_state)
        talk.entry_added.connect(lambda _id: self.top.show_saved(saved=False))
        body.field.escaped.connect(self.setFocus)
        self._stack.addWidget(body)
        self._stack.setCurrentWidget(body)
        talk.stood.connect(self._tell_bar)
        talk.clock.state_changed.connect(self.show_state)
        talk.resume()
        body.restored.connect(self._go_on_if_interrupted)
        self.bar.photos.paste_into(body.field)
        self.setFocusProxy(body)
        body.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_to_tab()
        self.show_state()
        self.heading_changed.emit()
        self.desk.actions.review()

    def _make_map(self, found: OpenedTalk) -> None:
        """Begin a map for an interview that has none, or none on this device."""
        interview, process_id = found.view.interview, new_id()
        values: dict[str, Value] = {
            "name": interview.title,
            "account_id": interview.get("account_id"),
            "study_id": interview.get("study_id"),
            "owner_id": self.desk.me,
            "form": "as_is",
        }
        edits: list[Edit] = [
            Create("process", values, process_id),
            Update("interview", interview.id, {"process_id": process_id}),
        ]
        self.desk.act("interview.begin", edits, on_done=lambda _done: self._open(), initiator=self)

    def _close(self) -> None:
        if self.body is not None:
            self.body.keep_now()
            self._stack.removeWidget(self.body)
            self.body.deleteLater()
            self.setFocusProxy(None)  # type: ignore[arg-type]
        if self.talk is not None:
            self.talk.clock.stop()
            self.talk.clock.deleteLater()
            self.talk.deleteLater()
        self.talk = self.conduct = self.body = None

    def _go_to_tab(self) -> None:
        if self.talk is not None and self._tab:
            self.talk.go(self._tab)

    def _doings(self) -> BodyDoings:
        return BodyDoings(
            open_map=self.open_map,
            play=self.play,
            open_file=self.open_file,
            voice_note=self.bar.voice_note,
            photo=self.bar.add_photo,
            add_follow_up=self.add_follow_up,
        )

    # What it does

    def show_state(self) -> None:
        """Show with whom, and whether everything is saved."""
        if self.talk is not None:
            self.top.show_talk(self.talk)
            self.resting.show_time(self.talk.clock.elapsed_ms())
            self.resting.setVisible(self.talk.state in ("running", "paused") and not self.talk.clock.under_way)
            self.desk.actions.review()

    def end(self) -> None:
        """End the talk; begin it, or take it up again, where it does not go on."""
        if self.talk is None or self.conduct is None or self.body is None:
            return
        if self.talk.state in ("prepared", "ended"):
            self.body.begin()
        else:
            self.conduct.end()

    def choose_person(self) -> None:
        """Choose who speaks now."""
        if self.talk is None or self.conduct is None:
            return
        conduct = self.conduct

        def chosen(contact_id: str, name: str) -> None:
            conduct.change_speaker(contact_id, name)
            listen_on()

        def added(name: str, post: str) -> None:
            conduct.add_person(name, post)
            listen_on()

        def listen_on() -> None:
            popover.close_popover()
            if self.body is not None:
                self.body.field.setFocus(Qt.FocusReason.OtherFocusReason)

        popover = Popover(PeoplePanel(self.talk, chosen, added))
        popover.closed.connect(popover.deleteLater)
        popover.open_at(self.top.people, right=True)
        popover.content.setFocus()

    def add_follow_up(self) -> None:
        """Ask for a short follow-up of one's own."""
        if self.body is not None and self.conduct is not None:
            _ask_words(text("interview", "Short follow-up"), self.conduct.add_follow_up, self.body.head.add_chip)

    def add_question(self) -> None:
        """Ask for a question of one's own."""
        if self.body is not None and self.conduct is not None:
            _ask_words(text("interview", "Own question"), self.conduct.add_question, self.body.head.words)

    def open_map(self, node_id: str = "") -> None:
        """Show the map in the editor."""
        if self.talk is not None:
            process_id = self.talk.session.chart.process_id
            self.desk.navigator.go(Place("processes", process_id, tab=node_id))

    def play(self, entry_id: str, at_ms: int) -> None:
        """Play a voice note, or what was recorded when something was said."""
        entry = next((each for each in self.talk.view.entries if each.id == entry_id), None) if self.talk else None
        if entry is None or self.body is None:
            return
        if entry.get("form") in ("voice", "recording"):
            self.body.player.player.play_entry(entry_id)
        else:
            self.body.player.player.play_at(self.interview_id, at_ms)

    def open_file(self, entry_id: str, number: int) -> None:
        """Show a photo of an entry."""
        files = self.talk.view.files.get(entry_id, ()) if self.talk is not None else ()
        if number < len(files):
            file_acts_of(self.desk).open(files[number], self, files)

    def go_on(self) -> None:
        """Begin the talk, or go on with it."""
        if self.body is not None:
            self.body.begin()

    def _go_on_if_interrupted(self) -> None:
        """Go on by itself where the program ended in the middle of the talk, a moment ago."""
        talk = self.talk
        if talk is None or self.conduct is None or talk.state != "running" or talk.clock.under_way:
            return
        last = [talk.view.interview.get("updated_at"), *(each.get("created_at") for each in talk.view.entries[-1:])]
        newest = max((each for each in last if isinstance(each, int)), default=0)
        if self.desk.clock.now() - newest < _INTERRUPTED_MS:
            self.conduct.begin()

    def _tell_bar(self) -> None:
        """Let recordings, notes and photos belong to what is asked now."""
        if self.talk is not None:
            speaker = self.talk.view.interview.get("speaker_id")
            self.bar.set_question(self.talk.question_id, str(speaker or ""))

    def _back(self) -> None:
        if not self.desk.actions.run("back"):
            study = self.talk.view.study if self.talk is not None else None
            self.desk.navigator.go(Place("studies", study.id if study is not None else "", tab="interviews"))


def _ask_words(placeholder: Wording, take: Callable[[str], object], anchor: QWidget) -> None:
    line_edit = TextInput(placeholder=placeholder)
    line_edit.setFixedWidth(320)
    line_edit.setAccessibleName(str(placeholder))
    popover = Popover(line_edit)

    def taken() -> None:
        words = line_edit.text()
        popover.close_popover()
        take(words)

    line_edit.returnPressed.connect(taken)
    popover.closed.connect(popover.deleteLater)
    popover.open_at(anchor)
    line_edit.setFocus()
