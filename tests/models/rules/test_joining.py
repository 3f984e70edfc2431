"""What a filter asks that can be set, and what cannot."""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.rules.joining import joining
from crm_desktop.models.rules.views import Condition, Group, Operator

ME = "a" * 32


def test_equalities_owners_and_tags_can_be_set_and_nothing_else() -> None:
    kind = KINDS["account"]
    one = Condition("level", Operator.IS, "strategic")
    again = Condition("level", Operator.IS, "key")
    either = Group((one, again), "or")
    since = Condition("last_contact_at", Operator.NOT_FOR_DAYS, 30)
    made = Condition("created_by", Operator.IS, ME)
    unnamed = Condition("name", Operator.EMPTY)
    tags = (Condition("tag_ids", Operator.CONTAINS, "t"), Condition("tag_ids", Operator.IS, "u"))
    wanted = joining(
        kind,
        Group((Condition("owner_id", Operator.MINE), Group((one,), "or"), *tags, either, since, made, unnamed)),
        ME,
    )
    assert dict(wanted.values) == {"owner_id": ME, "level": "strategic"}
    assert dict(wanted.added) == {"tag_ids": frozenset("tu")}
    assert wanted.open == (either, since, made, unnamed)
    assert wanted.changes({"owner_id": ME, "tag_ids": ["a", "t"]}) == {"level": "strategic", "tag_ids": ["a", "t", "u"]}
    assert joining(kind, Group((one, again)), ME).open == (again,), "nothing is two things at once"
    flag = joining(KINDS["task"], Group((Condition("done", Operator.IS, value=False),)), ME)
    assert flag.changes({"done": None}) == {}
