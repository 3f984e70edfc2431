"""Acts on all ticked records of a list, loaded or not: each one act with one undo. Which records, the store says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Delete, Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.store.queries.acting import assigning
from crm_desktop.store.queries.list_rows import ids_of_list, ids_of_rows
from crm_desktop.store.queries.records import records
from crm_desktop.store.queries.writable import writable
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Text, Wording, text
from crm_desktop.views.tables.reading import Asked
from crm_desktop.views.tables.ticks import Ticks

if TYPE_CHECKING:
    from crm_desktop.store.reader import Reader

MOST_AT_ONCE = 20_000
"""Records one act may change: it is one commit here, one message to the server, one undo."""


class BulkActs(QObject):
    """Carries out acts on what is ticked in one list."""

    def __init__(self, desk: Desk, ticks: Ticks, asked: Callable[[], Asked | None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._ticks, self._asked = desk, ticks, asked

    def set_values(self, act: str, values: dict[str, Value], said: Callable[[int], Wording]) -> None:
        """Give fields of all ticked records new values."""
        self._each(lambda ids: self._commit(act, [Update(self._kind, each, values) for each in ids], said))

    def change_tags(self, added: Sequence[str], removed: Sequence[str]) -> None:
        """Add and remove tags; other tags of a record stay."""
        self._each(partial(self._read_tags, frozenset(added), frozenset(removed)))

    def assign(self, owner: str, name: str) -> None:
        """Give all ticked records to somebody else; accounts take their open work along."""
        self._each(partial(self._read_assigning, owner, name))

    def delete(self) -> None:
        """Move all ticked records to the bin."""
        kind = self._kind
        self._each(lambda ids: self._commit(f"{kind}.delete", [Delete(kind, each) for each in ids], _deleted))

    def with_ids(self, then: Callable[[list[str]], None]) -> None:
        """Find out the ids of all ticked records, in the order of the list where few are ticked."""
        self._with_ticked(lambda ticked: then(ticked.ids))

    def _with_ticked(self, then: Callable[[Ticked], None]) -> None:
        asked, ticks = self._asked(), self._ticks
        if asked is not None and ticks.any:
            self._desk.read(self, then, read_ticked, asked, ticks.all, ticks.rows)

    @property
    def _kind(self) -> str:
        asked = self._asked()
        return asked.kind if asked is not None else ""

    def _each(self, then: Callable[[list[str]], None]) -> None:
        def check(ticked: Ticked) -> None:
            ids, spared = ticked.writable, len(ticked.ids) - len(ticked.writable)
            if len(ids) > MOST_AT_ONCE:
                self._desk.notices.fail(Refused("list.too_many", count=len(ids), most=MOST_AT_ONCE))
            elif not ids and spared:
                self._desk.notices.fail(Refused("list.out_of_reach", count=spared))
            elif ids:
                then(ids)
                if spared:
                    self._desk.notices.inform(text("tables", "%n record(s) of others stay as they are", n=spared))

        self._with_ticked(check)

    def _read_tags(self, added: frozenset[str], removed: frozenset[str], ids: list[str]) -> None:
        done = partial(self._commit, f"{self._kind}.tag", said=_tagged)
        self._desk.read(self, done, tag_edits, self._kind, ids, added, removed)

    def _read_assigning(self, owner: str, name: str, ids: list[str]) -> None:
        said = text("tables", "%n record(s) assigned to {name}", n=len(ids), name=name)
        done = partial(self._commit, f"{self._kind}.assign", said=lambda _count: said)
        self._desk.read(self, done, assign_edits, self._desk.me, self._kind, ids, owner)

    def _commit(self, act: str, edits: Sequence[Edit], said: Callable[[int], Wording]) -> None:
        if edits:
            self._desk.act(act, edits, said(len(edits)), on_done=lambda _done: self._ticks.clear())


@dataclass(frozen=True, slots=True)
class Ticked:
    """The ids of the ticked records, and of those which the person may change."""

    ids: list[str]
    writable: list[str]


def read_ticked(reader: Reader, asked: Asked, every: bool, rows: frozenset[int]) -> Ticked:
    """Return the ticked records."""
    if every:
        ids = ids_of_list(reader, asked.kind, asked.definition, asked.seen_from(reader), rows)
    else:
        ids = ids_of_rows(reader, asked.kind, sorted(rows))
    return Ticked(ids, writable(reader, asked.me, asked.kind, ids))


def tag_edits(
    reader: Reader, kind: str, ids: list[str], added: frozenset[str], removed: frozenset[str]
) -> list[Update]:
    """Return the edits that change the tags of records; none for those that have them right already."""
    edits = []
    for each in records(reader, kind, ids).values():
        value = each.get("tag_ids")
        before = frozenset(value if isinstance(value, list) else ())
        after = (before | added) - removed
        if after != before:
            edits.append(Update(kind, each.id, {"tag_ids": sorted(after)}))
    return edits


def assign_edits(reader: Reader, user_id: str, kind: str, ids: list[str], owner: str) -> list[Edit]:
    """Return the edits that give records to somebody else, with what goes along; raises Refused if one may not."""
    return [edit for each in ids for edit in assigning(reader, user_id, kind, each, owner)]


def can_be_tagged(kind: str) -> bool:
    """Tell whether records of the kind have tags."""
    return KINDS[kind].has("tag_ids")


def _deleted(count: int) -> Text:
    return text("tables", "%n record(s) deleted", n=count)


def _tagged(count: int) -> Text:
    return text("tables", "Tags of %n record(s) changed", n=count)
