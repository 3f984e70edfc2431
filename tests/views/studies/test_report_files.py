"""A report's files: searched for every word that is ours, opened by LibreOffice, long maps over several pages."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from benchmarks.sample_maps import structured_map
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.proposed import Wish as Change
from crm_desktop.diagrams.proposed import propose
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import FieldType, Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.money import to_units
from crm_desktop.models.studies.report_template import shipped
from crm_desktop.store.queries.study_report import report_reading
from crm_desktop.store.reader import Reader
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.painting.pages import LEAST_SCALE, MapPage, Room, map_pages
from crm_desktop.views.diagram.painting.whole import Paper, paper_of
from crm_desktop.views.language.language import current_language
from crm_desktop.views.studies.report.making import Wish, make
from crm_desktop.views.studies.report.pictures import ROOM
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import NOW
from tests.support.soffice import opened_by_libreoffice
from tests.support.studied import Studied, study_in

INTERNAL = "XQINTERNALQX"
_OURS = {
    "study": ("industry_notes", "competitors"),
    "goal": ("notes",),
    "metric": ("notes",),
    "department": ("notes", "scope_reason"),
    "post": ("duties", "permissions"),
    "pain": ("notes", "solution", "said_by"),
    "node": ("notes",),
    "proposal": ("notes",),
}
"""What of the records a client never sees; each gets a word of its own that the files are searched for."""


@pytest.fixture
def studied(desk: Desk, qapp: QApplication) -> Studied:
    """A study with a to-be, two proposals, and an internal word in everything that is ours."""
    current_theme().install(qapp)
    current_language().use("zh")
    studied = study_in(desk)
    map_, edits = studied.map, list[Edit]()
    task = next(node for node in map_.nodes if node.form == "task")
    found = propose(map_, None, Change(node_id=task.id, change="automate"), f"{map_.name} (to-be)")
    pain = next(each for each in map_.pains if each.node_id == task.id)
    values: dict[str, Value] = {
        "study_id": studied.study_id,
        "pain_ids": [pain.id],
        "change": "automate",
        "node_id": task.id,
    }
    saving: dict[str, Value] = {"saving_per_month": to_units(6_000), "currency": "CNY", "to_be_node_id": found.node_id}
    effect: dict[str, Value] = {"effect": "Leads reach a rep at once", "capability_id": studied.capabilities["assign"]}
    edits += found.edits
    edits.append(Create("proposal", {"name": pain.name, "state": "agreed", **values, **saving, **effect}))
    desk.store.door.commit("pain.to_be", edits)
    return studied


def poison(desk: Desk, studied: Studied) -> list[str]:
    """Write a word of its own into every field that is ours; return the words."""
    edits: list[Edit] = []
    for kind, names in _OURS.items():
        table = KINDS[kind].plural
        for (record_id,) in desk.store.read(rows_of, table):
            values = {name: f"{INTERNAL} {kind} {name}" for name in names}
            assert all(KINDS[kind].field(name).type in (FieldType.NOTE, FieldType.TEXT) for name in names)
            edits.append(Update(kind, record_id, values))
    ours = next(each for each in studied.map.pains if each.severity == "medium")
    talk, question = new_id(), {"study_id": studied.study_id}
    edits += [
        Update("pain", ours.id, {"name": f"{INTERNAL} pain of ours"}),
        Create("interview", {"name": f"{INTERNAL} interview", "summary": f"{INTERNAL} summary", **question}, talk),
        Create("interview_entry", {"words": f"{INTERNAL} entry", "interview_id": talk, "internal": True,
                                   "pain_ids": [ours.id]}),
        Create("observation", {"seen": f"{INTERNAL} seen", "chance": f"{INTERNAL} chance", **question}),
        Create("document_read", {"name": f"{INTERNAL} read", "takeaways": f"{INTERNAL} takeaways", **question}),
        Create("proposal", {"name": f"{INTERNAL} idea", "effect": f"{INTERNAL} idea", "state": "idea", **question}),
        Create("node", {"name": f"{INTERNAL} on the map", "form": "note", "process_id": studied.process_id,
                        "lane_id": studied.map.lanes[0].id, "along": 900, "across": 98}),
    ]  # fmt: skip
    desk.store.door.commit("study.edit", edits)
    return [INTERNAL]


def rows_of(reader: Reader, table: str) -> list[Any]:
    return list(reader.all(f"SELECT id FROM {table}"))


def file_of(desk: Desk, studied: Studied, ending: str, language: str = "en") -> bytes:
    reading = desk.store.read(report_reading, studied.study_id, date(2026, 3, 12))
    assert reading is not None
    return make(reading.material, Wish(shipped(language), NOW, "UTC"), ending)


def pdf_of(data: Path) -> Iterator[tuple[QSizeF, str]]:
    """Yield each page's size and text."""
    document = QPdfDocument()
    assert document.load(str(data)) == QPdfDocument.Error.None_
    for number in range(document.pageCount()):
        yield document.pagePointSize(number), document.getAllText(number).text()
    document.close()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_no_word_of_ours_stands_in_any_file(desk: Desk, studied: Studied, tmp_path: Path) -> None:
    before = file_of(desk, studied, ".docx")
    words = poison(desk, studied)
    reading = desk.store.read(report_reading, studied.study_id, date(2026, 3, 12))
    assert reading is not None
    assert INTERNAL in str(reading.material)
    docx = parts_of(file_of(desk, studied, ".docx"))
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(file_of(desk, studied, ".pdf"))
    told = "\n".join(words for _, words in pdf_of(pdf))
    assert "Numbers are dialled and copied by hand" in " ".join(told.split())
    for word in words:
        for name, content in docx.items():
            assert word.encode() not in content, name
        assert word not in told
    assert "word/document.xml" in parts_of(before)


def test_libreoffice_opens_both_languages_with_pages_pictures_and_words(
    desk: Desk, studied: Studied, tmp_path: Path
) -> None:
    files = {language: tmp_path / f"report-{language}.docx" for language in ("en", "zh")}
    for language, file in files.items():
        file.write_bytes(file_of(desk, studied, ".docx", language))
    for (language, file), made in zip(files.items(), opened_by_libreoffice(*files.values()), strict=True):
        pages = list(pdf_of(made))
        assert 4 <= len(pages) <= 9
        told = "\n".join(words for _, words in pages)
        for part in shipped(language).parts:
            assert part.heading in told
        assert "¥67,440" in told
        vectors = [name for name in parts_of(file.read_bytes()) if name.endswith(".svg")]
        assert len(vectors) >= 3


def test_the_documents_parts_stand_in_the_formats_order(desk: Desk, studied: Studied) -> None:
    parts = parts_of(file_of(desk, studied, ".docx"))
    root = etree.fromstring(parts["word/document.xml"])
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    wanted = {
        "tblPr": ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"],
        "tcPr": ["tcW", "shd", "tcMar"],
        "pPr": ["pStyle", "keepNext", "pageBreakBefore", "pBdr", "spacing", "jc"],
    }
    for properties, order in wanted.items():
        for each in root.iter(f"{name}{properties}"):
            found = [child.tag.removeprefix(name) for child in each if child.tag.removeprefix(name) in order]
            assert found == sorted(found, key=order.index), etree.tostring(each)
    for vector in (content for path, content in parts.items() if path.endswith(".svg")):
        assert etree.fromstring(vector).tag == "{http://www.w3.org/2000/svg}svg"


def test_the_pdf_is_in_the_reports_language_and_its_maps_are_vectors(
    desk: Desk, studied: Studied, tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(file_of(desk, studied, ".pdf", "en"))
    pages = list(pdf_of(file))
    told = " ".join(" ".join(words for _, words in pages).split())
    assert "Automated" in told
    assert "自动化" not in told
    assert "Page 2 of" in told
    assert "Export and assign leads" in told
    assert b"/Subtype /Image" not in file.read_bytes()
    document = QPdfDocument()
    document.load(str(file))
    assert not document.render(1, QSize(300, 424)).isNull()
    document.close()


def long_paper(steps: int, orientation: str) -> Paper:
    map_ = structured_map(steps)
    return paper_of(Picture(Chart.of(replace(map_, values={**map_.values, "orientation": orientation}))))


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_a_long_map_is_split_between_steps_under_its_lanes(qapp: QApplication, orientation: str) -> None:
    paper = long_paper(120, orientation)
    pages = map_pages(paper, ROOM)
    assert len(pages) > 2
    for page in pages:
        assert page.scale >= LEAST_SCALE
        room = ROOM.aside if page.aside else ROOM.upright
        assert page.size.width() * page.scale <= room.width() + 1
        assert page.size.height() * page.scale <= room.height() + 1
    assert _covered(pages) == pytest.approx(paper.extent.right * paper.extent.bottom, rel=0.001)
    assert _cut(paper, pages) == 0


def test_a_small_map_stays_on_one_page_and_a_broad_one_lies_on_its_side(qapp: QApplication) -> None:
    (one,) = map_pages(long_paper(6, "vertical"), ROOM)
    assert (one.number, one.count) == (1, 1)
    narrow = Room(QSizeF(200, 700), ROOM.aside)
    assert map_pages(long_paper(8, "vertical"), narrow)[0].aside


def _covered(pages: tuple[MapPage, ...]) -> float:
    return sum(page.part.width() * page.part.height() for page in pages)


def _cut(paper: Paper, pages: tuple[MapPage, ...]) -> int:
    """Return how many steps are cut by the edge of a page."""

    def within(box: Any, page: MapPage) -> bool:
        part = page.part
        return bool(
            part.left() <= box.left
            and box.right <= part.right()
            and part.top() <= box.top
            and box.bottom <= part.bottom()
        )

    steps = {node.id for node in paper.map.nodes if node.form == "task"}
    return sum(not any(within(paper.boxes[each], page) for page in pages) for each in steps if each in paper.boxes)
