"""Goals as a tree of three levels: typed, moved, and filled in beside; every act at once, with undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import GOAL, GOAL_LEVELS
from crm_desktop.models.rules.ranks import rank_after
from crm_desktop.models.studies.goals import (
    ASPECTS,
    GoalTree,
    goal_problems,
    level_of,
    next_level,
    place_values,
    refusal,
    tree_of,
)
from crm_desktop.models.studies.typed_goal import TypedGoal
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.studies.beside import Beside
from crm_desktop.views.studies.goals.goal_entry import GoalEntry
from crm_desktop.views.studies.goals.goal_model import GoalModel
from crm_desktop.views.studies.goals.goal_tree import GoalTreeView
from crm_desktop.views.studies.notes import problem_words
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_FIELDS = ("level", "aspect", "value", "unit", "due", "department_id", "metric", "metric_id", "contact_id", "notes")
_LEVEL = "level:"
"""Begins what to point at where a goal of a level is missing."""


class GoalsPart(StudyPart):
    """The tree with its entry line, and the current goal beside it."""

    fills = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self.tree = GoalTree()
        self.model = GoalModel(self)
        self.view = GoalTreeView(self.model)
        self.entry = GoalEntry()
        empty = text("studies", "Choose a goal to see its number, day and department.")
        self.beside = Beside(GOAL, _FIELDS, desk, empty)
        self._wanted = ""
        """The goal to make current as soon as it is there."""
        self.model.typed.connect(self.rename)
        self.model.dropped.connect(self.place)
        self.view.current_changed.connect(self._choose)
        self.view.moved.connect(self.shift)
        self.view.child_wanted.connect(self.begin)
        self.view.delete_wanted.connect(self.delete)
        self.beside.delete.clicked.connect(self.delete)
        self.entry.entered.connect(self.add)
        self._lay_out()
        create, *others = self._actions()
        # Typing a goal must not ask for a click into the part first.
        desk.actions.contribute(self, [create], everywhere=True)
        desk.actions.contribute(self, others)
        self.settle()

    @property
    def current(self) -> Record | None:
        """The goal that is chosen."""
        return self.model.goal(self.view.currentIndex())

    def show_study(self, study: StudyView) -> None:
        """Show the goals of a study; the current one stays so."""
        chosen = self._wanted or self.model.goal_id(self.view.currentIndex())
        self.study, self.tree = study, tree_of(study.goals)
        words = self._words()
        self.entry.show_around([(each.id, each.title) for each in study.departments], words.formats)
        if not self.view.editing and self.model.show_tree(self.tree, words):
            self.view.expandAll()
        at = self.model.index_of(chosen)
        if not at.isValid() and not self._wanted:
            at = self.model.index_of(next(iter(self.tree.children("")), ""))
        if at.isValid():
            self._wanted = ""
            self.view.setCurrentIndex(at)
        self.entry.retranslate()
        self._show_beside()

    def point_at(self, element_id: str) -> None:
        """Make a goal current, or begin to type one of a level."""
        if element_id.startswith(_LEVEL):
            self.begin(element_id.removeprefix(_LEVEL))
        elif self.model.index_of(element_id).isValid():
            self.view.setCurrentIndex(self.model.index_of(element_id))
            self.view.setFocus()
        else:
            self._wanted = element_id

    # Acts

    def begin(self, level: str = "") -> None:
        """Begin to type a goal: of a level, else of the one under the current goal."""
        if level or not self.entry.line.hasFocus():
            self.entry.set_level(level or next_level(self.current)[0])
        self.entry.line.setFocus()

    def add(self, level: str, typed: TypedGoal) -> None:
        """Add what was typed, under the nearest goal of a higher level."""
        if self.study is None:
            return
        parent = self._carrier(level)
        siblings = [str(self.tree.goals[each].get("rank") or "") for each in self.tree.children(parent)]
        first = next_level(self.tree.goals.get(parent))
        aspect = first[1] if first[0] == level else ASPECTS[level][0]
        values: dict[str, Value] = {
            **typed.values(), "study_id": self.study.id, "account_id": self.study.account_id or None,
            "level": level, "aspect": aspect, "parent_id": parent or None,
            "rank": rank_after(max(siblings, default="")),
        }  # fmt: skip
        create = Create("goal", values)
        self._wanted = create.id
        self.desk.act("goal.create", [create], text("studies", "Goal added"))

    def rename(self, goal_id: str, words: str) -> None:
        """Take over a line that was typed over; number and day follow where they came from the line before."""
        goal = self.tree.goals[goal_id]
        before, now = self.entry.read(goal.title), self.entry.read(words)
        values: dict[str, Value] = {"name": now.name}
        stood: dict[str, Value] = {"value": before.value, "unit": before.unit or None, "due": before.due or None}
        new: dict[str, Value] = {"value": now.value, "unit": now.unit or None, "due": now.due or None}
        for names in (("value", "unit"), ("due",)):
            kept = [goal.get(name) for name in names]
            if new[names[0]] is not None and (kept[0] is None or kept == [stood[name] for name in names]):
                values |= {name: new[name] for name in names}
        self.desk.act("goal.edit", [Update("goal", goal_id, values)], text("studies", "Goal changed"))

    def place(self, goal_id: str, parent_id: str, at: int) -> None:
        """Let a goal serve another one, at a place among those that do."""
        refused = refusal(self.tree, goal_id, parent_id)
        if refused:
            self.desk.notices.inform(label("study_notes", refused))
            return
        self._wanted = goal_id
        edits: list[Edit] = [
            Update("goal", each, values) for each, values in place_values(self.tree, goal_id, parent_id, at).items()
        ]
        self.desk.act("goal.edit", edits, text("studies", "Goal moved"))

    def shift(self, direction: str) -> None:
        """Move the current goal: up, down, in under the one before it, out beside the one it serves."""
        goal = self.current
        if goal is None:
            return
        parent = self.tree.parent(goal.id)
        siblings = self.tree.children(parent)
        at = siblings.index(goal.id)
        if direction in ("up", "down"):
            to = at + (1 if direction == "down" else -1)
            if 0 <= to < len(siblings):
                self.place(goal.id, parent, to)
        elif direction == "in" and at:
            above = siblings[at - 1]
            self.place(goal.id, above, len(self.tree.children(above)))
        elif direction == "out" and parent:
            beside = self.tree.parent(parent)
            self.place(goal.id, beside, self.tree.children(beside).index(parent) + 1)

    def delete(self) -> None:
        """Move the current goal to the bin; what served it serves what it served."""
        goal = self.current
        if goal is None:
            return
        parent = self.tree.parent(goal.id)
        edits: list[Edit] = [
            Update("goal", each, {"parent_id": parent or None, "rank": self.tree.goals[each].get("rank")})
            for each in self.tree.children(goal.id)
        ]
        said = text("records", "{title} moved to the bin", title=goal.title)
        self.desk.act("goal.delete", [*edits, Delete("goal", goal.id)], said)

    # Inside

    def _carrier(self, level: str) -> str:
        """Return the goal under which one of a level belongs: the current one, or the nearest above it, or the last."""
        rank = GOAL_LEVELS.index(level)
        current = self.current
        chain = [current.id, *self.tree.above(current.id)] if current is not None else []
        fitting = [each for each in chain if level_of(self.tree.goals[each]) < rank]
        if fitting or (current is not None and not rank):
            return fitting[0] if fitting else ""
        higher = [each for each in self.tree.goals.values() if level_of(each) < rank]
        nearest = max((level_of(each) for each in higher), default=-1)
        return next((each.id for each in reversed(higher) if level_of(each) == nearest), "")

    def _choose(self, _goal_id: str) -> None:
        if not self.entry.line.text():
            self.entry.set_level(next_level(self.current)[0])
        self._show_beside()
        self.desk.actions.review()

    def _show_beside(self) -> None:
        if self.study is not None:
            goal = self.current
            odd = goal_problems(self.tree, goal.id) if goal is not None else ()
            self.beside.show_record(goal, self.study, self._words(), [problem_words(each, "goal") for each in odd])

    def _words(self) -> Wordings:
        linked = self.study.linked if self.study is not None else {}
        return Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), linked)

    def _actions(self) -> list[Action]:
        def chosen() -> bool:
            return self.current is not None

        return [
            Action(key="goal.create", run=self.begin, icon="target", shortcut="Ctrl+'"),
            Action(key="goal.up", run=partial(self.shift, "up"), icon="arrow-up", shortcut="Alt+Up", taken=True,
                   enabled=chosen),
            Action(key="goal.down", run=partial(self.shift, "down"), icon="arrow-down", shortcut="Alt+Down", taken=True,
                   enabled=chosen),
            Action(key="goal.in", run=partial(self.shift, "in"), icon="arrow-right", shortcut="Alt+Right", taken=True,
                   enabled=chosen),
            Action(key="goal.out", run=partial(self.shift, "out"), icon="arrow-left", shortcut="Alt+Left", taken=True,
                   enabled=chosen),
            Action(key="goal.delete", run=self.delete, icon="trash-2", shortcut="Del", taken=True, dangerous=True,
                   enabled=chosen),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        card = Card(text("studies", "Goals"), icon="target", padding=0)
        card.body.setSpacing(0)
        card.body.addWidget(self.view, 1)
        card.body.addWidget(line())
        card.body.addWidget(self.entry)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(card, 1)
        row.addWidget(self.beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        self.setFocusProxy(self.view)
