"""The doors: who is there, signing in and out, renewing, devices."""

from typing import Any

from litestar import Request, Response, Router, delete, get, patch, post

from crm_desktop.models.catalog import SCHEMA
from crm_desktop.models.exchange import OLDEST_PROTOCOL, PROTOCOL, Hello, Renewal, SignIn
from crm_desktop.models.rescue import DeviceName
from crm_server.routes.bodies import answer, read_message
from crm_server.routes.context import address_of, caller_of, services_of, speak_one_protocol
from crm_server.routes.version import VERSION


@get("/v1/hello", sync_to_thread=False)
def hello(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Tell what is here, to any client of any protocol."""
    message = Hello(
        product="fieldline-crm",
        version=VERSION,
        protocol=PROTOCOL,
        oldest_protocol=OLDEST_PROTOCOL,
        schema=SCHEMA,
        now=services_of(request).clock.now(),
    )
    return answer(request, message)


@post("/sign-in", status_code=200, sync_to_thread=True)
def sign_in(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Open a session by name and password."""
    services = services_of(request)
    message = read_message(request, body, SignIn, services.settings.body_limit)
    return answer(request, services.sessions.sign_in(message, address_of(request)))


@post("/renew", status_code=200, sync_to_thread=True)
def renew(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Exchange a refresh token for a new session."""
    services = services_of(request)
    message = read_message(request, body, Renewal, services.settings.body_limit)
    return answer(request, services.sessions.renew(message))


@post("/sign-out", status_code=204, sync_to_thread=True)
def sign_out(request: Request[Any, Any, Any]) -> None:
    """End the caller's session and its refresh tokens."""
    services_of(request).sessions.sign_out(caller_of(request))


@get("/devices", sync_to_thread=True)
def devices(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List the caller's devices."""
    return answer(request, services_of(request).devices.of(caller_of(request)))


@delete("/devices/{device_id:str}", sync_to_thread=True)
def revoke_device(request: Request[Any, Any, Any], device_id: str) -> None:
    """Revoke one of the caller's devices."""
    caller = caller_of(request)
    services_of(request).devices.revoke(caller.org_id, caller.user_id, device_id)


@patch("/devices/{device_id:str}", status_code=204, sync_to_thread=True)
def rename_device(request: Request[Any, Any, Any], device_id: str, body: bytes) -> None:
    """Call one of the caller's devices by another name."""
    services, caller = services_of(request), caller_of(request)
    message = read_message(request, body, DeviceName, services.settings.body_limit)
    services.devices.rename(caller, device_id, message.name)


DOORS = Router(
    "/v1",
    route_handlers=[sign_in, renew, sign_out, devices, revoke_device, rename_device],
    guards=[speak_one_protocol],
)
