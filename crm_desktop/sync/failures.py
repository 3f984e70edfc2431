"""What an error means for the next attempt: judged once here, used by the planner and by the status."""

import traceback
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from crm_desktop.models.errors import Denied, Fact, Incompatible, Refused, Unreachable, UserError


class Trouble(StrEnum):
    """Which side has to change before another attempt can succeed."""

    LINE = "line"
    """The way to the server: try again by itself, later and later."""
    SIGN_IN = "sign_in"
    """The person has to sign in again."""
    PROGRAM = "program"
    """An update, or a decision by a person: try again only when asked."""
    HERE = "here"
    """This device: disk, keyring, a defect; try again by itself, later and later."""


OFFLINE_CODES = frozenset({"sync.no_network", "sync.server_unknown", "sync.server_silent", "sync.cut_off", "sync.busy"})
"""Codes that a person understands as "offline for now"; other codes are failures worth a look."""

_PASSING = frozenset({"sync.garbage", "sync.not_our_server"})
"""A hotel's sign-in page answers in the server's place until the guest has signed in there: worth other attempts."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt ended early. `retry_after` is the server's wish in milliseconds, 0 where it said nothing."""

    trouble: Trouble
    code: str
    facts: tuple[tuple[str, Fact], ...] = field(default=())
    retry_after: int = 0

    @property
    def offline(self) -> bool:
        """Whether this is merely "no connection now"."""
        return self.code in OFFLINE_CODES


def judge(error: Exception) -> Failure:
    """Return what the error means; anything that is not a UserError is a defect of this program."""
    if not isinstance(error, UserError):
        return Failure(Trouble.HERE, "sync.unexpected")
    facts = tuple(sorted(error.facts.items()))
    wished = error.facts.get("retry_after_ms", 0)
    return Failure(_trouble(error), error.code, facts, wished if isinstance(wished, int) else 0)


def describe(error: BaseException) -> str:
    """Return type and places of a defect for the log, without its message: that may quote what a customer wrote."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__} at {' > '.join(places)}"


def _trouble(error: UserError) -> Trouble:
    if isinstance(error, Unreachable) or error.code in _PASSING:
        return Trouble.LINE
    if isinstance(error, Denied):
        return Trouble.SIGN_IN
    if isinstance(error, Incompatible | Refused):
        return Trouble.PROGRAM
    return Trouble.HERE
