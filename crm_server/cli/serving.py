"""`crm-server serve`: one worker under uvicorn, with a line that says when it is ready and an orderly end."""

import asyncio
import ipaddress
import os
import socket
import sys
import threading
from types import FrameType

import uvicorn

from crm_desktop.models.errors import Refused
from crm_server.app import create_app
from crm_server.logs import start_logging
from crm_server.services.waiting import Heads
from crm_server.settings import Settings
from crm_server.store.engine import open_database
from crm_server.store.migrate import migrate

READY = "ready at "
"""The line on standard output that tells that requests are answered ends with this and the address."""
_GRACE_SECONDS = 10


def serve(settings: Settings, with_parent: bool = False) -> None:
    """Run until a signal, or with `with_parent` until standard input ends; raises Refused for unsafe settings."""
    check_exposure(settings)
    start_logging()
    database = open_database(settings.database_url, 1)
    migrate(database)
    database.close()
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.behind_proxy,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_keep_alive=75,
    )
    server = _Server(config, app.state.services.heads)
    if with_parent:
        threading.Thread(target=server.leave_with_parent, name="parent", daemon=True).start()
    try:
        server.run()
    except SystemExit as problem:  # uvicorn's way of saying that it cannot listen
        raise Refused("server.port_taken", port=settings.port) from problem


def check_exposure(settings: Settings) -> None:
    """Raise Refused when passwords would travel in the clear over a network."""
    if settings.behind_proxy or settings.tls_certificate is not None or _is_loopback(settings.host):
        return
    raise Refused("server.plain_http", host=settings.host)


class _Server(uvicorn.Server):
    """uvicorn's server, which announces itself and lets long polls go before it waits for open requests."""

    def __init__(self, config: uvicorn.Config, heads: Heads) -> None:
        super().__init__(config)
        self._heads = heads
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind, then say where."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            scheme = "https" if self.config.ssl_certfile else "http"
            shown = f"[{host}]" if ":" in host else host
            print(f"Fieldline server {READY}{scheme}://{shown}:{port}", flush=True)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End on a signal."""
        self._heads.close()
        super().handle_exit(sig, frame)

    def leave_with_parent(self) -> None:
        """End when whoever started this process has closed its standard input, or died."""
        # Not sys.stdin: a buffer that a thread still reads from cannot be closed at the interpreter's end.
        while os.read(sys.stdin.fileno(), 4096):
            pass
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._heads.close)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
