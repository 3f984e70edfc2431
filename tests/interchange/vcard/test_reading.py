"""vCard files as phones, Outlook, Apple and WeCom write them become rows: Chinese names, odd encodings, photos."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from crm_desktop.interchange.table_files import open_table
from crm_desktop.interchange.vcard.table import VcardTable
from crm_desktop.models.errors import Incompatible

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(200)) + b"\xff\xd9"
CODED = base64.b64encode(JPEG).decode()


def folded(text: str, indent: str = " ") -> str:
    return f"\r\n{indent}".join(text[at : at + 72] for at in range(0, len(text), 72))


def quoted(text: str, charset: str = "utf-8") -> str:
    return quopri.encodestring(text.encode(charset)).decode().replace("=\n", "=\r\n")


def table_of(path: Path, content: bytes, language: str = "en") -> VcardTable:
    path.write_bytes(content)
    table = open_table(path, language=language)
    assert isinstance(table, VcardTable)
    return table


def people(table: VcardTable) -> list[dict[str, str]]:
    return [
        {column: cell for column, cell in zip(table.columns, row.cells, strict=True) if cell} for row in table.rows()
    ]


def test_outlook_with_quoted_printable_and_a_photo(tmp_path: Path) -> None:
    long_note = "上次拜访时说，明年三月以前不会更换供应商，除非价格低一成。" * 2
    content = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        f"N;LANGUAGE=zh-cn;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:{quoted('张;三')}\r\n"
        f"FN;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:{quoted('三 张')}\r\n"
        f"ORG;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:{quoted('恒川精密制造;采购部')}\r\n"
        "TEL;WORK;VOICE:0512 6688 1234\r\nTEL;CELL;VOICE:13800000001\r\nTEL;WORK;FAX:0512 66881235\r\n"
        "EMAIL;PREF;INTERNET:zhang.san@hengchuan.example\r\n"
        f"NOTE;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:{quoted(long_note)}\r\n"
        f"PHOTO;TYPE=JPEG;ENCODING=BASE64:\r\n {folded(CODED)}\r\n\r\n"
        "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2\r\nEND:VCARD\r\n"
    )
    table = table_of(tmp_path / "outlook.vcf", content.encode())
    assert people(table) == [
        {
            "Name": "张三",
            "Company": "恒川精密制造",
            "Department": "采购部",
            "Mobile": "13800000001",
            "Phone": "0512 6688 1234",
            "E-mail": "zhang.san@hengchuan.example",
            "Notes": f"Fax 0512 66881235\n{long_note}",
        }
    ]
    assert [(photo.content, photo.media_type) for photo in table.photos.values()] == [(JPEG, "image/jpeg")]


def test_apple_with_groups_folding_and_escapes(tmp_path: Path) -> None:
    content = (
        "BEGIN:VCARD\nVERSION:3.0\nPRODID:-//Apple Inc.//iPhone OS 17.4//EN\nN:李;倩;;;\nFN:李倩\n"
        "ORG:云禾食品\\, 苏州;\nTITLE:质量经理\n"
        "item1.TEL;type=pref:+86 138 0000 0002\nTEL;type=IPHONE;type=CELL:13900000003\n"
        "item2.ADR;type=WORK;type=pref:;;工业园区\\n星湖街 1 号;苏州;江苏;215000;中国\nitem2.X-ABADR:cn\n"
        "item3.X-ABLabel:_$!<Other>!$_\nX-SOCIALPROFILE;type=wechat;x-user=liqian:x-apple:liqian\nIMPP;X-SERVICE-TYPE=WeChat:liqian-88\n"
        f"PHOTO;ENCODING=b;TYPE=JPEG:{folded(CODED)}\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Ann Example\n"
        "N:Example;Ann;;;\nEND:VCARD\n"
    ).replace("\r\n", "\n")
    table = table_of(tmp_path / "apple.vcf", content.encode(), "zh")
    first, second = people(table)
    assert (first["姓名"], first["公司"], first["职务"]) == ("李倩", "云禾食品, 苏州", "质量经理")
    assert (first["街道地址"], first["城市"], first["邮编"], first["国家"]) == (
        "工业园区 星湖街 1 号",
        "苏州",
        "215000",
        "中国",
    )
    assert first["手机"] == "+86 138 0000 0002"
    assert "13900000003" in first["备注"]
    assert first["微信"] == "liqian"
    assert second == {"姓名": "Ann Example"}
    assert next(iter(table.photos.values())).content == JPEG


def test_wecom_and_version_four_with_a_data_address(tmp_path: Path) -> None:
    content = (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:王小芳\r\nN:王;小芳;;;\r\nORG:北辰阀门\r\n"
        'TEL;VALUE=uri;TYPE="voice,work":tel:+86-512-55550000\r\nX-WXWORK-ID:wangxf\r\nCATEGORIES:展会,重点\r\n'
        f"PHOTO:data:image/png;base64,{folded(CODED)}\r\nEND:VCARD\r\n"
    )
    table = table_of(tmp_path / "wecom.vcf", content.encode("utf-8-sig"))
    (person,) = people(table)
    assert person == {
        "Name": "王小芳",
        "Company": "北辰阀门",
        "Phone": "+86-512-55550000",
        "WeChat": "wangxf",
        "Tags": "展会,重点",
    }
    assert next(iter(table.photos.values())).media_type == "image/png"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "utf-8"])
def test_chinese_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:欧阳;明日\r\nORG:安泽医疗器械\r\nTEL;CELL:138 0000 0009\r\nEND:VCARD\r\n"
    (person,) = people(table_of(tmp_path / "old.vcf", text.encode(encoding)))
    assert (person["Name"], person["Company"]) == ("欧阳明日", "安泽医疗器械")


def test_quoted_printable_in_gbk_is_read_by_its_charset(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        f"N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:{quoted('赵;岚', 'gbk')}\r\nEND:VCARD\r\n"
    )
    assert people(table_of(tmp_path / "nokia.vcf", text.encode())) == [{"Name": "赵岚"}]


@pytest.mark.parametrize("content", [b"Name,Phone\nA,1\n", b"BEGIN:VCARD\nEND:VCARD\n", b"BEGIN:VCARD\n;;;:::\n"])
def test_what_holds_nobody_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Incompatible, match=r"import\.no_cards"):
        table_of(tmp_path / "empty.vcf", content)
