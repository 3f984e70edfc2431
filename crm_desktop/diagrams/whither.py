"""Into which lane a new step goes: the same, a neighbour, the n-th, a new one, a named one, this one."""

from dataclasses import dataclass
from typing import TypeAlias

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.work import Work
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.elements import Lane
from crm_desktop.models.processes.grid import LANE
from crm_desktop.models.records.process import HUES
from crm_desktop.models.rules.ranks import rank_after, rank_between, spread

MOST_LANES = 60
"""Lanes that a number typed by mistake may make."""


@dataclass(frozen=True, slots=True)
class Same:
    """The lane in which one stands; on an empty map the first."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The lane that many places further; beyond the last one a new lane is made."""

    step: int


@dataclass(frozen=True, slots=True)
class Nth:
    """The lane with this number, counted from 1; lanes that are missing until there are made."""

    number: int


@dataclass(frozen=True, slots=True)
class NewLane:
    """A lane made for it, at the end."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """The lane with this name; one is made where there is none."""

    name: str


@dataclass(frozen=True, slots=True)
class At:
    """This lane."""

    lane_id: str


Whither: TypeAlias = Same | Beside | Nth | NewLane | Named | At


def lane_for(work: Work, whither: Whither, standing: str | None) -> Lane:
    """Return the lane, made where it is missing. `standing` is the lane's id in which the person is."""
    lanes = work.chart.lanes_in_order()
    match whither:
        case NewLane(name):
            return add_lane(work, name)
        case Named(name):
            return find_lane(work.chart, name) or add_lane(work, name)
        case At(lane_id):
            return _known(work.chart, lane_id)
        case Nth(number):
            return _numbered(work, number)
        case Beside(step):
            at = next((place for place, lane in enumerate(lanes) if lane.id == standing), 0) + step
            if at < 0:
                raise Refused("diagram.no_lane_there")
            return lanes[at] if at < len(lanes) else add_lane(work, "")
        case Same():
            if standing in work.chart.lanes:
                return work.chart.lanes[standing]
            return lanes[0] if lanes else add_lane(work, "")


def find_lane(chart: Chart, name: str) -> Lane | None:
    """Return the lane that a person means by a name: exactly, or the only one that begins so."""
    wanted = name.strip().casefold()
    lanes = chart.lanes_in_order()
    exact = [lane for lane in lanes if lane.name.strip().casefold() == wanted]
    begins = [lane for lane in lanes if wanted and lane.name.strip().casefold().startswith(wanted)]
    return exact[0] if exact else begins[0] if len(begins) == 1 else None


def add_lane(work: Work, name: str, after: Lane | None = None, before: Lane | None = None) -> Lane:
    """Make a lane beside another one, or as the last; its hue is none of its neighbours'."""
    lanes = work.chart.lanes_in_order()
    after = after or (None if before else (lanes[-1] if lanes else None))
    beside = after or before
    pool_id, parent_id = (beside.pool_id, beside.parent_id) if beside else (None, None)
    if beside is None and work.chart.pools:
        pool_id = next(iter(work.chart.pools))
    rank = rank_beside(work, beside, before_it=after is None)
    near = {each.hue for each in (after, before) if each}
    hue = next(each for each in HUES[len(lanes) % len(HUES) :] + HUES if each not in near)
    return work.add(Lane, name=name, pool_id=pool_id, parent_id=parent_id, rank=rank, breadth=LANE, hue=hue)


def rank_beside(work: Work, beside: Lane | None, *, before_it: bool = False) -> str:
    """Return a rank right after (or before) a lane among its siblings; these get new ranks where there is no room."""
    if beside is None:
        return rank_after("")
    for _ in range(2):
        siblings = siblings_of(work.chart, beside)
        at = next(place for place, lane in enumerate(siblings) if lane.id == beside.id) + (not before_it)
        low = siblings[at - 1].rank if at else ""
        high = siblings[at].rank if at < len(siblings) else ""
        found = rank_between(low, high) if high else rank_after(low)
        if found is not None and (low or at == 0):
            return found
        spread_ranks(work, siblings)
    raise AssertionError("ranks that were just spread have room")


def siblings_of(chart: Chart, lane: Lane) -> list[Lane]:
    """Return the lanes of the same pool and parent, in order, this one included."""
    return [each for each in chart.lanes_under(lane.parent_id) if each.pool_id == lane.pool_id]


def spread_ranks(work: Work, lanes: list[Lane]) -> None:
    """Give lanes ranks with room between any two, in the order given."""
    for lane, rank in zip(lanes, spread(len(lanes)), strict=True):
        work.change(lane, rank=rank)


def _known(chart: Chart, lane_id: str) -> Lane:
    if lane_id not in chart.lanes:
        raise Refused("diagram.gone")
    return chart.lanes[lane_id]


def _numbered(work: Work, number: int) -> Lane:
    if not 1 <= number <= MOST_LANES:
        raise Refused("diagram.no_lane_there")
    while len(work.chart.lanes_in_order()) < number:
        add_lane(work, "")
    return work.chart.lanes_in_order()[number - 1]
