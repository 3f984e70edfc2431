"""What an administrator does: roles, units, people, picklists. Every one of these moves what others may see."""

from __future__ import annotations

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.store.acts import Committed
from tests.support.chaos.deeds import Deed
from tests.support.chaos.hand import Hand

_HIDING: list[Value] = [
    "account.annual_value:hidden",
    "account.notes:hidden",
    "account.x_text_chaos:hidden",
    "opportunity.amount:read",
]
_READS = (["*:own"], ["*:team"], ["*:team_below", "contact:all"], ["*:own", "account:team", "note:none"])


def change_role(hand: Hand) -> Committed:
    """Give somebody another role."""
    role, user = hand.pick("role", "name <> 'Administrator' AND deleted_at IS NULL"), _somebody(hand)
    return hand.do("user.edit", *([Update("user", user, {"role_id": role.id})] if role and user else []))


def change_unit(hand: Hand) -> Committed:
    """Put somebody into another unit."""
    unit, user = hand.pick("unit"), _somebody(hand)
    return hand.do("user.edit", *([Update("user", user, {"unit_id": unit.id})] if unit and user else []))


def change_tree(hand: Hand) -> Committed:
    """Make a unit, or hang one under another."""
    unit, above = hand.pick("unit", "parent_id IS NOT NULL AND deleted_at IS NULL"), hand.pick("unit")
    if hand.chance.random() < 0.2 and above is not None:
        return hand.do("unit.create", Create("unit", {"name": hand.word(), "parent_id": above.id}))
    return hand.do("unit.edit", *([Update("unit", unit.id, {"parent_id": above.id})] if unit and above else []))


def make_role(hand: Hand) -> Committed:
    """Make a role that sees less, or other things."""
    values: dict[str, Value] = {"name": hand.word(), "reads": list(hand.chance.choice(_READS)), "writes": ["*:own"]}
    if hand.chance.random() < 0.6:
        values["field_rights"] = [str(each) for each in _HIDING]
    return hand.do("role.create", Create("role", values))


def edit_role(hand: Hand) -> Committed:
    """Change what a role that people have may see."""
    role = hand.pick("role", "name NOT IN ('Administrator', 'Manager') AND deleted_at IS NULL")
    reads = list(hand.chance.choice(_READS))
    return hand.do("role.edit", *([Update("role", role.id, {"reads": reads})] if role else []))


def _somebody(hand: Hand) -> str:
    return hand.chance.choice([each for each in hand.people if each != hand.user_id])


GOVERNING: tuple[tuple[Deed, int], ...] = (
    (change_role, 4),
    (change_unit, 4),
    (change_tree, 2),
    (make_role, 1),
    (edit_role, 1),
)
"""An administrator's deeds with their weights."""
