"""Subscription feeds: a person's own calendar, read-only, under a secret address that can be revoked at any time."""

from dataclasses import dataclass, field

from crm_desktop.models.calendar_feeds import Feed, Feeds, MadeFeed, NewFeed, feed_path
from crm_desktop.models.calendars.entries import is_zone
from crm_desktop.models.calendars.ics_out import Telling, to_ics
from crm_desktop.models.clock import DAY_MS, Clock
from crm_desktop.models.ids import new_id
from crm_server.errors import Malformed, NotFound, TooMany
from crm_server.services.load_rights import load_rights
from crm_server.services.pace import Pace
from crm_server.store import feeds
from crm_server.store.engine import Database
from crm_server.store.feeds import StoredFeed
from crm_server.store.people import read_user
from crm_server.store.sessions import Caller
from crm_server.tokens import digest, new_token

MOST_FEEDS = 10
_PAST, _AHEAD = 90 * DAY_MS, 400 * DAY_MS
_MOST_READ, _MOST_GUESSED = 20, 30
_SEPARATOR = "."


@dataclass(frozen=True, slots=True)
class CalendarFeeds:
    """The service; blocking, call in a worker thread."""

    database: Database
    clock: Clock
    pace: Pace = field(default_factory=lambda: Pace("feed.too_many"))

    def of(self, caller: Caller) -> Feeds:
        """Return the caller's feeds."""
        with self.database.read() as connection:
            found = feeds.list_feeds(connection, caller.org_id, caller.user_id)
        return Feeds(feeds=[_told(each) for each in found])

    def make(self, caller: Caller, wanted: NewFeed) -> MadeFeed:
        """Make a feed; its address is told this once. Raises Malformed, TooMany."""
        name = " ".join(wanted.name.split())[:100]
        if not name or "\0" in name:
            raise Malformed("request.malformed", path="$.name")
        # The zone stands in the address: times of the whole day are days, and a day begins somewhere.
        zone = wanted.zone if is_zone(wanted.zone) else "UTC"
        secret = new_token()
        made = StoredFeed(caller.org_id, caller.user_id, new_id(), name, self.clock.now(), None)
        with self.database.write() as connection:
            if feeds.count_feeds(connection, caller.org_id, caller.user_id) >= MOST_FEEDS:
                raise TooMany("feed.too_many", seconds=60)
            feeds.add_feed(connection, made, digest(secret))
        return MadeFeed(feed=_told(made), path=feed_path(f"{secret}{_SEPARATOR}{zone.replace('/', '~')}"))

    def revoke(self, caller: Caller, feed_id: str) -> None:
        """Let an address be good no longer; raises NotFound."""
        with self.database.write() as connection:
            if not feeds.remove_feed(connection, caller.org_id, caller.user_id, feed_id):
                raise NotFound("request.not_found")

    def read(self, address: str, network: str) -> bytes:
        """Return the calendar behind the last part of an address.

        Raises NotFound for one that is not good, or not any more; TooMany.
        """
        plain = address.removesuffix(".ics")
        secret, _, zone = plain.partition(_SEPARATOR)
        zone = zone.replace("~", "/")
        now, hashed = self.clock.now(), digest(secret)
        with self.database.read() as connection:
            feed = feeds.find_feed(connection, hashed)
            user = read_user(connection, feed.org_id, feed.user_id) if feed is not None else None
        if feed is None or user is None or not user.active:
            self.pace.count(network, _MOST_GUESSED, now)
            raise NotFound("feed.over")
        self.pace.count(hashed, _MOST_READ, now)
        with self.database.read() as connection:
            rights = load_rights(connection, feed.org_id, feed.user_id)
            records = feeds.read_calendar(connection, feed.org_id, rights, (now - _PAST, now + _AHEAD))
            accounts = {str(each.get("account_id")) for each in records if each.get("account_id")}
            names = feeds.account_names(connection, feed.org_id, rights, accounts)
        with self.database.write() as connection:
            feeds.touch_feed(connection, feed, now)
        meant = zone if is_zone(zone) else "UTC"
        return to_ics(records, Telling(meant, now, names, feed.name, tasks_as_events=True))


def _told(feed: StoredFeed) -> Feed:
    return Feed(id=feed.id, name=feed.name, created_at=feed.created_at, used_at=feed.used_at)
