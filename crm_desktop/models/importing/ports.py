"""What the import needs from where it writes, and from whoever watches it, as protocols.

The desktop implements Destination over the encrypted store, the server over its own database.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from crm_desktop.models.edits import Edit
from crm_desktop.models.fields import Values


class Line(Protocol):
    """Acts on their way to be written somewhere else, so that reading goes on meanwhile; one behind the other."""

    @property
    def most(self) -> int:
        """Return how many acts may be under way: enough that neither side waits, few enough to be held in memory."""
        ...

    def begin(self, act: str, edits: Sequence[Edit]) -> None:
        """Send an act on its way, behind those begun before."""
        ...

    def finish(self) -> None:
        """Wait until the act begun first is written; raises Refused where the business says no.

        Then nothing that was begun behind it is written, and all of that is forgotten.
        """
        ...

    def settle(self) -> None:
        """Wait until nothing is under way any more, whatever becomes of it."""
        ...


class Destination(Protocol):
    """Where records are looked up and written."""

    @property
    def line(self) -> Line | None:
        """Return the way to whoever writes elsewhere; None where commits work in this very thread."""
        ...

    def known(self, kind: str, fields: Sequence[str]) -> Iterable[tuple[str, Values]]:
        """Return id and the named fields of all records of a kind that can be seen and are not in the bin."""
        ...

    def current(self, kind: str, ids: Sequence[str]) -> Mapping[str, Values]:
        """Return the present values of records by id; at most some hundred at a time."""
        ...

    def commit(self, act: str, edits: Sequence[Edit]) -> None:
        """Write the edits, all or none, as one act; raises Refused where the business says no.

        Not while acts are under way on the line.
        """
        ...


class Watcher(Protocol):
    """Who sees how far an import is, and may stop it."""

    def progress(self, table: str, done: int) -> None:
        """Hear that so many rows of the table have been dealt with."""
        ...

    def cancelled(self) -> bool:
        """Tell whether to stop; what has been committed stays."""
        ...


class Unwatched:
    """Nobody watches."""

    def progress(self, table: str, done: int) -> None:
        """Let it pass."""

    def cancelled(self) -> bool:
        """Never stop."""
        return False
