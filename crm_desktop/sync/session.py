"""Being signed in: the access token in memory, the refresh token in safe keeping, one renewal at a time.

A refresh token is good for one use. Its successor is kept safe before anything of it is used, and the server forgives
a second use as long as the successor was never used: so neither a crash nor a lost answer ends the sign-in, while a
stolen token does.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from crm_desktop.models.errors import Denied, Incompatible, UserError
from crm_desktop.models.exchange import PROTOCOL, Device, Hello, Renewal, Session, SignIn
from crm_desktop.sync.line import Line, Message

RENEW_BEFORE_MS = 60_000
"""An access token that ends sooner than this is renewed before it is used."""
ENDED = "session.ended"
PRODUCT = "fieldline"

T = TypeVar("T")


class TokenKeeper(Protocol):
    """Where the refresh token survives; raises Broken when it cannot be reached."""

    def refresh_token(self) -> str:
        """Return the token, "" where there is none."""
        ...

    def keep_refresh_token(self, token: str) -> None:
        """Replace the token durably; "" forgets it."""
        ...


@dataclass(frozen=True, slots=True)
class Granted:
    """An access token and what came with it. `good_until` counts by the monotonic clock, in milliseconds."""

    session: Session
    good_until: int
    skew: int
    """Server's clock minus ours when it was given, in milliseconds."""


def _monotonic() -> int:
    return time.monotonic_ns() // 1_000_000


def _wall() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class SignedIn:
    """The sign-in of one profile at one server. For use by several threads at once."""

    address: str
    device: Device
    keeper: TokenKeeper
    monotonic: Callable[[], int] = _monotonic
    wall: Callable[[], int] = _wall
    heard: Callable[[int], object] = lambda _server_now: None
    """Told the server's time whenever it has accepted this device."""
    _access: Granted | None = None
    _line: Line | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def greet(self) -> Hello:
        """Ask the server who it is; works without being signed in.

        Raises Unreachable, and Incompatible: sync.not_our_server, sync.protocol_too_old (ours), sync.protocol_too_new.
        """
        with self._lock:
            hello = self._send(Message("GET", "/v1/hello"), Hello)
        if PRODUCT not in hello.product.lower():
            raise Incompatible("sync.not_our_server")
        if hello.oldest_protocol > PROTOCOL:
            raise Incompatible("sync.protocol_too_old", ours=PROTOCOL, theirs=hello.oldest_protocol)
        if hello.protocol < PROTOCOL:
            raise Incompatible("sync.protocol_too_new", ours=PROTOCOL, theirs=hello.protocol)
        return hello

    def sign_in(self, name: str, password: str) -> Session:
        """Sign in by name and password. Raises Denied (sign_in.wrong, sign_in.disabled), Unreachable, Incompatible."""
        message = SignIn(name=name, password=password, device=self.device)
        with self._lock:
            return self._accept(self._send(Message("POST", "/v1/sign-in", message, repeatable=False), Session))

    def access_token(self, instead_of: str = "") -> str:
        """Return a token that is good now; `instead_of` names one that the server has just turned down.

        Whoever comes while another thread renews waits for that one's result. Raises Denied when signed out.
        """
        with self._lock:
            access = self._access
            good = access is not None and access.good_until - RENEW_BEFORE_MS > self.monotonic()
            if access is None or not good or access.session.access_token == instead_of:
                return self._renew().access_token
            return access.session.access_token

    def session(self) -> Session | None:
        """Return who is signed in, None before the first sign-in or renewal of this program run."""
        return self._access.session if self._access else None

    def skew(self) -> int:
        """Return the server's clock minus ours in milliseconds, as last measured here."""
        return self._access.skew if self._access else 0

    def sign_out(self) -> None:
        """Forget the sign-in here, and tell the server if it can be reached."""
        with self._lock:
            access, self._access = self._access, None
            self.keeper.keep_refresh_token("")
        if access is not None:
            self._tell_goodbye(access.session.access_token)

    def hang_up(self) -> None:
        """Break a request that is under way, from any thread."""
        line, self._line = self._line, None
        if line is not None:
            line.hang_up()

    def _renew(self) -> Session:
        token = self.keeper.refresh_token()
        if not token:
            raise Denied(ENDED)
        renewal = Renewal(refresh_token=token, device_id=self.device.id)
        try:
            answer = self._send(Message("POST", "/v1/renew", renewal, repeatable=False), Session)
        except Denied:
            self._access = None
            raise
        return self._accept(answer)

    def _accept(self, session: Session) -> Session:
        self.keeper.keep_refresh_token(session.refresh_token)  # before anything of it is used: see the module
        lifetime = max(0, session.expires_at - session.now)
        self._access = Granted(session, self.monotonic() + lifetime, session.now - self.wall())
        self.heard(session.now)
        return session

    def _tell_goodbye(self, token: str) -> None:
        try:
            self._send(Message("POST", "/v1/sign-out", token=token), type(None))
        except UserError:
            return  # the token ends by itself; signing out must work offline too

    def _send(self, message: Message, answer_type: type[T]) -> T:
        line = self._line = self._line or Line(self.address)
        return line.send(message, answer_type)
