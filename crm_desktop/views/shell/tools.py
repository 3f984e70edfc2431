"""What the window works with from its first paint on, before the store is open; a desk is made of it later."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.models.clock import Clock, SystemClock
from crm_desktop.views.actions import ActionBoard
from crm_desktop.views.background import Background
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Navigator
from crm_desktop.views.notices import Notices
from crm_desktop.views.refresh import Refresh
from crm_desktop.views.surroundings import Surroundings
from crm_desktop.views.sync_status import SyncStatusFeed

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store


@dataclass(frozen=True, slots=True)
class Tools:
    """One of each for a window; made by the composition root on the UI thread."""

    background: Background = field(default_factory=Background)
    refresh: Refresh = field(default_factory=Refresh)
    actions: ActionBoard = field(default_factory=ActionBoard)
    navigator: Navigator = field(default_factory=Navigator)
    notices: Notices = field(default_factory=Notices)
    sync: SyncStatusFeed = field(default_factory=SyncStatusFeed)
    clock: Clock = field(default_factory=SystemClock)
    surroundings: InitVar[Surroundings | None] = None
    """What another window shares with the first."""
    around: Surroundings = field(init=False)

    def __post_init__(self, surroundings: Surroundings | None) -> None:
        object.__setattr__(self, "around", surroundings or Surroundings(self.sync))

    def desk(self, store: Store, me: str) -> Desk:
        """Return the desk for the screens, now that the store is open and it is known who works here."""
        return Desk(
            store,
            self.background,
            self.refresh,
            self.actions,
            self.navigator,
            self.notices,
            self.clock,
            me,
            self.around,
        )
