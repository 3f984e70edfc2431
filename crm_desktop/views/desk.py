"""What every screen is given, and the two things every screen does with it: read a query, carry out an act.

The store is named only for its type: the window paints before the store's libraries are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject

from crm_desktop.models.ids import new_id
from crm_desktop.views.actions import ActionBoard
from crm_desktop.views.background import Background
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.navigation import Navigator
from crm_desktop.views.notices import Notices
from crm_desktop.views.refresh import Refresh
from crm_desktop.views.surroundings import Surroundings

if TYPE_CHECKING:
    from crm_desktop.models.clock import Clock
    from crm_desktop.models.edits import Edit
    from crm_desktop.store.opening import Store
    from crm_desktop.store.reader import Reader
    from crm_desktop.store.write_door import Committed

T = TypeVar("T")
MOST_EDITS = 1_900
"""Edits of one transaction: the server takes 2,000 changes, and one edit may become two."""
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Desk:
    """The tools on a person's desk. Made by the composition root, handed to every screen."""

    store: Store
    background: Background
    refresh: Refresh
    actions: ActionBoard
    navigator: Navigator
    notices: Notices
    clock: Clock
    me: str
    """The signed-in user's id."""
    around: Surroundings = field(default_factory=Surroundings)

    def read(
        self,
        owner: QObject,
        on_result: Callable[[T], None],
        query: Callable[Concatenate[Reader, P], T],
        *args: P.args,
        **options: P.kwargs,
    ) -> None:
        """Run a query off the UI thread; a newer read of the same query for the same owner makes this one stale."""
        work = partial(self.store.read, query, *args, **options)
        self.background.read(work, on_result, self.notices.fail, owner=owner, token=query.__name__)

    def act(
        self,
        act: str,
        edits: Sequence[Edit],
        said: Wording = "",
        on_done: Callable[[Committed], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        initiator: QObject | None = None,
    ) -> None:
        """Commit an act off the UI thread, announce what changed, and say it with Undo where `said` is given."""

        def done(committed: Committed) -> None:
            self.announce(committed, initiator)
            if said and committed.ids:
                self.notices.say_done(said)
            if on_done is not None:
                on_done(committed)

        self.background.write(partial(self.store.door.commit, act, edits), done, on_error or self.notices.fail)

    def act_in_parts(
        self,
        act: str,
        edits: Sequence[Edit],
        said: Wording,
        on_done: Callable[[], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Commit more edits than one transaction holds, as one act to the person: all of them or none, one undo."""
        parts = [edits[at : at + MOST_EDITS] for at in range(0, len(edits), MOST_EDITS)]
        batch = new_id() if len(parts) > 1 else ""

        def work() -> list[Committed]:
            done: list[Committed] = []
            try:
                for part in parts:
                    done.append(self.store.door.commit(act, part, batch))  # noqa: PERF401 - known if the next fails
            except Exception:
                if done:
                    self.store.door.undo(transaction=done[0].transaction)
                raise
            return done

        def announced(done: list[Committed]) -> None:
            for each in done:
                self.announce(each)
            if said:
                self.notices.say_done(said)
            on_done()

        self.background.write(work, announced, on_error or self.notices.fail)

    def announce(self, committed: Committed, initiator: object | None = None) -> None:
        """Broadcast what a commit changed."""
        self.refresh.announce(set(committed.kinds), set(committed.ids), initiator)
