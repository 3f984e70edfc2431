"""What to do next, as a pure function of what is known: no clock, no network, no store, no randomness in here.

The plan is level-triggered: it looks at how things stand (something waits, we are behind, no replica yet), never at
what has just happened, so that a lost or doubled event costs time at most. Moments are monotonic milliseconds.
"""

from dataclasses import dataclass, field, replace

from crm_desktop.sync.events import (
    Action,
    Asked,
    CheckAsked,
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

FIRST_DELAY_MS = 1_000
LONGEST_DELAY_MS = 300_000
LONGEST_WISH_MS = 3_600_000
"""A server that asks for more patience than this is taken at this."""
STALLED_MS = 20_000
"""Without headway for so long, people are told; a little later the line gives the request up by itself."""
QUIET_MS = 60_000
"""How long nobody must have done anything before what is here is compared with the server unasked."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """What is known. Start with the replica's levels; everything else has a truthful default."""

    levels: Levels = field(default_factory=Levels)
    behind: bool = True
    """There may be something after our position; true until a pull has said otherwise."""
    seen: int = 0
    """The newest sequence number at the server that a finished pull has answered."""
    head: int = 0
    """The newest sequence number heard of."""
    aimed: int = 0
    """`head` as the run began: what it answers when it ends, even if its position stays below (nothing for us)."""
    running: tuple[Phase, ...] = ()
    stopping: bool = False
    again: bool = False
    """Somebody asked while a run was under way: run once more after it."""
    poking: bool = False
    paused: bool = False
    failure: Failure | None = None
    """Why the last attempt failed; None after a success."""
    failures: int = 0
    retry_at: int = 0
    poke_failures: int = 0
    poke_at: int = 0
    poked_at: int = -FIRST_DELAY_MS
    """When the long poll under way, or the last one, began."""
    poked_after: int = 0
    """What it asked for news after."""
    acted_at: int = 0
    """When a person last did something here."""
    check_asked: bool = False
    """Somebody waits for a comparison with the server."""
    moved_at: int = 0
    stalled: bool = False
    skew: int = 0
    """Server's clock minus ours, milliseconds."""

    @property
    def blocked(self) -> bool:
        """Whether only a person can get things going again."""
        return self.failure is not None and self.failure.trouble in (Trouble.SIGN_IN, Trouble.PROGRAM)

    @property
    def online(self) -> bool:
        """Whether the last attempt reached the server."""
        return self.failure is None or self.failure.trouble is not Trouble.LINE


def plan(state: SyncState, event: Event, now: int, chance: float) -> tuple[SyncState, tuple[Action, ...]]:
    """Return how things stand after the event and what to do about it. `chance` is from 0 up to 1, for the jitter."""
    state, hang_up = _hang_up(state, event)
    state, actions = _decide(_learn(state, event, now, chance), now)
    return state, hang_up + actions


def needed(state: SyncState, now: int) -> tuple[Phase, ...]:
    """Return the phases that would bring both sides together, in order; none when nothing is to be done.

    What waits is sent first, even before a snapshot: the server's rules decide about edits whose rows may be leaving.
    """
    phases = _steps_behind(state)
    quiet = not phases and now >= _quiet_at(state)
    if state.check_asked or (state.levels.check_due and quiet):
        return (*(phases or (Phase.PULL,)), Phase.CHECK)
    return phases


def _quiet_at(state: SyncState) -> int:
    return state.acted_at + QUIET_MS


def _steps_behind(state: SyncState) -> tuple[Phase, ...]:
    push = (Phase.PUSH,) if state.levels.waiting else ()
    if state.levels.sequence is None or state.levels.snapshot_running:
        return (*push, Phase.SNAPSHOT, Phase.PULL)
    return (*push, Phase.PULL) if push or state.behind else ()


def delay(failures: int, chance: float, wished: int = 0) -> int:
    """Return how long to wait after so many failures in a row: doubling, capped, at least half of it random.

    A `wished` time (Retry-After) is a floor; jitter comes on top, so that clients do not return in step.
    """
    full = min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** min(failures - 1, 20))
    jittered = int(full * (0.5 + chance / 2))
    return min(wished, LONGEST_WISH_MS) + jittered if wished else jittered


def _decide(state: SyncState, now: int) -> tuple[SyncState, tuple[Action, ...]]:
    if state.paused or state.blocked:
        return _halt(state)
    actions: list[Action] = []
    if state.running:
        stalls_at = state.moved_at + STALLED_MS
        return (state, (WakeAt(stalls_at),)) if now < stalls_at else (replace(state, stalled=True), ())
    if phases := needed(state, now):
        if now < state.retry_at:
            return state, (WakeAt(state.retry_at),)
        asked = state.check_asked and Phase.CHECK not in phases
        started = replace(
            state, running=phases, aimed=state.head, again=False, moved_at=now, stalled=False, check_asked=asked
        )
        return started, (Run(phases),)
    if not state.poking:
        if now < state.poke_at:
            actions.append(WakeAt(state.poke_at))
        else:
            after = max(state.seen, state.levels.sequence or 0)
            state = replace(state, poking=True, poked_at=now, poked_after=after)
            actions.append(StartPoke(after))
    if state.levels.check_due:
        actions.append(WakeAt(min([_quiet_at(state), *(each.at for each in actions if isinstance(each, WakeAt))])))
    return state, tuple(actions)


def _hang_up(state: SyncState, event: Event) -> tuple[SyncState, tuple[Action, ...]]:
    """Give up connections whose time-outs would last too long.

    A sleeping machine has lost them without noticing; on another nothing moves, and somebody wishes for a new try.
    """
    if isinstance(event, Asked) and event.stuck and state.running and not state.stopping:
        return replace(state, stopping=True), (StopRun(),)
    if not isinstance(event, Woke):
        return state, ()
    stop_run = (StopRun(),) if state.running and not state.stopping else ()
    stop_poke = (StopPoke(),) if state.poking else ()
    return replace(state, stopping=bool(state.running), poking=False), (*stop_run, *stop_poke)


def _halt(state: SyncState) -> tuple[SyncState, tuple[Action, ...]]:
    actions: list[Action] = []
    if state.running and not state.stopping:
        actions.append(StopRun())
    if state.poking:
        actions.append(StopPoke())
    return replace(state, stopping=bool(state.running), poking=False), tuple(actions)


def _learn(state: SyncState, event: Event, now: int, chance: float) -> SyncState:
    match event:
        case Committed(waiting):
            return replace(state, levels=replace(state.levels, waiting=waiting), acted_at=now)
        case Progressed(levels, skew):
            known = state.skew if skew is None else skew
            return replace(state, levels=levels, skew=known, moved_at=now, stalled=False, failure=None)
        case Finished(levels, complete):
            return _finished(state, levels, complete)
        case Failed(levels, failure):
            return _failed(replace(_rest(state), levels=levels), failure, now, chance)
        case Poked() | PokeFailed():
            return _poke_ended(state, event, now, chance)
        case CheckAsked():
            return replace(state, check_asked=True, retry_at=now, poke_at=now)
        case Asked() | Woke() | SignedIn() | Resumed() | Paused():
            return _told(state, event, now)
        case Ticked(moved):
            return replace(state, moved_at=now, stalled=False) if moved and state.running else state


def _rest(state: SyncState) -> SyncState:
    return replace(state, running=(), stopping=False, stalled=False)


def _finished(state: SyncState, levels: Levels, complete: bool) -> SyncState:
    state = replace(_rest(state), levels=levels)
    if not complete:
        return replace(state, behind=True)
    pulled = max(state.seen, state.aimed, levels.sequence or 0)
    return replace(
        state, seen=pulled, behind=state.again or state.head > pulled, again=False, failure=None, failures=0, retry_at=0
    )


def _failed(state: SyncState, failure: Failure, now: int, chance: float) -> SyncState:
    count = state.failures + 1
    return replace(
        state,
        failure=failure,
        failures=count,
        retry_at=now + delay(count, chance, failure.retry_after),
        behind=True,
        again=False,
    )


def _poke_ended(state: SyncState, event: Poked | PokeFailed, now: int, chance: float) -> SyncState:
    if not state.poking:
        return state  # hung up meanwhile: what a dead line still says is of no interest
    state = replace(state, poking=False)
    if isinstance(event, Poked):
        restored = event.epoch != state.levels.epoch
        news = restored or event.head > max(state.seen, state.levels.sequence or 0)
        # A server that answers without news and without waiting must not make us ask without pause.
        hasty = restored or (event.head <= state.poked_after and now - state.poked_at < FIRST_DELAY_MS)
        poke_at = now + FIRST_DELAY_MS if hasty else 0
        head = event.head if restored else max(event.head, state.head)
        return replace(state, head=head, behind=state.behind or news, poke_failures=0, poke_at=poke_at)
    if event.failure.trouble in (Trouble.SIGN_IN, Trouble.PROGRAM):
        return _failed(state, event.failure, now, chance)
    # Proxies end quiet connections at will; only a real request shows whether we are offline.
    count = state.poke_failures + 1
    return replace(
        state, poke_failures=count, poke_at=now + delay(count, chance, event.failure.retry_after), behind=True
    )


def _told(state: SyncState, event: Asked | Woke | SignedIn | Resumed | Paused, now: int) -> SyncState:
    if isinstance(event, Paused):
        return replace(state, paused=True)
    state = replace(state, behind=True, again=bool(state.running), retry_at=now, poke_at=now)
    match event:
        case Resumed():
            return replace(state, paused=False)
        case SignedIn():
            return replace(state, failure=None, failures=0)
        case Asked() if state.failure is not None and state.failure.trouble is Trouble.PROGRAM:
            return replace(state, failure=None, failures=0)
        case Woke():
            return replace(state, failures=0, poke_failures=0)
        case _:
            return state
