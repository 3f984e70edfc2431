"""From a map to a scenario: what the map says is taken, what it does not say is assumed, and each assumption is told.

A step needs one person of its lane unless it runs by itself (automation `automatic`, or marked `automate`, or a service
or script task). Its waiting time comes after its work and keeps nobody busy. Removed steps are passed over, removed
flows not taken. Only sequence flows are followed; a message is where no sequence flow leads on. The inside of a
sub-process is the sub-process's own time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import msgspec

from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from crm_desktop.models.processes.simulation.inputs import (
    Arrivals,
    Assumptions,
    Calendar,
    Distribution,
    Finding,
    Post,
    Scenario,
    Station,
    Way,
)
from crm_desktop.models.processes.simulation.working_time import WorkingTime

STEPS = ("task", "subprocess")
USUAL_MINUTES = 10
USUAL_PER_DAY = 10
_OF_FLOW = ("start", "intermediate", "end", "gateway", *STEPS)
_WEEKS_PER_MONTH = 365.25 / 12 / 7


@dataclass(frozen=True, slots=True)
class Read:
    """A scenario, and what was assumed to make it."""

    scenario: Scenario
    findings: tuple[Finding, ...]
    per_day: float
    """Cases a working day, over all starts."""


def lane_keys(map_: ProcessMap) -> dict[str, str]:
    """Return a name for each lane by which as-is and to-be know it: its own, and its place among those of that name."""
    seen: dict[str, int] = defaultdict(int)
    keys = {}
    for lane in lanes_in_order(map_):
        name = lane.name.strip().casefold()
        seen[name] += 1
        keys[lane.id] = f"{name} {seen[name]}"
    return keys


def node_key(node: Node) -> str:
    """Return the name by which as-is and to-be know a step."""
    return node.base_node_id or node.id


def needs_nobody(node: Node) -> bool:
    """Tell whether a step runs by itself."""
    return node.automation == "automatic" or node.change == "automate" or node.task_type in ("service", "script")


def scenario_of(map_: ProcessMap, name: str, given: Assumptions) -> Read:
    """Return the scenario that a map describes."""
    return _Reading(map_, given).read(name)


class _Reading:
    def __init__(self, map_: ProcessMap, given: Assumptions) -> None:
        self.map, self.given = map_, given
        self.findings: list[Finding] = []
        self.nodes = [each for each in map_.nodes if each.form in _OF_FLOW and not each.parent_id]
        self.nodes = [each for each in self.nodes if not each.attached_to_id]
        self.index = {node.id: at for at, node in enumerate(self.nodes)}
        self.leaving: dict[str, list[Flow]] = defaultdict(list)
        self.coming: dict[str, int] = defaultdict(int)
        self._follow_flows()
        self.posts = self._posts()
        self.lanes = {post.id: at for at, post in enumerate(self.posts)}
        known = [each.working_seconds for each in self.nodes if each.form in STEPS and each.working_seconds]
        self.usual = round(median(known)) if known else USUAL_MINUTES * 60

    def read(self, name: str) -> Read:
        stations = tuple(self._station(node) for node in self.nodes)
        arrivals, per_day = self._arrivals()
        self._look_at_ends()
        return Read(Scenario(name, stations, self.posts, arrivals), tuple(self.findings), per_day)

    def _find(self, code: str, element_id: str, **facts: str | float) -> None:
        self.findings.append(Finding(code, element_id, facts=facts))

    def _follow_flows(self) -> None:
        flows = [
            each
            for each in self.map.flows
            if each.change != "remove" and each.source_id in self.index and each.target_id in self.index
        ]
        for form in ("sequence", "message"):
            led = {source for source, some in self.leaving.items() if some}
            for flow in flows:
                if flow.form == form and flow.source_id not in led:
                    self.leaving[flow.source_id].append(flow)
                    self.coming[flow.target_id] += 1

    def _posts(self) -> tuple[Post, ...]:
        keys = lane_keys(self.map)
        needed = {each.lane_id for each in self.nodes if each.form in STEPS and not needs_nobody(each)}
        posts = []
        for lane in lanes_in_order(self.map):
            staff = self.given.staff.get(keys[lane.id], lane.staff)
            if staff is None:
                staff = 1
                if lane.id in needed:
                    self._find("simulation.assumed_staff", lane.id, name=lane.name)
            key = keys[lane.id]
            calendar = self._with_holidays(self.given.calendars.get(key, self.given.calendar))
            posts.append(Post(lane.id, lane.name, staff, calendar, key, self.given.wages.get(key, self.given.wage)))
        return tuple(posts)

    def _with_holidays(self, calendar: Calendar) -> Calendar:
        return msgspec.structs.replace(calendar, holidays=self.given.holidays)

    def _station(self, node: Node) -> Station:
        ways, key = self._ways(node), node_key(node)
        if node.form not in STEPS or node.change == "remove":
            kind = self._kind(node, ways)
            incoming = self.coming[node.id] if kind == "join" else 1
            wait = Distribution("fixed", float(node.waiting_seconds or 0))
            if node.form == "intermediate" and wait.mean > 0 and node.change != "remove":
                return Station(node.id, key, name=node.name, work=wait, ways=ways)
            return Station(node.id, key, kind, node.name, ways=ways, incoming=incoming)
        post = -1 if needs_nobody(node) else self.lanes.get(node.lane_id or "", -1)
        if post < 0 and not needs_nobody(node):
            self._find("simulation.nobody", node.id, name=node.name)
        return Station(
            node.id,
            key,
            "step",
            node.name,
            post,
            self._work(node, key),
            self._spread_out(float(node.waiting_seconds or 0)),
            ways,
            batch=max(1, self.given.batch.get(key, 1)),
            again=min(node.errors_per_mille or 0, 1000) / 1000,
            cost=node.cost or 0,
        )

    def _work(self, node: Node, key: str) -> Distribution:
        said = self.given.work.get(key)
        if said and len(said) > 1:
            return Distribution("empirical", sum(said) / len(said), values=tuple(said))
        seconds = said[0] if said else node.working_seconds
        if seconds is None:
            seconds = 0 if needs_nobody(node) else self.usual
            if not needs_nobody(node):
                self._find("simulation.assumed_time", node.id, name=node.name, seconds=seconds)
        if seconds < 0:
            self.findings.append(Finding("simulation.impossible_time", node.id, stops=True, facts={"name": node.name}))
        return self._spread_out(float(seconds))

    def _spread_out(self, mean: float) -> Distribution:
        return Distribution(self.given.form if mean else "fixed", mean, self.given.spread)

    def _kind(self, node: Node, ways: Sequence[Way]) -> str:
        if node.form == "end" or not ways:
            return "end"
        if node.form == "gateway" and node.gateway_type in ("parallel", "event_parallel"):
            return "join" if self.coming[node.id] > 1 else "fork"
        if node.form == "gateway":
            return "split" if len(ways) > 1 else "pass"
        return "fork" if len(ways) > 1 else "pass"

    def _ways(self, node: Node) -> tuple[Way, ...]:
        flows = self.leaving[node.id] if node.form != "end" else []
        shares = [1.0] * len(flows)
        chosen = node.form == "gateway" and node.gateway_type not in ("parallel", "event_parallel") and len(flows) > 1
        if chosen:
            shares = self._shares(node, flows)
            if node.gateway_type == "inclusive":
                self._find("simulation.one_of_several", node.id, name=node.name)
        return tuple(
            Way(flow.id, self.index[flow.target_id], share, float(flow.transfer_seconds or 0))
            for flow, share in zip(flows, shares, strict=True)
        )

    def _shares(self, node: Node, flows: Sequence[Flow]) -> list[float]:
        """Return the parts of one; who says nothing shares the rest, and what does not add to 100 % is put right."""
        said = sum(flow.share or 0 for flow in flows)
        unsaid = sum(flow.share is None for flow in flows)
        if unsaid:
            self._find("simulation.assumed_shares", node.id, name=node.name)
        if said > 100 or (not unsaid and said != 100):
            self._find("simulation.shares", node.id, name=node.name, sum=said)
        rest = max(0.0, 100.0 - said) / unsaid if unsaid else 0.0
        parts = [rest if flow.share is None else float(flow.share) for flow in flows]
        whole = sum(parts)
        return [part / whole for part in parts] if whole > 0 else [1.0 / len(flows)] * len(flows)

    def _arrivals(self) -> tuple[tuple[Arrivals, ...], float]:
        starts = [each for each in self.nodes if each.form == "start"]
        if not starts:
            starts = [each for each in self.nodes if not self.coming[each.id] and self.leaving[each.id]][:1]
            starts = starts or [each for each in self.nodes if each.form in STEPS][:1]
            if starts:
                self._find("simulation.no_start", starts[0].id, name=starts[0].name)
        fed = [each for each in starts if each.frequency]
        if not fed and starts:
            fed = [min(starts, key=lambda each: (not self.leaving[each.id], each.along, each.id))]
            if self.given.per_day is None:
                self._find("simulation.assumed_arrivals", fed[0].id, name=fed[0].name, count=USUAL_PER_DAY)
        open_ = WorkingTime(self.given.calendar).per_week
        weekly = {each.id: self._weekly(each) for each in fed}
        days = max(1, len(set(self.given.calendar.days)))
        whole = sum(weekly.values())
        wanted = self.given.per_day * days if self.given.per_day is not None else whole
        form = "fixed" if self.given.regular else "exponential"
        made = [
            Arrivals(
                self.index[each.id],
                Distribution(form, open_ / (weekly[each.id] * wanted / whole) if wanted > 0 else 0.0),
                self._with_holidays(self.given.calendar),
            )
            for each in fed
        ]
        return tuple(made), wanted / days

    def _weekly(self, node: Node) -> float:
        """Return how often a start happens in a week of the calendar."""
        days = max(1, len(set(self.given.calendar.days)))
        if not node.frequency:
            return float(USUAL_PER_DAY * days)
        hours = WorkingTime(self.given.calendar).per_week / 3_600
        factor = {"hour": hours, "day": days, "week": 1.0, "month": 1 / _WEEKS_PER_MONTH, "year": 7 / 365.25}
        return node.frequency * factor[node.frequency_per]

    def _look_at_ends(self) -> None:
        """Tell of steps from which no case ever gets out: it would go round until the time is over."""
        back: dict[str, list[str]] = defaultdict(list)
        for source, flows in self.leaving.items():
            for flow in flows:
                if flow.share != 0:
                    back[flow.target_id].append(source)
        ends = [each.id for each in self.nodes if each.form == "end" or not self.leaving[each.id]]
        found, waiting = set(ends), ends
        while waiting:
            fresh = [each for each in back[waiting.pop()] if each not in found]
            found.update(fresh)
            waiting += fresh
        lost = [each for each in self.nodes if each.id not in found]
        if lost:
            self._find("simulation.no_way_out", lost[0].id, name=lost[0].name, count=len(lost))
