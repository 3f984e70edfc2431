"""What the window says in passing: the undo bar, the error card, and the bell with what was said so far.

Bar, card and list are made when there is something to say: the window's first paint does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.shell.notice import Notice
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.widgets.icon_button import IconButton

if TYPE_CHECKING:
    from crm_desktop.views.shell.error_card import ErrorCard
    from crm_desktop.views.widgets.popover import Popover
    from crm_desktop.views.widgets.undo_bar import UndoBar

MOST_KEPT = 30


class Announcements(QObject):
    """Listens to `notices` and to errors nobody asked for, and shows them in the window."""

    def __init__(self, window: QWidget, tools: Tools, bell: IconButton, undo: Callable[[], object]) -> None:
        super().__init__(window)
        self._window = window
        self._clock = tools.clock
        self._bell = bell
        self._undo = undo
        self.kept: list[Notice] = []
        self.remedies: dict[str, tuple[Wording, Callable[[], object]]] = {}
        """What can be done at once about an error, by its code: verb and act."""
        self.unread = 0
        self._held = False
        tools.notices.done.connect(self._say_done)
        tools.notices.informed.connect(self._inform)
        tools.notices.failed.connect(self._fail)
        tools.background.failed.connect(self._fail)

    @cached_property
    def bar(self) -> UndoBar:
        """The bar at the foot of the window."""
        from crm_desktop.views.widgets.undo_bar import UndoBar

        return UndoBar(self._window)

    @cached_property
    def card(self) -> ErrorCard:
        """The card that explains a problem."""
        from crm_desktop.views.shell.error_card import ErrorCard

        return ErrorCard(self._window)

    def hold(self, *, held: bool) -> None:
        """Show nothing while the window is covered; what is said is kept for the list."""
        self._held = held

    def open_list(self) -> Popover:
        """Show what was said so far below the bell; it counts as read."""
        from crm_desktop.views.language.formats import current_formats
        from crm_desktop.views.shell.notice_list import notice_list
        from crm_desktop.views.widgets.popover import Popover

        self.unread = 0
        self._bell.set_count(0)
        popover = Popover(notice_list(self.kept, current_formats(self._clock.now())), padding=12)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(self._bell, right=True)
        return popover

    def _say_done(self, wording: Wording) -> None:
        if not self._held:
            self.bar.offer(wording, self._undo)

    def _inform(self, wording: Wording) -> None:
        if not self._held:
            self.bar.tell(wording, "info")
        self._keep(Notice("info", "info.text", wording, self._clock.now()))

    def _fail(self, error: Exception) -> None:
        from crm_desktop.views.language.errors import explain

        explained = explain(error)
        if not self._held:
            self.card.explain(explained, self.remedies.get(getattr(error, "code", "")))
        self._keep(Notice("octagon-alert", "danger.text", explained.title, self._clock.now()))

    def _keep(self, notice: Notice) -> None:
        self.kept = [notice, *self.kept][:MOST_KEPT]
        self.unread += 1
        self._bell.set_count(self.unread)
