"""Writing in bulk on the server: imports, samples, set-up. The same judgement and the same log as everything else."""

from collections.abc import Sequence

from sqlalchemy import Connection

from crm_desktop.models.access import Rights
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.clock import Clock
from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.errors import ProgrammingError, Refused
from crm_desktop.models.exchange import Refusal
from crm_desktop.models.ids import new_id
from crm_desktop.models.merge.authors import Author
from crm_server.services.accept_changes import logged_transaction
from crm_server.services.acceptance import Acceptance, Maker, Rejected
from crm_server.services.judge_changes import judge_transaction
from crm_server.store.engine import Database
from crm_server.store.numbering import number_and_keep
from crm_server.store.organisations import read_state
from crm_server.store.workspace import Workspace

CHANGES_EACH = 500
"""Changes of one logged transaction: readers take whole transactions, so they must not grow with the file."""
DEVICE = "server"


class NotWritten(Refused):
    """Nothing was written, because one edit cannot be accepted; `index` is its place among the edits."""

    def __init__(self, refusal: Refusal, index: int) -> None:
        super().__init__(refusal.code, **refusal.facts)
        self.refusal, self.index = refusal, index


def write_as(
    database: Database,
    clock: Clock,
    owner: tuple[str, str],
    act: str,
    edits: Sequence[Edit],
    made_at: int | None = None,
) -> int:
    """Write edits in the name of a user, `(organisation, user)`, in one commit; return the last number of the log.

    Values are validated like everyone's; rights are not asked, since whoever calls this operates the server. Raises
    NotWritten and writes nothing when an edit cannot be accepted. `made_at` is when it happened, now by default.
    """
    with database.write() as connection:
        return write_in(connection, clock.now(), owner, act, edits, made_at)


def write_in(
    connection: Connection,
    now: int,
    owner: tuple[str, str],
    act: str,
    edits: Sequence[Edit],
    made_at: int | None = None,
) -> int:
    """Do what `write_as` does, as the last part of a writing transaction that is open already."""
    org_id, user_id = owner
    acceptance = Acceptance(connection, org_id, now, Workspace(connection, org_id))
    state = read_state(connection, org_id)
    acceptance.preload({(edit.kind, edit.id) for edit in edits})
    maker = Maker(user_id, DEVICE, Rights(user_id, {}, {}, {}), trusted=True)
    for start in range(0, len(edits), CHANGES_EACH):
        _write_part(acceptance, maker, act, list(edits[start : start + CHANGES_EACH]), (start, made_at or now))
    acceptance.finish()
    if not acceptance.accepted:
        return state.sequence
    first = number_and_keep(connection, {org_id: acceptance.accepted}, {}, now)
    return first[org_id] + len(acceptance.accepted) - 1


def _write_part(acceptance: Acceptance, maker: Maker, act: str, edits: list[Edit], place: tuple[int, int]) -> None:
    start, made_at = place
    identifier = new_id()
    mine = Author(maker.user_id, maker.device, min(made_at, acceptance.now), identifier)
    changes: list[RecordChange] = []
    accepted_at = acceptance.now
    for edit in edits:
        row = acceptance.workspace.get(edit.kind, edit.id)
        last = row.get("updated_at") if row is not None else None
        accepted_at = max(accepted_at, last + 1 if isinstance(last, int) else 0)
        changes.append(_as_change(acceptance, edit))
    transaction = Transaction(identifier, act, mine.edited_at, tuple(changes))
    try:
        judged = judge_transaction(acceptance, maker, transaction, mine, accepted_at)
    except Rejected as rejected:
        at = next((index for index, each in enumerate(edits) if each.id == rejected.refusal.id), 0)
        raise NotWritten(rejected.refusal, start + at) from rejected
    acceptance.accept(logged_transaction(maker, transaction, mine, accepted_at, judged))


def _as_change(acceptance: Acceptance, edit: Edit) -> RecordChange:
    if isinstance(edit, Create):
        fields = {name: FieldChange(None, value) for name, value in edit.values.items()}
        return RecordChange(edit.kind, edit.id, Operation.CREATE, fields)
    if isinstance(edit, Update):
        row = acceptance.workspace.get(edit.kind, edit.id) or {}
        fields = {name: FieldChange(row.get(name), value) for name, value in edit.values.items()}
        return RecordChange(edit.kind, edit.id, Operation.UPDATE, fields)
    if isinstance(edit, Delete):
        return RecordChange(edit.kind, edit.id, Operation.DELETE)
    if isinstance(edit, Restore):
        return RecordChange(edit.kind, edit.id, Operation.RESTORE)
    raise ProgrammingError("not an edit")
