"""A form built from a kind's declaration: what matters most first, the rest on demand, two columns where there is room.

It reads and checks; it never writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.models.access import FieldRight
from crm_desktop.models.errors import UserError
from crm_desktop.models.fields import Field, FieldType, RecordKind, Shown, Value, Values
from crm_desktop.models.rules.dependent import demanded, meaningless
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.validation import check
from crm_desktop.store.queries.record_view import account_industry
from crm_desktop.views.custom_fields import current_custom_fields, declared
from crm_desktop.views.forms.address_help import FIELDS as ADDRESS
from crm_desktop.views.forms.address_help import AddressHelp, has_address
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.lookups import lookups_of

if TYPE_CHECKING:
    from crm_desktop.views.desk import Desk

_TWO_COLUMNS_FROM = 520
_WIDE = frozenset({FieldType.NOTE, FieldType.SET})


class RecordForm(QWidget):
    """`form.fill(values)`, `form.review()`, `form.values()`; fields that a role may not see are not there."""

    changed = Signal(str)
    """A field's name: something was typed or chosen in it."""

    def __init__(
        self,
        kind: RecordKind,
        desk: Desk,
        fields: Iterable[Field] = (),
        at_once: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """Make the form; `at_once` fields are shown, the others on demand, 0 leaves that to the declaration."""
        super().__init__(parent)
        self.kind, self.desk = kind, desk
        self._lookups = lookups_of(desk)
        self._base: dict[str, Value] = {}
        self._wide = False
        self._more_shown = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self.fields: dict[str, LabelledEditor] = {}
        self._more: set[str] = set()
        self._absent: frozenset[str] = frozenset()
        """Fields that mean nothing as the others stand."""
        self._account: Value = None
        self._industry: str | None = None
        """Of the account to which the record will belong."""
        self._demanded: frozenset[str] = frozenset()
        for number, field in enumerate(fields or form_fields(kind)):
            self._add(field, first=number < at_once if at_once else is_main(kind, field))
        self._address = AddressHelp(desk, self) if has_address(kind) and set(ADDRESS) <= set(self.fields) else None
        if self._address is not None:
            self._address.wanted.connect(self._type_address)
        self._arrange()

    def fill(self, values: Values, linked: Mapping[str, str] | None = None) -> None:
        """Show these values; what the form has no field for is kept beside it."""
        self._base = dict(values)
        for each in self.fields.values():
            each.editor.set_values(values, linked)
            each.set_error("")
        self._follow()

    def take_names(self, linked: Mapping[str, str]) -> None:
        """Learn what linked records are called."""
        for each in self.fields.values():
            each.editor.take_names(linked)

    def retype(self, values: Values) -> None:
        """Put values in as if they had just been typed, as a draft that comes back."""
        for name, each in self.fields.items():
            if name in values:
                each.editor.retype(values)
        self._follow()

    def values(self) -> dict[str, Value]:
        """Return what the form says, and what it was filled with beside its fields; what cannot be read is left out."""
        found = self._entered()
        return {name: value for name, value in found.items() if value is not None and name not in self._absent}

    @property
    def touched(self) -> bool:
        """Whether anything was typed or chosen."""
        return any(each.editor.touched for each in self.fields.values())

    def review(self, more: Sequence[Problem] = ()) -> bool:
        """Check the whole form and go to the first field that is wrong; `more` is what other rules found."""
        unreadable = {name for name, each in self.fields.items() if not each.editor.review()}
        problems = [*check(declared(self.kind), self.values(), self._lookups.picklist_keys, complete=True), *more]
        for problem in problems:
            if problem.field in self.fields.keys() - self._absent and problem.field not in unreadable:
                self.fields[problem.field].editor.set_problem(problem)
        wrong = [name for name, each in self.fields.items() if each.editor.problem and name not in self._absent]
        if wrong:
            self.go_to(wrong[0])
        return not wrong

    def refuse(self, error: Exception, field: str = "") -> bool:
        """Show why the form was not accepted at the field it is about; tell whether there is such a field."""
        name = field or (str(error.facts.get("field", "")) if isinstance(error, UserError) else "")
        if not isinstance(error, UserError) or name not in self.fields:
            return False
        self.fields[name].editor.set_problem(Problem(name, error.code, error.facts))
        self.go_to(name)
        return True

    def go_to(self, name: str) -> None:
        """Put the focus into a field."""
        if name in self._more and name not in self._demanded and not self._more_shown:
            self.show_more(shown=True)
        self.fields[name].editor.setFocus()
        self.fields[name].editor.begin()

    @property
    def has_more(self) -> bool:
        """Whether there are fields that are shown on demand only."""
        return bool(self._more)

    def show_more(self, *, shown: bool) -> None:
        """Show the fields beyond the most important ones, or not."""
        self._more_shown = shown
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one column or two."""
        super().resizeEvent(event)
        wide = self.width() >= _TWO_COLUMNS_FROM
        if wide != self._wide:
            self._wide = wide
            self._arrange()

    def _add(self, field: Field, *, first: bool) -> None:
        if self._lookups.rights.field_right(self.kind, field.name) is FieldRight.HIDDEN or not field.client_writes:
            return
        made = LabelledEditor(editor_for(field, self.kind, self.desk, self), self)
        made.editor.in_form = True
        made.editor.changed.connect(lambda: self._typed(field.name))
        surroundings = getattr(made.editor, "set_surroundings", None)
        if surroundings is not None:
            surroundings(self.values)
        self.fields[field.name] = made
        if not first:
            self._more.add(field.name)

    def _typed(self, name: str) -> None:
        self._follow()
        if self._address is not None and name in ADDRESS:
            self._address.look(self._entered())
        self.changed.emit(name)

    def _type_address(self, values: Values) -> None:
        self.retype(values)
        for name in values:
            self.changed.emit(name)

    def _entered(self) -> dict[str, Value]:
        found = dict(self._base)
        for each in self.fields.values():
            found |= each.editor.values()
        return found

    def _follow(self) -> None:
        """Show the fields that mean something as the others stand, and no others."""
        values = self._entered()
        stage = self._lookups.stage(values.get("stage_id"))
        known = stage.values if stage is not None else None
        absent, demands = meaningless(self.kind.name, values, known), demanded(self.kind.name, known)
        absent |= self._of_other_industries(values)
        if (absent, demands) != (self._absent, self._demanded):
            self._absent, self._demanded = absent, demands
            self._arrange()

    def _of_other_industries(self, values: Values) -> frozenset[str]:
        """Return the own fields that hold for other industries than that of the account it is, or will belong to."""
        known = current_custom_fields()
        if self.kind.name == "account":
            return known.absent(self.kind, values.get("industry"))
        account = values.get(self.kind.account_field) if self.kind.account_field else None
        if account != self._account and known.narrowed(self.kind):
            self._account, self._industry = account, None
            if isinstance(account, str):
                self.desk.read(self, partial(self._take_industry, account), account_industry, account)
        return known.absent(self.kind, self._industry)

    def _take_industry(self, account: str, industry: str | None) -> None:
        if account == self._account:
            self._industry = industry
            self._follow()

    def _arrange(self) -> None:
        while self._grid.takeAt(0) is not None:
            pass
        row = column = 0
        helped = False
        for name, each in self.fields.items():
            wanted = self._more_shown or name not in self._more or name in self._demanded
            shown = wanted and name not in self._absent
            each.setVisible(shown)
            if not shown:
                continue
            whole = not self._wide or each.editor.field.type in _WIDE or name == self.kind.title
            if whole and column:
                row, column = row + 1, 0
            self._grid.addWidget(each, row, column, 1, 2 if whole else 1)
            column = 0 if whole or column else 1
            row += 0 if column else 1
            helped = helped or name == ADDRESS[-1]
            if helped and not column and self._address is not None:
                self._grid.addWidget(self._address, row, 0, 1, 2)
                row, helped = row + 1, False
        if helped and self._address is not None:
            self._grid.addWidget(self._address, row + 1, 0, 1, 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if self._wide else 0)
        previous: QWidget | None = None
        for each in self.fields.values():
            if previous is not None:
                QWidget.setTabOrder(previous, each.editor)
            previous = each.editor


def form_fields(kind: RecordKind) -> list[Field]:
    """Return the fields that people fill in: the title, what lists show, the rest, notes at the end."""
    shown = [field for field in declared(kind).fields if field.shown is not Shown.INTERNAL and field.client_writes]
    return sorted(shown, key=lambda field: _order(kind, field))


def _order(kind: RecordKind, field: Field) -> int:
    if field.name == kind.title:
        return 0
    if field.type is FieldType.NOTE:
        return 3
    return 1 if field.shown is Shown.LIST or field.required else 2


def is_main(kind: RecordKind, field: Field) -> bool:
    """Tell whether a field belongs to those that are always asked."""
    return field.shown is Shown.LIST or field.required or field.name == kind.title
