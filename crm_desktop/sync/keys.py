"""The key of the encrypted replica, and the refresh token, as the rest of the program asks for them."""

import secrets as randomness
from dataclasses import dataclass

from crm_desktop.models.errors import Broken
from crm_desktop.sync.credentials import DATABASE_KEY, NEXT_DATABASE_KEY, REFRESH_TOKEN, Secrets

KEY_BYTES = 32


def database_key(secrets: Secrets, replica_exists: bool) -> bytes:
    """Return the replica's raw key of 32 bytes; made at random where there is neither key nor replica yet.

    Raises Broken: `keys.lost` where a replica exists whose key is gone, `keys.damaged`, and what `secrets` raises.
    """
    kept = secrets.read(DATABASE_KEY)
    if kept is None:
        if replica_exists:
            raise Broken("keys.lost")
        secrets.write(DATABASE_KEY, randomness.token_hex(KEY_BYTES))
        # What protects the data is the key that can be read again, not the one that we meant to write.
        kept = secrets.read(DATABASE_KEY) or ""
    return _read(kept)


def forget_database_key(secrets: Secrets) -> None:
    """Destroy the key: the replica is unreadable from now on."""
    secrets.forget(DATABASE_KEY)
    secrets.forget(NEXT_DATABASE_KEY)


def wish_for_new_key(secrets: Secrets) -> None:
    """Make the key under which the replica is to be encrypted when it is opened the next time."""
    secrets.write(NEXT_DATABASE_KEY, randomness.token_hex(KEY_BYTES))


def next_database_key(secrets: Secrets) -> bytes | None:
    """Return the key that was wished for and is not in force yet; None where there is none. Raises Broken."""
    kept = secrets.read(NEXT_DATABASE_KEY)
    return _read(kept) if kept else None


def put_next_key_in_force(secrets: Secrets) -> None:
    """Let the key that was wished for be the one, after the replica was encrypted under it."""
    kept = secrets.read(NEXT_DATABASE_KEY)
    if kept:
        # In this order: cut between the two, both are the same key, and the wish is granted once more.
        secrets.write(DATABASE_KEY, kept)
        secrets.forget(NEXT_DATABASE_KEY)


def _read(kept: str) -> bytes:
    try:
        key = bytes.fromhex(kept)
    except ValueError as problem:
        raise Broken("keys.damaged") from problem
    if len(key) != KEY_BYTES:
        raise Broken("keys.damaged")
    return key


@dataclass(frozen=True, slots=True)
class KeptToken:
    """Implements session.TokenKeeper on top of the profile's secrets."""

    secrets: Secrets

    def refresh_token(self) -> str:
        """Return the token, "" where there is none."""
        return self.secrets.read(REFRESH_TOKEN) or ""

    def keep_refresh_token(self, token: str) -> None:
        """Replace the token durably; "" forgets it."""
        if token:
            self.secrets.write(REFRESH_TOKEN, token)
        else:
            self.secrets.forget(REFRESH_TOKEN)
