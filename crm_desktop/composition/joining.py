"""Joining the parts that carry a program from its first paint to its end: who hears what from whom."""

from functools import partial

from crm_desktop.composition.calendars import Calendars
from crm_desktop.composition.departure import Departure
from crm_desktop.composition.entrance import Entrance
from crm_desktop.composition.farewell import Farewell
from crm_desktop.composition.locking import Locking
from crm_desktop.composition.presence import Presence
from crm_desktop.composition.program import Program


def join(program: Program) -> Entrance:
    """Make the parts and connect them; the caller begins with the way in. They live as long as the window."""
    entrance, presence = Entrance(program), Presence(program)
    locking, departure, calendars = Locking(program), Departure(program), Calendars(program)
    # First of all it is hidden what must not be shown.
    entrance.opened.connect(locking.begin)
    entrance.opened.connect(presence.start)
    entrance.opened.connect(calendars.begin)
    presence.broken.connect(locking.end)
    presence.broken.connect(calendars.end)
    presence.broken.connect(entrance.begin_anew)
    for ended in (presence.shut_out, presence.signed_out):
        ended.connect(locking.end)
        ended.connect(calendars.end)
    presence.shut_out.connect(departure.leave)
    presence.signed_out.connect(departure.sign_out)
    entrance.departing.connect(departure.go_on)
    departure.opening_wanted.connect(partial(_open_to_part, entrance, departure))
    departure.over.connect(entrance.ask_to_sign_in)
    return entrance


def _open_to_part(entrance: Entrance, departure: Departure, farewell: Farewell) -> None:
    entrance.open_to_part(partial(departure.opened, farewell), partial(departure.cannot_open, farewell))
