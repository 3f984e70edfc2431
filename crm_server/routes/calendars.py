"""Calendar feeds: making and revoking them by session, reading one by nothing but its address."""

from typing import Any

from litestar import Request, Response, Router, delete, get, post

from crm_desktop.models.calendar_feeds import NewFeed
from crm_desktop.models.calendars.ics_out import MEDIA_TYPE
from crm_server.routes.bodies import answer, read_message
from crm_server.routes.context import address_of, caller_of, services_of, speak_one_protocol

_HEADERS = {
    "cache-control": "private, no-store",
    "content-disposition": 'attachment; filename="calendar.ics"',
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


@get("/calendar-feeds", sync_to_thread=True)
def feeds(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List the caller's feeds, without their addresses."""
    return answer(request, services_of(request).feeds.of(caller_of(request)))


@post("/calendar-feeds", status_code=200, sync_to_thread=True)
def make_feed(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Make a feed and tell its address, this once."""
    services, caller = services_of(request), caller_of(request)
    message = read_message(request, body, NewFeed, services.settings.body_limit)
    return answer(request, services.feeds.make(caller, message))


@delete("/calendar-feeds/{feed_id:str}", sync_to_thread=True)
def revoke_feed(request: Request[Any, Any, Any], feed_id: str) -> None:
    """Let one of the caller's addresses be good no longer."""
    services_of(request).feeds.revoke(caller_of(request), feed_id)


@get("/calendar/{secret:str}", sync_to_thread=True)
def calendar(request: Request[Any, Any, Any], secret: str) -> Response[bytes]:
    """Return the calendar behind a secret address."""
    content = services_of(request).feeds.read(secret, address_of(request))
    return Response(content, media_type=MEDIA_TYPE, headers=_HEADERS)


FEEDS = Router("/v1", route_handlers=[feeds, make_feed, revoke_feed], guards=[speak_one_protocol])
