"""Contacts go out as vCards that come back the same, and that nothing in them can break."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.interchange.table_files import open_table
from crm_desktop.interchange.vcard.writing import vcard, write_vcards

PERSON = {
    "name": "欧阳明日",
    "company": "恒川精密, 苏州; 二厂",
    "department": "采购部",
    "job_title": "经理",
    "mobile": "138 0000 0001",
    "phone": "0512 6688 1234 转 801",
    "email": "ouyang@hengchuan.example",
    "wechat": "ouyang-88",
    "notes": "第一行\n第二行\\尾 " + "很长的备注" * 30,
    "website": "https://hengchuan.example",
    "country": "中国",
    "city": "苏州",
    "street": "星湖街 1 号",
    "postcode": "215000",
}


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    target = tmp_path / "people.vcf"
    assert write_vcards(target, [PERSON, {"name": "Ann Mary Example"}]) == 2
    table = open_table(target)
    first, second = table.rows()
    assert dict(zip(table.columns, first.cells, strict=True)) == {
        "Name": PERSON["name"],
        "Company": PERSON["company"],
        "Department": PERSON["department"],
        "Job title": PERSON["job_title"],
        "Mobile": PERSON["mobile"],
        "Phone": PERSON["phone"],
        "E-mail": PERSON["email"],
        "WeChat": PERSON["wechat"],
        "Notes": PERSON["notes"],
        "Website": PERSON["website"],
        "Country": PERSON["country"],
        "City": PERSON["city"],
        "Street": PERSON["street"],
        "Postcode": PERSON["postcode"],
    }
    assert second.cells[0] == "Ann Mary Example"


def test_lines_are_short_and_text_never_leaves_its_line() -> None:
    written = vcard({"name": "x\r\nTEL:123\nEND:VCARD", "notes": "很" * 100})
    lines = written.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert [line for line in lines if line.startswith(("TEL", "END"))] == ["END:VCARD"]
    assert "N:欧阳;明日;;;" in vcard(PERSON)
    assert "N:王;芳;;;" in vcard({"name": "王芳"})
