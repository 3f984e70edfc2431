"""Every failure as one shape, `Problem`, with a stable code and nothing that a customer wrote."""

import logging
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from crm_desktop.models.errors import UserError
from crm_desktop.models.exchange import Problem
from crm_server.errors import Busy, Malformed, status_of
from crm_server.routes.bodies import answer
from crm_server.store.trouble import name_of_trouble

_log = logging.getLogger("fieldline.problems")
_CODES = {
    400: "request.malformed",
    401: "session.missing",
    403: "request.forbidden",
    404: "request.not_found",
    405: "request.wrong_method",
    413: "request.too_large",
    415: "request.unsupported",
    429: "request.too_many",
    503: "server.busy",
}


def answer_user_error(request: Request[Any, Any, Any], error: UserError) -> Response[bytes]:
    """Answer an error of our own tree."""
    reply = answer(request, Problem(error.code, dict(error.facts)), status_of(error))
    seconds = error.facts.get("seconds", 2 if isinstance(error, Busy) else None)
    if seconds is not None:
        reply.headers["retry-after"] = str(seconds)
    if status_of(error) == 401:
        reply.headers["www-authenticate"] = "Bearer"
    return reply


def answer_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer what the framework found wrong before a route was reached."""
    status = error.status_code
    if status >= 500:
        return answer_anything(request, error)
    code = _CODES.get(status, "request.malformed")
    facts: dict[str, str | int] = {}
    if isinstance(error, ValidationException) and isinstance(error.extra, list) and error.extra:
        key = error.extra[0].get("key") if isinstance(error.extra[0], dict) else None
        facts = {"path": str(key)[:60]} if key else {}
    elif status == 400:
        facts = {"path": "$"}
    reply = answer(request, Problem(code, facts), status)
    if status == 405:
        reply.headers["allow"] = ", ".join(_allowed_methods(request))
    return reply


def answer_busy(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer when the database is out of reach or overloaded: worth another try."""
    # A disk that is full looks busy to devices; an operator has to be able to tell one from the other.
    trouble = name_of_trouble(error) if isinstance(error, DBAPIError) else ""
    _log.warning("database_busy", extra={"facts": {"error": type(error).__name__, "trouble": trouble}})
    return answer_user_error(request, Busy("server.busy"))


def answer_unstorable(request: Request[Any, Any, Any], _: DataError) -> Response[bytes]:
    """Answer a value that no database column can hold, such as a NUL in a text."""
    return answer_user_error(request, Malformed("request.malformed", path="$"))


def answer_anything(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a mistake of our own: the log says where it happened, the answer says nothing."""
    _log.error("request_broke", exc_info=error)
    return answer(request, Problem("server.failed"), 500)


def _allowed_methods(request: Request[Any, Any, Any]) -> list[str]:
    """Return the methods that the address takes: the framework refuses others without saying which are right."""
    asked = [part for part in request.scope["path"].split("/") if part]
    found = {"OPTIONS"}
    for route in request.app.routes:
        named = [part if isinstance(part, str) else None for part in route.path_components]
        if len(named) == len(asked) and all(each in (None, part) for each, part in zip(named, asked, strict=True)):
            found |= set(getattr(route, "methods", ()))
    return sorted(found)


HANDLERS: dict[Any, Any] = {
    UserError: answer_user_error,
    HTTPException: answer_http_error,
    DataError: answer_unstorable,
    OperationalError: answer_busy,
    PoolTimeoutError: answer_busy,
    Exception: answer_anything,
}
