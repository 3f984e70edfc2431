"""A talk under way: nobody listens before consent, what was said is kept whatever happens, and the talk goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.interchange.m4a import read_adts
from crm_desktop.models.errors import UserError
from crm_desktop.store.queries.records import record
from crm_desktop.views.desk import Desk
from crm_desktop.views.recording.talk import Talk, TalkState
from crm_desktop.views.recording.talk_clock import TalkClock, clock_text
from tests.support.sound import Tone
from tests.support.talks import Said, lay_talk, said_in

Begin = Callable[..., tuple[Talk, Tone, str]]


@pytest.fixture
def begin(qtbot: QtBot, desk: Desk) -> Iterator[Begin]:
    """Begin talks with a tone instead of a microphone."""
    talks: list[Talk] = []

    def begun(*, agreed: bool = True, problem: str = "") -> tuple[Talk, Tone, str]:
        interview_id = lay_talk(desk.store, agreed=agreed)
        talk, tone = Talk(desk), Tone(problem=problem)
        talk.make_source = lambda: tone
        talks.append(talk)
        talk.begin(interview_id)
        qtbot.waitUntil(lambda: talk.state is not TalkState.NONE)
        return talk, tone, interview_id

    yield begun
    for talk in talks:
        talk.stop()
        qtbot.waitUntil(lambda talk=talk: talk.recorder is None and talk.voice is None, timeout=10_000)  # type: ignore[misc]
        talk.deleteLater()


def _said(qtbot: QtBot, desk: Desk, interview_id: str, count: int = 1) -> list[Said]:
    qtbot.waitUntil(lambda: len(said_in(desk.store, interview_id)) == count, timeout=10_000)
    return said_in(desk.store, interview_id)


def test_what_was_said_becomes_an_entry_with_a_file_that_sounds(qtbot: QtBot, desk: Desk, begin: Begin) -> None:
    talk, tone, interview_id = begin()
    assert talk.state is TalkState.RECORDING
    tone.play(25_000)
    talk.stop()
    (said,) = _said(qtbot, desk, interview_id)
    assert said.form == "recording"
    assert 25_000 <= said.length_ms <= 25_200
    (file,) = said.files
    assert (file.media_type, file.can_open) == ("audio/mp4", True)
    assert desk.store.attachments.read(file.sha256)[4:12] == b"ftypM4A "
    assert desk.store.recordings.unfinished() == ()
    desk.store.door.undo()
    assert said_in(desk.store, interview_id) == []


def test_nobody_listens_before_somebody_agreed(qtbot: QtBot, desk: Desk, begin: Begin) -> None:
    talk, tone, interview_id = begin(agreed=False)
    wanted: list[Callable[[], None]] = []
    talk.consent_wanted.connect(wanted.append)
    for ask in (talk.record, talk.voice_note, talk.toggle):
        ask()
    tone.play(1_000)
    assert tone.state == "new"
    assert talk.state is TalkState.NOTES
    assert len(wanted) == 3
    talk.agree("Zhou Min", wanted[0])
    qtbot.waitUntil(lambda: talk.state is TalkState.RECORDING)
    agreed = desk.store.read(record, "interview", interview_id)
    assert agreed is not None
    assert (agreed.get("consent_by"), agreed.get("consent_at")) == ("Zhou Min", desk.clock.now())
    assert tone.state == "listening"


def test_a_pause_is_neither_heard_nor_counted(qtbot: QtBot, desk: Desk, begin: Begin) -> None:
    talk, tone, interview_id = begin()
    tone.play(3_000)
    talk.toggle()
    assert (talk.state, tone.state) == (TalkState.PAUSED, "paused")
    elapsed = talk.elapsed_ms()
    tone.play(5_000)
    assert talk.elapsed_ms() == elapsed
    talk.toggle()
    tone.play(2_000)
    talk.stop()
    assert 5_000 <= _said(qtbot, desk, interview_id)[0].length_ms <= 5_200


def test_a_microphone_that_is_pulled_out_leaves_what_was_said_and_the_talk_goes_on(
    qtbot: QtBot, desk: Desk, begin: Begin
) -> None:
    talk, tone, interview_id = begin()
    told: list[UserError] = []
    desk.notices.failed.connect(told.append)
    tone.play(12_000)
    tone.unplug()
    assert [each.code for each in told] == ["recording.unplugged"]
    assert _said(qtbot, desk, interview_id)[0].length_ms >= 12_000
    qtbot.waitUntil(lambda: talk.state is TalkState.NOTES)
    assert talk.problem is not None
    talk.mark()
    assert [each.form for each in _said(qtbot, desk, interview_id, 2)].count("mark") == 1
    again = Tone()
    talk.make_source = lambda: again
    talk.record()
    assert talk.state is TalkState.RECORDING
    assert talk.problem is None


@pytest.mark.parametrize("code", ["recording.no_device", "recording.refused"])
def test_without_a_microphone_the_talk_goes_on_without_a_recording(desk: Desk, begin: Begin, code: str) -> None:
    told: list[UserError] = []
    desk.notices.failed.connect(told.append)
    talk, _, _ = begin(problem=code)
    assert talk.state is TalkState.NOTES
    assert talk.clock.running
    assert [each.code for each in told] == [code]
    assert desk.store.recordings.unfinished() == ()


def test_a_voice_note_has_its_length_and_its_place_in_the_talk(qtbot: QtBot, desk: Desk, begin: Begin) -> None:
    talk, main, interview_id = begin()
    main.play(1_000)
    note = Tone(880)
    talk.make_source = lambda: note
    talk.voice_note()
    note.play(1_800)
    talk.voice_note()
    talk.stop()
    forms = {each.form: each for each in _said(qtbot, desk, interview_id, 2)}
    assert 1_800 <= forms["voice"].length_ms <= 2_000
    assert 1_000 <= forms["recording"].length_ms <= 1_200


def test_what_a_dead_program_left_can_be_made_whole_only_once(qtbot: QtBot, desk: Desk, begin: Begin) -> None:
    from crm_desktop.views.recording.keeping import keep_recording

    talk, tone, interview_id = begin()
    tone.play(11_000)
    assert talk.recorder is not None
    about = talk.recorder.about
    talk.pause()
    store = desk.store
    qtbot.waitUntil(lambda: len(store.recordings.read(about.id)) > 60_000, timeout=10_000)
    assert read_adts(store.recordings.read(about.id)).length_ms > 9_000
    kept = keep_recording(store, about, "Recording")
    assert kept is not None
    assert keep_recording(store, about, "Recording") is None
    assert [each.form for each in said_in(store, interview_id)] == ["recording"]


def test_a_page_that_is_taken_down_in_the_middle_ends_its_recording_in_order(qtbot: QtBot, desk: Desk) -> None:
    interview_id = lay_talk(desk.store)
    talk, tone = Talk(desk), Tone()
    talk.make_source = lambda: tone
    talk.begin(interview_id)
    qtbot.waitUntil(lambda: talk.state is TalkState.RECORDING)
    tone.play(2_000)
    talk.deleteLater()
    assert 2_000 <= _said(qtbot, desk, interview_id)[0].length_ms <= 2_200


def test_what_belongs_to_an_interview_out_of_sight_stays_where_it_is(desk: Desk) -> None:
    from crm_desktop.models.ids import new_id
    from crm_desktop.store.recordings import RecordingAbout
    from crm_desktop.views.recording.keeping import keep_recording

    about = RecordingAbout(new_id(), new_id(), "recording", 0, 1)
    desk.store.recordings.begin(about).close()
    assert keep_recording(desk.store, about, "Recording") is None
    assert [each.about for each in desk.store.recordings.unfinished()] == [about]


def test_a_recording_that_could_not_even_begin_leaves_nothing(desk: Desk) -> None:
    from crm_desktop.models.ids import new_id
    from crm_desktop.store.recordings import RecordingAbout
    from crm_desktop.views.recording.keeping import keep_recording

    interview_id = lay_talk(desk.store)
    about = RecordingAbout(new_id(), interview_id, "recording", 0, 1)
    assert keep_recording(desk.store, about, "Recording") is None
    assert said_in(desk.store, interview_id) == []


def test_a_program_that_ends_seals_what_was_said_just_now(
    qtbot: QtBot, qapp: QApplication, desk: Desk, begin: Begin
) -> None:
    talk, tone, _ = begin()
    tone.play(3_000)
    assert talk.recorder is not None
    about = talk.recorder.about
    qtbot.waitUntil(lambda: talk.recorder is not None and len(talk.recorder._part) > 12_000, timeout=10_000)
    assert desk.store.recordings.unfinished() == ()
    qapp.aboutToQuit.emit()
    assert [each.about for each in desk.store.recordings.unfinished()] == [about]
    assert read_adts(desk.store.recordings.read(about.id)).length_ms >= 2_000


def test_the_clock_of_a_talk_stands_still_in_pauses() -> None:
    now = [1_000]
    clock = TalkClock(lambda: now[0])
    clock.start(60_000)
    now[0] += 5_000
    clock.pause()
    now[0] += 90_000
    assert clock.elapsed_ms() == 65_000
    clock.resume()
    now[0] += 1_000
    assert clock.elapsed_ms() == 66_000


def test_times_read_as_people_say_them() -> None:
    assert [clock_text(each) for each in (0, 18_000, 1_868_000, 3_727_000)] == ["0:00", "0:18", "31:08", "1:02:07"]
    assert clock_text(1_906_000, hours=True) == "00:31:46"
