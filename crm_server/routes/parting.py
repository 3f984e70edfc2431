"""Parting: a device that is shut out hands over its work, and others decide about what could not be applied."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, Router, get, post

from crm_desktop.models.exchange import Push
from crm_desktop.models.rescue import ApplyLeft, Keep, RescueRequest
from crm_server.routes.bodies import answer, read_message
from crm_server.routes.context import caller_of, services_of, speak_one_protocol, token_of
from crm_server.services.push_jobs import PushJob, check_push
from crm_server.store.rescues import RescueCase


@post("/", status_code=200, sync_to_thread=True)
def rescue(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Give a device that is shut out the right to hand over what it has not sent."""
    services = services_of(request)
    message = read_message(request, body, RescueRequest, services.settings.body_limit)
    return answer(request, services.rescues.grant(message))


@post("/push", status_code=200)
async def push_rescued(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Accept transactions of a device that is shut out; what is refused is kept."""
    job = await anyio.to_thread.run_sync(_read_push, request, body)
    return answer(request, await services_of(request).commits.accept(job))


@post("/keep", status_code=204, sync_to_thread=True)
def keep(request: Request[Any, Any, Any], body: bytes) -> None:
    """Keep acts that were parked on the device."""
    services, case = services_of(request), _case_of(request)
    services.rescues.keep(case, read_message(request, body, Keep, services.settings.body_limit))


@post("/end", status_code=204, sync_to_thread=True)
def end(request: Request[Any, Any, Any]) -> None:
    """Close the rescue: the device has nothing left."""
    services_of(request).rescues.end(_case_of(request))


@get("/", sync_to_thread=True)
def left_work(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List the work left behind that the caller may see."""
    return answer(request, services_of(request).left_work.of(caller_of(request)))


@post("/{work_id:str}/apply", status_code=200)
async def apply_left(request: Request[Any, Any, Any], work_id: str, body: bytes) -> Response[bytes]:
    """Do something in the work's place, as an act of the caller's own."""
    job = await anyio.to_thread.run_sync(_read_applying, request, work_id, body)
    return answer(request, await services_of(request).commits.accept(job))


@post("/{work_id:str}/discard", status_code=204, sync_to_thread=True)
def discard_left(request: Request[Any, Any, Any], work_id: str) -> None:
    """Give the work up."""
    services_of(request).left_work.discard(caller_of(request), work_id)


def _case_of(request: Request[Any, Any, Any]) -> RescueCase:
    return services_of(request).rescues.case(token_of(request))


def _read_push(request: Request[Any, Any, Any], body: bytes) -> PushJob:
    case = _case_of(request)
    message = read_message(request, body, Push, services_of(request).settings.body_limit)
    check_push(message)
    return PushJob(case.caller, message, rescue=case)


def _read_applying(request: Request[Any, Any, Any], work_id: str, body: bytes) -> PushJob:
    services, caller = services_of(request), caller_of(request)
    message = read_message(request, body, ApplyLeft, services.settings.body_limit)
    return services.left_work.applying(caller, work_id, message)


RESCUE = Router("/v1/rescue", route_handlers=[rescue, push_rescued, keep, end], guards=[speak_one_protocol])
LEFT_WORK = Router("/v1/left-work", route_handlers=[left_work, apply_left, discard_left], guards=[speak_one_protocol])
