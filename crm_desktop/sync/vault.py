"""Secrets of a profile under a passphrase, for systems without a keyring: a sealed file in the profile folder.

A random vault key seals the secrets (AES-256-GCM); the passphrase only wraps that key, through Argon2id with a random
salt and the parameters written beside it. So a new passphrase rewraps one key, and better parameters can come later.
"""

import os
import secrets
from pathlib import Path
from typing import Annotated

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crm_desktop.models.errors import Broken, Refused

FILE_NAME = "vault.json"
SHORTEST_PASSPHRASE = 8
_KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAPPING = b"fieldline vault key 1"


class Derivation(msgspec.Struct, frozen=True):
    """How the wrapping key comes out of the passphrase: Argon2id, RFC 9106's second recommended setting.

    The bounds keep a tampered file from asking for all memory; the parameters are part of what the seal covers.
    """

    salt: bytes
    passes: Annotated[int, msgspec.Meta(ge=1, le=20)] = 3
    memory_kib: Annotated[int, msgspec.Meta(ge=8192, le=1_048_576)] = 65_536
    lanes: Annotated[int, msgspec.Meta(ge=1, le=16)] = 4


class VaultFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file. `wrapped` is the sealed vault key, `items` the sealed secrets by name."""

    format: int = 1
    derivation: Derivation
    wrapped: bytes
    items: dict[str, bytes] = {}


class Vault:
    """Implements credentials.Secrets. Open it with `create_vault` or `open_vault`; not for several threads at once."""

    def __init__(self, path: Path, file: VaultFile, key: bytes) -> None:
        self._path = path
        self._file = file
        self._key = key

    def read(self, name: str) -> str | None:
        """Return the secret, None where there is none."""
        sealed = self._file.items.get(name)
        return None if sealed is None else _opened(self._key, sealed, name.encode()).decode()

    def write(self, name: str, secret: str) -> None:
        """Keep the secret durably in place of an earlier one."""
        items = {**self._file.items, name: _sealed(self._key, secret.encode(), name.encode())}
        self._replace(msgspec.structs.replace(self._file, items=items))

    def forget(self, name: str) -> None:
        """Remove the secret; it may be missing."""
        items = {key: sealed for key, sealed in self._file.items.items() if key != name}
        self._replace(msgspec.structs.replace(self._file, items=items))

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the vault key anew. Raises Refused: passphrase.wrong, passphrase.too_short."""
        _unwrapped(self._file, old)
        self._replace(_wrapped(self._key, new, self._file.items))

    def _replace(self, file: VaultFile) -> None:
        _write(self._path, file)
        self._file = file


def vault_exists(folder: Path) -> bool:
    """Tell whether the profile folder is protected by a passphrase."""
    return (folder / FILE_NAME).exists()


def create_vault(folder: Path, passphrase: str) -> Vault:
    """Make a new, empty vault. Raises Refused("passphrase.too_short"), Broken."""
    path, key = folder / FILE_NAME, secrets.token_bytes(_KEY_BYTES)
    if path.exists():
        raise Broken("passphrase.exists")
    file = _wrapped(key, passphrase, {})
    _write(path, file)
    return Vault(path, file, key)


def open_vault(folder: Path, passphrase: str) -> Vault:
    """Open the vault; takes a noticeable moment. Raises Refused("passphrase.wrong"), Broken("passphrase.damaged")."""
    path = folder / FILE_NAME
    try:
        file = msgspec.json.decode(path.read_bytes(), type=VaultFile)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Broken("passphrase.damaged") from problem
    return Vault(path, file, _unwrapped(file, passphrase))


def _wrapped(key: bytes, passphrase: str, items: dict[str, bytes]) -> VaultFile:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused("passphrase.too_short", least=SHORTEST_PASSPHRASE)
    derivation = Derivation(salt=secrets.token_bytes(16))
    wrapped = _sealed(_derived(derivation, passphrase), key, _covered(derivation))
    return VaultFile(derivation=derivation, wrapped=wrapped, items=items)


def _unwrapped(file: VaultFile, passphrase: str) -> bytes:
    try:
        return _opened(_derived(file.derivation, passphrase), file.wrapped, _covered(file.derivation))
    except Broken as problem:
        # The seal cannot tell a wrong passphrase from a changed file; the first is what happens.
        raise Refused("passphrase.wrong") from problem


def _derived(how: Derivation, passphrase: str) -> bytes:
    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        how.salt,
        time_cost=how.passes,
        memory_cost=how.memory_kib,
        parallelism=how.lanes,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )


def _covered(derivation: Derivation) -> bytes:
    return _WRAPPING + msgspec.json.encode(derivation)


def _sealed(key: bytes, plain: bytes, covered: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, covered)


def _opened(key: bytes, sealed: bytes, covered: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], covered)
    except (InvalidTag, ValueError) as problem:
        raise Broken("passphrase.damaged") from problem


def _write(path: Path, file: VaultFile) -> None:
    """Replace the file whole: after a crash there is the old one or the new one."""
    draft = path.with_suffix(".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as stream:  # noqa: PTH123  (a descriptor, for its mode)
            stream.write(msgspec.json.encode(file))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as problem:
        raise Broken("passphrase.not_saved") from problem
