"""Work left behind, for those who may decide about it: reading it by their own rights, applying, discarding.

Who that is: whoever made it, and with the permission `see_parked` whoever's rights reach that person's records.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from crm_desktop.models.access import FieldRight, Permission, Rights
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.clock import Clock
from crm_desktop.models.exchange import Push, Refusal
from crm_desktop.models.fields import Value
from crm_desktop.models.rescue import ApplyLeft, LeftChange, LeftField, LeftWork, LeftWorks
from crm_server.errors import NotFound
from crm_server.services.acceptance import Acceptance, Maker
from crm_server.services.load_rights import load_rights
from crm_server.services.push_jobs import PushJob, check_push
from crm_server.store import left_work
from crm_server.store.engine import Database
from crm_server.store.left_work import Left
from crm_server.store.people import read_members
from crm_server.store.sessions import Caller
from crm_server.store.workspace import Workspace

MOST = 500
"""Acts in one reading."""


@dataclass(frozen=True, slots=True)
class LeftWorkDesk:
    """The service; blocking, call in a worker thread."""

    database: Database
    clock: Clock

    def of(self, caller: Caller) -> LeftWorks:
        """Return what the caller may decide about, or see decided."""
        with self.database.read() as connection:
            rights = load_rights(connection, caller.org_id, caller.user_id)
            users = _reached(rights, read_members(connection, caller.org_id))
            found = left_work.read_left(connection, caller.org_id, users, MOST)
            acceptance = Acceptance(connection, caller.org_id, self.clock.now(), Workspace(connection, caller.org_id))
            acceptance.workspace.load((change.kind, change.id) for each in found for change in each.transaction.changes)
            maker = Maker(caller.user_id, caller.device_name, rights)
            return LeftWorks(works=[_as_seen(acceptance, maker, each) for each in found])

    def applying(self, caller: Caller, work_id: str, message: ApplyLeft) -> PushJob:
        """Return the push that does something in the work's place, as the caller; raises NotFound, Malformed."""
        self._check_decidable(caller, work_id)
        push = Push(transactions=[message.transaction], clock=message.clock)
        check_push(push)
        return PushJob(caller, push, settles=work_id)

    def discard(self, caller: Caller, work_id: str) -> None:
        """Give the work up; it stays in the history. Raises NotFound; doing it twice changes nothing."""
        self._check_decidable(caller, work_id)
        with self.database.write() as connection:
            decision = (left_work.DISCARDED, caller.user_id, "")
            left_work.decide(connection, caller.org_id, work_id, decision, self.clock.now())

    def _check_decidable(self, caller: Caller, work_id: str) -> None:
        known = {each.id: each.decidable for each in self.of(caller).works}
        if not known.get(work_id, False):
            raise NotFound("request.not_found")


def _reached(rights: Rights, members: Iterable[str]) -> frozenset[str]:
    """Return the people whose work the user may look through: those whose records of some kind they may see."""
    mine = frozenset({rights.user_id})
    if Permission.SEE_PARKED not in rights.permissions:
        return mine
    levels = {rights.level(kind) for kind in KINDS.values() if not kind.public}
    return mine | {each for each in members if any(rights.reaches(level, each) for level in levels)}


def _as_seen(acceptance: Acceptance, maker: Maker, left: Left) -> LeftWork:
    """Return the work as the maker of a reading may see it: records and fields within their rights only."""
    changes = [_change(acceptance, maker, left, change) for change in left.transaction.changes]
    shown = {(each.kind, each.id) for each in changes if not each.hidden}
    return LeftWork(
        id=left.transaction.id,
        user_id=left.user_id,
        device=left.device,
        reason=left.reason,
        act=left.transaction.act,
        made_at=left.made_at,
        received_at=left.received_at,
        changes=changes,
        refusal=_refusal(maker.rights, left.refusal, shown),
        state=left.state,  # type: ignore[arg-type]
        decided_by=left.decided_by,
        decided_at=left.decided_at,
        decided_as=left.decided_as,
        decidable=all(not each.hidden for each in changes),
    )


def _change(acceptance: Acceptance, maker: Maker, left: Left, change: RecordChange) -> LeftChange:
    if change.kind not in KINDS:
        return LeftChange(change.kind[:60], "", change.operation, hidden=True)
    kind = KINDS[change.kind]
    row = acceptance.workspace.get(change.kind, change.id)
    typed: dict[str, Value] = {name: edit.after for name, edit in change.fields.items()}
    maker_of_it: dict[str, Value] = {"created_by": left.user_id}
    if kind.owner_field:
        maker_of_it[kind.owner_field] = left.user_id
    judged = row if row is not None else {**maker_of_it, **typed, "id": change.id}
    if not acceptance.may_see(maker, kind, judged):
        return LeftChange(change.kind, "", change.operation, hidden=True)
    present = row or {}
    fields = [
        LeftField(name, edit.before, edit.after, present.get(name))
        for name, edit in change.fields.items()
        if _is_shown(maker.rights, kind.name, name, change.operation, edit)
    ]
    seen, title = present.get("updated_at"), judged.get(kind.title)
    return LeftChange(
        kind=change.kind,
        id=change.id,
        operation=change.operation,
        title=title if isinstance(title, str) and _is_visible(maker.rights, kind.name, kind.title) else "",
        fields=fields,
        exists=row is not None,
        seen=seen if isinstance(seen, int) else 0,
    )


def _is_shown(rights: Rights, kind: str, name: str, operation: Operation, edit: FieldChange) -> bool:
    declared = KINDS[kind].has(name) and operation is not Operation.DELETE
    return declared and edit.before != edit.after and _is_visible(rights, kind, name)


def _is_visible(rights: Rights, kind: str, name: str) -> bool:
    return rights.field_right(KINDS[kind], name) is not FieldRight.HIDDEN


def _refusal(rights: Rights, refusal: Refusal | None, shown: set[tuple[str, str]]) -> Refusal | None:
    """Return the refusal without what stands in a record or field that the reader may not see."""
    if refusal is None or not refusal.kind:
        return refusal
    if (refusal.kind, refusal.id) in shown and _is_visible(rights, refusal.kind, refusal.field):
        return refusal
    return msgspec.structs.replace(refusal, present=None, id="", field="")
