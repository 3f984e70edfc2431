"""A talk under way: its time, its consent, its recording and voice notes, its marks. What it looks like is the bar's.

Never listens before somebody agreed and it was ticked; a talk goes on without a recording when there is no microphone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Signal

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused, UserError
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.recording.keeping import Kept, keep_recording
from crm_desktop.views.recording.multimedia import load_multimedia, quiet_multimedia
from crm_desktop.views.recording.recorder import Recorder, RecorderState
from crm_desktop.views.recording.sound import SoundSource
from crm_desktop.views.recording.talk_clock import TalkClock, clock_text


class TalkState(StrEnum):
    """What a person sees at a glance."""

    NONE = "none"
    """No talk is under way."""
    NOTES = "notes"
    """The talk is under way, and nobody records."""
    RECORDING = "recording"
    PAUSED = "paused"


class Talk(QObject):
    """One interview under way. `begin`, then `record`, `pause`, `resume`, `mark`, `voice_note`, at the end `stop`."""

    state_changed = Signal()
    marked = Signal(int)
    """A moment was marked, see `writes_marks`; milliseconds of the talk's own time."""
    level = Signal(float)
    consent_wanted = Signal(object)
    """Somebody wants to listen and nobody has agreed; what to call when they have."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.clock = TalkClock()
        self.interview: Record | None = None
        self.recorder: Recorder | None = None
        self.voice: Recorder | None = None
        self.problem: UserError | None = None
        """Why nobody records, where somebody wanted it."""
        self.make_source: Callable[[], SoundSource] = _microphone
        """Where sound comes from: the microphone, unless something else gives it."""
        self.writes_marks = True
        """Whether marks become entries here; False where whoever hears `marked` writes them."""
        self._about: dict[str, str] = {}

    @property
    def state(self) -> TalkState:
        """What a person sees."""
        if self.interview is None:
            return TalkState.NONE
        if not self.clock.running:
            return TalkState.PAUSED
        return TalkState.RECORDING if self.recorder is not None else TalkState.NOTES

    @property
    def consented(self) -> bool:
        """Whether somebody agreed to a recording."""
        return self.interview is not None and self.interview.get("consent_at") is not None

    def begin(self, interview_id: str, elapsed_ms: int = 0) -> None:
        """Begin a talk, or go on with it where it was; records at once where somebody has agreed already."""
        from crm_desktop.store.queries.records import record

        def show(found: Record | None) -> None:
            if found is None:
                return
            load_multimedia()
            self.interview = found
            self.clock.start(max(elapsed_ms, self.clock.elapsed_ms() if again else 0))
            self.state_changed.emit()
            if self.consented:
                self.record()

        again = self.interview is not None and self.interview.id == interview_id
        if not again and self.interview is not None:
            self.stop()

        self.desk.read(self, show, record, "interview", interview_id)

    def set_question(self, question_id: str, speaker_id: str = "") -> None:
        """Say what is asked and who speaks now: recordings, notes and marks belong to it."""
        self._about = {"question_id": question_id, "speaker_id": speaker_id}

    def elapsed_ms(self) -> int:
        """Return the talk's own time, without its pauses."""
        return self.clock.elapsed_ms()

    def agree(self, who: str, then: Callable[[], None]) -> None:
        """Note who agreed to the recording, and when; `then` runs when that is written."""
        if self.interview is None:
            return
        values: dict[str, Value] = {"consent_at": self.desk.clock.now(), "consent_by": who}
        self.interview = replace(self.interview, values={**self.interview.values, **values})
        edit = Update("interview", self.interview.id, values)
        self.desk.act("interview.consent", [edit], on_done=lambda _done: then())
        self.state_changed.emit()

    def record(self) -> None:
        """Begin to record; asks for consent first where nobody has given it."""
        if self.interview is None or self.recorder is not None:
            return
        if not self.consented:
            self.consent_wanted.emit(self.record)
            return
        source = self._source()
        source.ask(self, partial(self._record_from, source))

    def pause(self) -> None:
        """Let talk and recording stand still."""
        if self.interview is not None and self.clock.running:
            self.clock.pause()
            if self.recorder is not None:
                self.recorder.pause()
            self.state_changed.emit()

    def resume(self) -> None:
        """Let them go on."""
        if self.interview is not None and not self.clock.running:
            self.clock.resume()
            if self.recorder is not None:
                self.recorder.resume()
            self.state_changed.emit()

    def toggle(self) -> None:
        """Do what one key does: record, pause, go on."""
        if self.state is TalkState.PAUSED:
            self.resume()
        elif self.state is TalkState.RECORDING:
            self.pause()
        else:
            self.record()

    def stop_recording(self) -> None:
        """End the recording; the talk goes on."""
        if self.recorder is not None:
            self.recorder.end()

    def stop(self) -> None:
        """End the talk and everything that is recorded in it."""
        self.clock.pause()
        self.end_voice_note()
        self.stop_recording()
        self.interview, self.problem = None, None
        self.state_changed.emit()

    def mark(self) -> None:
        """Mark this moment: an entry with its time."""
        if self.interview is None:
            return
        at_ms = self.elapsed_ms()
        if not self.writes_marks:
            self.marked.emit(at_ms)
            return
        name = tr("recording", "Mark at {time}", time=clock_text(at_ms))
        said = text("recording", "{time} marked", time=clock_text(at_ms))
        self.desk.act("interview.mark", [self.entry("mark", name, at_ms)], said)
        self.marked.emit(at_ms)

    def voice_note(self) -> None:
        """Begin a voice note, or end the one that is being spoken."""
        if self.voice is not None:
            self.end_voice_note()
        elif self.interview is None:
            return
        elif not self.consented:
            self.consent_wanted.emit(self.voice_note)
        else:
            source = self._source()
            source.ask(self, partial(self._speak_into, source))

    def end_voice_note(self) -> None:
        """End the voice note, where one is being spoken."""
        if self.voice is not None:
            self.voice.end()

    def entry(self, form: str, words: str, at_ms: int, entry_id: str = "") -> Create:
        """Return a new entry of the talk."""
        if self.interview is None:
            raise Refused("store.record_gone", kind="interview")
        values: dict[str, Value] = {
            "words": words,
            "interview_id": self.interview.id,
            "account_id": self.interview.get("account_id"),
            "form": form,
            "at_ms": at_ms,
            **{name: value or None for name, value in self._about.items()},
        }
        return Create("interview_entry", values, entry_id or new_id())

    def _source(self) -> SoundSource:
        quiet_multimedia()
        return self.make_source()

    def _record_from(self, source: SoundSource) -> None:
        if self.interview is not None and self.recorder is None:
            self.clock.resume()
            self.recorder = self._listen(source, "recording", self.interview)
            self.state_changed.emit()

    def _speak_into(self, source: SoundSource) -> None:
        if self.interview is not None and self.voice is None:
            self.voice = self._listen(source, "voice", self.interview)
            self.state_changed.emit()

    def _listen(self, source: SoundSource, form: str, interview: Record) -> Recorder | None:
        """Begin a recording; None where that cannot be, and `problem` says why."""
        from crm_desktop.store.recordings import RecordingAbout

        account = interview.get("account_id")
        about = RecordingAbout(
            id=new_id(),
            interview_id=interview.id,
            form=form,
            at_ms=self.elapsed_ms(),
            begun_at=self.desk.clock.now(),
            account_id=str(account or ""),
            **self._about,
        )
        # The desk's, not the page's: what is recorded ends in order when a page is taken down in the middle of it.
        recorder = Recorder(self.desk, about, source, self.desk.refresh)
        recorder.failed.connect(self._say)
        recorder.ended.connect(self._look)
        recorder.ended.connect(partial(_keep, self.desk, recorder))
        self.destroyed.connect(recorder.end)
        if form == "recording":
            recorder.level.connect(self.level)
        try:
            recorder.begin()
        except UserError as problem:
            self._say(problem)
            recorder.deleteLater()
            return None
        self.problem = None
        return recorder

    def _say(self, problem: Exception) -> None:
        if isinstance(problem, UserError):
            self.problem = problem
        self.desk.notices.fail(problem)
        self.state_changed.emit()

    def _look(self) -> None:
        """Forget what has ended."""
        if self.recorder is not None and self.recorder.state is RecorderState.ENDED:
            self.recorder = None
        if self.voice is not None and self.voice.state is RecorderState.ENDED:
            self.voice = None
        self.state_changed.emit()


def _keep(desk: Desk, recorder: Recorder) -> None:
    """Make what was recorded an entry."""
    work = partial(keep_recording, desk.store, recorder.about, entry_name(recorder.about.form))
    desk.background.write(work, partial(tell_kept, desk), desk.notices.fail)
    recorder.deleteLater()


def entry_name(form: str) -> str:
    """Return what a recording's entry and file are called."""
    return tr("recording", "Voice note") if form == "voice" else tr("recording", "Recording of the talk")


def tell_kept(desk: Desk, kept: Kept | None) -> None:
    """Broadcast that a recording has become part of its interview, and say it with Undo."""
    if kept is None:
        return
    for committed in kept.acts:
        desk.announce(committed)
    length = clock_text(kept.length_ms)
    if kept.about.form == "voice":
        desk.notices.say_done(text("recording", "Voice note of {length} kept", length=length))
    else:
        desk.notices.say_done(text("recording", "Recording of {length} kept", length=length))


def _microphone() -> SoundSource:
    from crm_desktop.views.recording.microphone import Microphone

    return Microphone()
