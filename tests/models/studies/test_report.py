"""What a report says: its parts in the template's order, nothing that is ours, both languages with the same words."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from crm_desktop.models.errors import Refused
from crm_desktop.models.money import to_units
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pain
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.report import Heading, MapPicture, Report, Table, lead_in, words_of
from crm_desktop.models.studies.report_material import Material, for_client
from crm_desktop.models.studies.report_parts import compose
from crm_desktop.models.studies.report_template import (
    PARTS,
    Part,
    Template,
    read_template,
    shipped,
    templates_in,
    write_template,
)
from crm_desktop.views.language.formats import Formats

FORMATS = Formats("en", 0)


def a_map(process_id: str, form: str, **step: object) -> ProcessMap:
    nodes = (
        Node(id=f"{process_id}.s", form="start", lane_id="l"),
        Node(id=f"{process_id}.w", name="Type it in", lane_id="l", working_seconds=1_200, along=84, **step),  # type: ignore[arg-type]
        Node(id=f"{process_id}.n", name="They never check", form="note", lane_id="l", along=168),
    )
    flows = (
        Flow(id=f"{process_id}.1", source_id=f"{process_id}.s", target_id=f"{process_id}.w"),
        Flow(id=f"{process_id}.2", form="association", source_id=f"{process_id}.w", target_id=f"{process_id}.n"),
    )
    pains = (
        Pain(id=f"{process_id}.p", name="Typed twice", node_id=f"{process_id}.w"),
        Pain(id=f"{process_id}.q", name="The boss decides alone", node_id=f"{process_id}.w"),
    )
    values = {"name": process_id, "form": form, "base_process_id": "as" if form == "to_be" else None}
    return ProcessMap(
        id=process_id, values=values, lanes=(Lane(id="l", name="Sales"),), nodes=nodes, flows=flows, pains=pains
    )


def material(**more: object) -> Material:
    maps = {"as": a_map("as", "as_is"), "to": a_map("to", "to_be", change="automate", automation="automatic")}
    pains = [
        Record("pain", each.id, {"name": each.name, "node_id": each.node_id, "process_id": "as", "state": "open",
                                 "times_per_month": 60, "minutes_each": 20, "severity": "severe"})
        for each in maps["as"].pains
    ]  # fmt: skip
    parts: dict[str, object] = {
        "study": Record("study", "s", {
            "name": "Orders", "purpose": "Faster orders", "hourly_cost": to_units(90), "currency": "CNY",
            "next_steps": "Try it\nRoll out",
        }),
        "account": Record("account", "a", {"name": "Hengchuan"}),
        "maps": tuple(Record("process", each.id, dict(each.values)) for each in maps.values()),
        "nodes": tuple(Record("node", each.id, each.values()) for map_ in maps.values() for each in map_.nodes),
        "pains": tuple(pains),
        "proposals": (
            Record("proposal", "p", {"name": "Automate", "pain_ids": ["as.p"], "to_be_node_id": "to.w",
                                     "state": "proposed", "saving_per_month": to_units(1_800), "currency": "CNY"}),
            Record("proposal", "x", {"name": "Secret idea", "state": "idea", "saving_per_month": to_units(9_999)}),
        ),
        "metrics": (
            Record("metric", "m", {"name": "Add-friend rate", "unit": "percent", "better": "higher",
                                   "present": to_units(20), "peer": to_units(50), "node_ids": ["as.w"]}),
        ),
        **more,
    }  # fmt: skip
    content = StudyContent(**parts)  # type: ignore[arg-type]
    return Material(content=content, maps=maps, ours=frozenset({"as.q"}), today=date(2026, 3, 12))


def english(given: Material | None = None) -> Report:
    return compose(given or material(), shipped("en"), FORMATS, "<svg/>")


def tables(report: Report) -> list[Table]:
    return [each for each in report.blocks if isinstance(each, Table)]


def test_parts_come_in_the_templates_order_and_empty_ones_are_left_out() -> None:
    heads = [each.words for each in english().blocks if isinstance(each, Heading) and each.level == 1]
    assert heads == [
        "In short", "How it works today", "Problems and what they cost", "Where you stand", "How it could work",
        "What it brings", "Next steps",
    ]  # fmt: skip


def test_figures_are_those_of_the_client_alone() -> None:
    report = english()
    said = "\n".join(words_of(report))
    assert "¥1,800" in said
    assert "¥3,600" not in said
    assert "30%" in said
    assert "−20 min" in said
    assert "Secret idea" not in said
    assert "¥9,999" not in said


def test_nothing_of_ours_stands_in_words_or_on_maps() -> None:
    report = english()
    assert "The boss decides alone" not in "\n".join(words_of(report))
    for picture in (each for each in report.blocks if isinstance(each, MapPicture)):
        assert [node.form for node in picture.map.nodes] == ["start", "task"]
        assert [pain.name for pain in picture.map.pains] == ["Typed twice"]
        assert len(picture.map.flows) == 1


def test_a_map_for_the_client_says_nothing_about_people_and_deals() -> None:
    map_ = a_map("as", "as_is", notes="secret", contact_id="c", opportunity_id="o")
    (node,) = (each for each in for_client(map_, frozenset()).nodes if each.form == "task")
    assert (node.notes, node.contact_id, node.opportunity_id) == ("", None, None)


def test_changed_steps_are_marked_on_the_to_be() -> None:
    (to_be,) = (each for each in english().blocks if isinstance(each, MapPicture) and each.marks)
    assert to_be.marks == {"to.w": "automate"}
    assert to_be.mark_words["automate"] == "Automated"


def test_words_that_lead_a_picture_in_stand_on_its_page() -> None:
    report = english()
    at = next(place for place, each in enumerate(report.blocks) if isinstance(each, MapPicture))
    begin = lead_in(report.blocks, at)
    assert isinstance(report.blocks[begin], Heading)
    assert begin < at


def test_a_study_with_nothing_in_it_still_makes_a_report() -> None:
    content = StudyContent(study=Record("study", "s", {"name": "Empty"}))
    report = compose(Material(content=content), shipped("zh"), FORMATS)
    assert report.title == "Empty"
    assert report.blocks == ()


def test_both_languages_ship_the_same_words_and_all_parts() -> None:
    chinese, english_ = shipped("zh"), shipped("en")
    assert chinese.words.keys() == english_.words.keys()
    assert all(chinese.words.values())
    keys = [each.key for each in chinese.parts]
    assert keys == [each.key for each in english_.parts] == [each for each in PARTS if each != "text"]


def test_an_organisations_template_says_only_what_is_different() -> None:
    own = Template(
        name="Short", language="en", title="{client}: {study}",
        parts=(Part("text", "About us", before="For {client} by Fieldline"), Part("goals", "Aims", shown=False),
               Part("pains", "What hurts")),
        words={"table.problem": "What"},
    )  # fmt: skip
    report = compose(material(), read_template(write_template(own)), FORMATS)
    assert report.title == "Hengchuan: Orders"
    assert [each.words for each in report.blocks if isinstance(each, Heading)] == ["About us", "What hurts"]
    assert tables(report)[0].heads[:2] == ("What", "Step")
    assert "For Hengchuan by Fieldline" in words_of(report)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"name":"x","language":"fr","parts":[{"key":"goals","heading":"x"}]}',
     '{"name":"x","language":"en","parts":[{"key":"internal","heading":"x"}]}',
     '{"name":"x","language":"en","parts":[],"format":1}',
     '{"name":"x","language":"en","format":99,"parts":[{"key":"goals","heading":"x"}]}'],
)  # fmt: skip
def test_a_template_that_cannot_be_read_is_refused_and_left_out(content: str) -> None:
    with pytest.raises(Refused, match=r"report\.template_unreadable"):
        read_template(content)
    record = Record("report_template", "t", {"name": "Own", "language": "en", "content": content})
    assert list(templates_in("en", [record])) == [""]


def test_own_templates_come_before_the_one_that_ships() -> None:
    content = msgspec.json.encode(shipped("en")).decode()
    records = [
        Record("report_template", "t", {"name": "Ours", "language": "en", "content": content}),
        Record("report_template", "z", {"name": "我们的", "language": "zh", "content": content}),
    ]
    found = templates_in("en", records)
    assert list(found) == ["t", ""]
    assert found["t"].name == "Ours"
