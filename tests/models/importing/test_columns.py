"""Columns find their fields by headers in both languages."""

import json
from pathlib import Path

import pytest

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.importing.columns import certainty, suggest_mapping
from crm_desktop.models.importing.mapping import Policy
from crm_desktop.models.importing.words import Words

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"
WORDS = Words([json.loads((TRANSLATIONS / f"labels.{each}.json").read_text("utf-8")) for each in ("zh", "en")])


def suggested(kind: str, *columns: str) -> dict[str, str]:
    return {source.column: source.field for source in suggest_mapping(KINDS[kind], columns, WORDS).fields}


def test_english_headers_of_a_foreign_system_are_understood() -> None:
    columns = ("account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of")
    fields = ("name", "industry", "founded", "revenue", "employees", "country", "parent_id")
    assert suggested("account", *columns) == dict(zip(columns, fields, strict=True))


def test_chinese_headers_are_understood() -> None:
    assert suggested("contact", "姓名", "公司", "职务", "手机", "邮箱", "微信号") == {
        "姓名": "name",
        "公司": "account_id",
        "职务": "job_title",
        "手机": "mobile",
        "邮箱": "email",
        "微信号": "wechat",
    }


def test_our_own_labels_of_every_field_lead_back_to_it() -> None:
    for kind in KINDS.values():
        for field in kind.fields:
            for label in WORDS.field_names(kind, field.name)[:2]:
                others = [each.name for each in kind.fields if label in WORDS.field_names(kind, each.name)]
                if field.client_writes:
                    assert suggested(kind.name, label).get(label) in others


def test_a_misspelt_header_is_recognised_and_a_strange_one_is_left_alone() -> None:
    assert suggested("account", "Employes", "Blood group") == {"Employes": "employees"}


def test_no_field_gets_two_columns() -> None:
    mapping = suggest_mapping(KINDS["contact"], ("Email", "E-mail", "邮箱"), WORDS)
    assert [source.field for source in mapping.fields] == ["email"]


def test_whether_rows_need_an_account_is_asked() -> None:
    source = suggest_mapping(KINDS["opportunity"], ("商机名称", "客户"), WORDS).source("account_id")
    assert source is not None
    assert source.empty is Policy.ASK


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        (
            "opportunity",
            ("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_value"),
        ),
        ("product", ("product", "series", "sales_price")),
    ],
)
def test_the_kind_of_a_file_shows_in_its_headers(kind: str, columns: tuple[str, ...]) -> None:
    likely = max(
        ("account", "contact", "opportunity", "product"), key=lambda name: certainty(KINDS[name], columns, WORDS)
    )
    assert likely == kind
