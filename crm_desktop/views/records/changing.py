"""Changing a record where it is shown: one act at once, with what the rules add to it, and Undo.

A new owner, a new stage, a finished task or visit are more than a value: here is where a plain edit becomes that act.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from crm_desktop.models.edits import Delete, Edit, Restore, Update
from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.models.rules.follow_up import finish_task, reopen_task
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.stages import enter_stage
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.lookups import lookups_of, stage_words

Refuse = Callable[[Exception], None]
Demand = Callable[[tuple[Problem, ...]], None]


def _nothing(_problems: tuple[Problem, ...]) -> None:
    """Ask for nothing."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Changing:
    """The acts on one desk; `owner` goes with the screen that asks, and what it asked is forgotten with it."""

    desk: Desk
    owner: QObject
    refuse: Refuse
    """Told why something could not be done."""

    def change(self, record: Record, values: Values, demand: Demand = _nothing) -> None:
        """Give fields new values; `demand` is told what a stage wants to be filled in first."""
        kind, said = record.kind, self._said(record, values)
        if "stage_id" in values:
            self.enter_stage(record, values, demand)
        elif "owner_id" in values and kind in ("account", "opportunity") and values["owner_id"]:
            self.assign(record, str(values["owner_id"]))
        elif kind == "task" and "done" in values:
            self.finish_task(record, done=bool(values["done"]))
        elif kind == "visit" and values.get("state") == "done":
            self.finish_visit(record, values)
        else:
            self.act(f"{kind}.edit", [Update(kind, record.id, values)], said)

    def assign(self, record: Record, new_owner: str) -> None:
        """Give the record to somebody else, an account with its open work."""
        from crm_desktop.store.queries.acting import assigning

        name = lookups_of(self.desk).user_name(new_owner)
        said = text("records", "{title} assigned to {name}", title=record.title, name=name)
        self._look_up(
            lambda edits: self.act(f"{record.kind}.assign", edits, said),
            assigning, self.desk.me, record.kind, record.id, new_owner,
        )  # fmt: skip

    def enter_stage(self, record: Record, values: Values, demand: Demand = _nothing) -> None:
        """Move an opportunity to the stage in `values`, with what else was typed for it."""
        stage = lookups_of(self.desk).stage(values["stage_id"])
        if stage is None:
            return
        given = {name: value for name, value in values.items() if name != "stage_id"}
        today = current_formats(self.desk.clock.now()).today.isoformat()
        entering = enter_stage(record.values, stage.id, stage.values, given, today)
        if entering.problems:
            demand(entering.problems)
            return
        said = text("records", "{title} moved to {stage}", title=record.title, stage=stage_words(stage))
        self.act("opportunity.move", [Update("opportunity", record.id, entering.values)], said)

    def finish_task(self, task: Record, *, done: bool = True) -> None:
        """Complete a task, or take that back."""
        if done:
            edit = finish_task(task, self.desk.clock.now())
            self.act("task.complete", [edit], text("records", "{title} completed", title=task.title))
        else:
            edit = reopen_task(task)
            self.act("task.reopen", [edit], text("records", "{title} is open again", title=task.title))

    def finish_visit(self, visit: Record, values: Values) -> None:
        """Say that a visit took place; the account was contacted then."""
        from crm_desktop.store.queries.acting import changing

        done = {**values, "state": "done"}
        said = text("records", "{title} marked as done", title=visit.title)
        self._look_up(
            lambda edits: self.act("visit.done", edits, said),
            changing, visit.kind, visit.id, done, self.desk.clock.now(),
        )  # fmt: skip

    def delete(self, record: Record) -> None:
        """Move the record to the bin."""
        said = text("records", "{title} moved to the bin", title=record.title)
        self.act(f"{record.kind}.delete", [Delete(record.kind, record.id)], said)

    def restore(self, record: Record) -> None:
        """Take the record out of the bin."""
        said = text("records", "{title} restored", title=record.title)
        self.act(f"{record.kind}.restore", [Restore(record.kind, record.id)], said)

    def act(self, act: str, edits: Sequence[Edit], said: Wording) -> None:
        """Commit the edits as one act."""
        if edits:
            self.desk.act(act, edits, said, on_error=self.refuse)

    def _look_up(self, then: Callable[[list[Edit]], None], query: Callable[..., list[Edit]], *args: object) -> None:
        store = self.desk.store
        self.desk.background.read(
            lambda: store.read(query, *args), then, self.refuse, owner=self.owner, token=query.__name__
        )

    @staticmethod
    def _said(record: Record, values: Values) -> Wording:
        names = [name for name in values if record.declaration.has(name)]
        if len(names) == 1 or len(record.declaration.group_of(names[0])) > 1:
            field = label("fields", record.declaration.label_key(names[0]))
            return text("records", "{field} of {title} changed", field=field, title=record.title)
        return text("records", "{title} changed", title=record.title)
