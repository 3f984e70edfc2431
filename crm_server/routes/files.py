"""The contents of attachments over HTTP: offered and asked after, brought piece by piece, fetched whole or in parts."""

import re
from typing import Any

import anyio.to_thread
from litestar import Request, Response, Router, get, post, put
from litestar.response import Stream

from crm_desktop.models.contents import MOST_PIECE_BYTES
from crm_desktop.models.file_exchange import CHECKSUM_HEADER, UploadOffer, checksum_of
from crm_desktop.models.ids import is_id
from crm_server.errors import Malformed, NotFound, RangeBeyond, TooLarge, UnsupportedBody
from crm_server.routes.bodies import answer, read_message
from crm_server.routes.context import Services, caller_of, services_of, speak_one_protocol
from crm_server.services.contents import NOT_HERE, Download, Progress
from crm_server.store.sessions import Caller

BINARY = "application/octet-stream"
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z", re.ASCII)
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):\Z", re.ASCII)


@post("/content", status_code=200)
async def offer(request: Request[Any, Any, Any], body: bytes, attachment_id: str) -> Response[bytes]:
    """Begin an upload, or say how far it is."""
    return _told(request, *await anyio.to_thread.run_sync(_offer, request, body, attachment_id))


@put("/content", status_code=200)
async def take(request: Request[Any, Any, Any], body: bytes, attachment_id: str, offset: int = -1) -> Response[bytes]:
    """Take the piece of an upload that begins at `offset`."""
    return _told(request, *await anyio.to_thread.run_sync(_take, request, body, attachment_id, offset))


@get("/content", sync_to_thread=True)
def give(request: Request[Any, Any, Any], attachment_id: str) -> Response[bytes] | Stream:
    """Give out a content, or the part that `Range` asks for; a part no larger than a piece comes with its checksum."""
    services, caller = _asked(request, attachment_id)
    found = services.contents.give(caller, attachment_id)
    asked = request.headers.get("range", "")
    start, end = _part(asked, found.size) if asked else (0, found.size)
    partial = end - start < found.size
    headers = _headers(found) | ({"content-range": f"bytes {start}-{end - 1}/{found.size}"} if partial else {})
    services.metrics.count("fieldline_file_bytes_total", end - start, direction="down")
    if end - start > MOST_PIECE_BYTES:
        headers["content-length"] = str(end - start)
        parts = found.read(start, end)
        return Stream(parts, status_code=206 if partial else 200, media_type=BINARY, headers=headers)
    piece = b"".join(found.read(start, end))
    headers[CHECKSUM_HEADER.lower()] = checksum_of(piece)
    return Response(piece, status_code=206 if partial else 200, media_type=BINARY, headers=headers)


def _offer(request: Request[Any, Any, Any], body: bytes, attachment_id: str) -> tuple[Caller, Progress]:
    services, caller = _asked(request, attachment_id)
    message = read_message(request, body, UploadOffer, services.settings.body_limit)
    return caller, services.contents.offer(caller, attachment_id, message)


def _take(request: Request[Any, Any, Any], body: bytes, attachment_id: str, offset: int) -> tuple[Caller, Progress]:
    services, caller = _asked(request, attachment_id)
    _check_piece(request, body, offset)
    services.metrics.count("fieldline_file_bytes_total", len(body), direction="up")
    return caller, services.contents.take(caller, attachment_id, offset, body)


def _asked(request: Request[Any, Any, Any], attachment_id: str) -> tuple[Services, Caller]:
    caller = caller_of(request)
    if not is_id(attachment_id):
        raise NotFound(NOT_HERE)
    return services_of(request), caller


def _told(request: Request[Any, Any, Any], caller: Caller, progress: Progress) -> Response[bytes]:
    if progress.head:
        services_of(request).heads.moved(caller.org_id, progress.head)
    return answer(request, progress.state)


def _check_piece(request: Request[Any, Any, Any], body: bytes, offset: int) -> None:
    """Refuse what is no piece, and one that has changed on its way."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != BINARY:
        raise UnsupportedBody("request.unsupported")
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise UnsupportedBody("request.unsupported")
    if len(body) > MOST_PIECE_BYTES:
        raise TooLarge("request.too_large", limit=MOST_PIECE_BYTES)
    if offset < 0 or not body:
        raise Malformed("request.malformed", path="$" if offset >= 0 else "offset")
    given = request.headers.get(CHECKSUM_HEADER, "")
    if not _DIGEST.match(given):
        raise Malformed("request.malformed", path=CHECKSUM_HEADER)
    if given != checksum_of(body):
        raise Malformed("content.damaged")


def _part(asked: str, size: int) -> tuple[int, int]:
    """Return from where to where a Range reaches; what we do not understand asks for all, as RFC 9110 wants."""
    found = _RANGE.match(asked.strip())
    if found is None or not (found[1] or found[2]):
        return 0, size
    start = int(found[1]) if found[1] else max(0, size - int(found[2]))
    end = min(size, int(found[2]) + 1) if found[1] and found[2] else size
    if start >= size or (found[1] == "" and int(found[2]) == 0):
        raise RangeBeyond("content.range")
    return (start, end) if start < end else (0, size)


def _headers(found: Download) -> dict[str, str]:
    """Return what keeps browsers from showing or keeping it, should one ever ask."""
    return {
        "accept-ranges": "bytes",
        "cache-control": "no-store",
        "content-disposition": "attachment",
        "etag": f'"{found.sha256}"',
        "x-content-type-options": "nosniff",
    }


FILES = Router("/v1/attachments/{attachment_id:str}", route_handlers=[offer, take, give], guards=[speak_one_protocol])
