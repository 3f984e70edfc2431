"""Writing rows, a chunk of them as one act, and judging the next ones while others write.

Where a destination has a line, several chunks are under way: both sides then work all the time, and wait for each
other only where one is slower throughout. They are written in their order, since later ones may refer to earlier ones.
What a row becomes stands in `planning.py`.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType

from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import Refused, UserError
from crm_desktop.models.importing.findings import Problem
from crm_desktop.models.importing.planning import Planned
from crm_desktop.models.importing.ports import Destination
from crm_desktop.models.importing.reading import ReadRow


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows that are written as one act, and what has to be there before them."""

    needed: Sequence[Edit]
    planned: Sequence[Planned]

    @property
    def edits(self) -> list[Edit]:
        """All that is to be written."""
        return [*self.needed, *(edit for each in self.planned for edit in each.edits)]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a chunk: rows that were written, and rows that the destination refused."""

    written: Sequence[Planned]
    refused: Sequence[ReadRow] = ()


class Ahead:
    """`with Ahead(act, destination) as ahead`: `send` chunk after chunk, then take the `rest` of what became of them.

    Without a destination nothing is written, as in a rehearsal.
    """

    def __init__(self, act: str, destination: Destination | None) -> None:
        self._act, self._destination = act, destination
        self._line = destination.line if destination is not None else None
        self._sent: deque[Chunk] = deque()
        self._refused: dict[str, Refused] = {}
        """Why records that rows would have made are not there: later rows of the same record rest on them."""

    def send(self, chunk: Chunk) -> list[Written]:
        """Have a chunk written; return what became of it, or of one sent before while it is under way."""
        if self._line is None:
            return [self._written(chunk)]
        done = [self._first()] if len(self._sent) >= self._line.most else []
        self._sent.append(chunk)
        self._begin(chunk)
        return done

    def rest(self) -> Iterator[Written]:
        """Yield what becomes of all that is under way."""
        while self._sent:
            yield self._first()

    def _begin(self, chunk: Chunk) -> None:
        edits = chunk.edits
        if edits and self._line is not None:
            self._line.begin(self._act, edits)

    def _first(self) -> Written:
        """Wait for the chunk sent first."""
        chunk = self._sent.popleft()
        if self._line is None or not chunk.edits:
            return self._as_written(chunk.planned)
        try:
            self._line.finish()
        except Refused:
            found = self._row_by_row(chunk)
            for each in self._sent:
                self._begin(each)
            return found
        return self._as_written(chunk.planned)

    def _written(self, chunk: Chunk) -> Written:
        try:
            self._commit(chunk.edits)
        except Refused:
            return self._row_by_row(chunk)
        return self._as_written(chunk.planned)

    def _row_by_row(self, chunk: Chunk) -> Written:
        """Write the rows of a refused chunk one by one, so that a bad one costs only itself."""
        self._commit(chunk.needed)
        written, refused = [], []
        for each in chunk.planned:
            try:
                if each.id in self._refused:
                    raise self._refused[each.id]
                self._commit(each.edits)
            except Refused as refusal:
                if each.fate == "created":
                    self._refused[each.id] = refusal
                each.read.problems.append(_refused(each.read, refusal))
                refused.append(each.read)
            else:
                written.append(each)
        return Written(written, refused)

    def _as_written(self, planned: Sequence[Planned]) -> Written:
        """Return rows that were written, but for those that say again what was refused."""
        lost = [each for each in planned if each.id in self._refused] if self._refused else []
        for each in lost:
            each.read.problems.append(_refused(each.read, self._refused[each.id]))
        kept = [each for each in planned if each.id not in self._refused] if lost else planned
        return Written(kept, [each.read for each in lost])

    def _commit(self, edits: Sequence[Edit]) -> None:
        if self._destination is not None and edits:
            self._destination.commit(self._act, edits)

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.settle()


def _refused(read: ReadRow, refusal: UserError) -> Problem:
    return Problem(read.row.line, str(refusal.facts.get("field", "")), "", "", refusal.code, refusal.facts)
