"""Secrets of a profile in the system's keyring: Secret Service, Keychain, Credential Manager.

A keyring may ask the person to unlock it, or hang: every call runs in a thread of its own and is waited for with
patience that ends. Call from a background thread only. The passphrase for systems without a keyring is in vault.py.
"""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NoReturn, Protocol, TypeVar

from crm_desktop.models.errors import Broken

SERVICE = "Fieldline CRM"
REFRESH_TOKEN = "refresh-token"  # noqa: S105  (the name of an entry)
DATABASE_KEY = "database-key"
NEXT_DATABASE_KEY = "next-database-key"
QUIET_SECONDS = 1.0
"""After this long without an answer the person is told what is awaited."""
PATIENCE_SECONDS = 120.0
"""A person may be typing the keyring's password."""
_UNSAFE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.")
"""Backends that keep nothing, or keep it in plain files."""

T = TypeVar("T")


class Secrets(Protocol):
    """Small secrets by name, kept for this profile."""

    def read(self, name: str) -> str | None:
        """Return the secret, None where there is none. Raises Broken when the keeping place cannot be reached."""
        ...

    def write(self, name: str, secret: str) -> None:
        """Keep the secret durably in place of an earlier one."""
        ...

    def forget(self, name: str) -> None:
        """Remove the secret; it may be missing."""
        ...


@dataclass(frozen=True, slots=True)
class SystemKeyring:
    """Implements Secrets. `waiting` is told True when a call takes long, and False when that is over.

    Raises Broken: keyring.missing, keyring.locked, keyring.waiting (no answer after all patience), keyring.failed.
    """

    profile: str
    waiting: Callable[[bool], None] = lambda _: None
    patience_seconds: float = PATIENCE_SECONDS

    def read(self, name: str) -> str | None:
        """Return the secret, None where there is none."""
        import keyring

        return self._call(lambda: keyring.get_password(SERVICE, self._entry(name)))

    def write(self, name: str, secret: str) -> None:
        """Keep the secret in place of an earlier one."""
        import keyring

        self._call(lambda: keyring.set_password(SERVICE, self._entry(name), secret))

    def forget(self, name: str) -> None:
        """Remove the secret; it may be missing."""
        import keyring
        from keyring.errors import PasswordDeleteError

        def remove() -> None:
            with contextlib.suppress(PasswordDeleteError):  # as keyring says that there is none
                keyring.delete_password(SERVICE, self._entry(name))

        self._call(remove)

    def _entry(self, name: str) -> str:
        return f"{self.profile}/{name}"

    def _call(self, action: Callable[[], T]) -> T:
        call = _Call(action)
        if not call.done.wait(min(QUIET_SECONDS, self.patience_seconds)):
            self.waiting(True)
            try:
                if not call.done.wait(self.patience_seconds):
                    raise Broken("keyring.waiting")
            finally:
                self.waiting(False)
        return call.result()


def is_available() -> bool:
    """Tell whether this system has a keyring that really keeps secrets; may take as long as a D-Bus call."""
    import keyring

    backend = keyring.get_keyring()
    return not type(backend).__module__.startswith(_UNSAFE)


class _Call(Generic[T]):
    """One call of the keyring in a thread of its own, which nobody can break off: it is left behind if it hangs."""

    def __init__(self, action: Callable[[], T]) -> None:
        self.done = threading.Event()
        self._action = action
        self._outcome: list[T] = []
        self._error: Exception | None = None
        threading.Thread(target=self._run, name="system keyring", daemon=True).start()

    def result(self) -> T:
        """Return what the finished call returned, or raise Broken."""
        if self._error is not None:
            raise _named(self._error) from self._error
        return self._outcome[0]

    def _run(self) -> None:
        try:
            self._outcome.append(self._action() if is_available() else _missing())
        except Exception as error:  # noqa: BLE001  (the thread's boundary: raised again where the result is taken)
            self._error = error
        self.done.set()


def _missing() -> NoReturn:
    raise Broken("keyring.missing")


def _named(error: Exception) -> Broken:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, Broken):
        return error
    if isinstance(error, KeyringLocked):
        return Broken("keyring.locked")
    return Broken("keyring.missing" if isinstance(error, NoKeyringError | InitError) else "keyring.failed")
