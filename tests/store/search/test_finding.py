"""What a user types finds the records that are meant."""

from __future__ import annotations

import pytest

from crm_desktop.models.fields import Searched
from tests.store.search.conftest import Index


@pytest.fixture
def filled(index: Index) -> Index:
    """A few records of each sort."""
    index.add(
        "恒川精密机械有限公司", "account", texts="苏州工业园区星湖街, supplier of bearings", phones="+86 512-6288 1234"
    )
    index.add("Precision Tools Ltd", "account", emails="info@precision-tools.example")
    index.add("重庆银行", "account")
    index.add("单雄信", phones="13812345678\n0571-88881234转801", emails="xiongxin.shan@hengchuan.example")
    index.add("王伟", phones="+8613987654321", emails="wang.wei@qq.com")
    index.add("John Smith", phones="+1 415 555 2671")
    index.add("Zoë Müller")
    index.add("恒川 CRM 二期项目", "opportunity")
    return index


@pytest.mark.parametrize(
    "typed",
    [
        "恒川",
        "恒",
        "精密",
        "限",
        "公司",
        "川精密机",
        "hengchuan",
        "hengch",
        "hengchuanjingmi",
        "h",
        "hc",
        "hcjm",
        "jm",
        "jing",
        "hengchuanjingmijixieyouxian",
        "hengchuanjingmijixieyouxiangongsi",
        "hengchuanjingmijixiey",
        "hcjmjxyxgs",
        "HengChuan",
        "62881234",
        "628",
        "6288-1234",
        "0512 6288",
        "恒川 628",
        "机械 恒川",
        "bearings",
        "suppl bear",
        "星湖",
        "hengchuan 公司",
    ],
)
def test_a_chinese_company_is_found_by(filled: Index, typed: str) -> None:
    assert "恒川精密机械有限公司" in filled.find(typed)


@pytest.mark.parametrize(
    "typed", ["p", "prec", "precision", "tools", "tool prec", "cisi", "PRECISION TOOLS LTD", "pt", "ool"]
)
def test_an_english_company_is_found_by(filled: Index, typed: str) -> None:
    assert "Precision Tools Ltd" in filled.find(typed)


@pytest.mark.parametrize("typed", ["138", "8123", "5678", "138-1234", "138 1234 5678", "+86 138", "888", "0571", "801"])
def test_a_phone_is_found_by_any_three_digits(filled: Index, typed: str) -> None:
    hits = filled.hits(typed)
    assert "单雄信" in [hit.name for hit in hits]
    assert {hit.matched for hit in hits} == {Searched.PHONE}


@pytest.mark.parametrize(
    "typed", ["xiongxin.shan@hengchuan.example", "shan@heng", "ongxin.sh", "xion", "@hengchuan.example"]
)
def test_an_email_is_found_by_fragments(filled: Index, typed: str) -> None:
    found = [hit for hit in filled.hits(typed) if hit.name == "单雄信"]
    assert found


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("chongqing", "重庆银行"),
        ("cqyh", "重庆银行"),
        ("shanxiong", "单雄信"),
        ("sxx", "单雄信"),
        ("zoe", "Zoë Müller"),
        ("muller", "Zoë Müller"),
        ("müller", "Zoë Müller"),
        ("crm 二期", "恒川 CRM 二期项目"),
        ("恒川crm", "恒川 CRM 二期项目"),
        ("ＣＲＭ", "恒川 CRM 二期项目"),
    ],
)
def test_spelling_accents_and_width_do_not_matter(filled: Index, typed: str, name: str) -> None:
    assert name in filled.find(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hengchaun", "恒川精密机械有限公司"),
        ("hengcuan", "恒川精密机械有限公司"),
        ("hangchuan", "恒川精密机械有限公司"),
        ("hhengchuan", "恒川精密机械有限公司"),
        ("precison", "Precision Tools Ltd"),
        ("perci", "Precision Tools Ltd"),
        ("jonh", "John Smith"),
        ("smoth john", "John Smith"),
        ("wnagwei", "王伟"),
    ],
)
def test_one_slip_of_the_finger_is_forgiven(filled: Index, typed: str, name: str) -> None:
    hits = filled.hits(typed)
    assert name in [hit.name for hit in hits]


@pytest.mark.parametrize(
    "typed", ["jxn", "smithh jones", "zzzzzzzz", "恒山", "川恒", "13800", "恒川 999", "", "   ", "%", "。"]
)
def test_what_is_not_there_is_not_found(filled: Index, typed: str) -> None:
    assert filled.find(typed) == []


def test_kinds_limit_what_is_found(filled: Index) -> None:
    assert filled.find("恒川", "opportunity") == ["恒川 CRM 二期项目"]
    assert set(filled.find("恒川", "opportunity", "account")) == {"恒川 CRM 二期项目", "恒川精密机械有限公司"}
    assert filled.find("恒川", "visit") == []


def test_a_changed_record_is_found_by_its_new_name_only(index: Index) -> None:
    record = index.add("恒川精密", phones="13812345678")
    index.add("远山电子", record=record)
    assert (index.find("恒川"), index.find("1381"), index.find("yuanshan")) == ([], [], ["远山电子"])


def test_a_removed_record_is_not_found(index: Index) -> None:
    record = index.add("恒川精密")
    index.add("恒川电子")
    index.remove(record)
    index.remove("0" * 32)
    assert index.find("恒川") == ["恒川电子"]


def test_kinds_may_share_an_id(index: Index) -> None:
    record = index.add("恒川", "account")
    index.add("恒川", "contact", record=record)
    index.remove(record, "account")
    assert [hit.kind for hit in index.hits("恒川")] == ["contact"]
