"""What is counted during a first sync, and when work can begin."""

from crm_desktop.models.catalog import KINDS
from crm_desktop.views.first_sync.groups import GROUPS, Stage, standings, usable
from crm_desktop.views.first_sync.pace import Pace


def stages(counts: dict[str, int], complete: bool = False) -> list[Stage]:
    """Return how far each group is."""
    return [each.stage for each in standings(counts, complete)]


def test_every_kind_belongs_to_exactly_one_group_in_the_order_of_arrival() -> None:
    grouped = [kind for group in GROUPS for kind in group.kinds]
    assert sorted(grouped) == sorted(KINDS)
    order = [list(KINDS).index(kind) for group in GROUPS for kind in group.kinds]
    assert order == sorted(order)


def test_nothing_here_means_everything_is_awaited() -> None:
    assert set(stages({})) == {Stage.AWAITED}


def test_a_group_is_ready_when_a_later_kind_has_begun() -> None:
    assert stages({"user": 5, "account": 3})[:3] == [Stage.READY, Stage.COMING, Stage.AWAITED]
    assert stages({"user": 5, "account": 55, "opportunity": 1})[:3] == [Stage.READY, Stage.READY, Stage.COMING]


def test_groups_without_records_are_passed_over() -> None:
    assert stages({"user": 5, "activity": 1})[:5] == [Stage.READY] * 5


def test_the_end_makes_everything_ready() -> None:
    assert set(stages({"user": 5}, complete=True)) == {Stage.READY}


def test_work_begins_with_the_accounts() -> None:
    assert not usable(standings({"user": 5, "account": 3}, complete=False))
    assert usable(standings({"user": 5, "account": 3, "opportunity": 1}, complete=False))
    assert usable(standings({}, complete=True))


def test_the_pace_says_how_long_the_rest_takes() -> None:
    pace = Pace()
    pace.note(0, 0)
    assert pace.seconds_left(0, 1000) is None
    pace.note(100, 1000)
    assert pace.per_second == 100
    assert pace.seconds_left(100, 1000) == 9


def test_a_pause_does_not_slow_the_pace() -> None:
    pace = Pace()
    pace.note(0, 0)
    pace.note(100, 1000)
    pace.pause()
    pace.note(100, 600_000)
    pace.note(200, 601_000)
    assert pace.per_second == 100


def test_counting_back_starts_anew() -> None:
    pace = Pace()
    pace.note(100, 0)
    pace.note(200, 1000)
    pace.note(0, 2000)
    assert pace.per_second == 0
