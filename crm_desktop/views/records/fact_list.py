"""The facts of a record, one under the other, each edited in place and written at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.errors import UserError
from crm_desktop.models.fields import Field, FieldType, RecordKind, Shown, Values
from crm_desktop.models.rules.dependent import meaningless
from crm_desktop.models.rules.problems import Problem
from crm_desktop.views.custom_fields import current_custom_fields, declared
from crm_desktop.views.desk import Desk
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.records.fact import Fact
from crm_desktop.views.records.stage_demand import StageDemand
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_view import RecordView


class FactList(QWidget):
    """`FactList(kind, fields, desk)`, then `show_view(view, words)`. Hidden fields of the person's role stay hidden."""

    def __init__(self, kind: RecordKind, fields: Iterable[Field], desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.desk = kind, desk
        self._lookups = lookups_of(desk)
        self._view: RecordView | None = None
        self._asked = ""
        self._changing = Changing(desk, self, self._refused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.facts: dict[str, Fact] = {}
        for field in fields:
            fact = Fact(kind, field, desk)
            fact.wanted.connect(lambda values, name=field.name: self._change(name, values))
            self.facts[field.name] = fact
            column.addWidget(fact)

    def show_view(self, view: RecordView, words: Wordings) -> None:
        """Show a record; another one closes every editor that is open."""
        if self._view is None or self._view.record.id != view.record.id:
            for fact in self.facts.values():
                fact.close_editor()
        self._view = view
        editable = not view.record.deleted and self._lookups.may_edit(self.kind, view.standing)
        absent = self._absent(view)
        for name, fact in self.facts.items():
            fact.setVisible(name not in absent and self._lookups.rights.field_right(self.kind, name) != "hidden")
            fact.show_view(view, words, editable=editable)

    def edit(self, name: str) -> None:
        """Begin to edit a field."""
        if name in self.facts:
            self.facts[name].edit()

    def _absent(self, view: RecordView) -> frozenset[str]:
        """Return fields without a value that mean nothing for such a record."""
        record = view.record
        stage = self._lookups.stage(record.get("stage_id"))
        said_nothing = meaningless(self.kind.name, record.values, stage.values if stage is not None else None)
        said_nothing |= current_custom_fields().absent(self.kind, view.industry)
        return frozenset(name for name in said_nothing if record.get(name) is None)

    def _change(self, name: str, values: Values) -> None:
        if self._view is not None:
            self._asked = name
            self._changing.change(self._view.record, values, lambda problems: self._demand(name, values, problems))

    def _demand(self, name: str, values: Values, problems: tuple[Problem, ...]) -> None:
        assert self._view is not None
        demand = StageDemand(self._view.record, values, problems, self.desk)
        demand.wanted.connect(lambda more: self._change(name, {**values, **more}))
        demand.open_at(self.facts[name])

    def _refused(self, error: Exception) -> None:
        fact = self.facts.get(self._asked)
        if fact is None or not isinstance(error, UserError):
            self.desk.notices.fail(error)
            return
        fact.refuse(Problem(self._asked, error.code, error.facts))


def main_fields(kind: RecordKind) -> list[Field]:
    """Return the fields that say most about a record, without its title."""
    return [field for field in declared(kind).fields if field.shown is Shown.LIST and field.name != kind.title]


def more_fields(kind: RecordKind) -> list[Field]:
    """Return the other fields that people see, notes last."""
    others = [field for field in declared(kind).fields if field.shown is Shown.FORM and field.name != kind.title]
    return sorted(others, key=lambda field: field.type is FieldType.NOTE)
