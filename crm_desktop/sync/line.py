"""One line to the server: a kept HTTP connection that sends one message at a time and can be hung up from outside.

Says nothing about who is signed in or what the messages mean. Never logs bodies, addresses or tokens.
"""

import logging
import socket
import ssl
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from crm_desktop.models.errors import Incompatible, Unreachable
from crm_desktop.models.exchange import OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER, Problem
from crm_desktop.models.file_exchange import CHECKSUM_HEADER, checksum_of
from crm_desktop.sync.address import is_loopback
from crm_desktop.sync.line_errors import from_answer, from_exception, was_cut_before_any_answer
from crm_desktop.sync.pace import Pace, paced
from crm_desktop.sync.ports import Traffic

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
"""How long a request may stand still, or crawl; see `pace.py`."""
MOST_BYTES = 128 * 1024 * 1024
"""Of one answer, unpacked: far above any page of ours, far below what hurts."""
if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_WORTH_PACKING = 2_000
_CHUNK = 256 * 1024
_NO_CONTENT = 204
_BINARY = "application/octet-stream"
_UNREADABLE_BODY = 415
_OTHER_PROTOCOL = 426

# urllib3 would log addresses, and pieces of answers that it could not read.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Message:
    """One request. `repeatable`: sending it twice does no harm, so a stale connection is worth a second try."""

    method: str
    path: str
    body: msgspec.Struct | None = None
    token: str = ""
    wait_seconds: float = 0.0
    repeatable: bool = True
    piece: bytes = b""
    """Of a file, sent as it is in place of a message."""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Answer:
    """`bounded`: it said how long it is."""

    status: int
    content: bytes
    bounded: bool
    retry_after: str | None
    checksum: str
    sent: int = 0
    """How many bytes the request had, as sent."""


class Line:
    """A line to one server. Not for several threads at once, except `hang_up`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session: requests.Session | None = None
        self._living: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()
        self._over = threading.Event()
        self._packs = True
        self._speaks = PROTOCOL
        self._pace = Pace()
        self.traffic = Traffic()

    def send(self, message: Message, answer_type: type[T]) -> T:
        """Send the message and return the answer. Raises Unreachable, Denied, Incompatible, Refused."""
        answer = self._answered(message)
        if answer.status == _NO_CONTENT:
            answer = replace(answer, content=b"null")
        try:
            return msgspec.json.decode(answer.content, type=answer_type)
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            # Without a length nobody can tell a whole answer from a half one: the line was cut within the headers.
            raise (Incompatible("sync.garbage") if answer.bounded else Unreachable("sync.cut_off")) from problem

    def fetch(self, message: Message) -> bytes:
        """Send the message and return the bytes of the answer, checked; raises what `send` raises."""
        answer = self._answered(message)
        if answer.checksum != checksum_of(answer.content):
            raise Incompatible("sync.garbage")
        return answer.content

    @property
    def quiet_ms(self) -> int:
        """For how long the request under way has made no headway; 0 where there is none. Any thread."""
        return int(self._pace.quiet * 1000)

    def hang_up(self) -> None:
        """Break whatever is under way, from any thread; the line cannot be used afterwards."""
        self._over.set()
        for connection in list(self._living):
            _break(connection)

    def close(self) -> None:
        """Close the kept connection; the next message opens it again."""
        for connection in list(self._living):
            _break(connection)
            connection.close()
        if self._session is not None:
            self._session.close()
            self._session = None

    def _answered(self, message: Message) -> _Answer:
        body = message.piece if message.body is None else msgspec.json.encode(message.body)
        answer = self._exchange(message, body)
        if not 200 <= answer.status < 300:
            raise from_answer(answer.status, answer.content, answer.retry_after, answer.sent)
        return answer

    def _exchange(self, message: Message, body: bytes) -> _Answer:
        packed = self._packs and not message.piece and len(body) >= _WORTH_PACKING
        answer = self._try(message, zstd.compress(body) if packed else body, packed)
        if packed and answer.status == _UNREADABLE_BODY:
            self._packs = False
            answer = self._try(message, body, packed=False)
        if answer.status == _OTHER_PROTOCOL and self._agreed(answer.content):
            return self._exchange(message, body)
        return answer

    def _agreed(self, content: bytes) -> bool:
        """Go over to the newest protocol that both sides speak; return whether there is another than now."""
        try:
            facts = msgspec.json.decode(content, type=Problem).facts
        except (msgspec.DecodeError, UnicodeDecodeError):
            return False
        oldest, newest = facts.get("oldest"), facts.get("newest")
        if not (isinstance(oldest, int) and isinstance(newest, int)):
            return False
        before, common = self._speaks, min(PROTOCOL, newest)
        if max(OLDEST_PROTOCOL, oldest) <= common:
            self._speaks = common
        return self._speaks < before

    def _try(self, message: Message, body: bytes, packed: bool) -> _Answer:
        known = self._session is not None
        try:
            return self._whole(message, body, packed)
        except (requests.RequestException, OSError) as error:
            stale = known and message.repeatable and was_cut_before_any_answer(error)
            if self._over.is_set() or not stale:
                raise from_exception(error) from error
        try:
            return self._whole(message, body, packed)
        except (requests.RequestException, OSError) as error:
            raise from_exception(error) from error

    def _whole(self, message: Message, body: bytes, packed: bool) -> _Answer:
        self._pace.begin(READ_SECONDS + message.wait_seconds)
        try:
            return self._once(message, body, packed)
        except BaseException:
            # Half an answer may be left in the pipe, and urllib3 does not always let go of it.
            self.close()
            raise
        finally:
            self._pace.end()

    def _once(self, message: Message, body: bytes, packed: bool) -> _Answer:
        headers = {PROTOCOL_HEADER: str(self._speaks), **message.headers}
        if body:
            headers["Content-Type"] = _BINARY if message.piece else "application/json"
        if packed:
            headers["Content-Encoding"] = "zstd"
        if self._over.is_set():
            raise Unreachable("sync.cut_off")
        with self._opened().request(
            message.method,
            self._address + message.path,
            data=body or None,
            headers=headers,
            auth=_Bearer(message.token),
            timeout=(CONNECT_SECONDS, READ_SECONDS + message.wait_seconds),
            allow_redirects=False,
            stream=True,
        ) as response:
            try:
                content = _content(response)
            finally:
                self._count(len(body), response.raw.tell())
            bounded = "Content-Length" in response.headers or "Transfer-Encoding" in response.headers
            return _Answer(
                response.status_code,
                content,
                bounded,
                response.headers.get("Retry-After"),
                response.headers.get(CHECKSUM_HEADER, ""),
                len(body),
            )

    def _opened(self) -> requests.Session:
        if self._session is None:
            session = requests.Session()
            session.headers.update({"User-Agent": "Fieldline", "Accept-Encoding": "zstd, gzip"})
            # Proxies of the environment are for the outside, never for a server on this machine.
            session.trust_env = not is_loopback(urlsplit(self._address).hostname or "")
            session.mount(self._address, _Adapter(self._watch, self._address.startswith("https:")))
            self._session = session
        return self._session

    def _watch(self, connection: HTTPConnection) -> None:
        if connection.sock is not None:
            connection.sock = paced(connection.sock, self._pace)
        self._living.add(connection)
        if self._over.is_set():
            _break(connection)

    def _count(self, up: int, down: int) -> None:
        so_far = self.traffic
        self.traffic = Traffic(so_far.up + up, so_far.down + down, so_far.requests + 1)


def _content(response: requests.Response) -> bytes:
    """Return the unpacked body; raises Incompatible where it is larger than any answer of ours."""
    parts, size = [], 0
    for part in response.iter_content(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise Incompatible("sync.garbage")
    return b"".join(parts)


def _break(connection: HTTPConnection) -> None:
    """End a connection under a reader's feet: closing alone would not wake the thread that waits for data."""
    sock = connection.sock
    if sock is not None:
        try:
            # The plain socket's method: the TLS one would tidy up state that the reading thread is using.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:
            return  # it had ended by itself


@cache
def system_trust() -> ssl.SSLContext:
    """Return what this system trusts, where an organisation's own authority is installed, and the well-known ones.

    Made once: reading some hundred certificates takes tens of milliseconds.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


class _Bearer(requests.auth.AuthBase):
    """Our token or none; given even without one, so that requests never looks into a .netrc file."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Adapter(HTTPAdapter):
    """Tells about each connection as it is opened."""

    def __init__(self, watch: Callable[[HTTPConnection], None], secure: bool) -> None:
        self._watch, self._secure = watch, secure
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make requests' pool manager build our connections, which trust what this system trusts too."""
        trust = {"ssl_context": system_trust()} if self._secure else {}
        super().init_poolmanager(*arguments, **options | trust)
        watch = self._watch

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                watch(self)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                watch(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
