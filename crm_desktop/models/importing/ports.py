"""What the import needs from where it writes, and from whoever watches it, as protocols.

The desktop implements Destination over the encrypted store, the server over its own database.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from crm_desktop.models.edits import Edit
from crm_desktop.models.fields import Values


class Destination(Protocol):
    """Where records are looked up and written."""

    @property
    def beside(self) -> bool:
        """Tell whether commits do their work in another process, so that reading may go on meanwhile."""
        ...

    def known(self, kind: str, fields: Sequence[str]) -> Iterable[tuple[str, Values]]:
        """Return id and the named fields of all records of a kind that can be seen and are not in the bin."""
        ...

    def current(self, kind: str, ids: Sequence[str]) -> Mapping[str, Values]:
        """Return the present values of records by id; at most some hundred at a time."""
        ...

    def commit(self, act: str, edits: Sequence[Edit]) -> None:
        """Write the edits, all or none, as one act; raises Refused where the business says no."""
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
