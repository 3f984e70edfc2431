"""The client's roles: the organisation chart or its tree, beside it what is current, above it the totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.edits import Update
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import STRUCTURES
from crm_desktop.models.studies.organisation import too_many_users, totals
from crm_desktop.store.queries.method import guide_rules
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.refresh import Changed
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.studies.roles.acts import RoleActs
from crm_desktop.views.studies.roles.advice import Advice
from crm_desktop.views.studies.roles.chart_canvas import STEP, ChartCanvas
from crm_desktop.views.studies.roles.panels import DepartmentPanel, PostPanel
from crm_desktop.views.studies.roles.state import Roles
from crm_desktop.views.studies.roles.tree import RolesTree
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.tall_area import TallArea

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

CHART, LIST = "chart", "list"
_PANEL = 304
_LEGIBLE = 0.75
"""The smallest zoom that a chart is opened with."""


_CHART_KEYS = text("roles", "Tab below, Enter beside, Ctrl Enter post, typing names, F4 scope, Alt and arrows move; "
                            "×12/10 behind a name: people and users")  # fmt: skip
_LIST_KEYS = text("roles", "Enter edits, Insert adds, Shift Insert below, Ctrl Insert a post, F4 scope, "
                           "Ctrl and arrows move")  # fmt: skip


class RolesPart(StudyPart):
    """Organisation chart, posts, scope, users to onboard, and the lanes of the maps."""

    fills = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.roles = Roles(desk, self)
        self.canvas = ChartCanvas(self.roles)
        self.tree = RolesTree(self.roles, self.canvas.pen)
        self.acts = RoleActs(self.roles, self)
        self.advice = Advice(self.roles, apply=self.acts.apply_scope, link=self.acts.link,
                             departments=self.acts.departments, lanes=self.acts.offer_lanes)  # fmt: skip
        self.department = DepartmentPanel(self.roles, self.canvas.pen)
        self.post = PostPanel(self.roles, self.canvas.pen)
        self.structure = Combo()
        self.structure.activated.connect(lambda _at: self._choose_structure())
        choices = [(CHART, text("roles", "Chart"), "network"), (LIST, text("roles", "List"), "list-tree")]
        self.views = Segmented(choices, self.show_as)
        self.add = Button(label("acts", "department.create"), self.canvas.pen.add_below, icon="plus", small=True)
        self.more = IconButton(text("roles", "More"), "ellipsis", self.open_menu, small=True)
        self.totals = Label("", "caption", "text.secondary", elide=True)
        self.empty = EmptyState("network", text("roles", "Who does what at this client?"),
                                text("roles", "Add the first department, or take the departments from a map's lanes."),
                                act=(label("acts", "department.create"), "plus", self._begin))  # fmt: skip
        self._lay_out()
        self.roles.changed.connect(self._follow)
        self.roles.moved.connect(self._follow)
        self.canvas.menu_wanted.connect(self._context_menu)
        desk.refresh.changed.connect(self._written)
        self._contribute()
        self._read_rules()
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show the organisation of a study's client."""
        other = self.roles.study is None or self.roles.study.id != study.id
        self.roles.show(study)
        if other:
            self.canvas.fit(_LEGIBLE)
        self.structure.setCurrentIndex(self.structure.findData(self.roles.structure))
        self._follow()

    def point_at(self, element_id: str) -> None:
        """Make a department or post current."""
        self.roles.select(element_id)

    def retranslate(self) -> None:
        """Name the structures again."""
        self.structure.clear()
        for each in STRUCTURES:
            self.structure.addItem(str(label("options", f"study.structure.{each}")), each)
        self.structure.setCurrentIndex(self.structure.findData(self.roles.structure))
        self.structure.setAccessibleName(str(label("fields", "study.structure")))
        self._follow()

    def show_as(self, key: str) -> None:
        """Show the drawing or the tree."""
        self.canvas.pen.finish()
        self.views.choose(key)
        self._follow()
        if key == LIST:
            self.tree.show_rows()
        (self.tree if key == LIST else self.canvas).setFocus()

    def open_menu(self) -> None:
        """Offer what is needed now and then."""
        menu = Menu(self.more)
        menu.aboutToHide.connect(menu.deleteLater)
        for key in ("organisation.suggest", "organisation.link", "organisation.from_lanes", "organisation.lanes"):
            self._add(menu, key)
        menu.add_line()
        for key in ("organisation.fit", "organisation.zoom_in", "organisation.zoom_out"):
            self._add(menu, key)
        menu.add_line()
        for key in ("organisation.svg", "organisation.png"):
            self._add(menu, key)
        menu.open_below(self.more, right=True)

    def _begin(self) -> None:
        """Make the first department, and be ready to type its name."""
        self.canvas.pen.add_beside()
        self.canvas.setFocus()

    def _context_menu(self, at: QPoint) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        keys = ("department.create", "organisation.beside", "organisation.post", "organisation.rename",
                "organisation.scope")  # fmt: skip
        for key in keys:
            self._add(menu, key)
        menu.add_line()
        self._add(menu, "organisation.remove")
        menu.popup(at)

    def _add(self, menu: Menu, key: str) -> None:
        found = self.desk.actions.find(key)
        if found is not None:
            menu.add(found)

    def _follow(self) -> None:
        """Show beside the chart what is current, and above it the totals."""
        organisation, current = self.roles.organisation, self.roles.current
        panel: QWidget = self.advice
        record = self.roles.record(current)
        if record is not None and record.title:
            panel = self.post if record.kind == "post" else self.department
            (self.post if record.kind == "post" else self.department).show_record(record, self._warning(record))
        else:
            self.advice.show_now()
        self._areas.setCurrentIndex((self.advice, self.department, self.post).index(panel))
        if organisation.departments:
            self._stack.setCurrentWidget(self.tree if self.views.choice == LIST else self._chart_area)
        else:
            self._stack.setCurrentWidget(self._empty_area)
        self.totals.set_wording(self._totals())
        self.hint.set_wording(_LIST_KEYS if self.views.choice == LIST else _CHART_KEYS)
        self.add.setEnabled(self.roles.may_edit)
        self.structure.setEnabled(self.roles.may_edit)
        self.desk.actions.review()

    def _totals(self) -> str:
        found = totals(self.roles.organisation)
        if not found.departments:
            return ""
        said = [
            tr("roles", "{scoped} of {all} departments in scope", scoped=found.departments_in, all=found.departments),
            tr("roles", "%n post(s)", n=found.posts_in),
            tr("roles", "%n user(s) to onboard", n=found.users),
        ]
        if found.departments_undecided:
            said.insert(1, tr("roles", "{count} undecided", count=found.departments_undecided))
        if found.unsaid:
            said.append(tr("roles", "%n post(s) without a number", n=found.unsaid))
        if found.excessive:
            said.append(tr("roles", "%n post(s) with more users than people", n=found.excessive))
        return " · ".join(said)

    def _warning(self, record: Record) -> Wording:
        organisation = self.roles.organisation
        if record.id in organisation.loose:
            return text("roles", "The department above is gone, or each was above the other. It is shown at the top; "
                                 "drag it to where it belongs.")  # fmt: skip
        post = organisation.posts.get(record.id)
        if post is not None and too_many_users(post):
            return text("roles", "More users than people.")
        return ""

    def _choose_structure(self) -> None:
        study = self.roles.study
        chosen = self.structure.currentData()
        if study is not None and chosen != study.study.get("structure"):
            self.desk.act("study.edit", [Update("study", study.id, {"structure": chosen})])

    def _read_rules(self) -> None:
        self.desk.read(self, self.advice.take_rules, guide_rules)

    def _written(self, change: Changed) -> None:
        if change.touches("guide_rule"):
            self._read_rules()

    def _contribute(self) -> None:
        pen, canvas = self.canvas.pen, self.canvas
        self.desk.actions.contribute(
            self,
            [
                Action(key="department.create", run=pen.add_below, icon="plus", shortcut="Tab", taken=True,
                       enabled=lambda: self.roles.may_edit),
                Action(key="organisation.beside", run=pen.add_beside, icon="plus", shortcut="Return", taken=True,
                       enabled=lambda: self.roles.may_edit),
                Action(key="organisation.post", run=pen.add_post, icon="id-card", shortcut="Ctrl+Return", taken=True,
                       enabled=self._editable),
                Action(key="organisation.rename", run=pen.edit, icon="pencil", shortcut="F2", taken=True, menu="edit",
                       enabled=self._editable),
                Action(key="organisation.scope", run=pen.next_scope, icon="circle-check", shortcut="F4", taken=True,
                       enabled=self._editable),
                Action(key="organisation.remove", run=pen.remove, icon="trash-2", shortcut="Del", taken=True,
                       menu="edit", dangerous=True, enabled=self._editable),
                *self.acts.actions(),
                Action(key="organisation.as_list", run=self._turn, icon="list-tree", shortcut="Ctrl+Shift+L",
                       menu="view"),
                Action(key="organisation.fit", run=canvas.fit, icon="maximize-2", shortcut="Ctrl+0", menu="view"),
                Action(key="organisation.zoom_in", run=lambda: canvas.zoom_to(canvas.zoom * STEP), icon="zoom-in",
                       shortcut="Ctrl++", menu="view"),
                Action(key="organisation.zoom_out", run=lambda: canvas.zoom_to(canvas.zoom / STEP), icon="zoom-out",
                       shortcut="Ctrl+-", menu="view"),
            ],
        )  # fmt: skip

    def _editable(self) -> bool:
        return self.roles.may_edit and bool(self.roles.current)

    def _turn(self) -> None:
        self.show_as(CHART if self.views.choice == LIST else LIST)

    def _lay_out(self) -> None:
        self._chart_area = QScrollArea()
        self._chart_area.setFrameShape(QFrame.Shape.NoFrame)
        self._chart_area.setWidget(self.canvas)
        self._chart_area.setWidgetResizable(True)
        self._chart_area.setFocusProxy(self.canvas)
        self._stack = QStackedWidget()
        self._empty_area = TallArea(self.empty)
        for each in (self._chart_area, self.tree, self._empty_area):
            self._stack.addWidget(each)
        self._areas = QStackedWidget()
        for panel in (self.advice, self.department, self.post):
            self._areas.addWidget(_scrolled(panel))
        self._areas.setFixedWidth(current_theme().scaled(_PANEL))
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        self.structure.setFixedWidth(current_theme().scaled(244))
        for part in (self.views, self.structure, self.add):
            bar.addWidget(part)
        bar.addWidget(self.totals, 1, Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(self.more)
        self.hint = Label("", "caption", "text.secondary", elide=True)
        self.hint.setContentsMargins(12, 4, 12, 4)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._stack, 1)
        left.addWidget(line())
        left.addWidget(self.hint)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(line("v"))
        middle.addWidget(self._areas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(line())
        column.addLayout(middle, 1)
        set_surface(self, "surface")
        self.setFocusProxy(self.canvas)


def _scrolled(panel: QWidget) -> QScrollArea:
    area = QScrollArea()
    held = QWidget()
    held.setProperty("scrollContent", True)
    inside = QVBoxLayout(held)
    inside.setContentsMargins(16, 14, 16, 16)
    inside.addWidget(panel)
    area.setWidget(held)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
