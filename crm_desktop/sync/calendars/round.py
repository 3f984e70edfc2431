"""One round between the visits here and a calendar elsewhere. Each side's changes go to the other; nothing is lost.

Both changed: both versions are kept. Deleted here and changed there: the change stands, and the other way round too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from crm_desktop.models.calendars.ics_in import ReadEvent, read_ics
from crm_desktop.models.calendars.two_way import Link, Local, alike, copy_of, href_for, take
from crm_desktop.models.edits import Create, Delete, Edit
from crm_desktop.models.errors import Refused
from crm_desktop.sync.calendars.dav import Changed412, DavCalendar, Item


class Visits(Protocol):
    """What a round needs of the store."""

    def links(self) -> list[Link]: ...
    def keep(self, link: Link) -> None: ...
    def forget(self, href: str) -> None: ...
    def token(self) -> str: ...
    def keep_token(self, token: str) -> None: ...
    def locals(self, ids: Sequence[str]) -> dict[str, Local]: ...
    def wanted(self) -> list[Local]: ...
    def with_uid(self, uid: str) -> Local | None: ...


@dataclass(slots=True)
class Report:
    """What a round did."""

    taken: int = 0
    sent: int = 0
    deleted: int = 0
    kept_both: int = 0
    problems: int = 0
    """Objects of the calendar that could not be read."""


@dataclass(slots=True)
class Round:
    """`Round(calendar, visits, commit, owner, zone, now).run()`; blocking."""

    calendar: DavCalendar
    visits: Visits
    commit: Callable[[list[Edit]], object]
    owner: str
    zone: str
    now: int
    report: Report = field(default_factory=Report)

    def run(self) -> Report:
        """Take what changed there, then send what changed here."""
        collection = self.calendar.find()
        changes = self.calendar.changes(collection, self.visits.token())
        known = {link.href: link for link in self.visits.links()}
        wanted = [href for href, etag in changes.etags.items() if href not in known or known[href].etag != etag]
        for item in self.calendar.fetch(collection, wanted):
            self._take(item, known.get(item.href))
        gone = changes.gone | (known.keys() - changes.etags.keys() if changes.complete else frozenset())
        for href in gone:
            if href in known:
                self._lose(known[href])
        self._send(urlsplit(collection).path)
        # What was sent itself is named once more by the next token; it is known by its version then.
        self.visits.keep_token(changes.token)
        return self.report

    def _take(self, item: Item, link: Link | None) -> None:
        try:
            events = read_ics(item.data, self.zone)
        except Refused:
            self.report.problems += 1
            return
        uid = next((each.uid for each in events if each.kind == "visit"), "")
        here = self._here(link, uid)
        if here is not None and link is not None and here.fingerprint != link.fingerprint and not alike(events, here):
            self._keep_both(item, events, here)
            return
        edits = take(events, here, self.owner)
        if edits:
            self.commit(edits)
            self.report.taken += 1
        made = next((edit.id for edit in edits if isinstance(edit, Create)), "") if here is None else here.record.id
        self._link(item.href, made, item.etag)

    def _keep_both(self, item: Item, events: list[ReadEvent], here: Local) -> None:
        if here.record.deleted:
            # Deleted here, changed there: the change stands.
            self.commit(take(events, here, self.owner))
            self._link(item.href, here.record.id, item.etag)
        else:
            # Both versions stay; one's own goes over the other one below, which becomes a visit of its own.
            self.commit(copy_of(events, self.owner))
            self.visits.keep(Link(item.href, here.record.id, item.etag, ""))
        self.report.kept_both += 1

    def _lose(self, link: Link) -> None:
        """Delete here what was deleted there, unless it was changed here since."""
        here = self.visits.locals([link.record_id]).get(link.record_id)
        self.visits.forget(link.href)
        if here is not None and not here.record.deleted and here.fingerprint == link.fingerprint:
            self.commit([Delete("visit", each.id) for each in (here.record, *here.detached)])
            self.report.deleted += 1

    def _send(self, collection: str) -> None:
        links = {link.record_id: link for link in self.visits.links()}
        for here in self.visits.wanted():
            if here.record.id not in links:
                self._put(href_for(here, collection), here, "")
        changed = self.visits.locals(list(links))
        for record_id, link in links.items():
            known = changed.get(record_id)
            if known is None or known.record.deleted or known.record.get("owner_id") != self.owner:
                # Also what was given to somebody else: it is in their calendar now.
                self._remove(link)
            elif known.fingerprint != link.fingerprint:
                self._put(link.href, known, link.etag)

    def _put(self, href: str, here: Local, etag: str) -> None:
        try:
            version = self.calendar.put(href, here.ics(self.zone, self.now), etag)
        except Changed412:
            # It changed since it was read, or another device has put it: the next round sees it as changed there.
            return
        self.visits.keep(Link(href, here.record.id, version, here.fingerprint))
        self.report.sent += 1

    def _remove(self, link: Link) -> None:
        try:
            self.calendar.delete(link.href, link.etag)
        except Changed412:
            return
        self.visits.forget(link.href)
        self.report.deleted += 1

    def _here(self, link: Link | None, uid: str) -> Local | None:
        if link is not None:
            return self.visits.locals([link.record_id]).get(link.record_id)
        return self.visits.with_uid(uid) if uid else None

    def _link(self, href: str, record_id: str, etag: str) -> None:
        here = self.visits.locals([record_id]).get(record_id) if record_id else None
        if here is not None:
            self.visits.keep(Link(href, record_id, etag, here.fingerprint))
