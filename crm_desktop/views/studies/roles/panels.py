"""Beside the chart: the department or post that is current, and what of it can be said."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.fields import RecordKind, Values
from crm_desktop.models.record import Record
from crm_desktop.models.records.client_organisation import DEPARTMENT, POST
from crm_desktop.models.studies.lane_links import link_values
from crm_desktop.views.diagram.bars.name_edit import NameEdit
from crm_desktop.views.diagram.inspector.fields import Fields
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.studies.roles.pen import Pen
from crm_desktop.views.studies.roles.state import Roles
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.paragraph import Paragraph

_DEPARTMENT = ("function", "scope", "scope_reason", "head_count", "head_id", "staff_line", "hue", "notes")
_POST = ("scope", "head_count", "users", "contact_id", "duties", "permissions")


class ElementPanel(QWidget):
    """A name above its fields, and the lanes that stand for it."""

    def __init__(self, kind: RecordKind, names: Iterable[str], roles: Roles, pen: Pen) -> None:
        super().__init__()
        self._roles, self._pen = roles, pen
        self.record: Record | None = None
        self.above = Label(label("kinds", kind.name), "caption", "text.secondary", elide=True)
        self.name = NameEdit(self._rename, "heading", name=label("fields", f"{kind.name}.name"), wide=True)
        self.fields = Fields(kind, names, roles.desk, self._describe)
        self.warning = Paragraph("", "caption", "warning.text")
        self.lanes = LaneRows(roles)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        for part in (self.above, self.name, self.warning, line(), self.fields, line(), self.lanes):
            self.column.addWidget(part)
        self.column.addStretch()

    def show_record(self, record: Record, warning: Wording) -> None:
        """Show a department or post as it is now."""
        self.record = record
        self.name.show_name(record.title)
        self.name.setReadOnly(not self._roles.may_edit)
        self.fields.setEnabled(self._roles.may_edit)
        self.fields.show_values(record.id, record.values)
        self.warning.set_wording(warning)
        self.warning.setVisible(bool(str(warning)))
        self.lanes.show_lanes(record)

    def _rename(self, typed: str) -> None:
        if self.record is not None and self.record.id == self._roles.current:
            self._pen.edit(typed)
            self._pen.finish()

    def _describe(self, values: Values) -> None:
        if self.record is not None and self.record.id == self._roles.current:
            self._pen.describe(dict(values))


class DepartmentPanel(ElementPanel):
    """One department."""

    def __init__(self, roles: Roles, pen: Pen) -> None:
        super().__init__(DEPARTMENT, _DEPARTMENT, roles, pen)
        below = Button(text("roles", "Department below"), pen.add_below, icon="corner-down-right", small=True)
        post = Button(text("roles", "Post"), pen.add_post, icon="plus", small=True)
        row = QHBoxLayout()
        row.addWidget(below)
        row.addWidget(post)
        row.addStretch()
        self.buttons = (below, post)
        self.column.insertLayout(self.column.indexOf(self.lanes) - 1, row)

    def show_record(self, record: Record, warning: Wording) -> None:
        """Show a department as it is now."""
        super().show_record(record, warning)
        for button in self.buttons:
            button.setEnabled(self._roles.may_edit)


class PostPanel(ElementPanel):
    """One post."""

    def __init__(self, roles: Roles, pen: Pen) -> None:
        super().__init__(POST, _POST, roles, pen)


class LaneRows(QWidget):
    """The lanes of the study's maps that stand for a department or post; one can be linked, or let go."""

    def __init__(self, roles: Roles) -> None:
        super().__init__()
        self._roles = roles
        self._record: Record | None = None
        self._rows: list[QWidget] = []
        self.head = SectionHeader(text("roles", "Lanes of the maps"), icon="columns-3", style="bodyStrong")
        self.add = IconButton(text("roles", "Link a lane"), "link", self._offer, small=True)
        self.head.end.addWidget(self.add)
        self.none = Label(text("roles", "No lane yet"), "caption", "text.secondary")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.head)
        self._column.addWidget(self.none)

    def show_lanes(self, record: Record) -> None:
        """Show what stands for a department or post."""
        self._record = record
        for row in self._rows:
            row.hide()
            row.deleteLater()
        mine = [each for each in self._roles.lanes if each.get(f"{record.kind}_id") == record.id]
        self._rows = [self._row(each) for each in mine]
        for row in self._rows:
            self._column.addWidget(row)
        self.none.setVisible(not mine)
        self.add.setEnabled(self._roles.may_edit and bool(self._free()))

    def _row(self, lane: Record) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(f"{lane.title} · {self._map(lane)}", "body", elide=True), 1)
        gone = IconButton(text("roles", "Let go of the lane {name}", name=lane.title), "unlink",
                          partial(self._link, lane, None), small=True)  # fmt: skip
        gone.setEnabled(self._roles.may_edit)
        row.addWidget(gone)
        return made

    def _offer(self) -> None:
        menu = Menu(self.add)
        menu.aboutToHide.connect(menu.deleteLater)
        for lane in self._free():
            menu.add_entry(
                f"{lane.title} · {self._map(lane)}", partial(self._link, lane, self._record), icon="columns-3"
            )
        menu.open_below(self.add, right=True)

    def _free(self) -> list[Record]:
        record = self._record
        return [each for each in self._roles.lanes if record and each.get(f"{record.kind}_id") != record.id]

    def _link(self, lane: Record, to: Record | None) -> None:
        record = self._record
        if record is None:
            return
        values: Values = {"department_id": None, "post_id": None}
        if to is not None:
            values = link_values(self._roles.organisation, f"{to.kind}_id", to.id)
        edits: list[Edit] = [Update("lane", lane.id, values)]
        self._roles.act("organisation.lanes", edits, select=record.id)

    def _map(self, lane: Record) -> str:
        maps = self._roles.study.maps if self._roles.study is not None else ()
        return next((each.title for each in maps if each.id == lane.get("process_id")), "")
