"""Every action of the board in a menu: under the product's name, and in the system's menu bar where there is one."""

import sys
from collections.abc import Iterator

from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from crm_desktop.views.actions import MENUS, Action, ActionBoard
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.widgets.menu import Menu

_TITLES = {
    "file": text("shell", "File"),
    "edit": text("shell", "Edit"),
    "record": text("shell", "Record"),
    "go": text("shell", "Go"),
    "view": text("shell", "View"),
    "sync": text("shell", "Sync"),
    "help": text("shell", "Help"),
}


class Menus:
    """`menus.open_below(button)` opens all menus in one; on macOS they also stand in the menu bar."""

    def __init__(self, window: QMainWindow, board: ActionBoard) -> None:
        self._window = window
        self._board = board
        if sys.platform == "darwin":
            self._fill_menu_bar()

    def open_below(self, widget: QWidget) -> Menu:
        """Open a menu with one entry for each menu that has something to offer now."""
        menu = Menu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        for title, actions in self.sorted_actions():
            below = Menu(menu)
            fill(below, actions)
            menu.add_menu(below, title)
        menu.open_below(widget)
        menu.setActiveAction(menu.actions()[0])
        return menu

    def sorted_actions(self) -> Iterator[tuple[Text, list[Action]]]:
        """Yield each menu's title and its actions: those whose page is shown, enabled or not."""
        shown = self._board.visible()
        for name in MENUS:
            # Leaving stands last, as everywhere.
            actions = sorted((each for each in shown if each.menu == name), key=lambda each: each.key == "quit")
            if actions:
                yield _TITLES[name], actions

    def _fill_menu_bar(self) -> None:
        bar = self._window.menuBar()
        for name in MENUS:
            menu = bar.addMenu(str(_TITLES[name]))
            menu.aboutToShow.connect(lambda menu=menu, name=name: self._renew(menu, name))

    def _renew(self, menu: QMenu, name: str) -> None:
        menu.clear()
        menu.setTitle(str(_TITLES[name]))
        for action in self._board.visible():
            if action.menu == name:
                entry = menu.addAction(str(action.text), action.run)
                entry.setEnabled(action.enabled())


def fill(menu: Menu, actions: list[Action]) -> None:
    """Add actions to a menu, those that destroy last and after a line."""
    for action in actions:
        if not action.dangerous:
            menu.add(action)
    dangerous = [action for action in actions if action.dangerous]
    if dangerous and len(dangerous) < len(actions):
        menu.add_line()
    for action in dangerous:
        menu.add(action)
