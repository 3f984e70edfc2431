"""Messages about subscription feeds: secret addresses under which other programs read one's own calendar."""

from typing import Annotated

import msgspec


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One address. The address itself is told once, when it is made; the server keeps only its hash."""

    id: str
    name: str
    created_at: int
    used_at: int | None = None


class Feeds(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/calendar-feeds; DELETE /v1/calendar-feeds/ID revokes one."""

    feeds: list[Feed]


class NewFeed(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/calendar-feeds: what the person calls it, and the language and zone in which it is read."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    zone: str = "UTC"
    """An IANA zone; one that the server does not know counts as UTC."""


class MadeFeed(msgspec.Struct, frozen=True, kw_only=True):
    """The new feed with its path at this server."""

    feed: Feed
    path: str


def feed_path(secret: str) -> str:
    """Return the address, at the server, of the feed with a secret."""
    return f"/calendar/{secret}.ics"
