"""The way back and forward."""

from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.shell.history import MOST, History, Stop

ACCOUNTS, CONTACTS, AGENDA = Place("accounts"), Place("contacts"), Place("agenda")


def walked(*places: Place) -> History:
    """Return the history of someone who went to these places."""
    history = History()
    for place in places:
        history.visit(Stop(place))
    return history


def test_back_and_forward_lead_along_the_same_stops() -> None:
    history = walked(ACCOUNTS, CONTACTS, AGENDA)
    assert [stop.place for stop in (history.step(-1), history.step(-1), history.step(1)) if stop] == [
        CONTACTS,
        ACCOUNTS,
        CONTACTS,
    ]


def test_there_is_nothing_before_the_first_and_after_the_last_stop() -> None:
    history = walked(ACCOUNTS)
    assert (history.step(-1), history.step(1)) == (None, None)
    assert not history.can_go_back
    assert not history.can_go_forward


def test_going_elsewhere_after_going_back_forgets_what_was_ahead() -> None:
    history = walked(ACCOUNTS, CONTACTS)
    history.step(-1)
    history.visit(Stop(AGENDA))
    assert [stop.place for stop in history.stops] == [ACCOUNTS, AGENDA]


def test_the_same_place_again_is_no_stop_of_its_own() -> None:
    assert len(walked(ACCOUNTS, ACCOUNTS).stops) == 1


def test_the_oldest_stops_are_forgotten() -> None:
    history = walked(*[Place("accounts", record_id=str(number)) for number in range(MOST + 5)])
    assert len(history.stops) == MOST
    assert history.stops[0].place.record_id == "5"


def test_a_record_s_neighbours_are_those_of_its_list() -> None:
    history = History()
    history.visit(Stop(Place("accounts", record_id="b"), Neighbours(("a", "b", "c"), position=11, total=40)))
    following = history.neighbour(1)
    assert following is not None
    assert following.place.record_id == "c"
    assert following.neighbours is not None
    assert following.neighbours.position == 12
    history.visit(following)
    assert history.neighbour(1) is None


def test_a_section_has_no_neighbours() -> None:
    assert walked(ACCOUNTS).neighbour(1) is None
