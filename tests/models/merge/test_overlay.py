"""What a user sees: base and pending edits."""

from crm_desktop.models.fields import Value, Values
from crm_desktop.models.merge.groups import complete_groups
from crm_desktop.models.merge.overlay import overlay
from tests.models.merge.examples import KIND, change


def seen(base: Values, *pending: dict[str, tuple[Value, Value]]) -> dict[str, Value]:
    return overlay(KIND, base, [change(**fields) for fields in pending])


def test_pending_edits_apply_in_order() -> None:
    assert seen({"name": "a"}, {"name": ("a", "b")}, {"name": ("b", "c")}) == {"name": "c"}


def test_what_was_typed_here_covers_what_came_from_elsewhere_until_the_server_decides() -> None:
    assert seen({"name": "theirs", "owner_id": "x"}, {"name": ("a", "mine")}) == {"name": "mine", "owner_id": "x"}


def test_a_note_is_merged_with_a_base_that_moved() -> None:
    assert seen({"notes": "a\nb\ntheirs"}, {"notes": ("a\nb", "mine\nb")}) == {"notes": "mine\nb\ntheirs"}


def test_sets_and_counters_apply_as_differences() -> None:
    pending: dict[str, tuple[Value, Value]] = {"tags": (["a"], ["b"]), "views": (1, 3)}
    assert seen({"tags": ["a", "x"], "views": 10}, pending) == {"tags": ["b", "x"], "views": 12}


def test_a_date_that_only_moves_forward_shows_the_newest() -> None:
    assert seen({"last_at": 9}, {"last_at": (5, 7)}) == {"last_at": 9}


def test_a_group_is_shown_whole_as_typed_here() -> None:
    edits = complete_groups(KIND, {"amount": 1, "currency": "CNY"}, change(amount=(1, 2)).fields)
    assert edits["currency"].before == edits["currency"].after == "CNY"
    pending: dict[str, tuple[Value, Value]] = {name: (edit.before, edit.after) for name, edit in edits.items()}
    assert seen({"amount": 7, "currency": "USD"}, pending) == {"amount": 2, "currency": "CNY"}


def test_a_new_record_is_all_its_own_values() -> None:
    assert seen({}, {"name": (None, "new"), "views": (None, 2)}) == {"name": "new", "views": 2}


def test_the_base_is_left_as_it_was() -> None:
    base: dict[str, Value] = {"name": "a"}
    seen(base, {"name": ("a", "b")})
    assert base == {"name": "a"}
