"""The certificate of a server before it is used: readable, of one pair, and of today. Using it is uvicorn's matter."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.models.errors import Refused
from crm_server.settings import Settings

_NOT_OF_TODAY = (9, 10)
"""OpenSSL's verdicts: not yet valid, and expired."""
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate's file and that of its key."""

    certificate: Path
    key: Path


def check_certificate(settings: Settings, now: float) -> int | None:
    """Return for how many more days devices will accept the certificate; None where that cannot be told, or no TLS.

    `now` in seconds. Raises Refused (`server.tls_half`, `_unreadable`, `_unusable`, `_over`).
    """
    certificate, key = settings.tls_certificate, settings.tls_key
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise Refused("server.tls_half")
    pair = Pair(certificate, key)
    ends_at = _end_of(_loaded(pair), pair)
    return None if ends_at is None else int(ends_at - now) // _DAY_SECONDS


def _loaded(pair: Pair) -> ssl.SSLContext:
    for file in (pair.certificate, pair.key):
        try:
            file.read_bytes()
        except OSError as problem:
            raise Refused("server.tls_unreadable", file=str(file), reason=problem.strerror or "") from problem
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # A key with a passphrase would have somebody asked for it each time the server starts.
        context.load_cert_chain(pair.certificate, pair.key, password=lambda: "")
    except (ssl.SSLError, ValueError) as problem:
        names = {"certificate": str(pair.certificate), "key": str(pair.key)}
        raise Refused("server.tls_unusable", **names) from problem
    return context


def _end_of(server: ssl.SSLContext, pair: Pair) -> float | None:
    """Shake hands with ourselves, trusting nothing but the certificate itself; return when it ends, in seconds."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    client.load_verify_locations(pair.certificate)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(to_client, to_server)
    answering = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(8):
        for side in (asking, answering):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError as verdict:
                if verdict.verify_code in _NOT_OF_TODAY:
                    raise Refused("server.tls_over", certificate=str(pair.certificate)) from verdict
                return None  # what it is for, or who signed it: devices judge that by their own lists
            except ssl.SSLError:
                return None
    found = asking.getpeercert() or {}
    ends = found.get("notAfter")
    return float(ssl.cert_time_to_seconds(ends)) if isinstance(ends, str) else None
