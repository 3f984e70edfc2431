"""Small pushes, answered without the framework's request and response objects: what a server does all day.

One field that somebody edited is a few hundred bytes from a device that was judged before. Whatever is larger,
compressed or not yet known goes on to the route in `sync.py`. What a push does and answers is the same on either way.
"""

from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from crm_desktop.models.exchange import Push
from crm_server.routes.bodies import decoded, encoded
from crm_server.routes.context import PROTOCOL_HEADER, Services, bearer_of, check_protocol
from crm_server.services.push_jobs import PushJob, check_push

_MOST_BYTES = 4_096
"""Reading more than this would hold up everybody else on the event loop."""
_PROTOCOL = PROTOCOL_HEADER.lower().encode()


def answer_quickly(app: ASGIApp) -> ASGIApp:
    """Return the middleware around the route of pushes."""

    async def quick(scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"])
        length = given.get(b"content-length", b"")
        if not length.isdigit() or int(length) > _MOST_BYTES or b"content-encoding" in given:
            await app(scope, receive, send)
            return
        services: Services = scope["litestar_app"].state.services
        if (protocol := given.get(_PROTOCOL)) is not None:
            check_protocol(protocol.decode("latin-1"))
        token = bearer_of(given.get(b"authorization", b"").decode("latin-1"))
        caller = services.callers.recognise(token)
        if caller is None:
            await app(scope, receive, send)
            return
        kind = given.get(b"content-type", b"application/json").decode("latin-1")
        message = decoded(kind, "", await _body(receive), Push, services.settings.body_limit)
        check_push(message)
        answer = await services.commits.accept(PushJob(caller, message, token=token))
        body, headers = encoded(given.get(b"accept-encoding", b"").decode("latin-1"), answer)
        await _send(send, body, headers)

    return quick


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message: Any = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body", False):
            return body


async def _send(send: Send, body: bytes, headers: dict[str, str]) -> None:
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    told += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": told})
    await send({"type": "http.response.body", "body": body, "more_body": False})
