"""Knowing a person again without the server: a verifier of the password they sign in with, kept like the key itself.

Argon2id, RFC 9106's second recommended setting. It lies in the keyring or the vault, never in a file of its own: who
can read it has the database key already, and guessing at it gains the password at most.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from crm_desktop.sync.credentials import Secrets

VERIFIER = "unlock-verifier"


def keep_verifier(secrets: Secrets, password: str) -> None:
    """Keep what the password can be checked against; takes a noticeable moment."""
    secrets.write(VERIFIER, _hasher().hash(password.encode("utf-8", "surrogatepass")))


def has_verifier(secrets: Secrets) -> bool:
    """Tell whether a password can be checked here; not after a sign-in by an older version of this program."""
    return secrets.read(VERIFIER) is not None


def fits(secrets: Secrets, password: str) -> bool:
    """Tell whether this is the password of the last sign-in; takes a noticeable moment."""
    kept = secrets.read(VERIFIER)
    if kept is None:
        return False
    try:
        return _hasher().verify(kept, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


def forget_verifier(secrets: Secrets) -> None:
    """Remove it."""
    secrets.forget(VERIFIER)


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
