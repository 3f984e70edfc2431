"""The method's page: catalogue, guide, outlines as tabs. Everybody reads them, administrators write them."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.access import Permission
from crm_desktop.store.queries.method import METHOD_KINDS, OwnMethod, own_method
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Text, Wording, label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.method.capabilities import CapabilitiesSide
from crm_desktop.views.method.guide import GuideSide
from crm_desktop.views.method.outlines import OutlinesSide
from crm_desktop.views.method.report_templates import ReportTemplatesSide
from crm_desktop.views.method.side import MethodSide
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.strip import Strip
from crm_desktop.views.widgets.view_tabs import ViewTabs

SIDES: tuple[tuple[str, Text, type[MethodSide]], ...] = (
    ("capabilities", text("method", "What our product does"), CapabilitiesSide),
    ("guide", text("method", "How deep to ask"), GuideSide),
    ("outlines", label("kinds", "outline.plural"), OutlinesSide),
    ("reports", label("kinds", "report_template.plural"), ReportTemplatesSide),
)


class MethodPage(Page):
    """`Place("method", tab="guide")`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.sides = {key: side(desk) for key, _, side in SIDES}  # type: ignore[call-arg]
        self._lookups = lookups_of(desk)
        self.tabs = ViewTabs()
        self.tabs.set_views([(key, title, None) for key, title, _ in SIDES], "capabilities")
        self.tabs.chosen.connect(self.show_side)
        self.read_only = Strip("lock", text("method", "Read only"),
                               text("method", "Administrators write the method; you can read it here."))  # fmt: skip
        self._stack = QStackedWidget()
        for side in self.sides.values():
            self._stack.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.tabs, line(), self.read_only):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        set_surface(self, "surface")
        desk.refresh.changed.connect(self._written)
        self._lookups.changed.connect(self._read)
        self._contribute()

    @property
    def side(self) -> MethodSide:
        """The side that is shown."""
        return self.sides[self.tabs.current]

    def heading(self) -> Wording:
        """Return the page's name."""
        return text("method", "How we study clients")

    def trail(self) -> tuple[tuple[Wording, Place], ...]:
        """Return the settings, which it belongs to."""
        return ((text("method", "Settings"), Place("settings")),)

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show a side as it is now."""
        if place.tab in self.sides:
            self.tabs.choose(place.tab)
        self.show_side(self.tabs.current)
        self._read()

    def show_side(self, key: str) -> None:
        """Show one of the sides."""
        self._stack.setCurrentWidget(self.sides[key])
        self.setFocusProxy(self.sides[key].list)
        self.desk.actions.review()

    def _read(self) -> None:
        self.desk.read(self, self._take, own_method)

    def _take(self, method: OwnMethod) -> None:
        may = self._lookups.may(Permission.ADMINISTER)
        self.read_only.setVisible(not may and self._lookups.now is not None)
        for side in self.sides.values():
            side.show_method(method, may=may)
        self.desk.actions.review()

    def _written(self, change: Changed) -> None:
        if self.isVisible() and not METHOD_KINDS.isdisjoint(change.kinds):
            self._read()

    def _contribute(self) -> None:
        self.desk.actions.contribute(
            self,
            [
                Action(key="method.add", run=self._add, icon="plus", shortcut="Ins", taken=True,
                       enabled=lambda: self.side.may and bool(self.side.additions())),
                Action(key="method.copy", run=self._copy, icon="copy", enabled=self._shipped),
                Action(key="method.remove", run=self._remove, icon="trash-2", shortcut="Del", taken=True,
                       menu="edit", dangerous=True, enabled=self._own),
                Action(key="method.up", run=lambda: self.side.reorder(-1), icon="arrow-up", shortcut="Alt+Up",
                       taken=True, menu="edit", enabled=self._own),
                Action(key="method.down", run=lambda: self.side.reorder(1), icon="arrow-down", shortcut="Alt+Down",
                       taken=True, menu="edit", enabled=self._own),
            ],
        )  # fmt: skip

    def _add(self) -> None:
        self.side.add()

    def _copy(self) -> None:
        self.side.copy()

    def _remove(self) -> None:
        self.side.remove()

    def _own(self) -> bool:
        entry = self.side.list.current()
        return self.side.may and entry is not None and entry.record is not None

    def _shipped(self) -> bool:
        entry = self.side.list.current()
        return self.side.may and entry is not None and entry.record is None
