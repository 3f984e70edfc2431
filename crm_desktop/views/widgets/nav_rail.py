"""The navigation rail: sections, pinned views, sync centre and settings, and who is signed in."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import logo
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.nav_item import NavItem
from crm_desktop.views.widgets.springing import Springing


class NavRail(Component, QFrame):
    """`rail.add_item("accounts", text("shell", "Accounts"), "building-2", "Ctrl+4")`; `chosen` says the key."""

    chosen = Signal(str)
    workspace_wanted = Signal()
    """The person wants another organisation or sign-in; a menu opens below `workspace`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "app")
        self._items: dict[str, NavItem] = {}
        self._pinned: list[str] = []
        self.collapsed = False
        self.workspace = IconButton(
            text("widgets", "Organisation and sign-in"), "chevrons-up-down", self.workspace_wanted.emit, small=True
        )
        self._name = Label(text("widgets", "Fieldline CRM"), weight=600, elide=True)
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._logo = QLabel()
        self._pinned_title = Label(text("widgets", "Pinned views"), "caption", "text.secondary")
        self._person = (
            Avatar("", "", 28),
            Label("", weight=600, elide=True),
            Label("", "caption", "text.secondary", elide=True),
        )
        self._top, self._middle, self._foot = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.springing = Springing(self)
        self.settle()

    def add_item(self, key: str, wording: Wording, icon: str, shortcut: str = "") -> None:
        """Append a section."""
        self._add(self._top, key, wording, icon, shortcut)

    def add_foot_item(self, key: str, wording: Wording, icon: str, shortcut: str = "") -> None:
        """Append an item at the foot."""
        self._add(self._foot, key, wording, icon, shortcut)

    def set_pinned(self, views: Sequence[tuple[str, Wording, int]]) -> None:
        """Show these pinned views: key, name, count."""
        for key in self._pinned:
            self._items.pop(key).deleteLater()
        self._pinned = [key for key, _, _ in views]
        for key, wording, count in views:
            self._add(self._middle, key, wording, "pin", "")
            self._items[key].set_count(count)
        self._pinned_title.setVisible(bool(views) and not self.collapsed)

    def item(self, key: str) -> NavItem | None:
        """Return the item of a section or view."""
        return self._items.get(key)

    def key_at(self, spot: QPoint) -> str:
        """Return which item lies at a spot of the rail, "" where none does."""
        under = self.childAt(spot)
        return next((key for key, item in self._items.items() if item is under), "")

    def set_count(self, key: str, count: int, *, alarming: bool = False) -> None:
        """Show a count at an item; red only for conflicts."""
        self._items[key].set_count(count, alarming=alarming)

    def set_current(self, key: str) -> None:
        """Mark the item of the page that is shown; "" marks none."""
        for name, item in self._items.items():
            item.setChecked(name == key)

    def set_person(self, name: str, remark: str, record_id: str) -> None:
        """Show who is signed in."""
        avatar, words, below = self._person
        avatar.set_record(name, record_id)
        words.set_wording(name)
        below.set_wording(remark)

    def set_collapsed(self, collapsed: bool) -> None:
        """Show icons only, or everything."""
        self.collapsed = collapsed
        for item in self._items.values():
            item.set_collapsed(collapsed)
        for part in (self._name, self.workspace, *self._person[1:]):
            part.setVisible(not collapsed)
        self._pinned_title.setVisible(bool(self._pinned) and not collapsed)
        self.restyle()

    def restyle(self) -> None:
        """Take width and mark from the theme."""
        theme = current_theme()
        full = theme.layout("navRail") + theme.scaled(60) - 60
        self.setFixedWidth(theme.layout("navRailCollapsed") if self.collapsed else full)
        self._logo.setPixmap(logo(24))

    def _add(self, column: QVBoxLayout, key: str, wording: Wording, icon: str, shortcut: str) -> None:
        item = NavItem(wording, icon, shortcut)
        item.clicked.connect(lambda _checked=False: self._choose(key))
        item.set_collapsed(self.collapsed)
        self._items[key] = item
        column.addWidget(item)

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 8, 12)
        head.setSpacing(8)
        head.addWidget(self._logo)
        head.addWidget(self._name)
        head.addWidget(self.workspace)
        head.addStretch()
        self._pinned_title.setContentsMargins(16, 14, 16, 4)
        avatar, words, below = self._person
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(words)
        names.addWidget(below)
        person = QHBoxLayout()
        person.setContentsMargins(16, 10, 12, 16)
        person.setSpacing(8)
        person.addWidget(avatar)
        person.addLayout(names, 1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for part in (self._top, self._middle, self._foot):
            part.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self._pinned_title)
        column.addLayout(self._middle)
        column.addStretch()
        column.addLayout(self._foot)
        column.addLayout(person)
        self._pinned_title.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(line("v"))
