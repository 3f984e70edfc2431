"""What a record's own page says beside its timeline: itself, its people, its opportunities, what is to be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.store.queries.appearances import Appearance, appearances
from crm_desktop.store.queries.record_files import file_count
from crm_desktop.store.queries.record_panel import key_people
from crm_desktop.store.queries.record_view import RecordView, linked_titles, record_view
from crm_desktop.store.queries.records import where
from crm_desktop.store.queries.timeline import TimelineEntry, timeline
from crm_desktop.store.reader import Reader

MOST = 200
"""People, opportunities and things to do that a page lists; what is beyond is found in the lists."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """A record and all that belongs to it, as far as its page shows it. The next thing to do stands first."""

    view: RecordView
    people: tuple[Record, ...] = ()
    deals: tuple[Record, ...] = ()
    to_do: tuple[Record, ...] = ()
    """Open tasks and planned visits, by their time."""
    processes: tuple[Record, ...] = ()
    """Maps of the client's processes, by name."""
    appearances: tuple[Appearance, ...] = ()
    """Where maps of processes name the record."""
    annotations: tuple[TimelineEntry, ...] = ()
    """Notes, newest first."""
    last_contact: TimelineEntry | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many there are of each kind, those beyond MOST included."""


def page_content(reader: Reader, kind: str, record_id: str, now: int) -> PageContent | None:
    """Return what the page shows; None when the record is not on this device."""
    view = record_view(reader, kind, record_id)
    if view is None:
        return None
    people = key_people(reader, view.record)[:MOST]
    deals, to_do = _deals(reader, view.record), _to_do(reader, view.record)
    processes = _processes(reader, view.record)
    contacts = timeline(reader, kind, record_id, 1, now + 1, ("activity", "visit"))
    notes = timeline(reader, kind, record_id, MOST, None, ("note",))
    around = [*people, *deals, *to_do, *(entry.record for entry in (*contacts, *notes))]
    linked = {**linked_titles(reader, around), **view.linked}
    counts = {name: _count(reader, view.record, name) for name in ("contact", "opportunity", "process", "study")}
    return PageContent(
        view=replace(view, linked=linked),
        people=tuple(people),
        deals=tuple(deals),
        to_do=tuple(to_do),
        processes=tuple(processes),
        appearances=tuple(appearances(reader, kind, record_id)),
        annotations=tuple(notes),
        last_contact=contacts[0] if contacts else None,
        counts={**counts, "to_do": len(to_do), "note": len(notes), "file": file_count(reader, kind, record_id)},
    )


def _link(of: Record, kind: str) -> str:
    """Return the field by which records of a kind belong to the record, "" where they do not."""
    links = {
        "account": {"contact", "opportunity", "task", "visit", "process", "study"},
        "contact": {"opportunity", "task", "visit"},
        "opportunity": {"task", "process"},
    }
    return f"{of.kind}_id" if kind in links.get(of.kind, ()) else ""


def _count(reader: Reader, of: Record, kind: str) -> int:
    link, table = _link(of, kind), KINDS[kind].plural
    if not link:
        return 0
    return int(reader.value(f"SELECT count(*) FROM {table} WHERE {link} = ? AND deleted_at IS NULL", of.id))


def _deals(reader: Reader, of: Record) -> list[Record]:
    """Return the opportunities, open ones by their day first, then the closed ones, newest first."""
    link = _link(of, "opportunity")
    if not link:
        return []
    is_open = "stage_id IN (SELECT id FROM stages WHERE coalesce(outcome, 'open') = 'open')"
    order = f"NOT {is_open}, CASE WHEN {is_open} THEN coalesce(close_on, '9') END, closed_on DESC, id"
    return where(reader, "opportunity", f"{link} = ? AND deleted_at IS NULL ORDER BY {order} LIMIT ?", of.id, MOST)


def _processes(reader: Reader, of: Record) -> list[Record]:
    link = _link(of, "process")
    condition = f"{link} = ? AND deleted_at IS NULL ORDER BY name, id LIMIT ?"
    return where(reader, "process", condition, of.id, MOST) if link else []


def _to_do(reader: Reader, of: Record) -> list[Record]:
    found: list[tuple[int, Record]] = []
    for kind, still, moment in (
        ("visit", "state IN ('planned', 'under_way')", "starts_at"),
        ("task", "NOT coalesce(done, 0)", "due_at"),
    ):
        link = _link(of, kind)
        if link:
            condition = f"{link} = ? AND deleted_at IS NULL AND {still} ORDER BY {moment} IS NULL, {moment}, id LIMIT ?"
            found += [(_moment(each, moment), each) for each in where(reader, kind, condition, of.id, MOST)]
    return [each for _, each in sorted(found, key=lambda entry: entry[0])]


def _moment(record: Record, name: str) -> int:
    value = record.get(name)
    return value if isinstance(value, int) else 2**62
