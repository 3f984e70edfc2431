"""What chart, tree and inspector show together: the organisation as it is now, and what is current in it.

An act is shown at once and written after that: whoever types faster than the store writes sees each box as it comes.
What the store answers is taken over when nothing waits to be written any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.models.access import Standing
from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.models.records.client_organisation import DEPARTMENT
from crm_desktop.models.studies.organisation import Organisation, organisation_of
from crm_desktop.models.studies.organisation_chart import Chart, Measures, chart_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.theme.current import current_theme

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_KINDS = ("department", "post", "lane")


class Roles(QObject):
    """`roles.show(study)`; then `organisation`, `chart`, `current`, and `act(edits, …)`."""

    changed = Signal()
    """The organisation or its drawing is another one now."""
    moved = Signal()
    """Something else is current."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.study: StudyView | None = None
        self.organisation = Organisation()
        self.chart = Chart()
        self.measures = Measures()
        self.current = ""
        """The id of the department or post that keys mean, "" for none."""
        self._rows: dict[str, dict[str, Record]] = {kind: {} for kind in _KINDS}
        self._waiting = 0
        self._sketch: tuple[tuple[Edit, ...], dict[str, dict[str, Record]]] | None = None
        """What would make the box that is being named, and the rows as they were before it was shown."""
        self.measure()

    @property
    def structure(self) -> str:
        """The kind of organisation that is drawn."""
        return str(self.study.study.get("structure") or "line") if self.study is not None else "line"

    @property
    def account_id(self) -> str:
        """The account whose organisation it is."""
        return self.study.account_id if self.study is not None else ""

    @property
    def lanes(self) -> tuple[Record, ...]:
        """The lanes of the study's maps as they are now."""
        return tuple(self._rows["lane"].values())

    @property
    def may_edit(self) -> bool:
        """Whether the person may change this account's organisation."""
        if self.study is None or not self.account_id:
            return False
        owner = self.study.account.get("owner_id") if self.study.account is not None else None
        standing = Standing({"account_id": self.account_id}, owner)
        return lookups_of(self.desk).may_edit(DEPARTMENT, standing)

    def record(self, element_id: str) -> Record | None:
        """Return a department, post or lane as a record."""
        return next((rows[element_id] for rows in self._rows.values() if element_id in rows), None)

    def show(self, study: StudyView) -> None:
        """Show a study, or the same one as it is now."""
        other = self.study is None or self.study.id != study.id
        self.study = study
        if other:
            self._waiting, self._sketch, self.current = 0, None, ""
        if not self._waiting and self._sketch is None:
            self._take_over()

    def select(self, element_id: str) -> None:
        """Make a department or post current, "" for none."""
        known = element_id in self.organisation.departments or element_id in self.organisation.posts
        chosen = element_id if known else ""
        if chosen != self.current:
            self.current = chosen
            self.moved.emit()

    def act(self, act: str, edits: Sequence[Edit], said: Wording = "", select: str = "") -> bool:
        """Show what edits do and write them as one act; tell whether there was anything to do."""
        if not edits or not self.may_edit:
            return False
        for edit in edits:
            self._apply(edit)
        self._waiting += 1
        self._arrange(select)
        self.desk.act(act, edits, said, lambda _committed: self._written(), self._refused)
        return True

    def sketch(self, edits: Sequence[Edit]) -> str:
        """Show a department or post that has no name yet, without writing it; return its id."""
        self._sketch = (tuple(edits), {kind: dict(rows) for kind, rows in self._rows.items()})
        for edit in edits:
            self._apply(edit)
        made = next(edit.id for edit in edits if isinstance(edit, Create))
        self._arrange(made)
        return made

    def keep_sketch(self, act: str, values: Values) -> None:
        """Write what was sketched, with its name and whatever else was said."""
        assert self._sketch is not None
        edits, self._sketch = self._sketch[0], None
        named = [Create(each.kind, {**each.values, **values}, each.id) if isinstance(each, Create) else each
                 for each in edits]  # fmt: skip
        self.act(act, named, select=self.current)

    def drop_sketch(self, select: str) -> None:
        """Forget what was sketched."""
        if self._sketch is not None:
            self._rows, self._sketch = self._sketch[1], None
            if not self._waiting and self.study is not None:
                self.current = select
                self._take_over()
            else:
                self._arrange(select)

    def measure(self) -> None:
        """Take the sizes of boxes from the theme, and draw again."""
        theme = current_theme()
        touch = theme.density == "touch"
        self.measures = Measures(
            width=theme.scaled(196),
            head=theme.scaled(48) + (4 if touch else 0),
            row=theme.scaled(26) if not touch else max(44, theme.scaled(26)),
        )
        self._arrange(self.current)

    def _apply(self, edit: Edit) -> None:
        rows = self._rows.get(edit.kind)
        if rows is None:
            return
        match edit:
            case Create(kind, values, made):
                rows[made] = Record(kind, made, dict(values))
            case Update(kind, changed, values) if changed in rows:
                rows[changed] = Record(kind, changed, {**rows[changed].values, **values}, rows[changed].state)
            case Delete(_, gone):
                rows.pop(gone, None)
            case _:
                pass

    def _written(self) -> None:
        self._waiting = max(0, self._waiting - 1)

    def _refused(self, error: Exception) -> None:
        # What stands in the store is what counts; what was shown ahead of it is taken back.
        self._waiting, self._sketch = 0, None
        self._take_over()
        self.desk.notices.fail(error)

    def _take_over(self) -> None:
        assert self.study is not None
        sources = (self.study.departments, self.study.posts, self.study.lanes)
        self._rows = {kind: {each.id: each for each in rows} for kind, rows in zip(_KINDS, sources, strict=True)}
        self._arrange(self.current)

    def _arrange(self, select: str) -> None:
        before = self.current
        self.organisation = organisation_of(self._rows["department"].values(), self._rows["post"].values())
        self.chart = chart_of(self.organisation, self.structure, self.measures)
        known = select in self.organisation.departments or select in self.organisation.posts
        self.current = select if known else ""
        self.changed.emit()
        if self.current != before:
            self.moved.emit()
