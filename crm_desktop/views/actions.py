"""What a person can do now: screens contribute actions, the shell shows them in menus, palette and page of keys.

An action says how it is called and what it runs; where it appears is the shell's business.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.texts import Wording, label

MENUS = ("file", "edit", "record", "go", "view", "sync", "help")


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing a person can do. Every action stands in a menu and in the palette; many have a shortcut."""

    key: str
    """Stable name, also the key of its label in context `acts`."""
    run: Callable[[], None]
    menu: str = "record"
    """One of MENUS."""
    icon: str = ""
    shortcut: str = ""
    """As Qt writes it, `Ctrl+Shift+I`; Qt makes Ctrl the command key on macOS."""
    taken: bool = False
    """A widget of the page takes the shortcut itself; menus and palette only show it."""
    enabled: Callable[[], bool] = _always
    wording: Wording = ""
    """Only where the label of the key does not say enough."""
    dangerous: bool = False

    @property
    def text(self) -> Wording:
        """What it is called."""
        return self.wording or label("acts", self.key)

    @property
    def keys(self) -> str:
        """The shortcut as this system writes it, or ""."""
        return key_text(self.shortcut)


def key_text(shortcut: str) -> str:
    """Return a shortcut as this system writes it: `Ctrl K`, `⌘K`, with signs for the arrows and Enter."""
    if sys.platform == "darwin":
        return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    written = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.PortableText)
    keys = written.replace("++", "+plus").split("+") if written else []
    return " ".join(_SIGNS.get(key, key) for key in keys)


_SIGNS = {"Return": "↵", "Enter": "↵", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "plus": "+"}


class ActionBoard(QObject):
    """All actions of a window. A page's shortcuts work while the focus is in the page, the shell's everywhere in it."""

    changed = Signal()
    """Actions came or went, or `review` was called."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers: dict[str, tuple[Action, QAction, QWidget]] = {}

    def contribute(self, owner: QWidget, actions: Iterable[Action], *, everywhere: bool = False) -> None:
        """Offer actions for as long as `owner` lives; a key that is offered already is replaced."""
        context = Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        for action in actions:
            if action.menu not in MENUS:
                raise ValueError(action.menu)
            self._forget(action.key)
            made = QAction(owner)
            made.setShortcutContext(context)
            made.setShortcut(QKeySequence("" if action.taken else action.shortcut))
            made.triggered.connect(lambda _checked=False, key=action.key: self.run(key))
            owner.addAction(made)
            made.destroyed.connect(partial(self._left, action.key, id(made)))
            self._offers[action.key] = (action, made, owner)
        self.changed.emit()

    def withdraw(self, owner: QWidget) -> None:
        """Take back everything that `owner` offered."""
        for key in [key for key, offer in self._offers.items() if offer[2] is owner]:
            self._forget(key)
        self.changed.emit()

    def all(self) -> list[Action]:
        """Return the actions in the order they were offered."""
        return [offer[0] for offer in self._offers.values()]

    def visible(self) -> list[Action]:
        """Return the actions whose page is shown, enabled or not: what menus list."""
        return [action for action, _, owner in self._offers.values() if owner.isVisible()]

    def usable(self) -> list[Action]:
        """Return the actions that can be run now: enabled, and their page is shown."""
        return [action for action in self.visible() if action.enabled()]

    def find(self, key: str) -> Action | None:
        """Return the action with this key, or None."""
        offer = self._offers.get(key)
        return offer[0] if offer else None

    def run(self, key: str) -> bool:
        """Run an action if it is offered and enabled; tell whether it ran."""
        action = self.find(key)
        if action is None or not action.enabled():
            return False
        action.run()
        return True

    def review(self) -> None:
        """Ask every action again whether it is enabled; call after a selection changed."""
        for action, made, _ in self._offers.values():
            made.setEnabled(action.enabled())
        self.changed.emit()

    def _forget(self, key: str) -> None:
        offer = self._offers.pop(key, None)
        if offer is not None:
            offer[2].removeAction(offer[1])
            offer[1].deleteLater()

    def _left(self, key: str, identity: int, _gone: QObject | None = None) -> None:
        offer = self._offers.get(key)
        if offer is not None and id(offer[1]) == identity:
            del self._offers[key]
