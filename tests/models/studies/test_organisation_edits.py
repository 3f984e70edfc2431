"""Adding, naming, moving and removing: what is asked for is what stands there afterwards, in any order of ranks."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.studies.organisation import Department, Organisation, Post, organise
from crm_desktop.models.studies.organisation_edits import (
    Named,
    add_department,
    add_post,
    demote,
    may_stand,
    place_department,
    place_post,
    promote,
    read_name,
    remove,
    rename,
    reorder,
)


def carry_out(organisation: Organisation, edits: list[Edit]) -> Organisation:
    """Do to the values what the store would do to the rows."""
    departments, posts = dict(organisation.departments), dict(organisation.posts)
    for edit in edits:
        match edit:
            case Create("department", values, made):
                departments[made] = Department(made, str(values["name"]), values["parent_id"], str(values["rank"]))  # type: ignore[arg-type]
            case Create(_, values, made):
                posts[made] = Post(made, str(values["name"]), str(values["department_id"]), str(values["rank"]))
            case Update("department", changed, values):
                departments[changed] = replace(departments[changed], **values)  # type: ignore[arg-type]
            case Update(_, changed, values):
                posts[changed] = replace(posts[changed], **values)  # type: ignore[arg-type]
            case Delete(kind, gone):
                (departments if kind == "department" else posts).pop(gone)
            case _:
                raise AssertionError(edit)
    return organise(list(departments.values()), list(posts.values()))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_moved_department_stands_where_it_was_put(data: st.DataObject) -> None:
    names = [f"d{number}" for number in range(data.draw(st.integers(2, 8)))]
    ranks, above = st.sampled_from(["", "A", "B", "B1"]), st.sampled_from([None, *names])
    before = organise([Department(each, each, data.draw(above), data.draw(ranks)) for each in names], [])
    which, under = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(["", *names]))
    place = data.draw(st.integers(0, 8))
    edits = place_department(before, which, under, place)
    after = carry_out(before, edits)
    if may_stand(before, which, under):
        others = [each for each in before.children(under) if each != which]
        assert list(after.children(under)) == [*others[:place], which, *others[place:]]
        assert after.departments[which].parent_id == (under or None) or not edits
    else:
        assert not edits
    for each in names:
        if each != which:
            assert after.parent(each) == before.parent(each)


def test_departments_and_posts_come_after_what_was_current() -> None:
    start = organise([Department("a", "a", None, "K"), Department("b", "b", None, "M")], [])
    one = carry_out(start, add_department(start, "acc", "", "a", name="between"))
    assert [one.departments[each].name for each in one.roots] == ["a", "between", "b"]
    two = carry_out(one, add_department(one, "acc", "a", name="below"))
    assert [two.departments[each].name for each in two.children("a")] == ["below"]
    three = carry_out(two, add_post(two, "acc", "a", name="first"))
    three = carry_out(three, add_post(three, "acc", "a", name="last"))
    three = carry_out(three, add_post(three, "acc", "a", three.staffed["a"][0], name="middle"))
    assert [post.name for post in three.posts_of("a")] == ["first", "middle", "last"]
    four = carry_out(three, place_post(three, three.staffed["a"][2], "b", 0))
    assert [post.name for post in four.posts_of("b")] == ["last"]
    five = carry_out(four, reorder(four, four.staffed["a"][1], -1))
    assert [post.name for post in five.posts_of("a")] == ["middle", "first"]
    assert reorder(five, five.staffed["a"][0], -1) == []


def test_promoting_and_demoting_are_the_reverse_of_each_other() -> None:
    start = organise(
        [Department("a", "a", None, "A"), Department("b", "b", "a", "B"), Department("c", "c", "a", "C")], []
    )
    raised = carry_out(start, promote(start, "c"))
    assert (raised.roots, raised.children("a")) == (("a", "c"), ("b",))
    back = carry_out(raised, demote(raised, "c"))
    assert (back.roots, back.children("a")) == (("a",), ("b", "c"))
    assert promote(start, "a") == []
    assert demote(start, "b") == []


def test_removing_takes_all_that_is_below_and_no_more() -> None:
    departments = [Department("a", "a"), Department("b", "b", "a"), Department("c", "c")]
    posts = [Post("p", "p", "b"), Post("q", "q", "c")]
    after = carry_out(start := organise(departments, posts), remove(start, "a"))
    assert (set(after.departments), set(after.posts)) == ({"c"}, {"q"})
    assert set(carry_out(after, remove(after, "q")).posts) == set()


def test_a_name_may_carry_how_many_they_are() -> None:
    assert read_name("销售顾问 ×12/10") == Named("销售顾问", 12, 10)
    assert read_name("Sales rep x12") == Named("Sales rep", 12)
    assert read_name("  Box 3 ") == Named("Box 3")
    assert read_name("x12") == Named("x12")
    organisation = organise([Department("a", "a")], [Post("p", "p", "a")])
    assert rename(organisation, "p", "顾问*3/2") == [Update("post", "p", {"name": "顾问", "head_count": 3, "users": 2})]
    assert rename(organisation, "a", "b x4/2") == [Update("department", "a", {"name": "b", "head_count": 4})]
