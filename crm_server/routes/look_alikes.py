"""Asking, while somebody types a new record, whether a colleague has that customer already."""

from typing import Any

from litestar import Request, Response, Router, post

from crm_desktop.models.look_alikes import LookAlikeQuestion
from crm_server.routes.bodies import answer, read_message
from crm_server.routes.context import caller_of, services_of, speak_one_protocol


@post("/", status_code=200, sync_to_thread=True)
def look_alikes(request: Request[Any, Any, Any], body: bytes) -> Response[bytes]:
    """Tell, masked, which records that the caller does not see may be the same."""
    services, caller = services_of(request), caller_of(request)
    question = read_message(request, body, LookAlikeQuestion, services.settings.body_limit)
    return answer(request, services.look_alikes.of(caller, question))


LOOK_ALIKES = Router("/v1/look-alikes", route_handlers=[look_alikes], guards=[speak_one_protocol])
