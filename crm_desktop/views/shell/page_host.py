"""Shows one page at a time, makes each once, and keeps the way back. Which class shows what stands in `sections.py`."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.recent import recent_of
from crm_desktop.views.shell.history import History, Stop
from crm_desktop.views.shell.sections import HOME, page_class, page_name, section
from crm_desktop.views.widgets.busy import Spinner
from crm_desktop.views.widgets.component import set_surface


class PageHost(QStackedWidget):
    """`host.furnish(desk)` once the store is open; a place that is wanted before is shown then."""

    arrived = Signal()
    """Another page is shown, or its heading reads differently now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = History()
        self._desk: Desk | None = None
        self._pages: dict[str, Page] = {}
        self._opening = _Opening()
        self.addWidget(self._opening)
        self.go(Place(HOME))

    @property
    def page(self) -> Page | None:
        """The page that is shown; None while the store is being opened."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def place(self) -> Place:
        """Where the person is, or will be as soon as the store is open."""
        current = self.history.current
        return current.place if current is not None else Place(HOME)

    def furnish(self, desk: Desk) -> None:
        """Give the pages their desk and show the place that is wanted."""
        self._desk = desk
        # A window that opens has its first control focused, by nobody's wish; the keys belong to the page.
        focused, frame = QApplication.focusWidget(), self.parentWidget()
        self._show(take_keys=focused is not None and frame is not None and frame.isAncestorOf(focused))

    def clear(self) -> None:
        """Take all pages down, as at signing out."""
        self._desk = None
        self.setCurrentWidget(self._opening)
        for page in self._pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.start_at(Place(HOME))

    def start_at(self, place: Place) -> None:
        """Begin at a place, with no way back from it."""
        self.history = History()
        self.go(place)

    def go(self, place: Place, neighbours: Neighbours | None = None) -> None:
        """Show a place; raises KeyError for a section that does not exist."""
        section(place.section)
        self.history.visit(Stop(place, neighbours))
        self._show()

    def step(self, by: int) -> None:
        """Go back (-1) or forward (1)."""
        if self.history.step(by) is not None:
            self._show()

    def neighbour(self, by: int) -> None:
        """Show the previous (-1) or next (1) record of the list that this one was opened from."""
        stop = self.history.neighbour(by)
        if stop is not None:
            self.history.stops[self.history.at] = stop
            self._show()

    def _show(self, *, take_keys: bool = False) -> None:
        stop = self.history.current
        if self._desk is None or stop is None:
            self.arrived.emit()
            return
        page = self._page(page_name(stop.place), self._desk)
        focused = QApplication.focusWidget()
        # A window that is not in front yet keeps in mind who gets the keys.
        elsewhere = focused is None or focused.window() is not self.window()
        focus_was_inside = elsewhere or (focused is not None and self.isAncestorOf(focused))
        self.setCurrentWidget(page)
        if focus_was_inside or take_keys:
            page.setFocus()
        self._desk.navigator.place = stop.place
        page.visit(stop.place, stop.neighbours)
        recent_of(self._desk).visit(stop.place)
        self._desk.actions.review()
        self.arrived.emit()

    def _page(self, name: str, desk: Desk) -> Page:
        if name not in self._pages:
            page = page_class(name)(desk)
            page.setProperty("pane", True)
            page.heading_changed.connect(self.arrived)
            self._pages[name] = page
            self.addWidget(page)
        return self._pages[name]


class _Opening(QWidget):
    """What stands in a page's place while the store is being opened."""

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "surface")
        self._spinner = Spinner()
        self._spinner.setAccessibleName(str(text("shell", "Opening your data")))
        column = QVBoxLayout(self)
        column.addStretch()
        column.addWidget(self._spinner, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        self._spinner.set_busy(True)
