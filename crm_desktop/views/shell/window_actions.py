"""What a person can do in the window from its first paint on, before the data is open."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QApplication

from crm_desktop.views.actions import Action
from crm_desktop.views.navigation import Place
from crm_desktop.views.shell.context_menu import open_context_menu
from crm_desktop.views.shell.page_host import PageHost
from crm_desktop.views.shell.sections import SECTIONS
from crm_desktop.views.shell.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Doings:
    """What the window itself does at a key."""

    menu: Callable[[], None]
    keys: Callable[[], None]
    rail: Callable[[], None]
    pane: Callable[[int], None]


def window_actions(tools: Tools, host: PageHost, do: Doings) -> list[Action]:
    """Return the actions in the order of the menus."""
    return [
        *_places(tools),
        Action(
            key="back",
            run=partial(host.step, -1),
            menu="go",
            icon="arrow-left",
            shortcut="Alt+Left",
            enabled=lambda: host.history.can_go_back,
        ),
        Action(
            key="forward",
            run=partial(host.step, 1),
            menu="go",
            icon="arrow-right",
            shortcut="Alt+Right",
            enabled=lambda: host.history.can_go_forward,
        ),
        Action(key="toggle_rail", run=do.rail, menu="view", icon="panel-left", shortcut="Ctrl+B"),
        Action(key="next_pane", run=partial(do.pane, 1), menu="view", shortcut="F6"),
        Action(key="previous_pane", run=partial(do.pane, -1), menu="view", shortcut="Shift+F6"),
        Action(key="menu", run=do.menu, menu="view", icon="app-window", shortcut="F10"),
        Action(
            key="context_menu",
            run=open_context_menu,
            menu="view",
            icon="mouse-pointer-2",
            shortcut="Shift+F10",
            # Windows sends the event for this key by itself.
            taken=sys.platform == "win32",
        ),
        Action(key="keys", run=do.keys, menu="help", icon="keyboard", shortcut="Ctrl+/"),
    ]


def quit_all(tell: Callable[[], None]) -> None:
    """End the program; other windows are kept in mind for the next start."""
    tell()
    QApplication.closeAllWindows()


def _places(tools: Tools) -> list[Action]:
    return [
        Action(
            key=f"go_{each.name}",
            run=partial(tools.navigator.go, Place(each.name)),
            menu="go",
            icon=each.icon,
            shortcut=f"Ctrl+{number}",
            wording=each.wording,
        )
        for number, each in enumerate(SECTIONS, start=1)
    ]
