"""OpenAPI: every address with its messages, made from the same declarations that decode and encode them."""

from typing import Any

import msgspec
from litestar import Response, get

from crm_desktop.models.calendar_feeds import Feeds, MadeFeed, NewFeed
from crm_desktop.models.exchange import (
    PROTOCOL,
    Devices,
    Hello,
    Poke,
    Problem,
    PullPage,
    PullRequest,
    Push,
    PushAnswer,
    Renewal,
    Session,
    SignIn,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.models.file_exchange import CHECKSUM_HEADER, UploadOffer, UploadState
from crm_desktop.models.look_alikes import LookAlikeQuestion, MaskedHits
from crm_desktop.models.parts import ComparePage, CompareRequest, FetchPage, FetchRequest
from crm_desktop.models.rescue import ApplyLeft, DeviceName, Keep, LeftWorks, RescueRequest, RescueRight
from crm_server.routes.version import VERSION

_REF = "#/components/schemas/{name}"
_WORK_ID = {"name": "work_id", "in": "path", "required": True, "schema": {"type": "string"}}
_CALENDAR = "/calendar/{secret}"
_PARAMETERS: dict[str, list[dict[str, Any]]] = {
    "/v1/sync/poke": [
        {"name": "after", "in": "query", "required": True, "schema": {"type": "integer"}},
        {"name": "wait", "in": "query", "schema": {"type": "number", "minimum": 0, "maximum": 3600}},
    ],
    "/v1/devices/{device_id}": [{"name": "device_id", "in": "path", "required": True, "schema": {"type": "string"}}],
    "/v1/calendar-feeds/{feed_id}": [{"name": "feed_id", "in": "path", "required": True, "schema": {"type": "string"}}],
    _CALENDAR: [{"name": "secret", "in": "path", "required": True, "schema": {"type": "string"}}],
    "/v1/left-work/{work_id}/apply": [_WORK_ID],
    "/v1/left-work/{work_id}/discard": [_WORK_ID],
}
_CONTENT = "/v1/attachments/{attachment_id}/content"
_ATTACHMENT_ID = {"name": "attachment_id", "in": "path", "required": True, "schema": {"type": "string"}}
_PARAMETERS_OF: dict[tuple[str, str], list[dict[str, Any]]] = {
    ("post", _CONTENT): [_ATTACHMENT_ID],
    ("put", _CONTENT): [
        _ATTACHMENT_ID,
        {"name": "offset", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 0}},
        {
            "name": CHECKSUM_HEADER,
            "in": "header",
            "required": True,
            "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
        },
    ],
    ("get", _CONTENT): [
        _ATTACHMENT_ID,
        {"name": "Range", "in": "header", "schema": {"type": "string", "pattern": "^bytes=[0-9]*-[0-9]*$"}},
    ],
}
"""What the methods of one address do not share."""
_CREDENTIALS = frozenset({"/v1/sign-in", "/v1/renew", "/v1/rescue"})
"""Addresses that take no session, and say 401 all the same."""
_CONFLICTS = frozenset({"/v1/sync/snapshot", _CONTENT})
_HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "401": ("WWW-Authenticate", {"type": "string", "const": "Bearer"}),
    "429": ("Retry-After", {"type": "string", "pattern": "^[0-9]+$"}),
    "503": ("Retry-After", {"type": "string", "pattern": "^[0-9]+$"}),
}
"""The header without which a refusal of that status is not whole."""
_PLAIN: dict[str, dict[str, Any]] = {
    "/health": {
        "application/json": {
            "schema": {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]}
        }
    },
    "/metrics": {"text/plain": {"schema": {"type": "string"}}},
    _CALENDAR: {"text/calendar": {"schema": {"type": "string"}}},
}
"""Answers that are no messages of ours."""
ENDPOINTS: tuple[tuple[str, str, type | None, type | None, bool], ...] = (
    ("get", "/v1/hello", None, Hello, False),
    ("post", "/v1/sign-in", SignIn, Session, False),
    ("post", "/v1/renew", Renewal, Session, False),
    ("post", "/v1/sign-out", None, None, True),
    ("get", "/v1/devices", None, Devices, True),
    ("delete", "/v1/devices/{device_id}", None, None, True),
    ("post", "/v1/sync/snapshot", SnapshotRequest, SnapshotPage, True),
    ("post", "/v1/sync/pull", PullRequest, PullPage, True),
    ("post", "/v1/sync/fetch", FetchRequest, FetchPage, True),
    ("post", "/v1/sync/compare", CompareRequest, ComparePage, True),
    ("post", "/v1/sync/push", Push, PushAnswer, True),
    ("get", "/v1/sync/poke", None, Poke, True),
    ("post", _CONTENT, UploadOffer, UploadState, True),
    ("put", _CONTENT, bytes, UploadState, True),
    ("get", _CONTENT, None, bytes, True),
    ("patch", "/v1/devices/{device_id}", DeviceName, None, True),
    ("post", "/v1/rescue", RescueRequest, RescueRight, False),
    ("post", "/v1/rescue/push", Push, PushAnswer, True),
    ("post", "/v1/rescue/keep", Keep, None, True),
    ("post", "/v1/rescue/end", None, None, True),
    ("get", "/v1/left-work", None, LeftWorks, True),
    ("post", "/v1/left-work/{work_id}/apply", ApplyLeft, PushAnswer, True),
    ("post", "/v1/left-work/{work_id}/discard", None, None, True),
    ("get", "/v1/calendar-feeds", None, Feeds, True),
    ("post", "/v1/calendar-feeds", NewFeed, MadeFeed, True),
    ("delete", "/v1/calendar-feeds/{feed_id}", None, None, True),
    ("post", "/v1/look-alikes", LookAlikeQuestion, MaskedHits, True),
    ("get", _CALENDAR, None, None, False),
    ("get", "/health", None, None, False),
    ("get", "/metrics", None, None, False),
)
"""Method, address, message in, message out, whether it takes a session."""


@get("/schema", sync_to_thread=False)
def schema() -> Response[bytes]:
    """Return the OpenAPI description."""
    return Response(_DOCUMENT, media_type="application/vnd.oai.openapi+json")


def describe() -> dict[str, Any]:
    """Return the description as plain values."""
    messages = {kind for _, _, taken, given, _ in ENDPOINTS for kind in (taken, given) if kind not in (None, bytes)}
    ordered = sorted(messages | {Problem}, key=lambda kind: kind.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for method, path, taken, given, signed_in in ENDPOINTS:
        paths.setdefault(path, {})[method] = _operation(method, path, taken, given, signed_in)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fieldline CRM", "version": VERSION, "x-protocol": PROTOCOL},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(method: str, path: str, taken: type | None, given: type | None, signed_in: bool) -> dict[str, Any]:
    good = {"description": "Done", **({"content": _content(given)} if given is not None else {})}
    if path in _PLAIN:
        good["content"] = _PLAIN[path]
    status = "200" if given is not None or path in _PLAIN else "204"
    operation: dict[str, Any] = {"responses": {status: good, **_refusals(path, taken, signed_in)}}
    if taken is not None:
        operation["requestBody"] = {"required": True, "content": _content(taken)}
    if given is bytes:
        operation["responses"] |= {"206": good, "416": _refusal("416", "It ends before that part")}
    if parameters := _PARAMETERS_OF.get((method, path)) or _PARAMETERS.get(path):
        operation["parameters"] = parameters
    if signed_in:
        operation["security"] = [{"session": []}]
    return operation


def _refusals(path: str, taken: type | None, signed_in: bool) -> dict[str, Any]:
    """Return every status by which the address may say no."""
    reasons = {"503": "The database is busy or out of reach", "500": "A mistake of the server"}
    if path.startswith("/v1/") and path != "/v1/hello":
        reasons |= {"426": "Another protocol", "400": "It does not match this description"}
    if taken is not None:
        reasons |= {"413": "Too large", "415": "A content type or an encoding that is not read"}
    if signed_in or path in _CREDENTIALS:
        reasons |= {"401": "Who asks is not signed in, or not any more"}
    if path == "/v1/sign-in":
        reasons |= {"429": "Too many wrong passwords"}
    if path == _CALENDAR or taken in (NewFeed, LookAlikeQuestion):
        reasons |= {"429": "Asked too often"}
    if taken is LookAlikeQuestion:
        reasons |= {"403": "The role makes no such records"}
    if path in _CONFLICTS:
        reasons |= {"409": "What it goes on from is over"}
    if "{" in path:
        reasons |= {"404": "There is no such thing, or not for this person"}
    return {status: _refusal(status, reasons[status]) for status in sorted(reasons)}


def _refusal(status: str, reason: str) -> dict[str, Any]:
    found: dict[str, Any] = {"description": reason, "content": _content(Problem)}
    if status in _HEADERS:
        name, schema = _HEADERS[status]
        found["headers"] = {name: {"required": True, "schema": schema}}
    return found


def _content(kind: type) -> dict[str, Any]:
    if kind is bytes:
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": {"$ref": _REF.format(name=kind.__name__)}}}


_DOCUMENT = msgspec.json.encode(describe())
