"""Fields that mean nothing while others stand as they do."""

import pytest

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.rules.dependent import demanded, meaningless


@pytest.mark.parametrize(
    ("outcome", "absent"),
    [
        ("open", {"closed_on", "loss_reason"}),
        ("won", {"loss_reason"}),
        ("lost", set()),
        (None, {"closed_on", "loss_reason"}),
    ],
)
def test_only_what_is_lost_has_a_reason_and_only_what_is_over_a_day(outcome: str | None, absent: set[str]) -> None:
    stage = {"outcome": outcome} if outcome else None
    assert meaningless("opportunity", {}, stage) == absent
    assert demanded("opportunity", stage) == ({"loss_reason"} if outcome == "lost" else set())


def test_every_field_that_is_named_exists() -> None:
    for kind, values in (("opportunity", {}), ("account", {"form": "person"})):
        assert all(KINDS[kind].has(name) for name in meaningless(kind, values))
    assert meaningless("account", {"form": "organisation"}) == frozenset()
    assert meaningless("contact", {}) == frozenset()
