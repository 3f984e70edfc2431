"""Writing one chunk of rows while the next is read: the disk works beside the interpreter, one chunk ahead at most."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from crm_desktop.models.importing.planning import Planned
from crm_desktop.models.importing.reading import ReadRow


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a chunk: rows that were written, and rows that the destination refused."""

    written: Sequence[Planned]
    refused: Sequence[ReadRow] = ()


class Ahead:
    """`with Ahead(beside) as ahead`: `begin` a chunk, read the next, take the `result`; the block ends with the last.

    Only for commits that work in another process: two threads of one interpreter would hinder each other, so without
    `beside` a chunk is dealt with at once.
    """

    def __init__(self, beside: bool) -> None:
        self._thread = ThreadPoolExecutor(1, "import") if beside else None
        self._chunk: Future[Written] | Written | None = None

    def begin(self, work: Callable[[], Written]) -> None:
        """Deal with a chunk; the one before must have been taken."""
        assert self._chunk is None
        self._chunk = self._thread.submit(work) if self._thread is not None else work()

    def result(self) -> Written | None:
        """Wait for the chunk and return what became of it, or raise what stopped it; None where none was begun."""
        chunk, self._chunk = self._chunk, None
        return chunk.result() if isinstance(chunk, Future) else chunk

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._thread.shutdown()
