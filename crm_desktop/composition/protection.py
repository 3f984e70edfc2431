"""Where the secrets of a profile are kept: the system's keyring, or a vault under a passphrase where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.settings import Profile

if TYPE_CHECKING:
    from crm_desktop.sync.credentials import Secrets


class Protection(StrEnum):
    """How this profile is protected, or would be."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105  (a way of protecting, not a secret)
    """There is a vault; it waits for its passphrase."""
    NO_KEYRING = "no_keyring"
    """There is neither: a passphrase must be chosen."""


@dataclass(slots=True)
class InMemory:
    """Implements credentials.Secrets for the moments between signing in and choosing a passphrase."""

    kept: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> str | None:
        """Return the secret, None where there is none."""
        return self.kept.get(name)

    def write(self, name: str, secret: str) -> None:
        """Keep the secret."""
        self.kept[name] = secret

    def forget(self, name: str) -> None:
        """Remove the secret."""
        self.kept.pop(name, None)

    def move_to(self, secrets: Secrets) -> None:
        """Hand everything over."""
        for name, secret in self.kept.items():
            secrets.write(name, secret)
        self.kept.clear()


def find_protection(profile: Profile) -> Protection:
    """Look how the profile is protected; may take as long as a D-Bus call."""
    from crm_desktop.sync.credentials import is_available

    if profile.vault.exists():
        return Protection.PASSPHRASE
    return Protection.KEYRING if is_available() else Protection.NO_KEYRING


def keyring_of(profile: Profile, waiting: Callable[[bool], None]) -> Secrets:
    """Return the profile's part of the system's keyring; `waiting` hears, in any thread, that it takes long."""
    from crm_desktop.sync.credentials import SystemKeyring

    return SystemKeyring(profile.device_id(), waiting)
