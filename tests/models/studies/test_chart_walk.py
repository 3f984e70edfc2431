"""The arrow keys reach every department and every post, and each way has a way back to the top."""

from itertools import pairwise

from crm_desktop.models.studies.chart_walk import walk
from crm_desktop.models.studies.organisation import Department, Organisation, Post, organise
from crm_desktop.models.studies.organisation_chart import chart_of


def _organisation() -> Organisation:
    shape = {"a": None, "b": "a", "c": "a", "d": "a", "c1": "c", "c2": "c", "c3": "c", "d1": "d", "e": "d1", "z": None}
    departments = [Department(name, name, above, name) for name, above in shape.items()]
    places = ("b", "b", "c1", "c3", "e")
    return organise(departments, [Post(f"p{at}", f"p{at}", each, str(at)) for at, each in enumerate(places)])


def test_arrows_reach_everything() -> None:
    organisation = _organisation()
    chart = chart_of(organisation)
    reached, waiting = set[str](), [walk(organisation, chart, "", "down")]
    while waiting:
        if (current := waiting.pop()) not in reached:
            reached.add(current)
            waiting += [walk(organisation, chart, current, way) for way in ("left", "right", "up", "down")]
    assert reached == {*organisation.departments, *organisation.posts}


def test_down_goes_through_posts_and_columns_and_up_goes_back() -> None:
    organisation = _organisation()
    chart = chart_of(organisation)
    way = ["c", "c1", "p2", "c2", "c3", "p3"]
    for here, there in pairwise(way):
        assert walk(organisation, chart, here, "down") == there
        assert walk(organisation, chart, there, "up") == here
    assert walk(organisation, chart, "p3", "down") == "p3"
    assert walk(organisation, chart, "b", "right") == "c"
    assert walk(organisation, chart, "b", "left") == "b"
    assert walk(Organisation(), chart, "", "down") == ""
