"""The workplace: rail at the left, top bar and strip above the page, and the ways between them."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.navigation import Place
from crm_desktop.views.shell.neighbour_steps import NeighbourSteps
from crm_desktop.views.shell.page_host import PageHost
from crm_desktop.views.shell.sections import SECTIONS, section
from crm_desktop.views.widgets.nav_item import NavItem
from crm_desktop.views.widgets.nav_rail import NavRail
from crm_desktop.views.widgets.strip import OfflineStrip
from crm_desktop.views.widgets.top_bar import Crumb, TopBar

COLLAPSE_BELOW = 1180
_VIEW = "view:"


class Workplace(QWidget):
    """Rail, top bar, strip and pages, and the ways between them."""

    rail_collapsed = Signal(bool)
    """The person wants the rail narrow, or wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # With their parent from the beginning: moving in later makes everything inside look at its style again.
        self.rail = NavRail(self)
        self.bar = TopBar(self)
        self.steps = NeighbourSteps(self.bar)
        self.host = PageHost(self)
        self.strip = OfflineStrip(lambda: self.host.go(Place("sync")), self)
        self._collapsed_by_person = False
        self._views: dict[str, str] = {}
        self._fill_rail()
        self._lay_out()
        for control, landmark in ((self.rail, "rail"), (self.bar.search, "search"), (self.bar.pill, "sync")):
            control.setProperty("landmark", landmark)
        self.rail.setProperty("pane", True)
        self.bar.setProperty("pane", True)
        self.rail.chosen.connect(self._chosen)
        self.steps.wanted.connect(self.host.neighbour)
        self.host.arrived.connect(self._arrived)
        self._arrived()

    def set_views(self, views: list[tuple[str, str, str, int]]) -> None:
        """Show pinned views in the rail: id, section, name, count."""
        self._views = {view_id: where for view_id, where, _, _ in views}
        self.rail.set_pinned([(f"{_VIEW}{view_id}", name, count) for view_id, _, name, count in views])
        self._arrived()

    def view_at(self, spot: QPoint) -> str:
        """Return the id of the pinned view at a spot of the rail, "" where there is none."""
        key = self.rail.key_at(spot)
        return key.removeprefix(_VIEW) if key.startswith(_VIEW) else ""

    def view_item(self, view_id: str) -> NavItem | None:
        """Return a pinned view's line in the rail."""
        return self.rail.item(f"{_VIEW}{view_id}")

    def collapse_rail(self, collapsed: bool) -> None:
        """Keep the rail narrow, or wide where there is room."""
        self._collapsed_by_person = collapsed
        self._arrange()

    def toggle_rail(self) -> None:
        """Make the rail narrow or wide; in a narrow window it stays narrow."""
        self.collapse_rail(not self._collapsed_by_person)
        self.rail_collapsed.emit(self._collapsed_by_person)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the rail narrow in a narrow window."""
        super().resizeEvent(event)
        self._arrange()

    def crumbs(self) -> list[Crumb]:
        """Return where the person is, from the section down."""
        page = self.host.page
        if page is None:
            return [(section(self.host.place.section).wording, None)]
        trail: list[Crumb] = [(words, partial(self.host.go, place)) for words, place in page.trail()]
        return [*trail, (page.heading(), None)]

    @property
    def _own_bar(self) -> bool:
        page = self.host.page
        return page is not None and page.own_bar

    def _chosen(self, key: str) -> None:
        if key.startswith(_VIEW):
            view_id = key.removeprefix(_VIEW)
            self.host.go(Place(self._views[view_id], view_id=view_id))
        else:
            self.host.go(Place(key))

    def _arrived(self) -> None:
        place = self.host.place
        page = self.host.page
        self.bar.setVisible(not self._own_bar)
        self.rail.setVisible(not (page is not None and page.alone))
        self._arrange()
        self.bar.set_place(self.crumbs())
        self.steps.show_position(self.host.history)
        pinned = place.view_id in self._views and not place.record_id
        self.rail.set_current(f"{_VIEW}{place.view_id}" if pinned else section(place.section).name)

    def _arrange(self) -> None:
        collapsed = self._collapsed_by_person or self._own_bar or self.width() < COLLAPSE_BELOW
        if collapsed != self.rail.collapsed:
            self.rail.set_collapsed(collapsed)

    def _fill_rail(self) -> None:
        for number, each in enumerate(SECTIONS, start=1):
            add = self.rail.add_foot_item if each.at_foot else self.rail.add_item
            add(each.name, each.wording, each.icon, f"Ctrl+{number}")

    def _lay_out(self) -> None:
        self.bar.beside_place.addWidget(self.steps)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bar)
        right.addWidget(self.strip)
        right.addWidget(self.host, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
