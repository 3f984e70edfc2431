"""Global search: what the command palette lists while someone types."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Searched
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import records, titles
from crm_desktop.store.reader import Reader
from crm_desktop.store.searching import search

FOUND_BY_ITSELF = ("account", "contact", "opportunity", "task", "visit", "user")


@dataclass(frozen=True, slots=True)
class Found:
    """One record that was found: itself, the names of what it links to, and where the text stands in its title."""

    record: Record
    matched: Searched
    ranges: tuple[tuple[int, int], ...] = ()
    """Start and end of what was typed in the title; none where it was found elsewhere."""
    linked: dict[str, str] = field(default_factory=dict)
    """Titles of linked account and owner by field name, for the line below the title."""


def find(reader: Reader, text: str, kinds: Collection[str] = FOUND_BY_ITSELF, limit: int = 30) -> list[Found]:
    """Return the records in which all words of the text are found, best first."""
    hits = search(reader.connection, text, kinds, limit)
    by_kind = {
        kind: records(reader, kind, [hit.record_id for hit in hits if hit.kind == kind])
        for kind in {hit.kind for hit in hits}
    }
    present = [(hit, by_kind[hit.kind].get(hit.record_id)) for hit in hits]
    linked = linked_titles(reader, [record for _, record in present if record is not None])
    return [
        Found(record, hit.matched, _inside(hit.ranges, len(record.title)), linked.get(record.id, {}))
        for hit, record in present
        if record is not None and not record.deleted
    ]


_LINKS = {"account_id": "account", "owner_id": "user", "stage_id": "stage"}


def linked_titles(reader: Reader, found: list[Record]) -> dict[str, dict[str, str]]:
    """Return the titles of what the records link to, by record id and field name."""
    linked: dict[str, dict[str, str]] = {}
    for name, target in _LINKS.items():
        links = {each.id: str(each.get(name)) for each in found if KINDS[each.kind].has(name) and each.get(name)}
        known = titles(reader, target, links.values())
        for record_id, other in links.items():
            if other in known:
                linked.setdefault(record_id, {})[name] = known[other]
    return linked


def _inside(ranges: Iterable[tuple[int, int]], length: int) -> tuple[tuple[int, int], ...]:
    """Return the ranges that lie in the title; the name that was searched goes on with other names."""
    return tuple((start, end) for start, end in ranges if end <= length)
