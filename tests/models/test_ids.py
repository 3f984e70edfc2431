"""Ids: those made together are as single ones - of the right shape, rising, made now, and never twice."""

from crm_desktop.models.ids import is_id, made_at, new_id, new_ids


def test_ids_made_together_stand_between_those_made_before_and_after() -> None:
    before, many, after = new_id(), new_ids(500), new_id()
    assert all(map(is_id, many))
    assert [before, *many, after] == sorted({before, *many, after})
    assert made_at(before) <= made_at(many[0]) == made_at(many[-1]) <= made_at(after)
    assert new_ids(0) == []
