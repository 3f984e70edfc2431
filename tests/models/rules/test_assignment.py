"""Giving an account to someone else."""

import pytest

from crm_desktop.models.access import Level, Permission, Rights, Standing
from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.rules.assignment import assign_account, check_assigning
from tests.models.rules.rows import record

TEAM = frozenset({"manager", "li", "wang"})


def rights(level: Level = Level.TEAM, *permissions: Permission) -> Rights:
    return Rights(
        "manager",
        {},
        {"account": level},
        {Level.OWN: frozenset({"manager"}), Level.TEAM: TEAM},
        {},
        frozenset(permissions),
    )


LIS = Standing({"owner_id": "li"})


def test_a_manager_gives_an_account_of_the_team_to_someone_of_the_team() -> None:
    check_assigning(rights(Level.TEAM, Permission.ASSIGN), "account", LIS, "wang")


@pytest.mark.parametrize(
    ("who", "standing", "new_owner", "active", "code"),
    [
        (rights(Level.TEAM), LIS, "wang", True, "assign.not_allowed"),
        (rights(Level.TEAM, Permission.ASSIGN), LIS, "stranger", True, "assign.out_of_reach"),
        (
            rights(Level.TEAM, Permission.ASSIGN),
            Standing({"owner_id": "stranger"}),
            "wang",
            True,
            "assign.out_of_reach",
        ),
        (rights(Level.OWN, Permission.ASSIGN), LIS, "manager", True, "assign.out_of_reach"),
        (rights(Level.ALL, Permission.ASSIGN), LIS, "wang", False, "assign.inactive"),
    ],
)
def test_others_are_refused_with_the_reason(
    who: Rights, standing: Standing, new_owner: str, active: bool, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_assigning(who, "account", standing, new_owner, active=active)
    assert refused.value.code == code


def of_account(kind: str, record_id: str, **values: Value):  # type: ignore[no-untyped-def]
    return record(kind, record_id, **{"account_id": "a1", "owner_id": "li", **values})


ALONG = [
    of_account("opportunity", "open", stage_id="s1"),
    of_account("opportunity", "nobodys", stage_id="s1", owner_id=None),
    of_account("task", "todo", done=False),
    of_account("visit", "planned", state="planned"),
]
STAYING = [
    of_account("opportunity", "won", stage_id="s9"),
    of_account("opportunity", "colleagues", stage_id="s1", owner_id="zhao"),
    of_account("opportunity", "binned", stage_id="s1", deleted_at=5),
    of_account("opportunity", "elsewhere", stage_id="s1", account_id="a2"),
    of_account("task", "finished", done=True),
    of_account("visit", "past", state="done"),
    of_account("activity", "history"),
]


def test_open_work_goes_along_and_the_rest_stays() -> None:
    edits = assign_account(record("account", "a1", owner_id="li"), "wang", [*ALONG, *STAYING], {"s1", "s2"})
    assert edits == [
        Update("account", "a1", {"owner_id": "wang"}),
        *(Update(each.kind, each.id, {"owner_id": "wang"}) for each in ALONG),
    ]


def test_giving_it_to_whom_it_belongs_does_nothing() -> None:
    assert assign_account(record("account", "a1", owner_id="li"), "li", ALONG, {"s1"}) == []
