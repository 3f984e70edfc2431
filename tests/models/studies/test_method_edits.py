"""The organisation's own method begins as a copy of what ships, says the same, and can be put in another order."""

from dataclasses import replace

from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.interviews.outlines import own_outlines, shipped_outlines
from crm_desktop.models.record import Record
from crm_desktop.models.studies.guide import guidance, rules_of, shipped_rules
from crm_desktop.models.studies.method_edits import add, copy_catalogue, copy_outline, copy_rule, move, remove
from crm_desktop.models.studies.scope import capabilities_of, shipped_capabilities


def _records(edits: list[Edit]) -> list[Record]:
    return [Record(each.kind, each.id, each.values) for each in edits if isinstance(each, Create)]


def test_a_copied_catalogue_says_what_ships() -> None:
    own = capabilities_of(_records(copy_catalogue()))
    assert [(each.name, each.functions, each.changes) for each in own] == [
        (each.name, each.functions, each.changes) for each in shipped_capabilities()
    ]


def test_a_copied_rule_says_what_ships() -> None:
    for rule in shipped_rules():
        own = rules_of(_records(copy_rule(rule)))
        for stage in ("early", "growing", "mature"):
            assert guidance(stage, "boss", own) == guidance(stage, "boss")


def test_a_copied_outline_has_the_same_questions() -> None:
    for shipped in shipped_outlines("zh"):
        edits = _records(copy_outline(shipped, "我们的"))
        own = own_outlines(edits[:1], edits[1:])[0]
        assert (own.name, own.lead_in, own.industry) == ("我们的", shipped.lead_in, shipped.industry)
        assert [(each.words, each.section, each.levels, each.follow_ups) for each in own.questions] == [
            (each.words, each.section, each.levels, each.follow_ups) for each in shipped.questions
        ]


def test_entries_are_added_at_the_end_moved_and_taken_away() -> None:
    rows = _records(copy_catalogue())
    made = add("capability", {"name": "New"}, rows)[0]
    assert isinstance(made, Create)
    assert made.values["position"] == 4
    edits = move(rows, rows[0].id, 1)
    assert edits == [
        Update("capability", rows[1].id, {"position": 0}),
        Update("capability", rows[0].id, {"position": 1}),
    ]
    assert move(rows, rows[0].id, -1) == []
    same = [replace(each, values={**each.values, "position": 0}) for each in rows]
    places = {each.id: each.values["position"] for each in move(same, same[2].id, 1) if isinstance(each, Update)}
    assert places == {same[1].id: 1, same[3].id: 2, same[2].id: 3}, "those that shared a place get their own"
    outline = _records(copy_outline(shipped_outlines("en")[0], "Own"))
    gone = remove(outline[0], outline[1:])
    assert len(gone) == len(outline)
    assert gone[-1] == Delete("outline", outline[0].id)
