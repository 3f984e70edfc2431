"""Progress: what of a study is missing is said, with the place where it is mended."""

from __future__ import annotations

import inspect
import json
import re
from datetime import date

from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.resources import resource
from crm_desktop.models.studies import progress as progress_module
from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.progress import ELEMENTS, FURTHER, Missing, Progress, progress

TODAY = date(2026, 3, 12)


def made(kind: str, key: str, **values: Value) -> Record:
    return Record(kind, key, {"name": key, **values})


def study(**values: Value) -> Record:
    return made("study", "order to delivery", **values)


def codes(found: Progress, element: str) -> list[str]:
    return [each.code for each in found.elements[element].missing]


def one(found: Progress, code: str) -> Missing:
    return next(each for each in found.missing if each.code == code)


def test_an_empty_study_lacks_everything_and_begins_with_its_purpose() -> None:
    found = progress(StudyContent(study=study()), TODAY)
    assert found.share == 0
    assert found.missing[0].code == "purpose.none"
    assert codes(found, "goals") == ["goals.none"] * 3
    assert codes(found, "roles") == ["roles.none"]
    assert codes(found, "work") == ["work.no_map"]
    assert codes(found, "sources") == ["sources.no_interview", "sources.no_document", "sources.no_observation"]
    assert codes(found, "proposals") == []


def test_who_was_talked_to_says_which_goal_is_missing() -> None:
    talk = made("interview", "talk", identity="boss")
    content = StudyContent(study=study(client_stage="mature"), interviews=(talk,))
    missing = one(progress(content, TODAY), "goals.none_because")
    assert missing.facts == {"level": "@level.strategic", "reason": "@identity.boss"}
    assert (missing.part, missing.element_id, missing.act) == ("goals", "level:strategic", "goal.create")
    goal = made("goal", "profit", level="strategic")
    told = progress(StudyContent(study=study(client_stage="mature"), interviews=(talk,), goals=(goal,)), TODAY)
    assert "@level.strategic" not in {each.facts.get("level") for each in told.missing}


def test_targets_without_number_day_or_department_are_counted_and_the_first_is_named() -> None:
    goals = tuple(made("goal", each, level="execution") for each in ("leads", "calls"))
    found = progress(StudyContent(study=study(), goals=(*goals, made("goal", "g", level="strategic"))), TODAY)
    missing = one(found, "goals.no_value.n")
    assert (missing.facts, missing.element_id) == ({"name": "leads", "n": 2}, "leads")
    assert {"goals.no_due.n", "goals.no_department.n", "goals.serves_nothing.n"} <= set(codes(found, "goals"))


def test_departments_in_scope_without_map_posts_or_users_are_told_and_those_out_of_scope_are_not() -> None:
    departments = (
        made("department", "planning", scope="in"),
        made("department", "purchasing", scope="in"),
        made("department", "store", parent_id="purchasing"),
        made("department", "research", scope="out"),
    )
    content = StudyContent(
        study=study(structure="line"),
        departments=departments,
        posts=(made("post", "planner", department_id="planning"),),
        maps=(made("process", "map", form="as_is"),),
        lanes=(made("lane", "a lane", department_id="planning", process_id="map"),),
        nodes=(made("node", "check", form="task", process_id="map", lane_id="a lane"),),
    )
    found = progress(content, TODAY)
    assert one(found, "work.no_lane.n").facts == {"name": "purchasing", "n": 2}
    assert codes(found, "roles") == ["roles.no_posts.n", "roles.no_users"]
    assert codes(found, "work") == ["work.no_lane.n", "work.no_time"]


def test_a_core_person_whom_nobody_asked_is_told() -> None:
    department = made("department", "planning", scope="in", head_id="zhou")
    talk = made("interview", "talk", contact_ids=["li"])
    found = progress(StudyContent(study=study(), departments=(department,), interviews=(talk,)), TODAY)
    assert one(found, "roles.nobody_asked").part == "interviews"
    talk = made("interview", "talk", contact_ids=["li", "zhou"])
    found = progress(StudyContent(study=study(), departments=(department,), interviews=(talk,)), TODAY)
    assert "roles.nobody_asked" not in codes(found, "roles")


def test_a_metric_without_peers_is_named_and_contradictions_warn() -> None:
    metrics = (
        made("metric", "revenue", level="final", present=1, target=2, peer=3),
        made("metric", "add-friend rate", level="process", present=3, target=2, unit="percent"),
    )
    found = progress(StudyContent(study=study(), metrics=metrics), TODAY)
    assert one(found, "results.no_peer").facts["name"] == "add-friend rate"
    assert one(found, "results.contradicts").warns


def test_proposals_before_problems_are_warned_about() -> None:
    proposal = made("proposal", "call by machine")
    found = progress(StudyContent(study=study(), proposals=(proposal,)), TODAY)
    assert one(found, "proposals.before_problems").warns
    assert codes(found, "proposals") == ["proposals.before_problems", "proposals.no_capability"]
    pain = made("pain", "by hand", severity="severe", state="open", times_per_month=22)
    found = progress(StudyContent(study=study(), proposals=(proposal,), pains=(pain,)), TODAY)
    assert codes(found, "proposals") == ["proposals.no_pain", "proposals.no_capability"]
    assert codes(found, "problems") == ["problems.no_proposal"]
    solving = made("proposal", "call by machine", pain_ids=["by hand"], capability_id="dialler")
    found = progress(StudyContent(study=study(), proposals=(solving,), pains=(pain,)), TODAY)
    assert codes(found, "proposals") == codes(found, "problems") == []


def test_a_complete_study_lacks_nothing_of_its_four_elements() -> None:
    goals = (
        made("goal", "profit", level="strategic"),
        made("goal", "model", level="tactical", parent_id="profit"),
        made("goal", "leads", level="execution", parent_id="model", value=1, due="2026-03-31", department_id="ads"),
    )
    content = StudyContent(
        study=study(
            purpose="why", client_stage="growing", industry_notes="n", structure="line", report_due="2026-04-01"
        ),
        goals=goals,
        departments=(made("department", "ads", scope="in"),),
        posts=(made("post", "buyer", department_id="ads", users=3),),
        maps=(made("process", "map", form="as_is"),),
        lanes=(made("lane", "Ads", process_id="map"),),
        nodes=(made("node", "buy", form="task", process_id="map", lane_id="Ads", working_seconds=60),),
        metrics=(
            made("metric", "revenue", level="final", present=1, target=2, peer=3),
            made("metric", "rate", level="process", present=1, target=2, peer=3, node_ids=["buy"]),
        ),
    )
    found = progress(content, TODAY)
    assert [found.elements[each].missing for each in ELEMENTS] == [(), (), (), ()]
    assert found.share == 1


def test_every_code_has_its_sentence_in_both_languages() -> None:
    sides = "|".join((*ELEMENTS, *FURTHER))
    source = inspect.getsource(progress_module)
    single = set(re.findall(rf'Missing\("((?:{sides})\.\w+)"', source))
    counted = set(re.findall(rf'"((?:{sides})\.\w+)", "\w+"\)', source)) - single
    counted |= {f"results.no_{name}" for name in ("present", "target", "peer")}
    assert len(single) > 15
    assert len(counted) > 15
    wanted = single | counted | {f"{code}.n" for code in counted} | {"goals.none_because", "results.no_final"}
    for language in ("en", "zh"):
        notes = json.loads(resource("translations", f"labels.{language}.json").read_text("utf-8"))["study_notes"]
        assert wanted - set(notes) == set()
