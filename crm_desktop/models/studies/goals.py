"""Goals of three levels as a tree: which may serve which, and how they are moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import GOAL_LEVELS
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.ranks import rank_after, rank_between, spread

ASPECTS = {
    "strategic": ("positioning", "goal"),
    "tactical": ("control_model", "deadline", "goal"),
    "execution": ("target", "goal"),
}
"""What a goal of each level may be about; the first one that fits is offered."""


@dataclass(frozen=True, slots=True)
class GoalTree:
    """Goals in their order: `below[""]` are those at the top, the strategic ones first."""

    goals: Mapping[str, Record] = field(default_factory=dict)
    below: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def children(self, goal_id: str) -> tuple[str, ...]:
        """Return the ids of the goals directly under one, "" for those at the top."""
        return self.below.get(goal_id, ())

    def parent(self, goal_id: str) -> str:
        """Return the goal that one serves as it is shown, "" at the top."""
        return next((above for above, ids in self.below.items() if goal_id in ids), "")

    def above(self, goal_id: str) -> list[str]:
        """Return the goals above one, the nearest first."""
        found: list[str] = []
        while goal_id := self.parent(goal_id):
            found.append(goal_id)
        return found

    def within(self, goal_id: str) -> list[str]:
        """Return a goal and all under it."""
        return [goal_id, *(deeper for child in self.children(goal_id) for deeper in self.within(child))]


def tree_of(goals: Iterable[Record]) -> GoalTree:
    """Return goals as a tree; one that names no other here, or goes around in a circle, stands at the top."""
    known = {each.id: each for each in sorted(goals, key=lambda each: (str(each.get("rank") or "~"), each.id))}
    below: dict[str, list[str]] = {}
    for each in known.values():
        parent = str(each.get("parent_id") or "")
        below.setdefault(parent if parent in known and not _circles(each.id, known) else "", []).append(each.id)
    top = sorted(below.get("", ()), key=lambda each: level_of(known[each]))
    return GoalTree(known, {**{above: tuple(ids) for above, ids in below.items()}, "": tuple(top)})


def level_of(goal: Record) -> int:
    """Return 0 for strategic, 1 for tactical, 2 for execution."""
    level = goal.get("level")
    return GOAL_LEVELS.index(str(level)) if level in GOAL_LEVELS else len(GOAL_LEVELS) - 1


def refusal(tree: GoalTree, goal_id: str, parent_id: str) -> str:
    """Return why a goal cannot serve another as a code of `study_notes`, "" where it can."""
    if not parent_id or tree.parent(goal_id) == parent_id:
        return ""
    if parent_id in tree.within(goal_id):
        return "goal.circle"
    return "goal.level_below" if level_of(tree.goals[parent_id]) > level_of(tree.goals[goal_id]) else ""


def next_level(parent: Record | None) -> tuple[str, str]:
    """Return level and aspect of a goal that is added under another, or at the top."""
    level = GOAL_LEVELS[min(level_of(parent) + 1, 2)] if parent is not None else GOAL_LEVELS[0]
    return level, ASPECTS[level][1] if level == "strategic" else ASPECTS[level][0]


def place_values(tree: GoalTree, goal_id: str, parent_id: str, at: int) -> dict[str, dict[str, Value]]:
    """Return what to write, by goal, so that a goal stands `at` among those under `parent_id`, itself not counted."""
    siblings = [each for each in tree.children(parent_id) if each != goal_id]
    at = max(0, min(at, len(siblings)))
    ranks = [str(tree.goals[each].get("rank") or "") for each in siblings]
    before, after = ranks[at - 1] if at else "", ranks[at] if at < len(ranks) else ""
    rank = None if "" in ranks else rank_between(before, after) if after else rank_after(before)
    mine: dict[str, Value] = {"parent_id": parent_id or None}
    if rank is not None:
        return {goal_id: {**mine, "rank": rank}}
    ordered = [*siblings[:at], goal_id, *siblings[at:]]
    new: dict[str, dict[str, Value]] = {}
    for each, fresh in zip(ordered, spread(len(ordered)), strict=True):
        new[each] = {**mine, "rank": fresh} if each == goal_id else {"parent_id": parent_id or None, "rank": fresh}
    return new


def goal_problems(tree: GoalTree, goal_id: str) -> tuple[Problem, ...]:
    """Return what of a goal contradicts what it serves. Nothing of it hinders keeping the goal."""
    goal = tree.goals[goal_id]
    parent = tree.goals.get(tree.parent(goal_id))
    found = []
    if parent is not None and level_of(parent) > level_of(goal):
        found.append(Problem("parent_id", "goal.level_below"))
    due, limit = str(goal.get("due") or ""), str(parent.get("due") or "") if parent is not None else ""
    if due and limit and due > limit:
        found.append(Problem("due", "goal.due_after_parent", {"goal": parent.title if parent is not None else ""}))
    return tuple(found)


def _circles(goal_id: str, known: Mapping[str, Record]) -> bool:
    seen, at = set(), goal_id
    while at in known and at not in seen:
        seen.add(at)
        at = str(known[at].get("parent_id") or "")
    return at == goal_id
