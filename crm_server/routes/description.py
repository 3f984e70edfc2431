"""OpenAPI: every address with its messages, made from the same declarations that decode and encode them."""

from typing import Any

import msgspec
from litestar import Response, get

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
from crm_desktop.models.parts import ComparePage, CompareRequest, FetchPage, FetchRequest
from crm_server.routes.version import VERSION

_REF = "#/components/schemas/{name}"
_PARAMETERS: dict[str, list[dict[str, Any]]] = {
    "/v1/sync/poke": [
        {"name": "after", "in": "query", "required": True, "schema": {"type": "integer"}},
        {"name": "wait", "in": "query", "schema": {"type": "number", "minimum": 0, "maximum": 3600}},
    ],
    "/v1/devices/{device_id}": [{"name": "device_id", "in": "path", "required": True, "schema": {"type": "string"}}],
}
_CREDENTIALS = frozenset({"/v1/sign-in", "/v1/renew"})
"""Addresses that take no session, and say 401 all the same."""
_CONFLICTS = frozenset({"/v1/sync/snapshot"})
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
    messages = {kind for _, _, taken, given, _ in ENDPOINTS for kind in (taken, given) if kind is not None}
    ordered = sorted(messages | {Problem}, key=lambda kind: kind.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for method, path, taken, given, signed_in in ENDPOINTS:
        paths.setdefault(path, {})[method] = _operation(path, taken, given, signed_in)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fieldline CRM", "version": VERSION, "x-protocol": PROTOCOL},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(path: str, taken: type | None, given: type | None, signed_in: bool) -> dict[str, Any]:
    good = {"description": "Done", **({"content": _content(given)} if given is not None else {})}
    if path in _PLAIN:
        good["content"] = _PLAIN[path]
    status = "200" if given is not None or path in _PLAIN else "204"
    operation: dict[str, Any] = {"responses": {status: good, **_refusals(path, taken, signed_in)}}
    if taken is not None:
        operation["requestBody"] = {"required": True, "content": _content(taken)}
    if path in _PARAMETERS:
        operation["parameters"] = _PARAMETERS[path]
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
    return {"application/json": {"schema": {"$ref": _REF.format(name=kind.__name__)}}}


_DOCUMENT = msgspec.json.encode(describe())
