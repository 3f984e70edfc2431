"""The top bar, the same on every page: where I am, find, sync, notices, create."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.search_button import SearchButton
from crm_desktop.views.widgets.sync_pill import SyncPill

Crumb = tuple[Wording, Callable[[], object] | None]


class TopBar(Component, QFrame):
    """`bar.set_place([(text("shell", "Accounts"), self.show_accounts), (name, None)])`; the last crumb is the title."""

    search_wanted = Signal()
    sync_wanted = Signal()
    notices_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        self._place = QHBoxLayout()
        self._place.setSpacing(4)
        self.beside_place = QHBoxLayout()
        self.beside_place.setSpacing(4)
        self.search = SearchButton(self.search_wanted.emit)
        self.pill = SyncPill()
        self.pill.clicked.connect(self.sync_wanted)
        self.bell = IconButton(text("widgets", "Notifications"), "bell", self.notices_wanted.emit)
        self.new = Button(text("widgets", "New"), self.new_wanted.emit, icon="plus", trailing="chevron-down")
        self.new.set_hint("Ctrl N")
        self.setProperty("edge", "bottom")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 0, 16, 0)
        self._row.setSpacing(8)
        self.search.setMaximumWidth(340)
        # Alike to the left and right of it, so that the search stands in the middle and stays there.
        self._row.addLayout(self._left(), 1)
        self._row.addWidget(self.search, 1)
        self._row.addLayout(self._right(), 1)
        self.settle()

    def set_place(self, crumbs: Sequence[Crumb]) -> None:
        """Say where the person is."""
        while (item := self._place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, (wording, run) in enumerate(crumbs):
            last = number == len(crumbs) - 1
            if last:
                self._place.addWidget(Label(wording, "heading"))
            else:
                self._place.addWidget(Button(wording, run, kind="quiet", small=True))
                arrow = QLabel()
                arrow.setPixmap(pixmap("chevron-right", 14, "text.tertiary"))
                self._place.addWidget(arrow)

    def _left(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(self._place)
        row.addLayout(self.beside_place)
        row.addStretch()
        return row

    def _right(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for part in (self.pill, self.bell, self.new):
            row.addWidget(part)
        return row

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("topBar"))
