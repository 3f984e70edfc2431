"""What operators see: health, metrics, one log line for each request."""

import logging
import time
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy import text

from crm_server.metrics import Metrics
from crm_server.routes.context import services_of

_log = logging.getLogger("fieldline.requests")


@get("/health", sync_to_thread=True)
def health(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Tell whether the database answers; an error answer says it does not."""
    with services_of(request).database.read() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ok"}


@get("/metrics", media_type=MediaType.TEXT, sync_to_thread=False)
def metrics(request: Request[Any, Any, Any]) -> Response[str]:
    """Return this worker's figures as Prometheus reads them."""
    content_type, services = "text/plain; version=0.0.4; charset=utf-8", services_of(request)
    services.metrics.show("fieldline_waiting_devices", services.heads.waiting)
    return Response(services.metrics.text(), media_type=content_type)


def watch_requests(measured: Metrics) -> Any:
    """Return the middleware that counts and logs each request by its route's template, never by what it holds."""

    def middleware(app: ASGIApp) -> ASGIApp:
        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            started, seen = time.perf_counter(), {"status": 500, "bytes": 0}

            async def watched_send(message: Message) -> None:
                if message["type"] == "http.response.start":
                    seen["status"] = message["status"]
                elif message["type"] == "http.response.body":
                    seen["bytes"] += len(message.get("body", b""))
                await send(message)

            try:
                await app(scope, receive, watched_send)
            finally:
                _note(measured, scope, seen, time.perf_counter() - started)

        return watched

    return middleware


def _note(measured: Metrics, scope: Scope, seen: dict[str, int], seconds: float) -> None:
    if scope["type"] != ScopeType.HTTP:
        return
    method = str(scope["method"])
    route = str(scope.get("path_template") or "unknown")
    measured.count("fieldline_requests_total", route=route, method=method, status=str(seen["status"]))
    measured.observe("fieldline_request_seconds", seconds, route=route)
    facts = {"route": route, "method": method, "ms": round(seconds * 1000, 1)} | seen
    _log.info("request", extra={"facts": facts})
