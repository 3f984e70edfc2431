"""Errors on their way to HTTP: which status each has. The tree itself stands in `crm_desktop.models.errors`."""

from crm_desktop.models.errors import Denied, Incompatible, Refused, Unreachable, UserError


class Forbidden(Refused):
    """The sign-in is good but the right is missing."""


class NotFound(Refused):
    """What the address names does not exist, or not for this user."""


class Malformed(Incompatible):
    """The request does not match the protocol; `path` in the facts says where."""


class TooLarge(Refused):
    """The body is larger than the server takes."""


class RangeBeyond(Refused):
    """The part that was asked for does not exist."""


class UnsupportedBody(Incompatible):
    """The body has a content type or an encoding that the server does not read."""


class OtherProtocol(Incompatible):
    """The client speaks an older or newer protocol than the server."""


class TooMany(Refused):
    """Asked too often; `seconds` in the facts says when to try again."""

    retryable = True


class Busy(Unreachable):
    """The server cannot take the work just now."""


STATUS: tuple[tuple[type[UserError], int], ...] = (
    (Denied, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (TooLarge, 413),
    (UnsupportedBody, 415),
    (RangeBeyond, 416),
    (OtherProtocol, 426),
    (TooMany, 429),
    (Malformed, 400),
    (Busy, 503),
    (Refused, 409),
    (UserError, 400),
)


def status_of(error: UserError) -> int:
    """Return the HTTP status with which the error is answered."""
    return next(status for family, status in STATUS if isinstance(error, family))
