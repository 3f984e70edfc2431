"""Recordings in the making: sealed part by part, cut where a crash cut them, never plain on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.errors import Broken
from crm_desktop.models.ids import new_id
from crm_desktop.store.attachments.folder import files_folder
from crm_desktop.store.attachments.sealing import derive_keys
from crm_desktop.store.opening import open_store
from crm_desktop.store.recordings import FOLDER, RecordingAbout, Recordings
from crm_desktop.store.rekeying import change_key

KEY, OTHER = bytes(range(32)), bytes(range(32, 64))
SAID = [b"the first ten seconds " * 40, b"the next ten " * 40, b"the last " * 40]


def _about(begun_at: int = 1) -> RecordingAbout:
    return RecordingAbout(new_id(), new_id(), "recording", 4_000, begun_at)


def _recorded(recordings: Recordings, about: RecordingAbout, parts: list[bytes]) -> None:
    made = recordings.begin(about)
    for part in parts:
        made.append(part)
    made.close()


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path, derive_keys(KEY))


def test_what_was_recorded_is_read_again_by_another_start(tmp_path: Path, recordings: Recordings) -> None:
    late, early = _about(7), _about(3)
    for about in (late, early):
        _recorded(recordings, about, SAID)
    again = Recordings(tmp_path, derive_keys(KEY))
    assert [each.about for each in again.unfinished()] == [early, late]
    assert again.read(early.id) == b"".join(SAID)
    again.remove(early.id)
    assert [each.about for each in again.unfinished()] == [late]


def test_what_is_being_recorded_is_not_unfinished_business(recordings: Recordings) -> None:
    made = recordings.begin(_about())
    assert recordings.unfinished() == ()
    made.close()
    assert len(recordings.unfinished()) == 1


def test_nothing_that_was_said_lies_plain_on_the_disk(tmp_path: Path, recordings: Recordings) -> None:
    about = _about()
    _recorded(recordings, about, SAID)
    lying = (tmp_path / FOLDER / about.id).read_bytes()
    assert b"seconds" not in lying
    assert about.interview_id.encode() not in lying


@pytest.mark.parametrize("lost", [1, 30, 250, 400])
def test_a_torn_end_costs_the_newest_part_only(tmp_path: Path, recordings: Recordings, lost: int) -> None:
    about = _about()
    _recorded(recordings, about, SAID)
    path = tmp_path / FOLDER / about.id
    path.write_bytes(path.read_bytes()[:-lost])
    third = 4 + 28 + len(SAID[2])
    assert recordings.read(about.id) == b"".join(SAID[: 2 if lost <= third else 1])


def test_parts_cannot_be_swapped(tmp_path: Path, recordings: Recordings) -> None:
    about = _about()
    _recorded(recordings, about, [b"a" * 100, b"b" * 100, b"c" * 100])
    path = tmp_path / FOLDER / about.id
    lying = path.read_bytes()
    part = 4 + 100 + 28
    path.write_bytes(lying[: -2 * part] + lying[-part:] + lying[-2 * part : -part])
    assert recordings.read(about.id) == b"a" * 100


def test_another_key_opens_nothing(tmp_path: Path, recordings: Recordings) -> None:
    about = _about()
    _recorded(recordings, about, SAID)
    stranger = Recordings(tmp_path, derive_keys(OTHER))
    assert stranger.unfinished() == ()
    with pytest.raises(Broken):
        stranger.read(about.id)


def test_recordings_go_along_when_the_key_changes(tmp_path: Path) -> None:
    path = tmp_path / "replica.db"
    store = open_store(path, KEY, ManualClock(1_000))
    about = _about()
    _recorded(store.recordings, about, SAID)
    store.close()
    change_key(path, KEY, OTHER)
    again = open_store(path, OTHER, ManualClock(2_000))
    assert [each.about for each in again.recordings.unfinished()] == [about]
    assert again.recordings.read(about.id) == b"".join(SAID)
    again.close()
    assert [each.name for each in (files_folder(path) / FOLDER).iterdir()] == [about.id]
