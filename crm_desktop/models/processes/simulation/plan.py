"""A scenario made ready to run: stations as columns, stretches that take no time as one route, luck for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm_desktop.models.processes.simulation.chance import Draw, chooser, durations, stream
from crm_desktop.models.processes.simulation.inputs import Distribution, Scenario, Settings
from crm_desktop.models.processes.simulation.working_time import WorkingTime

STEP, JOIN, OTHER = range(3)
"""What happens where a token comes; all others send it on: a split one way, the rest all ways."""
_KINDS = {"step": STEP, "join": JOIN}


@dataclass(frozen=True, slots=True)
class Route:
    """From a station over those that only pass on to the next that does something; `moves`: flow and where it leads."""

    target: int
    transfer: float
    moves: tuple[tuple[str, int], ...]
    works: bool
    """Whether it leads straight to a step, without a transfer: what most routes do."""
    ends: bool


class Plan:
    """`Plan(scenario, settings, number)`: columns by the number of the station or of its arrivals."""

    def __init__(self, scenario: Scenario, settings: Settings, number: int) -> None:
        luck, stations = (settings.seed, number), scenario.stations
        self.kinds = [_KINDS.get(each.kind, OTHER) for each in stations]
        self.routes = [[_route(scenario, at, way) for way in range(len(each.ways))] for at, each in enumerate(stations)]
        self.batch = [each.batch for each in stations]
        self.cost = [each.cost for each in stations]
        self.incoming = [each.incoming for each in stations]
        self.again = [each.again for each in stations]
        self.post = [each.post for each in stations]
        self.returns = _on_loops(scenario)
        """Whether a case can come to a station more than once, or with several tokens."""
        self.work = [durations(each.work, *luck, "work", each.key) for each in stations]
        self.wait: list[Draw | None] = [
            durations(each.wait, *luck, "wait", each.key) if _lasts(each.wait) else None for each in stations
        ]
        self.choose: list[Callable[[int], int] | None] = [
            chooser(tuple(way.share for way in each.ways), *luck, "way", each.key)
            if len(each.ways) > 1 and each.kind == "split"
            else None
            for each in stations
        ]
        self.redo: list[Draw | None] = [
            stream(*luck, "again", each.key) if each.again > 0 else None for each in stations
        ]
        self.starts = [each.at for each in scenario.arrivals]
        self.first = [self._first(each) for each in self.starts]
        """The first station of each arrival where something happens."""
        self.apart = [durations(each.apart, *luck, "apart", stations[each.at].key) for each in scenario.arrivals]
        self.open = [WorkingTime(each.calendar) for each in scenario.arrivals]

    def _first(self, at: int) -> int:
        alone = self.kinds[at] == OTHER and len(self.routes[at]) == 1
        return self.routes[at][0].target if alone and self.routes[at][0].works else at


def _lasts(distribution: Distribution) -> bool:
    return distribution.mean > 0 or any(each > 0 for each in distribution.values)


def _route(scenario: Scenario, at: int, number: int) -> Route:
    way = scenario.stations[at].ways[number]
    moves, target, transfer = [(way.flow_id, way.target)], way.target, way.transfer
    for _ in range(len(scenario.stations)):
        station = scenario.stations[target]
        if station.kind != "pass" or len(station.ways) != 1 or (transfer and station.ways[0].transfer):
            break
        target, transfer = station.ways[0].target, transfer + station.ways[0].transfer
        moves.append((station.ways[0].flow_id, target))
    last = scenario.stations[target]
    ends = not last.ways and last.kind not in _KINDS and not transfer
    return Route(target, transfer, tuple(moves), last.kind == "step" and not transfer, ends)


def _on_loops(scenario: Scenario) -> list[bool]:
    ahead = [[way.target for way in each.ways] for each in scenario.stations]
    if any(each.kind != "split" and len(each.ways) > 1 for each in scenario.stations):
        return [True] * len(ahead)
    return [bool(each.again) or _comes_back(at, ahead) for at, each in enumerate(scenario.stations)]


def _comes_back(start: int, ahead: list[list[int]]) -> bool:
    seen, waiting = set(ahead[start]), list(ahead[start])
    while waiting and start not in seen:
        fresh = {each for each in ahead[waiting.pop()] if each not in seen}
        seen |= fresh
        waiting += fresh
    return start in seen
