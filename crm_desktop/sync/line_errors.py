"""What went wrong on the line, in words of the error tree: exceptions of requests, and answers that are none."""

import errno
import re
import socket
from collections.abc import Iterator

import msgspec
import requests
import urllib3.exceptions

from crm_desktop.models.errors import Denied, Incompatible, Refused, Unreachable, UserError
from crm_desktop.models.exchange import Problem

_LONGEST_WISH_SECONDS = 86_400
_CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_TOO_LARGE = 413
_NO_LIMIT_BYTES = 16_384
"""No proxy that lets anything through has a lower limit: a smaller request was not too large, whatever is said."""
_NOBODY_BEHIND = (502, 504)
"""What a proxy says whose server is just being started again: nothing is wrong, it does not answer."""
_PORTAL = 511
_NO_WAY = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, 10051, 10065}  # and Winsock's
_NAME_UNKNOWN = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME), 11001}
_CUT = (urllib3.exceptions.ProtocolError, ConnectionError, EOFError)


def from_exception(error: Exception) -> UserError:
    """Return what a failed request means."""
    causes = list(_causes(error))
    if any(isinstance(cause, requests.exceptions.SSLError | urllib3.exceptions.SSLError) for cause in causes):
        return Unreachable("sync.certificate")
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return Unreachable("sync.server_unknown" if cause.errno in _NAME_UNKNOWN else "sync.no_network")
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return Unreachable("sync.no_network")
    if any(
        isinstance(cause, requests.exceptions.ContentDecodingError | urllib3.exceptions.DecodeError) for cause in causes
    ):
        return Incompatible("sync.garbage")
    silent = any(
        isinstance(cause, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError | TimeoutError)
        for cause in causes
    )
    refused = any(isinstance(cause, ConnectionRefusedError) for cause in causes)
    if silent or refused:
        return Unreachable("sync.server_silent")
    if any(isinstance(cause, urllib3.exceptions.ProxyError) for cause in causes):
        return Unreachable("sync.no_network")
    return Unreachable("sync.cut_off")


def was_cut_before_any_answer(error: Exception) -> bool:
    """Tell whether a kept connection turned out to be closed: the usual race with the server's idle time-out."""
    return isinstance(error, requests.exceptions.ConnectionError) and any(
        isinstance(cause, ConnectionResetError | BrokenPipeError) for cause in _causes(error)
    )


def from_answer(status: int, body: bytes, retry_after: str | None, sent: int = 0) -> UserError:
    """Return what an answer with a status other than 2xx means, to a request of so many bytes."""
    problem = _problem(body)
    if status == 429 and problem is not None and problem.code.startswith("sign_in."):
        return Refused(problem.code, **problem.facts)
    if status in (429, 503):
        return Unreachable("sync.busy", retry_after_ms=_milliseconds(retry_after))
    if status in _NOBODY_BEHIND and problem is None:
        return Unreachable("sync.server_silent")
    if status >= 500 and status != _PORTAL:
        return Unreachable("sync.server_failed", status=status)
    if problem is None and status == _TOO_LARGE and sent > _NO_LIMIT_BYTES:
        # A proxy with a limit of its own: a smaller request passes, so it is told apart from nonsense.
        return Refused("request.too_large")
    if problem is None:
        # No server of ours speaks so: a portal's redirection or page, or some other server at that address.
        return Incompatible("sync.not_our_server" if status in (404, 405) else "sync.garbage")
    if status == 401:
        return Denied(problem.code, **problem.facts)
    if status == 426:
        return Incompatible(problem.code, **problem.facts)
    return Refused(problem.code, **problem.facts)


def _problem(body: bytes) -> Problem | None:
    """Return what our server says; others speak of a `code` too, and must refuse nothing in its name."""
    try:
        problem = msgspec.json.decode(body, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return problem if _CODE.fullmatch(problem.code) else None


def _milliseconds(retry_after: str | None) -> int:
    """Return Retry-After in milliseconds; a date counts as unsaid, because our clock may be wrong."""
    text = (retry_after or "").strip()
    return min(int(text), _LONGEST_WISH_SECONDS) * 1000 if text.isdecimal() else 0


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error and everything it was raised from, or carries as `reason` or argument, as urllib3 likes to do."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inside = [getattr(cause, "reason", None), *cause.args, cause.__cause__, cause.__context__]
        waiting += [each for each in inside if isinstance(each, BaseException)]
