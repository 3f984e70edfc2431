"""The keys under which contents lie on the disk, all derived from the database's key, so that they end with it.

HKDF-SHA256 gives one key for names and one for files; each file gets its own from the latter and a random salt.
"""

import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm_desktop.models.errors import Broken

SALT_BYTES = 16
NONCE_BYTES = 12
SEAL_BYTES = NONCE_BYTES + 16
"""What sealing adds: the nonce before, the tag after."""
DAMAGED = "content.damaged_here"


@dataclass(frozen=True, slots=True)
class ContentKeys:
    """The two keys that come out of the database's key."""

    names: bytes
    files: bytes

    def file_name(self, sha256: str) -> str:
        """Return the name of the content's file: whoever has the disk cannot tell which known file it is."""
        return hmac.digest(self.names, bytes.fromhex(sha256), "sha256").hex()

    def seal(self, salt: bytes) -> "Seal":
        """Return the seal of the file with this salt."""
        return Seal(AESGCM(_derived(self.files, salt, b"file")))


@dataclass(frozen=True, slots=True)
class Seal:
    """AES-256-GCM with a random nonce for each part; what a part is, and where it belongs, is sealed along with it."""

    cipher: AESGCM

    def close(self, plain: bytes | memoryview, covered: bytes) -> bytes:
        """Return a part as it lies on the disk."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, plain, covered)

    def open(self, sealed: bytes, covered: bytes) -> bytes:
        """Return a part as it was; raises Broken where it was changed, cut, or belongs elsewhere."""
        try:
            return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], covered)
        except (InvalidTag, ValueError) as problem:
            raise Broken(DAMAGED) from problem


def derive_keys(database_key: bytes) -> ContentKeys:
    """Return the keys for contents beside a database with this raw key."""
    return ContentKeys(_derived(database_key, None, b"content names"), _derived(database_key, None, b"content files"))


def _derived(key: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"fieldline 1 " + purpose).derive(key)
