"""A BPMN file that was taken in, kept in the encrypted store and not edited comes out as it was, to the last byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.interchange.process_files import kept_file
from crm_desktop.models.edits import Create
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.store.queries.process_page import source_rows
from crm_desktop.views.desk import Desk
from crm_desktop.views.processes.beginnings import Whose, begin_from_file
from tests.support.bpmn_files import NAMES, reference_file
from tests.support.dialect_files import DIALECTS
from tests.support.dialect_lines import drawn_line
from tests.support.vendor_files import FILES

pytestmark = pytest.mark.usefixtures("qapp")


def kept(desk: Desk, path: Path) -> Iterator[bytes]:
    """Take a file in, and yield what each of its maps is written as."""
    begun = begin_from_file(path, "en", Whose(owner_id=desk.me))
    desk.store.door.commit("process.create", begun.edits)
    for made in begun.edits:
        if isinstance(made, Create) and made.kind == "process":
            map_ = desk.store.read(process_map, made.id)
            file = kept_file(desk.store.read(source_rows, made.id))
            assert map_ is not None
            assert file is not None
            yield write_bpmn(map_, file.source, file.name)


def test_files_of_all_programs_come_out_of_the_store_as_they_went_in(desk: Desk, tmp_path: Path) -> None:
    files = {name: dialect.text for name, dialect in DIALECTS.items()} | {
        name: make() for name, (make, _) in FILES.items()
    }
    files["a line of the drawing"] = drawn_line()
    for number, (name, text) in enumerate(files.items()):
        path = tmp_path / f"file {number}.v2.bpmn"
        path.write_text(text.replace('name="Do"', 'name="Do  it&#13;&#10; now\xa0then "'), "utf-8")
        assert [name for found in kept(desk, path) if found != path.read_bytes()] == []


@pytest.mark.parametrize("name", NAMES)
def test_reference_files_come_out_of_the_store_as_they_went_in(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.bpmn"
    path.write_bytes(reference_file(name))
    assert list(kept(desk, path)) == [path.read_bytes()]
