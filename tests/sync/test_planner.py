"""The planner: each promise by example, and what must hold after any sequence of events."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.sync.events import (
    Asked,
    Committed,
    Event,
    Failed,
    Finished,
    Levels,
    Paused,
    Phase,
    Poked,
    PokeFailed,
    Progressed,
    Resumed,
    Run,
    SignedIn,
    StartPoke,
    StopPoke,
    StopRun,
    Ticked,
    WakeAt,
    Woke,
)
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.planner import LONGEST_DELAY_MS, LONGEST_WISH_MS, STALLED_MS, SyncState, delay, plan

READ = Levels(waiting=0, sequence=7, epoch="e")
CALM = SyncState(levels=READ, behind=False, seen=7, poking=True)
SILENT = Failure(Trouble.LINE, "sync.server_silent")
ENDED = Failure(Trouble.SIGN_IN, "sign_in.ended")


def test_a_new_device_takes_a_snapshot_and_then_pulls() -> None:
    _, actions = plan(SyncState(), Ticked(), 0, 0.5)
    assert actions == (Run((Phase.SNAPSHOT, Phase.PULL)),)


def test_what_waits_is_sent_and_then_pulled() -> None:
    _, actions = plan(CALM, Committed(2), 0, 0.5)
    assert actions == (Run((Phase.PUSH, Phase.PULL)),)


def test_what_waits_is_sent_even_before_a_snapshot() -> None:
    state = replace(CALM, levels=replace(READ, waiting=1, snapshot_running=True))
    _, actions = plan(state, Ticked(), 0, 0.5)
    assert actions == (Run((Phase.PUSH, Phase.SNAPSHOT, Phase.PULL)),)


def test_an_idle_replica_waits_for_a_poke_after_what_it_has_seen() -> None:
    _, actions = plan(replace(CALM, poking=False), Ticked(), 0, 0.5)
    assert actions == (StartPoke(7),)


def test_a_poke_with_something_new_pulls_and_one_without_waits_on() -> None:
    _, actions = plan(CALM, Poked(8, "e"), 0, 0.5)
    assert actions == (Run((Phase.PULL,)),)
    _, actions = plan(CALM, Poked(7, "e"), 0, 0.5)
    assert actions == (StartPoke(7),)


def test_a_server_restored_from_a_backup_is_noticed_by_its_epoch() -> None:
    _, actions = plan(CALM, Poked(3, "another"), 0, 0.5)
    assert actions == (Run((Phase.PULL,)),)


def test_news_that_a_pull_has_answered_are_not_pulled_again_even_if_none_was_for_us() -> None:
    state, _ = plan(CALM, Poked(9, "e"), 0, 0.5)
    state, actions = plan(state, Finished(READ), 5, 0.5)
    assert actions == (StartPoke(9),)


def test_after_a_failure_it_waits_and_then_tries_again() -> None:
    state = replace(CALM, running=(Phase.PULL,))
    state, actions = plan(state, Failed(READ, SILENT), 1000, 0.0)
    assert actions == (WakeAt(1500),)
    assert not state.online
    assert plan(state, Ticked(), 1499, 0.0)[1] == (WakeAt(1500),)
    assert plan(state, Ticked(), 1500, 0.0)[1] == (Run((Phase.PULL,)),)


def test_the_servers_wish_for_patience_is_honoured() -> None:
    state = replace(CALM, running=(Phase.PULL,))
    busy = Failure(Trouble.LINE, "sync.busy", retry_after=30_000)
    state, actions = plan(state, Failed(READ, busy), 0, 0.0)
    assert actions == (WakeAt(30_500),)


def test_sync_now_overrides_the_waiting_time() -> None:
    state = replace(CALM, failure=SILENT, failures=9, retry_at=200_000, behind=True)
    assert plan(state, Asked(), 10, 0.5)[1] == (Run((Phase.PULL,)),)


def test_sync_now_during_a_run_leads_to_another_run_after_it() -> None:
    state, actions = plan(replace(CALM, running=(Phase.PULL,)), Asked(), 0, 0.5)
    assert not any(isinstance(action, Run) for action in actions)
    assert plan(state, Finished(READ), 1, 0.5)[1] == (Run((Phase.PULL,)),)


def test_a_denied_sign_in_stops_everything_until_somebody_signs_in_again() -> None:
    state, actions = plan(replace(CALM, running=(Phase.PULL,)), Failed(READ, ENDED), 0, 0.5)
    assert actions == (StopPoke(),)
    for event in (Ticked(), Committed(3), Asked(), Resumed()):
        assert plan(state, event, 10**9, 0.5)[1] == ()
    assert plan(state, SignedIn(), 10, 0.5)[1] == (Run((Phase.PULL,)),)


def test_another_protocol_stops_with_the_reason_until_somebody_asks() -> None:
    failure = Failure(Trouble.PROGRAM, "sync.protocol_too_old")
    state, _ = plan(replace(CALM, running=(Phase.PULL,)), Failed(READ, failure), 0, 0.5)
    assert plan(state, Ticked(), 10**9, 0.5)[1] == ()
    assert state.failure == failure
    assert plan(state, Asked(), 10, 0.5)[1] == (Run((Phase.PULL,)),)


def test_pausing_stops_run_and_poke_and_resuming_goes_on() -> None:
    state, actions = plan(replace(CALM, running=(Phase.PULL,)), Paused(), 0, 0.5)
    assert set(actions) == {StopRun(), StopPoke()}
    state, actions = plan(state, Finished(READ, complete=False), 1, 0.5)
    assert actions == ()
    assert plan(state, Resumed(), 2, 0.5)[1] == (Run((Phase.PULL,)),)


def test_waking_from_sleep_hangs_up_and_tries_at_once() -> None:
    waiting = replace(CALM, failure=SILENT, failures=9, retry_at=10**9, behind=True)
    assert plan(waiting, Woke(), 10, 0.5)[1] == (StopPoke(), Run((Phase.PULL,)))


def test_a_broken_long_poll_is_no_proof_of_being_offline_but_leads_to_a_real_request() -> None:
    state, actions = plan(CALM, PokeFailed(SILENT), 0, 0.0)
    assert state.online
    assert actions == (Run((Phase.PULL,)),)
    state, actions = plan(state, Finished(READ), 5, 0.0)
    assert actions == (WakeAt(500),)  # and the next long poll keeps a distance


def test_a_run_without_progress_is_reported_and_progress_takes_it_back() -> None:
    state, actions = plan(replace(CALM, behind=True, poking=True), Ticked(), 0, 0.5)
    state, actions = plan(state, Ticked(), 1, 0.5)
    assert actions == (WakeAt(STALLED_MS),)
    state, _ = plan(state, Ticked(), STALLED_MS, 0.5)
    assert state.stalled
    state, _ = plan(state, Progressed(READ), STALLED_MS + 1, 0.5)
    assert not state.stalled


def test_a_clock_that_is_wrong_by_a_day_is_known_and_changes_nothing_else() -> None:
    running = replace(CALM, running=(Phase.PUSH,))
    with_skew, actions = plan(running, Progressed(READ, skew=86_400_000), 5, 0.5)
    without, other_actions = plan(running, Progressed(READ), 5, 0.5)
    assert with_skew == replace(without, skew=86_400_000)
    assert actions == other_actions


@given(failures=st.integers(1, 10_000), chance=st.floats(0, 1, exclude_max=True), wished=st.integers(0, 10**12))
def test_delays_are_bounded_and_never_shorter_than_a_reasonable_wish(failures: int, chance: float, wished: int) -> None:
    waited = delay(failures, chance, wished)
    assert min(wished, LONGEST_WISH_MS) <= waited <= LONGEST_DELAY_MS + LONGEST_WISH_MS
    assert waited >= 500


@pytest.mark.parametrize("failures", [1, 5, 30])
def test_delays_differ_so_that_clients_do_not_return_in_step(failures: int) -> None:
    assert len({delay(failures, chance / 10) for chance in range(10)}) == 10


LEVELS = st.builds(
    Levels,
    waiting=st.integers(0, 3),
    sequence=st.none() | st.integers(0, 20),
    epoch=st.sampled_from(["", "e", "f"]),
    snapshot_running=st.booleans(),
)
FAILURES = st.builds(Failure, st.sampled_from(Trouble), st.just("sync.x"), retry_after=st.integers(0, 10_000))
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Committed, st.integers(0, 5)),
    st.builds(Progressed, LEVELS),
    st.builds(Finished, LEVELS, st.booleans()),
    st.builds(Failed, LEVELS, FAILURES),
    st.builds(Poked, st.integers(0, 30), st.sampled_from(["e", "f"])),
    st.builds(PokeFailed, FAILURES),
    *(st.just(event()) for event in (Asked, Woke, Paused, Resumed, SignedIn, Ticked)),
)
RUN_ENDS = (Finished, Failed)
RUN_TELLS = (Progressed, *RUN_ENDS)


@given(st.lists(st.tuples(EVENTS, st.integers(0, 400_000), st.floats(0, 1, exclude_max=True)), max_size=40))
def test_after_any_story_there_is_one_run_at_most_and_always_something_that_goes_on(
    story: list[tuple[Event, int, float]],
) -> None:
    state, now = SyncState(), 0
    for event, passed, chance in story:
        if isinstance(event, RUN_TELLS) and not state.running:
            continue
        if isinstance(event, Poked | PokeFailed) and not state.poking:
            continue
        before, now = state, now + passed
        state, actions = plan(state, event, now, chance)
        runs = [action for action in actions if isinstance(action, Run)]
        assert len(runs) <= 1
        if runs:
            assert not before.running or isinstance(event, RUN_ENDS)
            assert not state.paused
            assert not state.blocked
        person_needed = state.paused or state.blocked
        alive = state.running or state.poking or any(isinstance(action, WakeAt) for action in actions)
        assert alive or person_needed
        assert all(action.at > now for action in actions if isinstance(action, WakeAt))


@given(st.lists(st.tuples(EVENTS, st.integers(0, 400_000)), max_size=25))
def test_after_any_story_a_helpful_world_leads_to_an_empty_outbox_and_a_poke(story: list[tuple[Event, int]]) -> None:
    state, now = SyncState(), 0
    for event, passed in story:
        if (isinstance(event, RUN_TELLS) and not state.running) or (
            isinstance(event, Poked | PokeFailed) and not state.poking
        ):
            continue
        now += passed
        state, _ = plan(state, event, now, 0.5)
    help_comes: list[Event] = [Resumed(), SignedIn(), Asked(), *[Ticked()] * 6]
    for event in help_comes:
        now += 400_000
        state, _ = plan(state, event, now, 0.5)
        if state.running:
            state, _ = plan(state, Finished(replace(READ, sequence=max(state.head, 7))), now, 0.5)
    assert state.poking
    assert state.levels.waiting == 0
    assert not state.running
