"""Sync: snapshot, pull, push, and the long poll that says when to come again."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, Router, get, post

from crm_desktop.models.exchange import Poke, PullRequest, Push, SnapshotRequest
from crm_desktop.models.parts import CompareRequest, FetchRequest
from crm_server.errors import Malformed
from crm_server.routes.bodies import answer, read_message
from crm_server.routes.context import caller_of, services_of, speak_one_protocol, token_of
from crm_server.routes.quick_push import answer_quickly
from crm_server.services.push_jobs import PushJob, check_push
from crm_server.store.organisations import OrganisationState, read_state
from crm_server.store.sessions import Caller


@post("/snapshot", status_code=200, sync_to_thread=True)
def snapshot(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Return one page of everything the caller may see."""
    services, caller = services_of(request), caller_of(request)
    page = services.snapshots.page(caller, read_message(request, body, SnapshotRequest, services.settings.body_limit))
    services.metrics.count("fieldline_rows_sent_total", len(page.batch.rows), route="snapshot")
    return answer(request, page)


@post("/pull", status_code=200, sync_to_thread=True)
def pull(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Return what is new after a position."""
    services, caller = services_of(request), caller_of(request)
    message = read_message(request, body, PullRequest, services.settings.body_limit)
    services.devices.note_unsent(caller, message.waiting, message.undecided)
    page = services.changes.pull(caller, message)
    services.metrics.count("fieldline_rows_sent_total", sum(len(each.rows) for each in page.batches), route="pull")
    return answer(request, page)


@post("/fetch", status_code=200, sync_to_thread=True)
def fetch(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Return a part of what the caller may see: some columns, or whole rows with their history."""
    services, caller = services_of(request), caller_of(request)
    page = services.parts.fetch(caller, read_message(request, body, FetchRequest, services.settings.body_limit))
    services.metrics.count("fieldline_rows_sent_total", len(page.batch.rows), route="fetch")
    return answer(request, page)


@post("/compare", status_code=200, sync_to_thread=True)
def compare(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Return checksums of a part of what the caller may see."""
    services, caller = services_of(request), caller_of(request)
    message = read_message(request, body, CompareRequest, services.settings.body_limit)
    return answer(request, services.parts.compare(caller, message))


@post("/push", status_code=200, middleware=[answer_quickly])
async def push(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Accept transactions; the answer has an outcome for each. Small ones are answered by the middleware."""
    job = await anyio.to_thread.run_sync(_read_push, request, body)
    return answer(request, await services_of(request).commits.accept(job))


@get("/poke")
async def poke(request: Request[Any, Any, Any], after: int, wait: float = 25.0) -> Response[bytes]:
    """Answer when there is something after a number, or when the time is over."""
    if not 0 <= wait <= 3_600:
        raise Malformed("request.malformed", path="wait")
    services = services_of(request)
    caller, state = await anyio.to_thread.run_sync(_read_head, request)
    known = state.sequence
    if known <= after:
        known = await services.heads.wait(caller.org_id, after, min(wait, services.settings.poke_limit))
    if known <= after:
        # In case that a wake-up was lost. Those who were woken are many at once, and believe what woke them.
        _, state = await anyio.to_thread.run_sync(_read_head, request)
    return answer(request, Poke(max(known, state.sequence), state.epoch))


def _read_push(request: Request[Any, Any, Any], body: bytes) -> PushJob:
    caller = services_of(request).callers.judged(token_of(request))
    message = read_message(request, body, Push, services_of(request).settings.body_limit)
    check_push(message)
    return PushJob(caller, message)


def _read_head(request: Request[Any, Any, Any]) -> tuple[Caller, OrganisationState]:
    services, token = services_of(request), token_of(request)
    with services.database.read() as connection:
        caller = services.sessions.caller_in(connection, token)
        return caller, read_state(connection, caller.org_id)


SYNC = Router("/v1/sync", route_handlers=[snapshot, pull, fetch, compare, push, poke], guards=[speak_one_protocol])
