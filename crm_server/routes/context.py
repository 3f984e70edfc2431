"""What every route works with: the services of this worker, who is calling, and whether both speak one protocol."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import OLDEST_PROTOCOL, PROTOCOL
from crm_server.errors import Malformed, OtherProtocol
from crm_server.metrics import Metrics
from crm_server.services.calendar_feeds import CalendarFeeds
from crm_server.services.callers import Callers
from crm_server.services.contents import Contents
from crm_server.services.devices import DeviceList
from crm_server.services.group_commit import GroupCommit
from crm_server.services.left_work import LeftWorkDesk
from crm_server.services.look_alikes import LookAlikes
from crm_server.services.read_changes import Changes
from crm_server.services.rescues import Rescues
from crm_server.services.send_parts import PartsAlone
from crm_server.services.sessions import Sessions
from crm_server.services.take_snapshot import Snapshots
from crm_server.services.waiting import Heads
from crm_server.settings import Settings
from crm_server.store.engine import Database
from crm_server.store.sessions import Caller

PROTOCOL_HEADER = "Fieldline-Protocol"


@dataclass(frozen=True, slots=True)
class Services:
    """One worker's services, built in `app.py`."""

    settings: Settings
    clock: Clock
    database: Database
    sessions: Sessions
    devices: DeviceList
    feeds: CalendarFeeds
    look_alikes: LookAlikes
    rescues: Rescues
    left_work: LeftWorkDesk
    snapshots: Snapshots
    changes: Changes
    parts: PartsAlone
    callers: Callers
    commits: GroupCommit
    heads: Heads
    metrics: Metrics
    contents: Contents


def services_of(request: Request[Any, Any, Any]) -> Services:
    """Return the worker's services."""
    found: Services = request.app.state.services
    return found


def token_of(request: Request[Any, Any, Any]) -> str:
    """Return the request's access token; raises Denied where there is none."""
    return bearer_of(request.headers.get("authorization", ""))


def bearer_of(authorization: str) -> str:
    """Return the access token in the value of the header; raises Denied where there is none."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Denied("session.missing")
    return token.strip()


def caller_of(request: Request[Any, Any, Any]) -> Caller:
    """Return who is calling; raises Denied. Reads the database: call in a worker thread."""
    return services_of(request).sessions.caller(token_of(request))


def address_of(request: Request[Any, Any, Any]) -> str:
    """Return the network address that guessing is limited by."""
    return request.client.host if request.client is not None else ""


async def speak_one_protocol(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Refuse clients that are too old or too new; one that says nothing is taken for a present one."""
    # A coroutine, because the framework sends guards that are none to another thread.
    text = connection.headers.get(PROTOCOL_HEADER)
    if text is not None:
        check_protocol(text)


def check_protocol(text: str) -> None:
    """Raise where a client that says this speaks no protocol of ours."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Malformed("request.malformed", path=PROTOCOL_HEADER)
    if int(text) < OLDEST_PROTOCOL:
        raise OtherProtocol("sync.protocol_too_old", oldest=OLDEST_PROTOCOL, newest=PROTOCOL)
    if int(text) > PROTOCOL:
        raise OtherProtocol("sync.protocol_too_new", oldest=OLDEST_PROTOCOL, newest=PROTOCOL)
