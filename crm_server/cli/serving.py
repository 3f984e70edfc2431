"""`crm-server serve`: one or several workers under uvicorn; a line says when all are ready, and the end is orderly."""

import asyncio
import errno
import gc
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

import uvicorn

from crm_desktop.models.errors import Refused
from crm_server.app import create_app
from crm_server.cli.certificates import check_certificate
from crm_server.cli.crew import Crew
from crm_server.logs import start_logging
from crm_server.services.waiting import Heads
from crm_server.settings import Settings
from crm_server.store.engine import open_database
from crm_server.store.migrate import migrate
from crm_server.store.organisations import list_organisations

READY = "ready at "
"""The line on standard output that tells that requests are answered ends with this and the address."""
_GRACE_SECONDS = 10
_BACKLOG = 2_048
"""Devices that may knock at once, as all do after a restart."""
_RENEW_DAYS = 21
"""A certificate that ends sooner is told of in the log at each start."""
_log = logging.getLogger("fieldline.serving")


def serve(settings: Settings, with_parent: bool = False) -> None:
    """Run until a signal, or with `with_parent` until standard input ends; raises Refused for unsafe settings."""
    check_exposure(settings)
    days = check_certificate(settings, time.time())
    start_logging()
    if days is not None and days < _RENEW_DAYS:
        _log.warning("certificate_ends_soon", extra={"facts": {"days": days}})
    _prepare(settings)
    listening = _listen(settings)
    announce = partial(_announce, settings, listening.getsockname())
    if settings.workers == 1:
        work(settings, listening, announce, _parent_gone if with_parent else None)
        return
    crew = Crew(settings.workers, listening, partial(work, settings), announce)
    if with_parent:
        threading.Thread(target=_leave_with_parent, args=(crew,), name="parent", daemon=True).start()
    crew.run()


def _prepare(settings: Settings) -> None:
    """Bring the tables up to date, and say so where nobody can sign in yet."""
    database = open_database(settings.database_url, 1)
    try:
        migrate(database)
        with database.read() as connection:
            if not list_organisations(connection):
                _log.warning("no_organisation", extra={"facts": {"remedy": "crm-server init"}})
    finally:
        database.close()


def work(
    settings: Settings, listening: socket.socket, ready: Callable[[], None], end: Callable[[], None] | None = None
) -> None:
    """Be one worker on a listening socket until a signal, or until `end` returns."""
    start_logging()
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.behind_proxy,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_keep_alive=75,
        backlog=_BACKLOG,
    )
    _spare_the_collector()
    server = _Server(config, app.state.services.heads, ready)
    if end is not None:
        threading.Thread(target=server.leave_after, args=(end,), name="parent", daemon=True).start()
    # uvicorn ends in order and then raises the signal once more: to an operator that would look like a crash.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run(sockets=[listening])


def _spare_the_collector() -> None:
    """Let the garbage collector leave alone what lives as long as the process, and look less often at the rest.

    At every 700 new objects it took 11 per cent of the time of accepting large pushes; so it takes less than one.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def check_exposure(settings: Settings) -> None:
    """Raise Refused when passwords would travel in the clear over a network."""
    if settings.behind_proxy or settings.tls_certificate is not None or _is_loopback(settings.host):
        return
    raise Refused("server.plain_http", host=settings.host)


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it is ready and lets long polls go before it waits for open requests."""

    def __init__(self, config: uvicorn.Config, heads: Heads, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._heads, self._ready = heads, ready
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open, then say so."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End on a signal."""
        super().handle_exit(sig, frame)
        self._let_go()

    def leave_after(self, end: Callable[[], None]) -> None:
        """End when `end` returns; for a thread of its own."""
        end()
        self.should_exit = True
        self._let_go()

    def _let_go(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._heads.close)


def _parent_gone() -> None:
    """Return when whoever started this process has closed its standard input, or died."""
    # Not sys.stdin: a buffer that a thread still reads from cannot be closed at the interpreter's end.
    while os.read(sys.stdin.fileno(), 4096):
        pass


def _leave_with_parent(crew: Crew) -> None:
    _parent_gone()
    crew.leave()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.getaddrinfo(settings.host, settings.port)
    except OSError as problem:
        raise Refused("server.no_such_address", host=settings.host) from problem
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as problem:
        if problem.errno == errno.EADDRNOTAVAIL:
            raise Refused("server.no_such_address", host=settings.host) from problem
        code = "server.port_forbidden" if problem.errno in (errno.EACCES, errno.EPERM) else "server.port_taken"
        raise Refused(code, port=settings.port, host=settings.host) from problem


def _announce(settings: Settings, address: tuple[str, int]) -> None:
    host, port = address[:2]
    scheme = "https" if settings.tls_certificate else "http"
    shown = f"[{host}]" if ":" in host else host
    print(f"Fieldline server {READY}{scheme}://{shown}:{port}", flush=True)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
