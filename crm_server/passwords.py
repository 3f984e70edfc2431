"""Password hashing with Argon2id; costs and memory stand in each hash, so that they can be raised later."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST = 10
"""Fewest characters of a new password."""

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
# Each hash takes 64 MiB: sign-ins queue here rather than fill the memory.
_room = threading.Semaphore(2)


def hash_password(password: str) -> str:
    """Return the Argon2id hash; takes some 50 ms, call it in a worker thread."""
    with _room:
        return _hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Tell whether the password is the one hashed; without a stored hash it takes as long and says no."""
    with _room:
        try:
            _hasher.verify(stored or _nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    """Return the hash that unknown names are checked against, so that the answer takes equally long for them."""
    return _hasher.hash("nobody's password")
