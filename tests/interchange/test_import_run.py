"""Files of this device go through the shared engine into the encrypted replica, and can be taken back."""

import datetime
import json
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.interchange.import_run import likely_kind, preview_import, run_import, start_mapping
from crm_desktop.interchange.table_files import open_table, sheets_of
from crm_desktop.interchange.xlsx_files import Cell, cell_text
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Broken, Incompatible
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.words import Words
from crm_desktop.store.import_target import StoreDestination
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import where
from crm_desktop.store.write_door import Committed

TRANSLATIONS = Path(__file__).parents[2] / "resources" / "translations"
WORDS = Words([json.loads((TRANSLATIONS / f"labels.{each}.json").read_text("utf-8")) for each in ("zh", "en")])
SETTING = Setting(WORDS)


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户"
    for row in rows:
        sheet.append(row)
    book.create_sheet("其他").append(["x"])
    book.save(path)
    book.close()
    return path


def test_a_chinese_workbook_becomes_accounts_of_the_importing_user(store: Store, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "客户.xlsx",
        ["客户名称", "人数", "年合同额", "续约日期", "级别"],
        ["恒川精密制造", 420, 860000.5, datetime.datetime.fromisoformat("2026-04-18"), "战略"],
        ["云禾食品", 130, "42万", "2026-04-30", None],
    )
    table = open_table(path)
    assert sheets_of(path) == ["客户", "其他"]
    assert likely_kind(table, WORDS) == "account"
    me = store.identity().user_id
    mapping = start_mapping(table, "account", WORDS, me)
    heard: list[Committed] = []
    report = run_import(StoreDestination(store, heard.append), mapping, table, SETTING)
    assert report.tables[0].tally.created == 2
    assert [len(each.ids) for each in heard] == [2]
    hengchuan, yunhe = store.read(where, "account", "deleted_at IS NULL ORDER BY sort_key")
    assert (hengchuan.get("name"), hengchuan.get("employees"), hengchuan.get("owner_id")) == ("恒川精密制造", 420, me)
    assert (hengchuan.get("annual_value"), hengchuan.get("renewal_on")) == (8_600_005_000, "2026-04-18")
    assert (hengchuan.get("level"), yunhe.get("annual_value")) == ("strategic", 4_200_000_000)


def test_a_preview_writes_nothing_and_a_second_import_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("姓名,公司,手机\n周敏,恒川,13800000001\n孙杰,恒川,13800000002\n", encoding="gb18030")
    store.door.commit("create", [Create("account", {"name": "恒川"})])
    table = open_table(path)
    mapping = start_mapping(table, likely_kind(table, WORDS), WORDS)
    report = preview_import(StoreDestination(store), mapping, table, SETTING)
    assert (report.tables[0].tally.created, store.read(where, "contact", "1")) == (2, [])
    run_import(StoreDestination(store), mapping, table, SETTING)
    report = run_import(StoreDestination(store), mapping, table, SETTING)
    assert report.tables[0].tally.unchanged == 2
    assert len(store.read(where, "contact", "account_id IS NOT NULL")) == 2


def test_cells_of_workbooks_become_texts_that_mean_the_same() -> None:
    day = datetime.datetime.fromisoformat("2026-03-12")
    cells: list[Cell] = [True, 3.0, 0.1, 1e-7, day, day.replace(hour=9), day.date(), "x", 2**60]
    texts = ["yes", "3", "0.1", "0.0000001", "2026-03-12", "2026-03-12 09:00:00", "2026-03-12", "x", str(2**60)]
    assert [cell_text(cell) for cell in cells] == texts


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "import.workbook_broken"),
        ("a.xlsx", b"PK\x03\x04 no more", "import.workbook_broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "import.workbook_broken"),
        ("a.ods", b"<xml/>", "import.workbook_broken"),
        ("a.pdf", b"%PDF", "import.format_unknown"),
        ("a.csv", b"", "import.file_empty"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Incompatible) as refusal:
        open_table(path)
    assert refusal.value.code == code


def test_an_empty_sheet_a_missing_sheet_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    path = workbook(tmp_path / "empty.xlsx")
    with pytest.raises(Incompatible, match=r"import\.file_empty"):
        open_table(path, "客户")
    assert open_table(path).details == "其他"
    with pytest.raises(Incompatible, match=r"import\.sheet_missing"):
        open_table(path, "nowhere")
    with pytest.raises(Broken, match=r"import\.file_missing"):
        open_table(tmp_path / "nothing.csv")
    with pytest.raises(Broken, match=r"import\.file_unreadable"):
        open_table_folder(tmp_path)


def open_table_folder(folder: Path) -> None:
    (folder / "folder.csv").mkdir()
    open_table(folder / "folder.csv")
