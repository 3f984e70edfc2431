"""A run of tokens as a film: when which case takes which flow, and where it stands between. No widgets, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.models.processes.simulation.results import Move

FILM_SECONDS = 60.0
TRAVEL_SECONDS = 0.6
_LONGEST_GAP = 1_800.0
"""Nights and weekends are shown as half an hour: nothing moves then."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A case takes a flow (or arrives, "") from a second of the film on, and then is at a step."""

    begin: float
    case: int
    flow_id: str
    node_id: str
    moment: float
    """In the simulation."""


class TokenRun:
    """`TokenRun(moves)`; `go_to(second)`, then `under_way` and `waiting` say what is to be seen."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self.legs = _legs(moves)
        self.length = self.legs[-1].begin + 2 * TRAVEL_SECONDS if self.legs else 0.0
        self.second = -1.0
        self.at: dict[str, int] = {}
        """How many cases are at each node."""
        self.under_way: list[Leg] = []
        self._next = 0
        self._where: dict[int, str] = {}
        self.go_to(0.0)

    def go_to(self, second: float) -> None:
        """Show another second; forwards it costs what happens between."""
        if second < self.second or self.second < 0:
            self._next, self.at, self.under_way, self._where = 0, defaultdict(int), [], {}
        self.second = second
        arrived = [leg for leg in self.under_way if leg.begin + TRAVEL_SECONDS <= second]
        self.under_way = [leg for leg in self.under_way if leg.begin + TRAVEL_SECONDS > second]
        while self._next < len(self.legs) and self.legs[self._next].begin <= second:
            leg = self.legs[self._next]
            self._next += 1
            (self.under_way if leg.begin + TRAVEL_SECONDS > second else arrived).append(leg)
            self._depart(leg.case)
        for leg in sorted(arrived, key=lambda each: each.begin):
            self._depart(leg.case)
            self._where[leg.case] = leg.node_id
            self.at[leg.node_id] += 1

    @property
    def moment(self) -> float:
        """Which second of the simulation is shown."""
        return self.legs[max(0, self._next - 1)].moment if self.legs else 0.0

    def _depart(self, case: int) -> None:
        node_id = self._where.pop(case, "")
        if node_id:
            self.at[node_id] -= 1


def _legs(moves: Sequence[Move]) -> list[Leg]:
    """Return the film: long gaps cut, all of it in a minute, a case never on two flows at once."""
    shown, last = [], None
    whole = 0.0
    for move in moves:
        whole += min(move.at - last, _LONGEST_GAP) if last is not None else 0.0
        last = move.at
        shown.append(whole)
    scale = FILM_SECONDS / whole if whole else 0.0
    free: dict[int, float] = {}
    legs = []
    for move, second in zip(moves, shown, strict=True):
        begin = max(second * scale, free.get(move.case, 0.0))
        free[move.case] = begin + TRAVEL_SECONDS
        legs.append(Leg(begin, move.case, move.flow_id, move.node_id, move.at))
    return sorted(legs, key=lambda each: each.begin)
