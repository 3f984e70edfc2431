"""The pains of a study as a register: each with its step, its people, its cost and what is done about it; in any order.

Pains of a to-be are copies of those of the as-is, and are left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import STEPS, StudyContent
from crm_desktop.models.studies.pain_cost import Problem, pain_cost, problems_of
from crm_desktop.models.studies.proposals import Chain, chains
from crm_desktop.models.values import members

ORDERS = ("money", "severity", "frequency", "step")
GROUPS = ("none", "step", "capability")
_SEVERITIES = {"severe": 0, "medium": 1, "minor": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One pain of the register."""

    chain: Chain
    process: Record
    node: Record | None = None
    lane: Record | None = None
    function: str = ""
    """What the department of its step is there for; "" where nobody said."""
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The pain's id."""
        return self.chain.pain.id

    @property
    def step(self) -> str:
        """The name of the step, "" for a pain of the process as a whole."""
        return self.node.title if self.node is not None else ""


def register(content: StudyContent) -> tuple[Row, ...]:
    """Return the pains of the study's maps, those of the to-be left out, the most costly first."""
    maps = {each.id: each for each in content.maps if each.get("form") != "to_be"}
    pains = [each for each in content.pains if each.get("process_id") in maps]
    costs = {each.id: pain_cost(each.values, content.study.values) for each in pains}
    nodes, lanes = {each.id: each for each in content.nodes}, {each.id: each for each in content.lanes}
    rows = []
    for chain in chains(pains, content.proposals, costs):
        node = nodes.get(str(chain.pain.get("node_id") or ""))
        lane = lanes.get(str(node.get("lane_id") or "")) if node is not None else None
        heads = people_of(lane, content)
        rows.append(
            Row(
                chain=chain,
                process=maps[str(chain.pain.get("process_id"))],
                node=node,
                lane=lane,
                function=function_of(lane, content),
                problems=problems_of(chain.pain.values, content.study.values, head_count=heads),
            )
        )
    return in_order(rows, "money")


def in_order(rows: Iterable[Row], order: str) -> tuple[Row, ...]:
    """Return the rows in one of ORDERS; what is equal there stands by cost, then as it came."""
    by_money = sorted(rows, key=lambda row: (-(row.chain.cost.units or 0), row.chain.cost.units is None, row.id))
    if order == "severity":
        return tuple(sorted(by_money, key=lambda row: _SEVERITIES.get(str(row.chain.pain.get("severity")), 3)))
    if order == "frequency":
        return tuple(sorted(by_money, key=lambda row: -_times(row)))
    if order == "step":
        return tuple(sorted(by_money, key=_place))
    return tuple(by_money)


def grouped(rows: Iterable[Row], group: str) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Return the rows under the ids of their steps or capabilities, in the order of the first of each; "" is none."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        key = "" if group == "none" else row.chain.solver if group == "capability" else _node_id(row)
        found.setdefault(key, []).append(row)
    return tuple((key, tuple(some)) for key, some in found.items())


def people_of(lane: Record | None, content: StudyContent) -> int | None:
    """Return how many people do the steps of a lane: its own number, its post's, its department's; None if unknown."""
    if lane is None:
        return None
    posts, departments = _by_id(content.posts), _by_id(content.departments)
    counted = (
        lane.get("staff"),
        _head_count(posts.get(str(lane.get("post_id") or ""))),
        _head_count(departments.get(str(lane.get("department_id") or ""))),
    )
    return next((each for each in counted if isinstance(each, int) and each > 0), None)


def function_of(lane: Record | None, content: StudyContent) -> str:
    """Return the function of the department whose lane it is, by the link or by the same name; "" if unknown."""
    if lane is None:
        return ""
    linked = next((each for each in content.departments if each.id == lane.get("department_id")), None)
    named = next((each for each in content.departments if each.title and each.title == lane.title), None)
    found = linked or named
    return str(found.get("function") or "") if found is not None else ""


def moving_steps(metric: Record, content: StudyContent) -> tuple[Record, ...]:
    """Return the steps that move a metric, in the order of the map."""
    wanted = set(members(metric.get("node_ids")))
    return tuple(each for each in content.nodes if each.id in wanted and each.get("form") in STEPS)


def _head_count(record: Record | None) -> object:
    return record.get("head_count") if record is not None else None


def _by_id(records: Iterable[Record]) -> Mapping[str, Record]:
    return {each.id: each for each in records}


def _times(row: Row) -> int:
    times = row.chain.pain.get("times_per_month")
    return times if isinstance(times, int) else -1


def _node_id(row: Row) -> str:
    return row.node.id if row.node is not None else ""


def _place(row: Row) -> tuple[str, int, str]:
    along = row.node.get("along") if row.node is not None else None
    return row.process.id, along if isinstance(along, int) else 1 << 40, _node_id(row)
