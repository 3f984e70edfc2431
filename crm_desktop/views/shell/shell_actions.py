"""What a person can do everywhere in the window, whatever page is shown; pages add their own to the same board."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication

from crm_desktop.models.catalog import KINDS
from crm_desktop.views.actions import Action
from crm_desktop.views.navigation import Place
from crm_desktop.views.shell.page_host import PageHost
from crm_desktop.views.shell.sections import ALIASES, SECTIONS
from crm_desktop.views.shell.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Doings:
    """What the window itself does at a key."""

    undo: Callable[[], None]
    redo: Callable[[], None]
    sync_now: Callable[[], None]
    new: Callable[[], None]
    menu: Callable[[], None]
    keys: Callable[[], None]
    rail: Callable[[], None]
    pane: Callable[[int], None]
    sign_out: Callable[[], None]


def shell_actions(tools: Tools, host: PageHost, do: Doings) -> list[Action]:
    """Return the window's actions in the order of the menus."""
    return [*_file(tools, do), *_edit(do), *_go(tools, host), *_view(do), *_sync(do), *_help(do)]


def creatable() -> list[str]:
    """Return the kinds of record that have pages and are made by people."""
    return [kind.name for kind in KINDS.values() if kind.page and kind.client_creates]


def kind_here(place: Place) -> str:
    """Return the kind that "new" means in a section, or ""."""
    for kind in KINDS.values():
        if kind.name in creatable() and kind.plural == place.section and place.section not in ALIASES:
            return kind.name
    return ""


def _file(tools: Tools, do: Doings) -> list[Action]:
    new = Action(key="new", run=do.new, menu="file", icon="plus", shortcut="Ctrl+N")
    kinds = [
        Action(key=f"new_{name}", run=partial(tools.navigator.create, name), menu="file", icon=KINDS[name].icon)
        for name in creatable()
    ]
    return [
        new,
        *kinds,
        Action(key="sign_out", run=do.sign_out, menu="file", icon="log-out"),
        Action(key="quit", run=_quit, menu="file", icon="x", shortcut="Ctrl+Q"),
    ]


def _edit(do: Doings) -> list[Action]:
    return [
        Action(key="undo", run=do.undo, menu="edit", icon="undo-2", shortcut="Ctrl+Z"),
        Action(key="redo", run=do.redo, menu="edit", icon="redo-2", shortcut="Ctrl+Shift+Z"),
    ]


def _go(tools: Tools, host: PageHost) -> list[Action]:
    sections = [
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
    return [
        Action(key="find", run=tools.navigator.open_palette, menu="go", icon="search", shortcut="Ctrl+K"),
        *sections,
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
    ]


def _view(do: Doings) -> list[Action]:
    return [
        Action(key="toggle_rail", run=do.rail, menu="view", icon="panel-left", shortcut="Ctrl+B"),
        Action(key="next_pane", run=partial(do.pane, 1), menu="view", shortcut="F6"),
        Action(key="previous_pane", run=partial(do.pane, -1), menu="view", shortcut="Shift+F6"),
        Action(key="menu", run=do.menu, menu="view", icon="app-window", shortcut="F10"),
    ]


def _sync(do: Doings) -> list[Action]:
    return [Action(key="sync_now", run=do.sync_now, menu="sync", icon="refresh-cw", shortcut="F9")]


def _help(do: Doings) -> list[Action]:
    return [Action(key="keys", run=do.keys, menu="help", icon="keyboard", shortcut="Ctrl+/")]


def _quit() -> None:
    application = QCoreApplication.instance()
    if application is not None:
        application.quit()
