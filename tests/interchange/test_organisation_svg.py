"""The organisation chart as a picture: whatever departments are called, it is a well-formed SVG that shows all."""

from xml.etree import ElementTree

import pytest

from crm_desktop.interchange.organisation_svg import write_organisation_svg
from crm_desktop.models.records.study import STRUCTURES
from crm_desktop.models.studies.organisation import Department, Organisation, Post, organise

_SVG = "{http://www.w3.org/2000/svg}"


def _organisation() -> Organisation:
    departments = [
        Department("a", 'A <b> & "c"', None, "A"),
        Department("b", "销售部", "a", "B", scope="in"),
        Department("f", "Finance", "a", "C", staff_line=True, scope="out"),
    ]
    return organise(
        departments, [Post("p", "顾问", "b", head_count=12, users=10), Post("q", "Clerk", "f", head_count=3)]
    )


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_structure_shows_all_names_and_figures(structure: str) -> None:
    root = ElementTree.fromstring(write_organisation_svg(_organisation(), structure, language="zh"))
    words = [each.text for each in root.iter(f"{_SVG}text")]
    assert {'A <b> & "c"', "销售部", "Finance", "顾问", "Clerk", "12 → 10", "12 人 · 10 人使用", "3 人 · 范围外"} <= {
        *words
    }
    assert [each.text for each in root.iter(f"{_SVG}text") if each.get("text-decoration")] == ["Finance", "Clerk"]
    assert any(each.get("stroke-dasharray") for each in root.iter(f"{_SVG}polyline"))


def test_an_organisation_that_nobody_described_is_an_empty_picture() -> None:
    root = ElementTree.fromstring(write_organisation_svg(Organisation(), "line"))
    assert [each.tag for each in root] == [f"{_SVG}rect"]
