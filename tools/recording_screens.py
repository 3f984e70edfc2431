"""Pictures of recording: the pill in each of its states, consent being asked, a recording that is played."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.recording.player_bar import PlayerBar
from crm_desktop.views.recording.recording_bar import RecordingBar
from crm_desktop.views.widgets.component import set_surface
from tests.support.desk import make_desk
from tests.support.sound import Tone
from tests.support.talks import lay_talk, said_in
from tools.screens import settle

_BEGUN_MS = 1_906_000


def build_recording() -> QWidget:
    """Return recording, paused, without a microphone, with a voice note, what is played, and consent being asked."""
    desk = make_desk(Path(mkdtemp(prefix="fieldline-screen-")), current_language().code)
    page = QWidget()
    set_surface(page, "surface")
    column = QVBoxLayout(page)
    bars = [_bar(desk, page, column, tone) for tone in (Tone(), Tone(), Tone(problem="recording.no_device"), Tone())]
    asked = _bar(desk, page, column, Tone(), agreed=False)
    column.addSpacing(300)
    column.addStretch()
    player = PlayerBar(desk)
    column.addWidget(player)
    page.show()
    settle(500)
    _play(desk, bars[3], player)
    for place in range(26):
        bars[0].wave.show_level(abs(((place * 7) % 13) - 6) / 7)
    bars[1].pause()
    note = Tone()
    bars[3].talk.make_source = lambda: note
    bars[3].voice_note()
    note.play(18_000)
    asked.talk.record()
    settle(500)
    page.destroyed.connect(desk.store.close)
    return page


def _bar(desk: Desk, page: QWidget, column: QVBoxLayout, tone: Tone, *, agreed: bool = True) -> RecordingBar:
    bar = RecordingBar(desk, page, offers=False)
    bar.talk.make_source = lambda: tone
    bar.begin(lay_talk(desk.store, agreed=agreed), _BEGUN_MS)
    row = QHBoxLayout()
    row.addWidget(bar)
    row.addStretch()
    column.addLayout(row)
    return bar


def _play(desk: Desk, bar: RecordingBar, player: PlayerBar) -> None:
    """Record twenty seconds, end that, and play it."""
    recorder, interview = bar.talk.recorder, bar.talk.interview
    assert recorder is not None
    assert interview is not None
    tone = recorder.source
    assert isinstance(tone, Tone)
    tone.play(20_000)
    bar.talk.stop_recording()
    for _ in range(40):
        settle(100)
        if found := said_in(desk.store, interview.id):
            player.player.play_entry(found[0].entry.id)
            break
    settle(2_000)
    bar.talk.make_source = Tone
    bar.talk.record()
    settle(200)
