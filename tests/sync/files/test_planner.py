"""When files move: pure decisions."""

from __future__ import annotations

import pytest

from crm_desktop.models.contents import CHUNK_BYTES, MOST_PIECE_BYTES
from crm_desktop.models.file_queue import FileLevels
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.files.pace import next_piece
from crm_desktop.sync.files.planner import (
    Allowed,
    Encouraged,
    Ended,
    FileAction,
    FileEvent,
    FileState,
    Looked,
    StopTransfer,
    TimePassed,
    Transfer,
    WakeAt,
    plan_files,
)

ONE = FileLevels(up=1, up_bytes=10)
LINE = Failure(Trouble.LINE, "sync.cut_off")


def told(state: FileState, *events: FileEvent, now: int = 0) -> tuple[FileState, tuple[FileAction, ...]]:
    """Tell the planner some events; return the last answer."""
    actions: tuple[FileAction, ...] = ()
    for event in events:
        state, actions = plan_files(state, event, now, 0.0)
    return state, actions


def test_what_may_go_goes_and_only_once() -> None:
    state, actions = told(FileState(), Looked(ONE))
    assert actions == (Transfer(),)
    assert told(state, Looked(ONE), TimePassed())[1] == ()


def test_nothing_to_do_is_nothing() -> None:
    assert told(FileState(), Looked(FileLevels()), TimePassed())[1] == ()


def test_a_failure_waits_longer_each_time_and_a_success_forgets_it() -> None:
    state, first = told(FileState(), Looked(ONE), Ended(ONE, LINE, complete=False))
    state, again = told(state, TimePassed(), now=400)
    assert first == again == (WakeAt(500),)
    state, actions = told(state, TimePassed(), now=500)
    assert actions == (Transfer(),)
    state, actions = told(state, Ended(ONE, LINE, complete=False), now=500)
    assert actions == (WakeAt(1_500),)
    state, _ = told(state, TimePassed(), Ended(FileLevels()), now=1_500)
    assert (state.failure, state.failures) == (None, 0)


def test_somebody_who_asks_does_not_wait() -> None:
    state, _ = told(FileState(), Looked(ONE), Ended(ONE, LINE, complete=False))
    assert told(state, Encouraged(), now=1)[1] == (Transfer(),)


@pytest.mark.parametrize("trouble", [Trouble.SIGN_IN, Trouble.PROGRAM])
def test_what_only_a_person_can_mend_waits_for_a_person(trouble: Trouble) -> None:
    failure = Failure(trouble, "session.ended")
    state, actions = told(FileState(), Looked(ONE), Ended(ONE, failure, complete=False))
    assert actions == ()
    assert told(state, Encouraged(by_person=False), TimePassed(), now=10**9)[1] == ()
    assert told(state, Encouraged())[1] == (Transfer(),)


@pytest.mark.parametrize("off", [Allowed(paused=True), Allowed(records_only=True)])
def test_a_pause_and_the_weak_network_mode_stop_what_moves_and_start_nothing(off: Allowed) -> None:
    state, actions = told(FileState(), Looked(ONE), off)
    assert actions == (StopTransfer(),)
    assert told(state, off)[1] == ()  # said once
    state, actions = told(state, Ended(ONE, complete=False), Looked(ONE), Encouraged())
    assert actions == ()
    on = Allowed(paused=False) if off.paused else Allowed(records_only=False)
    assert told(state, on)[1] == (Transfer(),)


def test_either_of_both_switches_is_enough_to_stay_still() -> None:
    state, _ = told(FileState(), Allowed(paused=True), Allowed(records_only=True), Allowed(paused=False), Looked(ONE))
    assert not state.running
    assert state.records_only


def test_a_run_that_leaves_something_undone_is_not_repeated_without_a_pause() -> None:
    assert told(FileState(), Looked(ONE), Ended(ONE))[1] == (WakeAt(1_000),)


def test_pieces_grow_on_a_quick_line_and_shrink_on_a_slow_one() -> None:
    size = CHUNK_BYTES
    for _ in range(10):
        size = next_piece(size, 50)
    assert size == MOST_PIECE_BYTES
    assert next_piece(size, 2_000) == size
    for _ in range(10):
        size = next_piece(size, 20_000)
        assert size % CHUNK_BYTES == 0
    assert size == CHUNK_BYTES
