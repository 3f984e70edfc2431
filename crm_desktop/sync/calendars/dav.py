"""The wire to a CalDAV calendar (RFC 4791, 6578): finding it, its changes, putting and deleting with ETags.

Never logs addresses, names or contents. Passwords go over HTTPS only, or to this machine itself.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

import requests
from lxml import etree

from crm_desktop.models.errors import Denied, Incompatible, Refused, Unreachable
from crm_desktop.sync.address import is_loopback

_NS = {"d": "DAV:", "c": "urn:ietf:params:xml:ns:caldav", "s": "http://calendarserver.org/ns/"}
_TIMEOUT = (5.0, 30.0)
_MOST_BYTES = 32 * 1024 * 1024
_AT_ONCE = 100
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_PRINCIPAL = (
    '<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:current-user-principal/>'
    "<d:resourcetype/><c:supported-calendar-component-set/></d:prop></d:propfind>"
)
_HOME = (
    '<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:prop><c:calendar-home-set/></d:prop></d:propfind>"
)
_KINDS = (
    '<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:prop><d:resourcetype/><c:supported-calendar-component-set/></d:prop></d:propfind>"
)
_ROOM = "c:supported-calendar-component-set"
_COMPONENTS = {"VEVENT": "visit", "VTODO": "task"}
_ETAGS = '<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/></d:prop></d:propfind>'
_CHANGES = (
    '<d:sync-collection xmlns:d="DAV:"><d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>'
    "<d:prop><d:getetag/></d:prop></d:sync-collection>"
)
_GET = (
    '<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/>'
    "</d:prop>{hrefs}</c:calendar-multiget>"
)


class Changed412(Refused):
    """The other side has changed meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class Item:
    """An object of the calendar: where it lies, its version, its text."""

    href: str
    etag: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a token: versions by place, and what is gone. `complete`: everything there is was named."""

    etags: dict[str, str]
    gone: frozenset[str]
    token: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A calendar or task list of the server: its address, and which kinds of record it has room for."""

    address: str
    kinds: frozenset[str]

    @property
    def path(self) -> str:
        """Where its objects lie."""
        return _plain(self.address)


@dataclass(slots=True)
class DavCalendar:
    """One calendar of one person, and where to-dos lie elsewhere, one task list. Blocking.

    Raises Unreachable, Denied, Incompatible, Refused.
    """

    address: str
    user: str
    password: str = field(repr=False)
    tasks: str = ""
    """Address of the task list; empty: the calendar itself, or the first list of the person's home."""
    _session: requests.Session | None = None

    def find(self, before: Collection[str] = ()) -> list[Place]:
        """Return where visits and tasks lie: what was named, else the person's first calendar and task list.

        `before` holds the paths used until now: those are kept to, in whatever order the server tells its calendars.
        """
        there = self._places(self.address, before)
        if not self.tasks:
            return there
        visits = [Place(each.address, each.kinds - {"task"}) for each in there]
        lists = [each for each in self._places(self.tasks, before) if "task" in each.kinds]
        if not lists:
            raise Incompatible("calendar.no_task_list")
        found = [each for each in visits if each.kinds]
        if found and found[0].path == lists[0].path:
            return [Place(found[0].address, found[0].kinds | {"task"})]
        return [*found, Place(lists[0].address, frozenset({"task"}))]

    def _places(self, address: str, before: Collection[str]) -> list[Place]:
        found = self._ask("PROPFIND", address, _PRINCIPAL, depth="0")
        named = found.find("d:response", _NS)
        if named is not None and (place := self._place(named, address)) is not None:
            return [place]
        principal = found.findtext(".//d:current-user-principal/d:href", namespaces=_NS)
        if not principal:
            raise Incompatible("calendar.no_calendar")
        home = self._ask("PROPFIND", self._at(principal), _HOME, depth="0")
        lies = home.findtext(".//c:calendar-home-set/d:href", namespaces=_NS) or principal
        listed = self._ask("PROPFIND", self._at(lies), _KINDS, depth="1")
        every = [self._place(each, "") for each in listed.iterfind("d:response", _NS)]
        known = sorted((each for each in every if each is not None), key=lambda place: place.path not in before)
        visits = next((each for each in known if "visit" in each.kinds), None)
        tasks = next((each for each in known if "task" in each.kinds), None)
        if visits is None:
            raise Incompatible("calendar.no_calendar")
        if tasks is None or "task" in visits.kinds:
            return [visits]
        return [visits, Place(tasks.address, frozenset({"task"}))]

    def _place(self, response: etree._Element, address: str) -> Place | None:
        """Return what a response tells of; None for what is no calendar."""
        if response.find(".//d:resourcetype/c:calendar", _NS) is None:
            return None
        told = [each.get("name", "") for each in response.iterfind(f".//{_ROOM}/c:comp", _NS)]
        # RFC 4791, 5.2.3: who says nothing takes everything.
        kinds = frozenset(_COMPONENTS[each] for each in told or _COMPONENTS if each in _COMPONENTS)
        at = address or self._at(response.findtext("d:href", "", _NS))
        return Place(self._folder(at), kinds) if kinds else None

    def changes(self, collection: str, token: str) -> Changes:
        """Return what changed since the token, everything where the calendar no longer knows it or knows none."""
        try:
            found = self._ask("REPORT", collection, _CHANGES.format(token=_escaped(token)), depth="0")
        except Refused:
            if token:
                return self.changes(collection, "")
            found = self._ask("PROPFIND", collection, _ETAGS, depth="1")
        etags, gone = {}, set()
        for response in found.iterfind("d:response", _NS):
            href = _plain(response.findtext("d:href", "", _NS))
            status = response.findtext("d:status", "", _NS)
            etag = response.findtext(".//d:getetag", "", _NS)
            if " 404 " in f"{status} ":
                gone.add(href)
            elif etag and href.endswith(".ics"):
                etags[href] = etag
        fresh = found.findtext("d:sync-token", "", _NS)
        return Changes(etags, frozenset(gone), fresh, complete=not token or not fresh)

    def fetch(self, collection: str, hrefs: list[str]) -> Iterator[Item]:
        """Yield the objects at these places; those gone meanwhile are left out."""
        for start in range(0, len(hrefs), _AT_ONCE):
            some = "".join(f"<d:href>{_escaped(each)}</d:href>" for each in hrefs[start : start + _AT_ONCE])
            found = self._ask("REPORT", collection, _GET.format(hrefs=some), depth="1")
            for response in found.iterfind("d:response", _NS):
                data = response.findtext(".//c:calendar-data", "", _NS)
                if data:
                    etag = response.findtext(".//d:getetag", "", _NS)
                    yield Item(_plain(response.findtext("d:href", "", _NS)), etag, data.encode())

    def put(self, href: str, data: bytes, etag: str) -> str:
        """Write an object, a new one where `etag` is ""; return its version. Raises Changed412."""
        guard = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **guard}
        answer = self._send("PUT", self._at(href), data, headers)
        return answer.headers.get("ETag", "")

    def delete(self, href: str, etag: str) -> None:
        """Delete an object; one that is gone already is no failure. Raises Changed412."""
        self._send("DELETE", self._at(href), b"", {"If-Match": etag}, gone=True)

    def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _ask(self, method: str, address: str, body: str, *, depth: str) -> etree._Element:
        answer = self._send(method, address, body.encode(), {**_XML, "Depth": depth})
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(answer.content, parser)
        except (etree.XMLSyntaxError, ValueError) as problem:
            raise Incompatible("calendar.no_calendar") from problem

    def _send(
        self, method: str, address: str, body: bytes, headers: dict[str, str], *, gone: bool = False
    ) -> requests.Response:
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise Refused("calendar.not_secure")
        if parts.netloc != urlsplit(self.address).netloc:
            raise Incompatible("calendar.no_calendar")
        self._session = self._session or requests.Session()
        try:
            answer = self._session.request(
                method, address, data=body, headers=headers, auth=(self.user, self.password), timeout=_TIMEOUT,
                allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException as problem:
            raise Unreachable("calendar.unreachable") from problem
        return _judged(answer, gone=gone)

    def _at(self, href: str) -> str:
        return urljoin(self.address, href)

    @staticmethod
    def _folder(address: str) -> str:
        return address if address.endswith("/") else f"{address}/"


def _judged(answer: requests.Response, *, gone: bool) -> requests.Response:
    if len(answer.content) > _MOST_BYTES:
        raise Refused("calendar.too_large", limit=_MOST_BYTES // 1_000_000)
    status = answer.status_code
    if status in (401, 403) and "valid-sync-token" not in answer.text:
        raise Denied("calendar.sign_in_wrong")
    if status == 412:
        raise Changed412("calendar.changed_meanwhile")
    if status >= 500:
        raise Unreachable("calendar.unreachable")
    if status >= 300 and not (gone and status in (404, 410)):
        raise Refused("calendar.refused", status=status)
    return answer


def _plain(href: str) -> str:
    return unquote(urlsplit(href).path)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
