"""The organisation as a tree, its totals, and its drawing: nothing lost, nothing on top of another, always the same."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.models.records.study import STRUCTURES
from crm_desktop.models.studies.organisation import Department, Organisation, Post, Totals, organise, totals
from crm_desktop.models.studies.organisation_chart import Box, Chart, Frame, chart_of


def _department(name: str, above: str | None = None, **values: object) -> Department:
    return Department(id=name, name=name, parent_id=above, rank=name, **values)  # type: ignore[arg-type]


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Any departments, also such that are above themselves, below nothing, or in circles."""
    count = draw(st.integers(1, 30))
    names = [f"d{number:02}" for number in range(count)]
    above = st.sampled_from([None, *names, "gone"])
    departments = [
        Department(each, each, draw(above), draw(st.sampled_from("ABC")), staff_line=draw(st.booleans()))
        for each in names
    ]
    places = st.lists(st.sampled_from([*names, "gone"]), max_size=40)
    posts = [Post(f"p{number}", f"p{number}", place) for number, place in enumerate(draw(places))]
    return organise(departments, posts)


@given(organisations())
@settings(max_examples=50, deadline=None)
def test_each_department_stands_in_the_tree_exactly_once_whatever_was_merged(organisation: Organisation) -> None:
    shown = list(organisation.within(""))
    assert sorted(shown) == sorted(organisation.departments)
    for each in shown:
        assert each not in organisation.above(each)
        if each not in organisation.loose:
            assert (organisation.departments[each].parent_id or "") == organisation.parent(each)


@given(organisations(), st.sampled_from(STRUCTURES))
@settings(max_examples=60, deadline=None)
def test_no_box_covers_another_and_no_frame_covers_what_is_not_in_it(organisation: Organisation, form: str) -> None:
    chart = chart_of(organisation, form)
    assert chart.boxes.keys() == organisation.departments.keys()
    for one, other in combinations(chart.boxes.values(), 2):
        assert _apart(one, other, 10), (one, other)
    for frame in chart.frames:
        inside = set(organisation.within(frame.department_id))
        for box in chart.boxes.values():
            within = frame.x <= box.x and box.right <= frame.x + frame.width and frame.y <= box.y
            assert (within and box.bottom <= frame.y + frame.height) if box.id in inside else _clear(frame, box)
    for box in chart.boxes.values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= chart.width
        assert box.bottom <= chart.height
    assert chart == chart_of(organisation, form), "always the same"


@given(organisations())
@settings(max_examples=40, deadline=None)
def test_solid_lines_cross_no_box(organisation: Organisation) -> None:
    chart = chart_of(organisation, "line")
    for line in chart.lines:
        for box in chart.boxes.values():
            for (x1, y1), (x2, y2) in zip(line.points, line.points[1:], strict=False):
                left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
                assert right <= box.x or left >= box.right or bottom <= box.y or top >= box.bottom, (line, box)


def test_a_mirrored_organisation_is_drawn_mirrored() -> None:
    shape = {"a": None, "b1": "a", "b2": "a", "b3": "a", "c1": "b1", "c2": "b1", "d1": "c1", "d2": "c1"}
    there = chart_of(organise([_department(name, above) for name, above in shape.items()], []))
    back = [
        Department(name, name, above, rank=f"{99 - number:02}") for number, (name, above) in enumerate(shape.items())
    ]
    mirrored = chart_of(organise(back, []))
    for each in ("a", "b1", "b2", "b3", "c1", "c2"):
        assert abs(there.boxes[each].middle + mirrored.boxes[each].middle - there.width) < 25, each


def test_departments_that_are_above_each_other_are_shown_and_said() -> None:
    circle = [_department("a", "c"), _department("b", "a"), _department("c", "b"), _department("d", "gone")]
    organisation = organise(circle, [])
    assert organisation.loose == {"a", "d"}
    assert organisation.roots == ("a", "d")
    assert list(organisation.within("a")) == ["a", "b", "c"]


def test_functional_structures_direct_by_dotted_lines_and_simulated_ones_settle() -> None:
    people = [_department("top"), _department("a", "top"), _department("b", "top"), _department("c", "top")]
    organisation = organise([*people, _department("staff", "top", staff_line=True)], [])
    assert _forms(chart_of(organisation, "line")) == {("top", "staff"): "staff"}
    assert _forms(chart_of(organisation, "functional")) == {
        ("top", "staff"): "staff",
        **{("staff", each): "directs" for each in "abc"},
    }
    divisions = chart_of(organisation, "divisional")
    assert [(each.department_id, each.profit_centre) for each in divisions.frames] == [(each, False) for each in "abc"]
    simulated = chart_of(organisation, "simulated")
    assert all(each.profit_centre for each in simulated.frames)
    assert _forms(simulated) == {("top", "staff"): "staff", ("a", "b"): "settles", ("b", "c"): "settles"}


def test_scope_comes_down_from_above_until_somebody_decides_otherwise() -> None:
    departments = [
        _department("sales", scope="in"),
        _department("team", "sales"),
        _department("abroad", "sales", scope="out"),
        _department("finance", scope="out"),
        _department("other"),
    ]
    posts = [
        Post("rep", "rep", "team", head_count=12, users=10),
        Post("lead", "lead", "sales", head_count=1),
        Post("agent", "agent", "abroad", head_count=3, users=3),
        Post("clerk", "clerk", "finance", head_count=2, users=4, scope="in"),
    ]
    organisation = organise(departments, posts)
    assert [organisation.scope(each.name) for each in departments] == ["in", "in", "out", "out", "undecided"]
    assert totals(organisation) == Totals(
        departments=5,
        departments_in=2,
        departments_out=2,
        departments_undecided=1,
        posts=4,
        posts_in=3,
        people=18,
        users=14,
        unsaid=1,
        excessive=1,
    )


def _forms(chart: Chart) -> dict[tuple[str, str], str]:
    return {(line.source_id, line.target_id): line.form for line in chart.lines if line.dotted}


def _apart(one: Box, other: Box, room: float) -> bool:
    beside = one.right + room <= other.x or other.right + room <= one.x
    return beside or one.bottom + room <= other.y or other.bottom + room <= one.y


def _clear(frame: Frame, box: Box) -> bool:
    beside = box.right <= frame.x or box.x >= frame.x + frame.width
    return beside or box.bottom <= frame.y or box.y >= frame.y + frame.height
