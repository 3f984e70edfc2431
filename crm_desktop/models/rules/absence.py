"""How long a device may go without its server, counted so that setting the clock back gains nothing. Pure functions.

Moments are the server's: what the device's clock says, corrected by how far it was off at the last contact.
"""

import msgspec

from crm_desktop.models.clock import DAY_MS

WARN_DAYS = 3
"""From so few days left on the person is told."""


class Contact(msgspec.Struct, frozen=True):
    """When the server was heard of last, and the highest moment seen since. All in milliseconds."""

    at: int
    skew: int
    """Server's clock minus the device's at the contact."""
    highest: int


def heard(server_now: int, device_now: int) -> Contact:
    """Return what is to be remembered of a contact: the server's word also corrects a clock that ran ahead."""
    return Contact(server_now, server_now - device_now, server_now)


def passed(contact: Contact, device_now: int, ran: int = 0) -> Contact:
    """Return the contact after time has passed; `ran` is how long the program has run since, by a clock nobody sets."""
    highest = max(contact.highest + max(0, ran), device_now + contact.skew)
    return Contact(contact.at, contact.skew, highest)


def days_left(contact: Contact, limit_days: int) -> int:
    """Return how many days remain, the last one counted whole; 0 when the limit is reached."""
    left = limit_days * DAY_MS - (contact.highest - contact.at)
    return max(0, -(-left // DAY_MS))
