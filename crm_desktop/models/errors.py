"""The one tree of errors.

    FieldlineError
    ├── ProgrammingError        a broken promise between our own parts; never shown to a user
    └── UserError               has a code whose title, explanation and remedy stand in resources/translations
        ├── Refused             the business says no: a rule, a right, a guard, a validation
        ├── Unreachable         no network, no server, time-out; always worth another try
        ├── Denied              sign-in is wrong, over or revoked
        ├── Incompatible        the other side speaks another protocol, or nonsense
        └── Broken              this device: disk, folder, keyring, database

Codes are stable and dotted (`sync.server_unknown`). Facts are short values for the sentence's placeholders and for
support; they never hold what a customer record contains, so that any error can be logged.
"""

from collections.abc import Mapping
from typing import TypeAlias

Fact: TypeAlias = str | int


class FieldlineError(Exception):
    """Root of every error this product raises on purpose."""


class ProgrammingError(FieldlineError):
    """One of our own parts was used against its contract."""


class UserError(FieldlineError):
    """Something a person can understand: what happened, what is safe, what to do next."""

    retryable = False

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Fact] = facts

    def __str__(self) -> str:
        return self.code


class Refused(UserError):
    """The business says no."""


class Unreachable(UserError):
    """The server cannot be reached now; nothing is lost and a later try may succeed."""

    retryable = True


class Denied(UserError):
    """The sign-in is wrong, has ended, or was revoked."""


class Incompatible(UserError):
    """The other side speaks a protocol, a schema or a format that this program does not."""


class Broken(UserError):
    """This device cannot do its part: disk full, folder read-only, keyring locked, database damaged."""
