"""One round between what is here and a calendar elsewhere. Each side's changes go to the other; nothing is lost.

Both changed: both versions are kept. Deleted here and changed there: the change stands, and the other way round too.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crm_desktop.models.calendars.ics_in import ReadEvent, read_ics
from crm_desktop.models.calendars.ics_patch import patched
from crm_desktop.models.calendars.two_way import Link, Local, alike, copy_of, href_for, of_object, take
from crm_desktop.models.edits import Create, Delete, Edit
from crm_desktop.models.errors import Refused
from crm_desktop.sync.calendars.dav import Changed412, DavCalendar, Item, Place


class Entries(Protocol):
    """What a round needs of the store."""

    def links(self) -> list[Link]: ...
    def keep(self, link: Link) -> None: ...
    def forget(self, href: str) -> None: ...
    def tokens(self) -> dict[str, str]: ...
    def keep_token(self, path: str, token: str) -> None: ...
    def keep_places(self, paths: Collection[str]) -> None: ...
    def locals(self, kind: str, ids: Sequence[str]) -> dict[str, Local]: ...
    def wanted(self, kind: str) -> list[Local]: ...
    def with_uid(self, kind: str, uid: str) -> Local | None: ...


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
    """`Round(calendar, entries, commit, owner, zone, now).run()`; blocking."""

    calendar: DavCalendar
    entries: Entries
    commit: Callable[[list[Edit]], object]
    owner: str
    zone: str
    now: int
    report: Report = field(default_factory=Report)

    def run(self) -> Report:
        """Take what changed there, then send what changed here; calendar and task list one after the other."""
        places = self.calendar.find(self.entries.tokens())
        self.entries.keep_places([each.path for each in places])
        for place in places:
            self._compare(place)
        return self.report

    def _compare(self, place: Place) -> None:
        changes = self.calendar.changes(place.address, self.entries.tokens().get(place.path, ""))
        known = {link.href: link for link in self._links(place)}
        wanted = [href for href, etag in changes.etags.items() if href not in known or known[href].etag != etag]
        for item in self.calendar.fetch(place.address, wanted):
            self._take(item, known.get(item.href), place)
        gone = changes.gone | (known.keys() - changes.etags.keys() if changes.complete else frozenset())
        for href in gone:
            if href in known:
                self._lose(known[href])
        self._send(place)
        # What was sent itself is named once more by the next token; it is known by its version then.
        self.entries.keep_token(place.path, changes.token)

    def _links(self, place: Place) -> list[Link]:
        found = self.entries.links()
        return [each for each in found if each.href.startswith(place.path) and each.kind in place.kinds]

    def _take(self, item: Item, link: Link | None, place: Place) -> None:
        try:
            events = read_ics(item.data, self.zone)
        except Refused:
            self.report.problems += 1
            return
        found = of_object(events)
        if found is None or found[0].kind not in place.kinds:
            return
        kind, uid = found[0].kind, found[0].uid
        here = self._here(link, kind, uid)
        if here is not None and link is not None and here.fingerprint != link.fingerprint and not alike(events, here):
            self._keep_both(item, events, here)
            return
        edits = take(events, here, self.owner)
        if edits:
            self.commit(edits)
            self.report.taken += 1
        made = next((edit.id for edit in edits if isinstance(edit, Create)), "") if here is None else here.record.id
        self._link(item, kind, made)

    def _keep_both(self, item: Item, events: list[ReadEvent], here: Local) -> None:
        if here.record.deleted:
            # Deleted here, changed there: the change stands.
            self.commit(take(events, here, self.owner))
            self._link(item, here.record.kind, here.record.id)
        else:
            # Both versions stay; one's own goes over the other one below, which becomes a record of its own.
            self.commit(copy_of(events, self.owner))
            self.entries.keep(Link(item.href, here.record.kind, here.record.id, item.etag, ""))
        self.report.kept_both += 1

    def _lose(self, link: Link) -> None:
        """Delete here what was deleted there, unless it was changed here since."""
        here = self.entries.locals(link.kind, [link.record_id]).get(link.record_id)
        self.entries.forget(link.href)
        if here is not None and not here.record.deleted and here.fingerprint == link.fingerprint:
            self.commit([Delete(link.kind, each.id) for each in (here.record, *here.detached)])
            self.report.deleted += 1

    def _send(self, place: Place) -> None:
        links = self._links(place)
        for kind in sorted(place.kinds):
            linked = {link.record_id: link for link in links if link.kind == kind}
            for here in self.entries.wanted(kind):
                if here.record.id not in linked:
                    self._put(href_for(here, place.path), here, here.ics(self.zone, self.now), "")
            self._send_changed(place, kind, linked)

    def _send_changed(self, place: Place, kind: str, linked: dict[str, Link]) -> None:
        here = self.entries.locals(kind, list(linked))
        changed: dict[str, tuple[Link, Local]] = {}
        for record_id, link in linked.items():
            known = here.get(record_id)
            if known is None or known.record.deleted or known.record.get("owner_id") != self.owner:
                # Also what was given to somebody else: it is in their calendar now.
                self._remove(link)
            elif known.fingerprint != link.fingerprint:
                changed[link.href] = (link, known)
        for item in self.calendar.fetch(place.address, list(changed)):
            # Another version than the one known: the next round sees it as changed there.
            if item.href in changed and item.etag == changed[item.href][0].etag:
                self._write_over(item, changed[item.href][1])

    def _write_over(self, item: Item, known: Local) -> None:
        try:
            data = patched(item.data, known, self.zone, self.now)
        except Refused:
            self.report.problems += 1
            return
        self._put(item.href, known, data, item.etag)

    def _put(self, href: str, here: Local, data: bytes, etag: str) -> None:
        try:
            version = self.calendar.put(href, data, etag)
        except Changed412:
            # It changed since it was read, or another device has put it: the next round sees it as changed there.
            return
        self.entries.keep(Link(href, here.record.kind, here.record.id, version, here.fingerprint))
        self.report.sent += 1

    def _remove(self, link: Link) -> None:
        try:
            self.calendar.delete(link.href, link.etag)
        except Changed412:
            return
        self.entries.forget(link.href)
        self.report.deleted += 1

    def _here(self, link: Link | None, kind: str, uid: str) -> Local | None:
        if link is not None:
            return self.entries.locals(kind, [link.record_id]).get(link.record_id)
        return self.entries.with_uid(kind, uid) if uid else None

    def _link(self, item: Item, kind: str, record_id: str) -> None:
        here = self.entries.locals(kind, [record_id]).get(record_id) if record_id else None
        if here is not None:
            self.entries.keep(Link(item.href, kind, record_id, item.etag, here.fingerprint))
