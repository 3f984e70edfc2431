"""The tabs of a list's views, with the menu that renames, pins, shares and deletes them, and room at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.tables.ask_name import ask_name
from crm_desktop.views.tables.view_book import AUDIENCES, View, ViewBook, audience_words
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.view_tabs import ViewTabs


class ViewTabsBar(QWidget):
    """`bar.fill(current)`; `chosen` says the key of a view, `create_wanted` that a new one is wanted."""

    chosen = Signal(str)
    create_wanted = Signal()

    def __init__(self, book: ViewBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._counts: dict[str, int] = {}
        self.tabs = ViewTabs(menus=True)
        self.tabs.setAccessibleName(str(text("tables", "Views")))
        self.tabs.chosen.connect(self.chosen)
        self.tabs.menu_wanted.connect(self._open_menu)
        self.right = QHBoxLayout()
        self.right.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addWidget(Button(text("tables", "View"), self.create_wanted.emit, kind="quiet", icon="plus", small=True))
        row.addStretch()
        row.addLayout(self.right)
        book.counted.connect(self._count)

    def fill(self, current: str) -> None:
        """Show the views of the book."""
        views = [(view.key, view.wording, self._counts.get(view.key)) for view in self._book.views]
        self.tabs.set_views(views, current)

    def choose(self, key: str) -> None:
        """Show another view as the current one."""
        self.tabs.blockSignals(True)
        self.tabs.choose(key)
        self.tabs.blockSignals(False)
        self.tabs.update()

    def _count(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self.tabs.set_counts(counts)

    def _open_menu(self, key: str, point: QPoint) -> None:
        view = self._book.find(key)
        if view is None:
            return
        menu = Menu(self)
        own = self._book.may_change(view)
        if own:
            self._fill_menu(menu, view)
        else:
            menu.add_entry(text("tables", "Save a copy"), self.create_wanted.emit, icon="copy")
        menu.popup(point)

    def _fill_menu(self, menu: Menu, view: View) -> None:
        book, record = self._book, view.record
        assert record is not None
        menu.add_entry(text("tables", "Rename"), partial(self._rename, view), icon="pencil")
        pinned = bool(record.get("pinned"))
        words = text("tables", "Remove from rail") if pinned else text("tables", "Pin to rail")
        menu.add_entry(words, partial(book.pin, view, not pinned), icon="pin-off" if pinned else "pin")
        menu.add_line()
        for audience in AUDIENCES:
            now = (record.get("audience") or AUDIENCES[0]) == audience
            menu.add_entry(audience_words(audience), partial(book.share, view, audience), checked=now)
        menu.add_line()
        menu.add_entry(text("tables", "Delete view"), partial(book.delete, view), icon="trash-2", danger=True)

    def _rename(self, view: View) -> None:
        take = partial(self._book.rename, view)
        ask_name(self, text("tables", "What is the view called?"), str(view.wording), text("tables", "Rename"), take)
