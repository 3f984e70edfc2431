"""One replication: an agenda of moments in a heap, and what happens at each. Knows no map and no statistics.

The loop is the price of everything else, so it is plain: no process objects, no generators, one tuple an event
(docs/decisions/own-event-loop.md). An event is something taken from the agenda.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import Any, TypeAlias

from crm_desktop.models.processes.simulation.inputs import DAY, Scenario, Settings
from crm_desktop.models.processes.simulation.plan import JOIN, STEP, Plan, Route
from crm_desktop.models.processes.simulation.tally import Tally
from crm_desktop.models.processes.simulation.working_time import WorkingTime

Beat: TypeAlias = Callable[[], None]
Happen: TypeAlias = Callable[[float, int, Any, Any], None]
"""Takes the moment, a number (of a station, a post, an arrival), what it is about, and since when (and how long)."""
_BEAT = 0x3FFF
_MOST_HOPS = 2_000
_MOST_DEPTH = 200
_VISIT = 1 << 44
"""Above the number of any case: the luck of a case's second visit is another's than that of its first."""


class Case:
    """One case on its way: its number, when it arrived, its tokens, how often it was where it can come again."""

    __slots__ = ("arrived", "joined", "number", "tokens", "visits")

    def __init__(self, number: int, arrived: float) -> None:
        self.number, self.arrived, self.tokens = number, arrived, 1
        self.visits: dict[int, int] | None = None
        self.joined: dict[int, int] | None = None


Job: TypeAlias = tuple[int, int, int, list[Case], float]
"""Number of its oldest case, a serial number, its station, its cases, since when it waits: in the order of work."""


class _Crew:
    """The people of a post while it runs; `until`: they are known to be at work till then."""

    __slots__ = ("busy", "number", "queue", "staff", "time", "until", "waking")

    def __init__(self, number: int, staff: int, time: WorkingTime) -> None:
        self.number, self.staff, self.time = number, staff, time
        self.until = inf if time.always else 0.0
        self.busy = 0
        self.queue: list[Job] = []
        self.waking = False


class Replication:
    """`Replication(scenario, settings, number)`, then `run(beat)` once; what came of it stands in `tally`."""

    def __init__(self, scenario: Scenario, settings: Settings, number: int) -> None:
        self.begin = float(settings.warm_up_days * DAY)
        self.end = self.begin + settings.days * DAY
        self.tally = Tally(len(scenario.stations), len(scenario.posts), self.begin)
        self.cases: dict[int, Case] = {}
        self.events = 0
        self.cut = ""
        """Why it ended before its time: `events`, `cases` or `circle`."""
        self._plan = Plan(scenario, settings, number)
        self._most_events, self._most_cases = settings.most_events, settings.most_cases
        self._agenda: list[tuple[float, int, Happen, int, Any, Any]] = []
        self._serial = 0
        self._depth = 0
        self._crews = [_Crew(at, each.staff, WorkingTime(each.calendar)) for at, each in enumerate(scenario.posts)]
        self._batches: dict[int, list[Case]] = {}
        self._moves = settings.moves if number == 0 else 0

    def run(self, beat: Beat) -> None:
        """Run to the end or to a bound; `beat` is called now and then, and may raise to stop."""
        agenda, end, most, events = self._agenda, self.end, self._most_events, 0
        for at in range(len(self._plan.starts)):
            self._at(self._next(at, 0.0, 0), self._arrive, at, 0, 0.0)
        while agenda:
            event = heappop(agenda)
            now = event[0]
            if now > end:
                heappush(agenda, event)  # it tells who is at work when the time is over
                break
            events += 1
            event[2](now, event[3], event[4], event[5])
            if not events & _BEAT:
                beat()
            if events >= most and not self.cut:
                self.cut = "events"
            if self.cut:
                self.end = now
                break
        self.events = events
        self._close()

    def _at(self, at: float, happen: Happen, where: int, what: object, since: float) -> None:
        self._serial += 1
        heappush(self._agenda, (at, self._serial, happen, where, what, since))

    def _next(self, at: int, now: float, number: int) -> float:
        """Return when the next case arrives, in the time of its calendar."""
        apart, time = self._plan.apart[at](number), self._plan.open[at]
        return now + apart if time.always else time.done(now, apart)

    # What happens

    def _arrive(self, now: float, at: int, number: int, _since: float) -> None:
        plan, tally = self._plan, self.tally
        case = Case(number * len(plan.starts) + at, now)
        self.cases[case.number] = case
        tally.arrived += 1
        if now >= self.begin:
            tally.arrived_in += 1
        if len(self.cases) > self._most_cases:
            self.cut = "cases"
        self._serial += 1
        heappush(self._agenda, (self._next(at, now, number + 1), self._serial, self._arrive, at, number + 1, 0.0))
        start = plan.starts[at]
        if self._moves:
            self._tell(now, case, (("", start),))
            self._come(now, start, case, now)
        else:
            self._come(now, plan.first[at], case, now)

    def _work(self, now: float, at: int, together: list[Case], since: float) -> None:
        """Begin a job with someone who is free, or with nobody where nobody is needed."""
        plan = self._plan
        case = together[0]
        seconds = plan.work[at](self._luck(at, case) if plan.returns[at] else case.number)
        post = plan.post[at]
        done = now + seconds
        if post >= 0:
            crew = self._crews[post]
            crew.busy += 1
            if done > crew.until:
                done = crew.time.done(now, seconds)
        self.tally.start(at, post, since, now)
        self._serial += 1
        heappush(self._agenda, (done, self._serial, self._done, at, together, (now, seconds)))

    def _staff(self, now: float, number: int, woken: bool, _since: float) -> None:
        """Give people who are free the oldest cases; while nobody works, look again when somebody does."""
        crew = self._crews[number]
        if woken:
            crew.waking = False
        if now >= crew.until and crew.queue:
            opens = crew.time.opens(now)
            if opens > now:
                if not crew.waking:
                    crew.waking = True
                    self._at(opens, self._staff, number, True, now)
                return
            crew.until = crew.time.closes(now)
        while crew.queue and crew.busy < crew.staff:
            _, _, at, together, since = heappop(crew.queue)
            self._work(now, at, together, since)

    def _done(self, now: float, at: int, together: list[Case], span: tuple[float, float]) -> None:
        plan, tally = self._plan, self.tally
        post = plan.post[at]
        crew = self._crews[post] if post >= 0 else None
        if crew is not None:
            crew.busy -= 1
            tally.work(post, crew.time.worked, span, now)
        if plan.cost[at]:
            tally.pay(now, plan.cost[at] * len(together))
        redo, wait = plan.redo[at], plan.wait[at]
        for case in together:
            if redo is not None and redo(self._same_luck(at, case)) < plan.again[at]:
                self._come(now, at, case, now)
            elif wait is not None:
                self._at(now + wait(self._same_luck(at, case)), self._leave, at, case, now)
            else:
                self._leave(now, at, case, now)
        if crew is not None and crew.queue:
            self._staff(now, post, False, now)

    def _come(self, now: float, at: int, case: Case, _since: float) -> None:
        """Take a token to a station."""
        plan = self._plan
        if plan.kinds[at] != STEP:
            if plan.kinds[at] != JOIN or self._joined(at, case):
                self._leave(now, at, case, now)
            return
        together = [case]
        if plan.batch[at] > 1:
            together = self._batches.setdefault(at, [])
            together.append(case)
            if len(together) < plan.batch[at]:
                return
            del self._batches[at]
        post = plan.post[at]
        if post < 0:
            self._work(now, at, together, now)
            return
        crew = self._crews[post]
        if now < crew.until and crew.busy < crew.staff and not crew.queue:
            self._work(now, at, together, now)
            return
        self._serial += 1
        heappush(crew.queue, (together[0].number, self._serial, at, together, now))
        if crew.busy < crew.staff:
            self._staff(now, post, False, now)

    def _leave(self, now: float, at: int, case: Case, _since: float) -> None:
        """Send a token on through all that takes no time: one way, all of them, or out of the process."""
        plan = self._plan
        hops = 0
        while hops < _MOST_HOPS:
            hops += 1
            routes = plan.routes[at]
            if not routes:
                self._finish(now, case)
                return
            route = routes[0]
            choose = plan.choose[at]
            if choose is not None:
                route = routes[choose(self._luck(at, case) if plan.kinds[at] != STEP else self._same_luck(at, case))]
            elif len(routes) > 1:
                case.tokens += len(routes) - 1
                self._fork(now, routes[1:], case)
            if self._moves:
                self._tell(now, case, route.moves)
            at = route.target
            if route.works:
                self._come(now, at, case, now)
                return
            if route.ends:
                self._finish(now, case)
                return
            if route.transfer > 0:
                self._take(now, route, case)
                return
            if self.cut or (plan.kinds[at] == JOIN and not self._joined(at, case)):
                return
        self.cut = "circle"

    def _take(self, now: float, route: Route, case: Case) -> None:
        if route.transfer > 0:
            self._at(now + route.transfer, self._come, route.target, case, now)
        else:
            self._come(now, route.target, case, now)

    def _fork(self, now: float, routes: list[Route], case: Case) -> None:
        """Send tokens along all ways but the first; a fork that leads to itself in no time is cut off."""
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            self.cut = "circle"
        for route in routes:
            if self.cut:
                break
            if self._moves:
                self._tell(now, case, route.moves)
            self._take(now, route, case)
        self._depth -= 1

    def _finish(self, now: float, case: Case) -> None:
        case.tokens -= 1
        if not case.tokens:
            del self.cases[case.number]
            self.tally.finish(case.arrived, now)

    def _joined(self, at: int, case: Case) -> bool:
        """Tell whether all tokens that come together here are there; the others end in the last."""
        incoming = self._plan.incoming[at]
        if incoming < 2:
            return True
        if case.joined is None:
            case.joined = {}
        count = case.joined.get(at, 0) + 1
        if count >= incoming:
            case.joined[at] = 0
            return True
        case.joined[at] = count
        if case.tokens > 1:
            case.tokens -= 1
        else:
            self.tally.stuck += 1
        return False

    def _luck(self, at: int, case: Case) -> int:
        """Return the number of this visit of this case, which begins now."""
        if not self._plan.returns[at]:
            return case.number
        if case.visits is None:
            case.visits = {}
        visit = case.visits[at] = case.visits.get(at, -1) + 1
        return case.number + visit * _VISIT

    def _same_luck(self, at: int, case: Case) -> int:
        """Return the number of the visit that began last."""
        return case.number + (case.visits.get(at, 0) * _VISIT if case.visits is not None else 0)

    def _tell(self, now: float, case: Case, moves: tuple[tuple[str, int], ...]) -> None:
        self._moves = max(0, self._moves - len(moves))
        self.tally.moves += [(now, case.number, flow_id, station) for flow_id, station in moves]

    def _close(self) -> None:
        """Count what is still under way when the time is over."""
        for _, _, happen, at, _what, since in self._agenda:
            post = self._plan.post[at] if happen == self._done else -1
            if post >= 0:
                begun, _ = since
                self.tally.work(post, self._crews[post].time.worked, (begun, -1.0), self.end)
        for crew in self._crews:
            for _, _, at, _together, since in crew.queue:
                self.tally.still_waits(at, since, self.end)
        for case in self.cases.values():
            self.tally.still_here(case.arrived, self.end)
