"""A client's map beside its industry: the usual process, and what other clients do, as counts that name nobody.

Steps belong together by their names alone: two clients draw the same work in different places. Below LEAST_CLIENTS
other clients nothing is told, since one could guess who is meant.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.likeness import likeness, pairs, plain
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.from_map import needs_nobody
from crm_desktop.models.record import Record

LEAST_CLIENTS = 3
"""So many other clients there must be before anything is told about them."""
ALIKE = 0.5
"""From this likeness on, two names are taken for the same step."""
_STEPS = ("task", "subprocess")


@dataclass(frozen=True, slots=True)
class Pair:
    """A step of the client's and the same step of the other map."""

    mine: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Beside:
    """A map beside another: steps in both, steps that are missing here, steps that only are here; each in map order."""

    both: tuple[Pair, ...]
    missing: tuple[Node, ...]
    extra: tuple[Node, ...]

    @property
    def shared(self) -> float:
        """Which part of the other map's steps is found here, 0 to 1."""
        whole = len(self.both) + len(self.missing)
        return len(self.both) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Client:
    """Another client of the industry, without a name: its maps, and its newest figure of each metric."""

    maps: tuple[ProcessMap, ...] = ()
    metrics: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Automated:
    """A step that is done by hand here: whether the industry's to-be automates it, and how many clients have."""

    node: Node
    by_template: bool
    clients: int = 0
    of_clients: int = 0
    """How many clients have this step at all; 0 where too few are known to tell."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A metric among the clients of an industry, the one that is studied left out; figures in ten-thousandths."""

    metric: Record
    clients: int
    low: Fraction = Fraction(0)
    quarter: Fraction = Fraction(0)
    median: Fraction = Fraction(0)
    three_quarters: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    better_than: int = 0
    """How many of them the client is better than."""
    enough: bool = True

    @property
    def present(self) -> int | None:
        """The client's own figure."""
        found = self.metric.get("present")
        return found if isinstance(found, int) else None


@dataclass(frozen=True, slots=True)
class Usual:
    """An industry's process, and the names of steps that its to-be automates."""

    key: str
    map: ProcessMap
    automated: frozenset[str] = field(default_factory=frozenset)


def beside(mine: ProcessMap, other: ProcessMap) -> Beside:
    """Return what both maps share and what only one has; steps are known by their names, the most alike first."""
    here, there = _steps(mine), _steps(other)
    partners = _matched(here, there)
    known = {node.id: node for node in there}
    return Beside(
        both=tuple(Pair(node, known[partners[node.id]]) for node in here if node.id in partners),
        missing=tuple(node for node in there if node.id not in partners.values()),
        extra=tuple(node for node in here if node.id not in partners),
    )


def nearest(mine: ProcessMap, usual: Sequence[Usual]) -> Usual | None:
    """Return the industry process that a map is most like; None where none shares a step with it."""
    ranked = [(beside(mine, each.map).shared, -place, each) for place, each in enumerate(usual)]
    best = max(ranked, key=lambda each: each[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


def automated_elsewhere(mine: ProcessMap, usual: Usual | None, clients: Sequence[Client]) -> tuple[Automated, ...]:
    """Return the steps done by hand that the industry's to-be, or other clients, have automated."""
    told = len(clients) >= LEAST_CLIENTS
    by_template = (
        {pair.mine.id for pair in beside(mine, usual.map).both if pair.other.name in usual.automated}
        if usual is not None
        else set()
    )
    have: dict[str, int] = {}
    automatic: dict[str, int] = {}
    for client in clients if told else ():
        for node_id, done in _done_by(mine, client).items():
            have[node_id] = have.get(node_id, 0) + 1
            automatic[node_id] = automatic.get(node_id, 0) + done
    found = []
    for node in _steps(mine):
        # Of a step that only one or two clients have, how it is done would tell who they are.
        known = have.get(node.id, 0) if have.get(node.id, 0) >= LEAST_CLIENTS else 0
        count = automatic.get(node.id, 0) if known else 0
        if not needs_nobody(node) and (node.id in by_template or count):
            found.append(Automated(node, node.id in by_template, count, known))
    return tuple(found)


def distributions(metrics: Iterable[Record], clients: Sequence[Client]) -> tuple[Distribution, ...]:
    """Return each metric among the clients; `enough` is False where fewer than LEAST_CLIENTS have it."""
    others = [_by_name(client.metrics) for client in clients]
    found = []
    for metric in metrics:
        values = [each for known in others if (each := known.get(_name(metric))) is not None]
        if len(values) < LEAST_CLIENTS:
            found.append(Distribution(metric, len(values), enough=False))
            continue
        ordered = sorted(values)
        low, quarter, median, three_quarters, high = (_quantile(ordered, Fraction(part, 4)) for part in range(5))
        found.append(
            Distribution(
                metric,
                len(values),
                low=low,
                quarter=quarter,
                median=median,
                three_quarters=three_quarters,
                high=high,
                better_than=_better_than(metric, ordered),
            )
        )
    return tuple(found)


def _quantile(ordered: Sequence[int], part: Fraction) -> Fraction:
    """Return what lies at a part of ordered figures, between two of them in proportion."""
    at = part * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def _better_than(metric: Record, values: Iterable[int]) -> int:
    present = metric.get("present")
    if not isinstance(present, int):
        return 0
    lower = metric.get("better") == "lower"
    return sum(present < each if lower else present > each for each in values)


def _by_name(metrics: Iterable[Record]) -> Mapping[str, int]:
    """Return a client's figures by metric; the first of several counts, as the newest."""
    found: dict[str, int] = {}
    for metric in metrics:
        present = metric.get("present")
        if isinstance(present, int):
            found.setdefault(_name(metric), present)
    return found


def _name(metric: Record) -> str:
    """Return what makes two metrics the same: name, unit, and the currency of money."""
    currency = metric.get("currency") if metric.get("unit") == "money" else ""
    return f"{plain(metric.title)} {metric.get('unit')} {currency or ''}"


def _done_by(mine: ProcessMap, client: Client) -> dict[str, bool]:
    """Return the steps of mine that a client has too, and whether they are automatic there."""
    found: dict[str, bool] = {}
    for map_ in client.maps:
        for pair in beside(mine, map_).both:
            found[pair.mine.id] = found.get(pair.mine.id, False) or needs_nobody(pair.other)
    return found


def _steps(map_: ProcessMap) -> list[Node]:
    steps = (node for node in map_.nodes if node.form in _STEPS and node.name and node.change != "remove")
    return sorted(steps, key=lambda node: (node.along, node.id))


def _matched(here: Sequence[Node], there: Sequence[Node]) -> dict[str, str]:
    """Return the ids of the other map by those of the first: the most alike first, each once."""
    signs = {node.id: pairs(plain(node.name)) for node in there}
    ranked = []
    for place, node in enumerate(here):
        mine = pairs(plain(node.name))
        for at, other in enumerate(there):
            alike = likeness(mine, signs[other.id])
            if alike >= ALIKE:
                ranked.append((-alike, place, at, node.id, other.id))
    partners: dict[str, str] = {}
    for *_, mine_id, other_id in sorted(ranked):
        if mine_id not in partners and other_id not in partners.values():
            partners[mine_id] = other_id
    return partners
