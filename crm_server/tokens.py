"""Random bearer tokens: handed out once, kept only as a hash, so that a stolen database opens no session."""

import hashlib
import secrets


def new_token() -> str:
    """Return a fresh token with 256 random bits, safe in headers."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what the database keeps of a token: its SHA-256 in hex. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
