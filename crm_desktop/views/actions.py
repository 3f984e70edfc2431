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
        self._offers: dict[tuple[str, int], _Offer] = {}
        """By key and owner: pages of one class offer the same keys, and one of them is shown."""

    def contribute(self, owner: QWidget, actions: Iterable[Action], *, everywhere: bool = False) -> None:
        """Offer actions for as long as `owner` lives; what it offered under the same key before is replaced."""
        context = Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        for action in actions:
            if action.menu not in MENUS:
                raise ValueError(action.menu)
            place = (action.key, id(owner))
            self._forget(place)
            made = QAction(owner)
            made.setShortcutContext(context)
            made.setShortcut(QKeySequence("" if action.taken else action.shortcut))
            made.triggered.connect(lambda _checked=False, action=action: _run(action))
            owner.addAction(made)
            made.destroyed.connect(partial(self._left, place, id(made)))
            self._offers[place] = _Offer(action, made, owner)
        self.changed.emit()

    def withdraw(self, owner: QWidget) -> None:
        """Take back everything that `owner` offered."""
        for place in [place for place, offer in self._offers.items() if offer.owner is owner]:
            self._forget(place)
        self.changed.emit()

    def all(self) -> list[Action]:
        """Return the actions in the order they were offered."""
        return [offer.action for offer in self._offers.values()]

    def visible(self) -> list[Action]:
        """Return the actions whose page is shown, enabled or not: what menus list."""
        # Of two that are shown under one key the newer holds, in the place of the older.
        shown = {offer.action.key: offer.action for offer in self._offers.values() if offer.owner.isVisible()}
        return list(shown.values())

    def usable(self) -> list[Action]:
        """Return the actions that can be run now: enabled, and their page is shown."""
        return [action for action in self.visible() if action.enabled()]

    def find(self, key: str) -> Action | None:
        """Return the action with this key, that of the page that is shown before others, or None."""
        found = [offer for offer in self._offers.values() if offer.action.key == key]
        shown = [offer for offer in found if offer.owner.isVisible()]
        return (shown or found)[-1].action if found else None

    def run(self, key: str) -> bool:
        """Run an action if it is offered and enabled; tell whether it ran."""
        action = self.find(key)
        return action is not None and _run(action)

    def review(self) -> None:
        """Ask every action again whether it is enabled; call after a selection changed."""
        for offer in self._offers.values():
            offer.made.setEnabled(offer.action.enabled())
        self.changed.emit()

    def _forget(self, place: tuple[str, int]) -> None:
        offer = self._offers.pop(place, None)
        if offer is not None:
            offer.owner.removeAction(offer.made)
            offer.made.deleteLater()

    def _left(self, place: tuple[str, int], identity: int, _gone: QObject | None = None) -> None:
        offer = self._offers.get(place)
        if offer is not None and id(offer.made) == identity:
            del self._offers[place]


@dataclass(frozen=True, slots=True)
class _Offer:
    """An action, what takes its shortcut, and the widget whose it is."""

    action: Action
    made: QAction
    owner: QWidget


def _run(action: Action) -> bool:
    if not action.enabled():
        return False
    action.run()
    return True
