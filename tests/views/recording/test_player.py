"""Hearing again: a mark jumps to what was said then, out of memory, without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.store.queries.recordings import sound_at, sound_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.recording.player_bar import PlayerBar
from crm_desktop.views.recording.talk import Talk, TalkState
from tests.support.sound import Tone
from tests.support.talks import lay_talk, said_in

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def recorded(qtbot: QtBot, desk: Desk) -> str:
    """An interview of which eight seconds were recorded, a minute after it had begun."""
    interview_id = lay_talk(desk.store)
    talk, tone = Talk(desk), Tone()
    talk.make_source = lambda: tone
    talk.begin(interview_id, 60_000)
    qtbot.waitUntil(lambda: talk.state is TalkState.RECORDING)
    tone.play(8_000)
    talk.stop()
    qtbot.waitUntil(lambda: bool(said_in(desk.store, interview_id)), timeout=10_000)
    talk.deleteLater()
    return interview_id


@pytest.fixture
def bar(qtbot: QtBot, desk: Desk) -> Iterator[PlayerBar]:
    made = PlayerBar(desk)
    made.resize(700, 44)
    yield made
    made.player.stop()
    made.close()
    made.deleteLater()


def test_a_moment_of_the_talk_is_found_in_its_recording(desk: Desk, recorded: str) -> None:
    begun = said_in(desk.store, recorded)[0].entry.get("at_ms")
    assert isinstance(begun, int)
    found = desk.store.read(sound_at, recorded, begun + 5_000)
    assert found is not None
    assert (found.position, found.file.media_type) == (5_000, "audio/mp4")
    assert desk.store.read(sound_at, recorded, begun - 1) is None
    assert desk.store.read(sound_at, recorded, begun + 60_000) is None
    assert desk.store.read(sound_of, found.entry.id) is not None


def test_a_mark_jumps_to_what_was_said_then_and_another_one_within_it(
    qtbot: QtBot, desk: Desk, recorded: str, bar: PlayerBar
) -> None:
    begun = said_in(desk.store, recorded)[0].entry.get("at_ms")
    assert isinstance(begun, int)
    bar.player.play_at(recorded, begun + 5_000)
    qtbot.waitUntil(lambda: bar.player.playing and 5_000 <= bar.player.position < 6_500, timeout=10_000)
    assert bar.isVisible()
    assert bar.time.text().startswith("0:05 of 0:08")
    bar.player.play_at(recorded, begun + 1_000)
    qtbot.waitUntil(lambda: 1_000 <= bar.player.position < 2_500)
    qtbot.keyClick(bar.place, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bar.player.position >= 6_000)
    qtbot.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert not bar.player.playing


def test_speed_turns_round_and_closing_forgets_the_sound(
    qtbot: QtBot, desk: Desk, recorded: str, bar: PlayerBar
) -> None:
    entry = said_in(desk.store, recorded)[0].entry.id
    bar.player.play_entry(entry)
    qtbot.waitUntil(lambda: bar.player.playing, timeout=10_000)
    bar.speed.click()
    assert (bar.player.speed, bar.speed.text()) == (1.5, "Speed 1.5×")
    bar.player.play_entry(entry)
    assert not bar.player.playing
    bar.player.stop()
    assert not bar.isVisible()


def test_where_nobody_recorded_that_is_said(qtbot: QtBot, desk: Desk, recorded: str, bar: PlayerBar) -> None:
    with qtbot.waitSignal(desk.notices.informed) as told:
        bar.player.play_at(recorded, 1_000)
    assert told.args is not None
    assert str(told.args[0]) == "Nothing was recorded at that time"
    assert not bar.isVisible()


def test_a_page_that_is_taken_down_while_it_plays_takes_the_sound_along(
    qtbot: QtBot, desk: Desk, recorded: str
) -> None:
    bar = PlayerBar(desk)
    bar.player.play_entry(said_in(desk.store, recorded)[0].entry.id)
    qtbot.waitUntil(lambda: bar.player.playing, timeout=10_000)
    with qtbot.waitSignal(bar.destroyed):
        bar.close()
        bar.deleteLater()
