"""Bodies on the wire: reading messages out of requests and writing them into answers, compressed by negotiation."""

import re
import sys
import zlib
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response

from crm_server.errors import Malformed, TooLarge, UnsupportedBody

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_WORTH_COMPRESSING = 1_000
_ZSTD_LEVEL = 3
_GZIP_LEVEL = 5
_PATH = re.compile(r" - at `(\$[^`]*)`")
_Message = TypeVar("_Message")


def read_message(request: Request[Any, Any, Any], body: bytes, kind: type[_Message], limit: int) -> _Message:
    """Return the request's body as the message it must be; raises Malformed with the path of what is wrong."""
    headers = request.headers
    return decoded(
        headers.get("content-type", "application/json"), headers.get("content-encoding", ""), body, kind, limit
    )


def decoded(content_type: str, coding: str, body: bytes, kind: type[_Message], limit: int) -> _Message:
    """Do what `read_message` does, from the values of the headers that matter."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedBody("request.unsupported")
    plain = _decompressed(coding.strip().lower(), body, limit)
    try:
        return msgspec.json.decode(plain, type=kind)
    except msgspec.ValidationError as problem:
        found = _PATH.search(str(problem))
        raise Malformed("request.malformed", path=_plain_path(found[1]) if found else "$") from problem
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Malformed("request.malformed", path="$") from problem


def answer(request: Request[Any, Any, Any], message: msgspec.Struct, status: int = 200) -> Response[bytes]:
    """Return a message as an answer; large ones compressed as the client accepts."""
    body, headers = encoded(request.headers.get("accept-encoding", ""), message)
    return Response(content=body, status_code=status, media_type="application/json", headers=headers)


def encoded(accepted: str, message: msgspec.Struct) -> tuple[bytes, dict[str, str]]:
    """Return the body of an answer and its headers beside type and length; `accepted` is what the client accepts."""
    body = msgspec.json.encode(message)
    headers = {"cache-control": "no-store"}
    if len(body) >= _WORTH_COMPRESSING:
        coding = _accepted_coding(accepted)
        headers["vary"] = "accept-encoding"
        if coding == "zstd":
            body = zstd.compress(body, _ZSTD_LEVEL)
        elif coding == "gzip":
            body = _gzip(body)
        if coding:
            headers["content-encoding"] = coding
    return body, headers


def _plain_path(path: str) -> str:
    """Return the path without keys that the client made up: those may be anything."""
    return re.sub(r"\[\.\.\.\]", "[]", path)[:200]


def _decompressed(coding: str, body: bytes, limit: int) -> bytes:
    """Return the body as it was before compression; raises TooLarge before a bomb has unfolded."""
    if coding in ("", "identity"):
        return body
    try:
        if coding == "zstd":
            unfolding = zstd.ZstdDecompressor()
            plain = unfolding.decompress(body, max_length=limit + 1)
            ended = unfolding.eof
        elif coding == "gzip":
            inflating = zlib.decompressobj(wbits=31)
            plain = inflating.decompress(body, limit + 1)
            ended = inflating.eof
        else:
            raise UnsupportedBody("request.unsupported")
    except (zstd.ZstdError, zlib.error) as problem:
        raise Malformed("request.malformed", path="$") from problem
    if len(plain) > limit:
        raise TooLarge("request.too_large", limit=limit)
    if not ended:
        raise Malformed("request.malformed", path="$")
    return plain


def _accepted_coding(header: str) -> str:
    accepted = {}
    for part in header.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        accepted[name.strip()] = parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((coding for coding in ("zstd", "gzip") if accepted.get(coding)), "")


def _gzip(body: bytes) -> bytes:
    deflating = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
    return deflating.compress(body) + deflating.flush()
