"""Servers, lines and devices with one defect each, to show that the oracle sees it; each is built around our parts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import msgspec
from sqlalchemy import delete, update

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.edits import Update
from crm_desktop.models.exchange import Outcome, PullPage, PullRequest, Push, PushAnswer, Rows
from crm_desktop.models.file_exchange import UploadState
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store
from crm_desktop.sync.failures import Failure
from crm_desktop.sync.status import PillState
from crm_server.services.contents import Contents, Download
from crm_server.services.load_rights import load_rights
from crm_server.store.sessions import Caller
from crm_server.store.tables import LOG_CHANGES, OUTCOMES, RECORDS, STATE
from crm_server.store.visible_rows import Reader
from tests.support.chaos.deeds import FILE_DEEDS, SLOW_DEEDS, TOGETHER_DEEDS, Deed
from tests.support.chaos.device import Device
from tests.support.chaos.events import befall
from tests.support.chaos.files import FileLine
from tests.support.chaos.line import Line
from tests.support.chaos.world import World


class _Around:
    """A line in all that the defect does not touch."""

    def __init__(self, line: Line) -> None:
        self.__dict__["line"] = line
        self.__dict__["kept"] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["line"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["line"], name, value)


class _DropsExits(_Around):
    """Does not say which records left the user's sight."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        return msgspec.structs.replace(page, exits=[])


class _SkipsRows(_Around):
    """Moves the position on past rows that it does not send, as a cursor by time does."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        return msgspec.structs.replace(page, batches=page.batches[1:]) if page.position.sequence % 3 == 0 else page


class _ReordersPages(_Around):
    """Lets an older page arrive behind a newer one."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        late = list(self.kept)
        self.kept[:] = page.batches
        return msgspec.structs.replace(page, batches=[*page.batches, *late])


class _ShowsTooMuch(_Around):
    """Adds accounts to a page, whoever they belong to."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        office = self.line.centre.office
        with office.database.read() as connection:
            reader = Reader(connection, office.org_id, load_rights(connection, office.org_id, office.people["ada"]))
            rows = msgspec.json.encode(reader.page(KINDS["account"], None, "", 5))
        return msgspec.structs.replace(page, batches=[*page.batches, msgspec.json.decode(rows, type=Rows)])


class _HidesConflicts(_Around):
    """Keeps the entries of lost values to itself."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        return msgspec.structs.replace(page, batches=[each for each in page.batches if each.kind != "conflict"])


class _AppliesTwice(_Around):
    """Takes a transaction that comes again for another one."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        again = [msgspec.structs.replace(each, id=new_id()) for each in message.transactions]
        office = self.line.centre.office
        office.accepting.accept(office.org_id, [self.line.job(msgspec.structs.replace(message, transactions=again))])
        return answer


class _ConfirmsWithoutDoing(_Around):
    """Says "applied" of transactions that it dropped."""

    def push(self, message: Push) -> PushAnswer:
        head = self.line.centre.state().sequence
        told = [Outcome(each.id, "applied", sequence=head) for each in message.transactions]
        return PushAnswer(outcomes=told, now=message.clock)


class _HidesRefusals(_Around):
    """Says "applied" of transactions that it refused."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        told = [
            Outcome(each.transaction_id, "applied", sequence=1) if each.result == "refused" else each
            for each in answer.outcomes
        ]
        return msgspec.structs.replace(answer, outcomes=told)


class _AnswersAnew(_Around):
    """Gives a transaction another number each time it is asked."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        told = [msgspec.structs.replace(each, sequence=each.sequence + 1) for each in answer.outcomes]
        self.line.witness.answered(self.line.device, told)
        return answer


class _SkipsNumbers(_Around):
    """Takes a number more than it needs."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        with self.line.centre.office.database.write() as connection:
            connection.execute(update(STATE).values(sequence=STATE.c.sequence + 1))
        return answer


class _NaiveCursor(_Around):
    """Says that all up to its head was told, though the page ends before."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        reached = msgspec.structs.replace(page.position, sequence=page.head)
        return msgspec.structs.replace(page, position=reached, more=False) if page.more else page


class _ForgetsOutcomes(_Around):
    """Does not remember what it answered."""

    def push(self, message: Push) -> PushAnswer:
        try:
            answer: PushAnswer = self.line.push(message)
        finally:
            with self.line.centre.office.database.write() as connection:
                connection.execute(delete(OUTCOMES))
        return answer


class _DropsLosingValues(_Around):
    """Makes conflict entries without the values that they are made for."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        with self.line.centre.office.database.write() as connection:
            connection.execute(update(RECORDS["conflict"]).values(base=None, mine=None, theirs=None))
            connection.execute(update(LOG_CHANGES).where(LOG_CHANGES.c.kind == "conflict").values(fields="{}"))
        return answer


class _TearsGroups(_Around):
    """Sends of fields that go together only those that changed."""

    def push(self, message: Push) -> PushAnswer:
        torn = [msgspec.structs.replace(each, changes=tuple(map(_torn, each.changes))) for each in message.transactions]
        answer: PushAnswer = self.line.push(msgspec.structs.replace(message, transactions=torn))
        return answer


def _torn(change: RecordChange) -> RecordChange:
    if change.operation is not Operation.UPDATE:
        return change
    fields = {name: edit for name, edit in change.fields.items() if edit.before != edit.after}
    return msgspec.structs.replace(change, fields=fields)


class _ShowsHiddenFields(_Around):
    """Sends accounts with all their columns, whatever the role hides."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        office = self.line.centre.office
        with office.database.read() as connection:
            reader = Reader(connection, office.org_id, load_rights(connection, office.org_id, office.people["ada"]))
            whole = [_whole(reader, each) for each in page.batches]
        seen: PullPage = self.line.lens.rows(msgspec.structs.replace(page, batches=whole))
        return seen


def _whole(reader: Reader, batch: Rows) -> Rows:
    if batch.kind != "account":
        return batch
    ids = {str(row[batch.columns.index("id")]) for row in batch.rows}
    rows = msgspec.json.encode(reader.rows_by_id(KINDS["account"], ids)[0])
    return msgspec.json.decode(rows, type=Rows)


def _hide_from_reps(world: World) -> None:
    office = world.centre.office
    hidden = {"field_rights": ["account.annual_value:hidden", "account.next_step:hidden"]}
    office.write(Update("role", office.made.roles["Sales representative"], hidden))
    world.oracle.operator_acted()


def _storm(world: World) -> None:
    world.faultiness = 0.8


def _lose_bases(world: World) -> None:
    """Let devices forget the server's last word on what was edited, as soon as it is edited."""
    for device in world.devices.values():
        device.after_act = lambda store: _execute(store, "DELETE FROM bases")


def _empty_outboxes_too_early(world: World) -> None:
    """Let devices take acts out of the outbox when they are sent, not when they are answered."""
    for device in world.devices.values():
        device.line = cast(Line, _Trusting(device.line, device))


class _Trusting(_Around):
    def __init__(self, line: Line, device: Device) -> None:
        super().__init__(line)
        self.__dict__["owner"] = device

    def push(self, message: Push) -> PushAnswer:
        told = [Outcome(each.id, "applied", sequence=1) for each in message.transactions]
        self.__dict__["owner"].store.outbox.record(told)
        answer: PushAnswer = self.line.push(message)
        return answer


def _say_all_is_well(world: World) -> None:
    """Let devices say that they are up to date, whatever waits."""
    for device in world.devices.values():
        device.told = lambda status: dataclasses.replace(status, state=PillState.UP_TO_DATE, waiting=0, to_decide=0)


class _DropsPieces(_Around):
    """Drops every piece of a content and says that all of it is there."""

    def send(self, attachment_id: str, offset: int, piece: bytes) -> UploadState:
        return UploadState(received=offset + len(piece), complete=True)


def _drop_pieces(world: World) -> None:
    for device in world.devices.values():
        device.files = cast(FileLine, _DropsPieces(cast(Line, device.files)))


def _restore_often(world: World) -> None:
    """Let the server go back to where it was at the beginning, before each second judgement that is about contents."""
    quiesce, somebody = world.quiesce, next(iter(world.devices.values()))
    befall(world, "backup", somebody)
    begun = world.centre.backups[0]

    def restored() -> None:
        quiesce()
        if not world.contents.promised:
            return
        world.centre.backups = [begun]
        befall(world, "restore", somebody)
        quiesce()

    vars(world)["quiesce"] = restored


def _leave_contents_missing(world: World) -> None:
    """Let devices not bring again what a restored server has lost."""
    _restore_often(world)
    for device in world.devices.values():
        vars(device)["move_files"] = partial(_move_only_what_is_new, device)


def _move_only_what_is_new(device: Device, piece_bytes: int, *, tidy: bool) -> tuple[int, Failure | None]:
    if tidy:
        known = [each[0] for each in device.store.read(lambda reader: reader.all("SELECT attachment_id FROM uploads"))]
        device.store.attachments.queue.tidy()
        _execute(device.store, f"DELETE FROM uploads WHERE attachment_id NOT IN ({', '.join(map(repr, known))})")
    return Device.move_files(device, piece_bytes, tidy=False)


def _give_to_anybody(world: World) -> None:
    """Let the server give a content to whoever names its attachment, as it would to the administrator."""
    centre, make = world.centre, world.centre.make_contents

    def make_generous() -> Contents:
        made = make()
        give = made.give
        return cast(Contents, _Giving(made, lambda _, attachment: give(centre.office.caller("ada"), attachment)))

    centre.make_contents = make_generous
    centre.restart()


class _Giving:
    """The content service with another way of giving."""

    def __init__(self, contents: Contents, give: Callable[[Caller, str], Download]) -> None:
        self._contents, self.give = contents, give

    def __getattr__(self, name: str) -> Any:
        return getattr(self._contents, name)


def _execute(store: Store, sql: str) -> None:
    with store._database.writing() as connection:
        connection.execute(sql)


def _between(wrap: Callable[[Line], Any], first: Callable[[World], None] = lambda _: None) -> Callable[[World], None]:
    """Return what puts the defect between every device and its server."""

    def build(world: World) -> None:
        first(world)
        for device in world.devices.values():
            device.line = wrap(device.line)

    return build


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect, how it gets into a world, and the promises of which it breaks one."""

    name: str
    build_into: Callable[[World], None]
    kinds: frozenset[str]
    deeds: Sequence[tuple[Deed, int]] = SLOW_DEEDS


def _defect(name: str, build: Callable[[World], None], *kinds: str) -> Defect:
    return Defect(name, build, frozenset(kinds))


DEFECTS = (
    _defect("drops exits", _between(_DropsExits), "leaked"),
    _defect("skips rows", _between(_SkipsRows), "missed", "differs"),
    _defect("has a naive cursor", _between(_NaiveCursor), "missed", "differs"),
    _defect("reorders pages", _between(_ReordersPages), "differs", "leaked"),
    _defect("shows too much", _between(_ShowsTooMuch), "leaked"),
    _defect("shows hidden fields", _between(_ShowsHiddenFields, _hide_from_reps), "leaked"),
    _defect("hides conflicts", _between(_HidesConflicts), "missed", "differs", "untruthful"),
    _defect("drops losing values", _between(_DropsLosingValues), "lost"),
    Defect("tears groups", _between(_TearsGroups), frozenset({"torn"}), TOGETHER_DEEDS),
    _defect("applies twice", _between(_AppliesTwice), "twice"),
    _defect("forgets outcomes", _between(_ForgetsOutcomes, _storm), "twice", "untruthful", "stuck"),
    _defect("confirms without doing", _between(_ConfirmsWithoutDoing), "lost"),
    _defect("hides refusals", _between(_HidesRefusals), "lost"),
    _defect("answers anew", _between(_AnswersAnew), "twice"),
    _defect("skips numbers", _between(_SkipsNumbers), "gap"),
    _defect("loses bases", _lose_bases, "differs", "leaked"),
    _defect("empties the outbox too early", _empty_outboxes_too_early, "lost"),
    _defect("says that all is well", _say_all_is_well, "untruthful"),
    Defect("drops pieces", _drop_pieces, frozenset({"stuck", "lost"}), FILE_DEEDS),
    Defect("leaves restored contents missing", _leave_contents_missing, frozenset({"lost"}), FILE_DEEDS),
    Defect("gives contents to anybody", _give_to_anybody, frozenset({"leaked"}), FILE_DEEDS),
)
