"""Processes as a list with pictures: what a row says beside the process's own fields, and when its map last changed."""

from dataclasses import dataclass
from datetime import date

from crm_desktop.models.record import Record
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import open_list, page
from crm_desktop.store.queries.picklists import team_of
from crm_desktop.store.queries.records import titles
from crm_desktop.store.reader import Reader

MOST = 1_000
_PARTS = ("lanes", "nodes", "flows")


@dataclass(frozen=True, slots=True)
class GalleryAsked:
    """Which processes are wanted, and who looks at them from when and where."""

    definition: Definition
    me: str
    today: date
    zone: str
    only_pains: bool = False


@dataclass(frozen=True, slots=True)
class GalleryRow:
    """One process: its record, its client's name, how many steps and open pains it has, and a stamp of its map."""

    record: Record
    account: str
    steps: int
    pains: int
    stamp: str


def process_gallery(reader: Reader, asked: GalleryAsked) -> list[GalleryRow]:
    """Return the first MOST processes of a list in its order; those with open pains alone where that is asked."""
    seen_from = Standpoint(asked.me, asked.today, team_of(reader, asked.me), asked.zone)
    found = open_list(reader, "process", asked.definition, seen_from, MOST)
    records = page(reader, "process", found.rowids)
    ids = [each.id for each in records]
    pains = _counts(reader, ids, "pains", "state = 'open'")
    steps = _counts(reader, ids, "nodes", "form IN ('task', 'subprocess')")
    stamps = _stamps(reader, ids)
    accounts = titles(reader, "account", {str(each.get("account_id") or "") for each in records})
    return [
        GalleryRow(
            record=each,
            account=accounts.get(str(each.get("account_id") or ""), ""),
            steps=steps.get(each.id, 0),
            pains=pains.get(each.id, 0),
            stamp=f"{each.get('orientation')} {stamps.get(each.id, '')}",
        )
        for each in records
        if not asked.only_pains or pains.get(each.id)
    ]


def fullest_process(reader: Reader) -> str:
    """Return the id of the process with the most steps, "" where there is none: the one to show somebody first."""
    found = reader.all(
        "SELECT id FROM processes WHERE deleted_at IS NULL ORDER BY (SELECT count(*) FROM nodes WHERE "
        "nodes.process_id = processes.id AND nodes.deleted_at IS NULL) DESC, id LIMIT 1"
    )
    return str(found[0][0]) if found else ""


def _counts(reader: Reader, ids: list[str], table: str, condition: str) -> dict[str, int]:
    counted = (
        f"SELECT process_id, count(*) FROM {table} WHERE deleted_at IS NULL AND {condition}"
        " AND process_id IN ({ids}) GROUP BY process_id"
    )
    return dict(reader.for_each_id(counted, ids))


def _stamps(reader: Reader, ids: list[str]) -> dict[str, str]:
    stamps: dict[str, str] = {}
    for table in _PARTS:
        newest = (
            f"SELECT process_id, count(*), max(updated_at) FROM {table}"
            " WHERE process_id IN ({ids}) GROUP BY process_id"
        )
        for process_id, count, updated_at in reader.for_each_id(newest, ids):
            stamps[process_id] = f"{stamps.get(process_id, '')} {count}/{updated_at}"
    return stamps
