"""The page's compare mode: two maps beside each other or as one, what changed in a list, totals at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.processes.overlay import Change
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.store.queries.process_versions import Version, comparable, map_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.compare.change_list import ChangeList
from crm_desktop.views.diagram.compare.comparing import Compared, read_and_work_out
from crm_desktop.views.diagram.compare.sheet import Sheet, link
from crm_desktop.views.diagram.compare.totals_line import TotalsLine
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.segmented import Segmented

BESIDE, OVER = "beside", "over"
_KINDS = frozenset({"process", "process_version", "pool", "lane", "node", "flow", "pain"})


class ComparePane(Component, QWidget):
    """`ComparePane(desk, as_is, here)`; `here` gives the open map as it is now, `wanted` which sides to begin with."""

    opened = Signal(str, str)
    """A process and an element of it, to be gone to in the editor."""

    def __init__(self, desk: Desk, as_is: str, here: Callable[[], ProcessMap], wanted: Sequence[str] = ()) -> None:
        super().__init__()
        self._desk, self._as_is, self._here, self._wanted = desk, as_is, here, tuple(wanted)
        self.found: Compared | None = None
        self._chosen: Change | None = None
        self.offers: tuple[Version, ...] = ()
        self.sides: list[Version | None] = [None, None]
        self.pickers = [Button("", partial(self._pick, side), trailing="chevron-down", small=True) for side in (0, 1)]
        self.way = Segmented(
            [(BESIDE, text("diagram", "Side by side"), ""), (OVER, text("diagram", "Overlaid"), "")], self.show_way
        )
        self.sheets = (Sheet(), Sheet())
        self.over = Sheet()
        link(*self.sheets)
        self.list = ChangeList(desk)
        self.totals = TotalsLine()
        self._none = EmptyState(
            "git-compare-arrows",
            text("diagram", "Nothing to compare with yet"),
            text("diagram", "Save a version, or begin the to-be: then both can be seen side by side."),
        )
        self._later = QTimer(self, singleShot=True, interval=250)
        self._later.timeout.connect(self._work)
        self._connect()
        self._lay_out()
        self.setFocusProxy(self.list.tree)
        self.settle()
        self._read()

    def retranslate(self) -> None:
        """Name the parts again."""
        for side, name in ((0, text("diagram", "Before")), (1, text("diagram", "After"))):
            self.sheets[side].setAccessibleName(str(name))
            self._name_picker(side)
        self.over.setAccessibleName(str(text("diagram", "Overlaid")))

    def look_again(self) -> None:
        """Compare again soon: a map changed."""
        self._later.start()

    def show_way(self, way: str) -> None:
        """Show both maps beside each other, or as one."""
        self.way.choose(way)
        self._maps.setCurrentIndex(1 if way == OVER else 0)
        self._mark(self._chosen)

    def toggle_way(self) -> None:
        """Show them the other way."""
        self.show_way(BESIDE if self.way.choice == OVER else OVER)

    def choose(self, side: int, key: str) -> None:
        """Compare something else on one side: a process as it is now, or a version, by its id."""
        found = next((each for each in self.offers if each.key == key), None)
        if found is not None:
            self.sides[side] = found
            self._name_picker(side)
            self._work()

    # Reading

    def _read(self) -> None:
        self._desk.read(self, self._offered, comparable, self._as_is)

    def _offered(self, offers: tuple[Version, ...]) -> None:
        self.offers = offers
        there = {each.key: each for each in offers}
        usual = _usual(offers, self._here().id) if offers else ("", "")
        self._stack.setCurrentIndex(1 if len(offers) > 1 else 0)
        for side, key in enumerate(self._wanted or usual):
            kept = self.sides[side]
            self.sides[side] = there.get(kept.key if kept else key) or there.get(usual[side])
            self._name_picker(side)
        if len(offers) > 1:
            self._work()

    def _work(self) -> None:
        readers = [self._reader(each) for each in self.sides if each is not None]
        if len(readers) == 2:
            work = partial(read_and_work_out, *readers)
            self._desk.background.read(work, self._show, self._desk.notices.fail, owner=self, token="compare")  # noqa: S106 - names the reading

    def _reader(self, version: Version) -> Callable[[], ProcessMap | None]:
        here = self._here()
        if not version.id and version.process_id == here.id:
            return lambda: here
        return partial(self._desk.store.read, map_of, version)

    def _show(self, found: Compared | None) -> None:
        if found is None:
            self._read()
            return
        self.found = found
        for sheet, picture in zip(self.sheets, found.pictures, strict=True):
            sheet.show_picture(picture, found.marks, found.extent)
        self.over.show_picture(found.both, found.marks)
        self.list.show_changes(found)
        self.totals.show_totals(*found.totals)

    def _hear(self, change: Changed) -> None:
        if change.touches("process_version"):
            self._read()
        elif not _KINDS.isdisjoint(change.kinds):
            self.look_again()

    # Choosing

    def _mark(self, change: Change | None) -> None:
        """Jump to a change in every map that has it."""
        self._chosen = change
        if change is None:
            return
        for sheet, element in zip(self.sheets, (change.before, change.after), strict=True):
            sheet.select(element.id if element is not None else "")
        if change.before is None or change.after is None:
            there, other = self.sheets if change.after is None else self.sheets[::-1]
            other.look_where(there)
        self.over.select(change.element.id)

    def _clicked(self, element_id: str) -> None:
        found = self.found.changes if self.found is not None else ()
        meant = (each for each in found if element_id in {part.id for part in (each.before, each.after) if part})
        self.list.show_current(next(meant, None))

    def _open(self, element_id: str, side: int = 1) -> None:
        version = self.sides[side]
        if version is not None and element_id:
            self.opened.emit(version.process_id, element_id)

    def _open_change(self, change: Change) -> None:
        self._open(change.element.id, 1 if change.after is not None else 0)

    def _pick(self, side: int) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for number, offer in enumerate(self.offers):
            if number and not offer.id:
                menu.add_line()
            current = self.sides[side]
            menu.add_entry(self._words(offer), partial(self.choose, side, offer.key),
                           checked=current is not None and current.key == offer.key)  # fmt: skip
        menu.open_below(self.pickers[side], right=bool(side))

    def _name_picker(self, side: int) -> None:
        version = self.sides[side]
        if version is not None:
            words = self._words(version)
            self.pickers[side].set_wording(words)
            before, after = text("diagram", "Before: {what}", what=words), text("diagram", "After: {what}", what=words)
            self.pickers[side].setAccessibleName(str(after if side else before))

    def _words(self, version: Version) -> Wording:
        form = label("options", f"process.form.{version.form}")
        if not version.id:
            return text("diagram", "{form} · now", form=form)
        at = current_formats(self._desk.clock.now()).moment(version.saved_at or 0)
        return text("diagram", "{form} · {name} · {moment}", form=form, name=version.name, moment=at)

    def _connect(self) -> None:
        for side, sheet in enumerate(self.sheets):
            sheet.chosen.connect(self._clicked)
            sheet.opened.connect(partial(self._open, side=side))
        self.over.chosen.connect(self._clicked)
        self.over.opened.connect(self._open)
        self.list.chosen.connect(self._mark)
        self.list.opened.connect(self._open_change)
        self._desk.refresh.changed.connect(self._hear)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        for widget in (self.pickers[0], self.way, self.pickers[1]):
            if widget is self.way:
                head.addStretch()
            head.addWidget(widget)
            if widget is self.way:
                head.addStretch()
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sheets[0], 1)
        row.addWidget(line("v"))
        row.addWidget(self.sheets[1], 1)
        self._maps = QStackedWidget()
        self._maps.addWidget(beside)
        self._maps.addWidget(self.over)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(line())
        left.addWidget(self._maps, 1)
        inner = QWidget()
        across = QHBoxLayout(inner)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(line("v"))
        across.addWidget(self.list)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(inner, 1)
        column.addWidget(self.totals)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(whole)
        self._stack.setCurrentIndex(1)
        set_surface(self, "surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)


def _usual(offers: Sequence[Version], here: str) -> list[str]:
    """Return what is compared at first: the as-is with the to-be; else the newest version with the map as it is now."""
    now = [each for each in offers if not each.id]
    if len(now) > 1:
        other = here if here != now[0].key else now[-1].key
        return [now[0].key, other]
    return [offers[1].key if len(offers) > 1 else here, here]
