"""The replica as a place to import into: `models.importing.ports.Destination` over the doors of the store."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import UserError
from crm_desktop.models.fields import Values, is_custom
from crm_desktop.models.ids import new_id
from crm_desktop.models.importing.ports import Line
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import records
from crm_desktop.store.queries.values import own_value
from crm_desktop.store.reader import Reader
from crm_desktop.store.write_door import Committed
from crm_desktop.store.write_orders import OrderLine


@dataclass(frozen=True, slots=True)
class StoreDestination:
    """Looks records up by queries and writes them through the one write door, each act undoable as a whole."""

    store: Store
    announce: Callable[[Committed], None] | None = None
    """Called in the importing thread after each act, for the broadcast."""
    orders: OrderLine | None = None
    """The way to a process that commits, where there is one."""
    batch: str = field(default_factory=new_id)
    """What joins the acts of this import, so that they are taken back as one."""

    @property
    def line(self) -> Line | None:
        """The way to the process that commits, for the acts of this import."""
        return None if self.orders is None else _BatchLine(self.orders, self.batch, self._tell)

    def known(self, kind: str, fields: Sequence[str]) -> Iterable[tuple[str, Values]]:
        """Return id and the named fields of all records of a kind on this device that are not in the bin."""
        return self.store.read(_known, kind, fields)

    def current(self, kind: str, ids: Sequence[str]) -> Mapping[str, Values]:
        """Return the present values of records by id."""
        return {each: record.values for each, record in self.store.read(records, kind, ids).items()}

    def commit(self, act: str, edits: Sequence[Edit]) -> None:
        """Write the edits as one act; raises Refused where a value or a record is not as it must be."""
        line = self.line
        if line is None:
            self._tell(self.store.door.commit(act, edits, self.batch))
        else:
            line.begin(act, edits)
            line.finish()

    def _tell(self, done: Committed) -> None:
        if self.announce is not None:
            self.announce(done)


@dataclass(frozen=True, slots=True)
class _BatchLine:
    """Implements `Line` for one batch."""

    orders: OrderLine
    batch: str
    tell: Callable[[Committed], None]

    @property
    def most(self) -> int:
        """See Line: one is being written, one is on its way, two let either side be late now and then."""
        return 4

    def begin(self, act: str, edits: Sequence[Edit]) -> None:
        """See Line."""
        self.orders.begin(act, edits, self.batch)

    def finish(self) -> None:
        """See Line; the act is announced."""
        self.tell(self.orders.finish())

    def settle(self) -> None:
        """See Line; what was written is announced."""
        while self.orders.under_way:
            with suppress(UserError):
                self.finish()


def _known(reader: Reader, kind: str, fields: Sequence[str]) -> list[tuple[str, Values]]:
    declared = KINDS[kind]
    names = [name for name in fields if declared.has(name)]
    columns = ", ".join(own_value(declared.plural, name) if is_custom(name) else f'"{name}"' for name in ("id", *names))
    rows = reader.all(f"SELECT {columns} FROM {declared.plural} WHERE deleted_at IS NULL ORDER BY id")
    return [(row[0], dict(zip(names, row[1:], strict=True))) for row in rows]
