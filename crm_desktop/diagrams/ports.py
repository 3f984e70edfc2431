"""What the brain needs from outside: a door that writes, a way off the calling thread, and rows to read again.

The composition gives `store.door`, `background` and a function over `store.queries.process_map.read_map`.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol, TypeAlias

from crm_desktop.models.edits import Edit
from crm_desktop.models.processes.reading import MapReading


class Act(Protocol):
    """What the brain uses of the answer to an act."""

    @property
    def transaction(self) -> str:
        """The act's id; "" when everything already was as wanted."""
        ...

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the records that were written."""
        ...

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the records that were written."""
        ...


class Door(Protocol):
    """The house's write door."""

    def commit(self, act: str, edits: Sequence[Edit]) -> Act:
        """Do all edits or none, durably; raises Refused."""
        ...

    def undo(self, anyway: bool = False, transaction: str = "") -> Act:
        """Take back the newest act, or this very one; raises Refused."""
        ...

    def redo(self, anyway: bool = False, transaction: str = "") -> Act:
        """Do again what was taken back last, or by this very undo; raises Refused."""
        ...


class Background(Protocol):
    """Work off the calling thread: writes one after the other in order, reads beside them; answers on this thread."""

    def write(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a write."""
        ...

    def read(
        self,
        query: Callable[[], Any],
        on_result: Callable[[Any], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a reading."""
        ...


ReadRows: TypeAlias = Callable[[Collection[str] | None], MapReading]
"""Reads the map from the store: whole, or the elements with these ids."""


class AtOnce:
    """A background that does everything at once, on the calling thread: for the command line and for imports."""

    def write(
        self,
        work: Callable[[], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a write."""
        self.read(work, on_done or (lambda _: None), on_error)

    def read(
        self,
        query: Callable[[], Any],
        on_result: Callable[[Any], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a reading."""
        try:
            answer = query()
        except Exception as problem:
            if on_error is None:
                raise
            on_error(problem)
            return
        on_result(answer)
