"""The server's address as a person types it, and which addresses are acceptable."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from crm_desktop.models.errors import Refused


def base_url(typed: str) -> str:
    """Return the address in its one canonical form, `https://host[:port][/path]` without a slash at the end.

    A scheme may be left out. Raises Refused: sync.address_invalid, or sync.insecure_address for plain HTTP to
    anywhere but this machine.
    """
    text = typed.strip()
    if "://" not in text:
        host = urlsplit(f"//{text}").hostname or ""
        text = f"{'http' if is_loopback(host) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise Refused("sync.address_invalid") from problem
    if not _is_plausible(parts):
        raise Refused("sync.address_invalid")
    host = (parts.hostname or "").lower()
    if parts.scheme == "http" and not is_loopback(host):
        raise Refused("sync.insecure_address")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Tell whether the host is this very machine; a name that merely resolves to it does not count."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_plausible(parts: SplitResult) -> bool:
    clean = not (parts.username or parts.password or parts.query or parts.fragment)
    host = parts.hostname or ""
    return clean and parts.scheme in ("http", "https") and bool(host) and not any(char.isspace() for char in host)
