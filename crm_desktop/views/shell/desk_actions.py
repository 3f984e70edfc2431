"""What a person can do everywhere in the window once the data is open; pages add their own to the same board."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.links import link_to
from crm_desktop.views.navigation import Place
from crm_desktop.views.shell.sections import ALIASES, LISTS
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.shell.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDoings:
    """What the window does for its desk."""

    undo: Callable[[], None]
    redo: Callable[[], None]
    sync_now: Callable[[], None]
    new: Callable[[], None]
    lock: Callable[[], None]
    sign_out: Callable[[], None]
    window: Callable[[], None]
    link: Callable[[], None]
    recent: Callable[[], None]
    news: Callable[[], None]
    diagnostics: Callable[[], None]


def desk_actions(tools: Tools, do: DeskDoings) -> list[Action]:
    """Return the actions in the order of the menus."""
    kinds = [
        Action(key=f"new_{name}", run=partial(tools.navigator.create, name), menu="file", icon=KINDS[name].icon)
        for name in creatable()
    ]
    return [
        Action(key="new", run=do.new, menu="file", icon="plus", shortcut="Ctrl+N"),
        *kinds,
        Action(key="new_window", run=do.window, menu="file", icon="app-window", shortcut="Ctrl+Shift+N"),
        Action(key="copy_link", run=do.link, menu="edit", icon="link"),
        Action(key="lock", run=do.lock, menu="file", icon="lock", shortcut="Ctrl+Alt+L"),
        Action(key="sign_out", run=do.sign_out, menu="file", icon="log-out"),
        Action(key="undo", run=do.undo, menu="edit", icon="undo-2", shortcut="Ctrl+Z"),
        Action(key="redo", run=do.redo, menu="edit", icon="redo-2", shortcut="Ctrl+Shift+Z"),
        Action(
            key="go_studies",
            run=partial(tools.navigator.go, Place("studies")),
            menu="go",
            icon=KINDS["study"].icon,
            shortcut="Ctrl+Shift+D",
        ),
        Action(
            key="custom_field.open",
            run=partial(tools.navigator.go, Place("custom_fields")),
            menu="go",
            icon="text-cursor-input",
        ),
        Action(key="go_method", run=partial(tools.navigator.go, Place("method")), menu="go", icon="compass"),
        Action(key="find", run=tools.navigator.open_palette, menu="go", icon="search", shortcut="Ctrl+K"),
        Action(key="recent", run=do.recent, menu="go", icon="history", shortcut="Ctrl+Shift+E"),
        Action(key="whats_new", run=do.news, menu="help", icon="sparkles"),
        Action(key="diagnostics", run=do.diagnostics, menu="help", icon="file-text"),
        Action(key="sync_now", run=do.sync_now, menu="sync", icon="refresh-cw", shortcut="F9"),
    ]


def copy_link(tools: Tools, place: Callable[[], Place]) -> None:
    """Put the address of the present page where it can be pasted."""
    QGuiApplication.clipboard().setText(link_to(place()))
    tools.notices.inform(text("shell", "The link to this page is copied"))


def show_recent(desk: Desk, workplace: Workplace) -> None:
    """Open the menu of pages opened lately, under the search or, where a page has a top line of its own, the rail."""
    from crm_desktop.views.shell.recent_menu import open_recent

    search = workplace.bar.search
    open_recent(desk, workplace.window(), search if search.isVisible() else workplace.rail, workplace.host.place)


def show_whats_new(window: QWidget) -> None:
    """Show what is new in this version."""
    from crm_desktop.views.shell.whats_new import show_news

    show_news(window)


def save_diagnostics_of(desk: Desk, window: QWidget) -> None:
    """Save a file for support."""
    from crm_desktop.views.shell.diagnostics_file import save_diagnostics

    save_diagnostics(desk, window)


def creatable() -> list[str]:
    """Return the kinds of record that have pages and are made by people."""
    return [kind.name for kind in KINDS.values() if kind.page and kind.client_creates]


def kind_here(place: Place) -> str:
    """Return the kind that "new" means in a section, or ""."""
    for name in creatable():
        if KINDS[name].plural == place.section and (place.section not in ALIASES or place.section in LISTS):
            return name
    return ""
