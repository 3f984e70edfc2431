"""What may stand in a field, by type, with both good and bad values."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Value
from crm_desktop.models.rules.validation import check, check_writable, kept, without_controls
from crm_desktop.models.values import canonical

ID = "01a202f0825b75b2a7419f274c6cacaf"
PICKLISTS = {"account.level": ("partner",), "account.industry": ("machinery",)}


def options(picklist: str) -> Collection[str]:
    return PICKLISTS.get(picklist, ())


def code(kind: str, name: str, value: Value) -> str:
    problems = check(KINDS[kind], {name: value}, options)
    assert len(problems) <= 1
    assert all(problem.field == name for problem in problems)
    return problems[0].code if problems else ""


GOOD: list[tuple[str, str, Value]] = [
    ("account", "name", "恒川精密制造"),
    ("account", "name", "x" * 200),
    ("account", "short_name", None),
    ("account", "level", "key"),
    ("account", "level", "partner"),
    ("account", "industry", "something nobody listed"),
    ("account", "health", 0),
    ("account", "health", 100),
    ("account", "revenue", 2**62),
    ("account", "renewal_on", "2028-02-29"),
    ("account", "last_contact_at", 1_760_000_000_000),
    ("account", "owner_id", ID),
    ("account", "latitude", -90),
    ("account", "longitude", 179.5),
    ("account", "tag_ids", [ID]),
    ("account", "notes", "two\nlines\tand a tab"),
    ("account", "phone", "021-6555 1234 转 801"),
    ("account", "phone", "+86 (0)21 6555-1234 ext. 12"),
    ("account", "phone", "１３８ ００００ １２３４"),
    ("account", "phone", "13800001234/13900001234"),
    ("account", "website", "hengchuan.com.cn"),
    ("account", "website", "https://例子.中国/关于?a=1#b"),
    ("contact", "email", "mei.li+crm@mail.example.com"),
    ("contact", "email", "李@例子.中国"),
    ("opportunity", "probability", 50),
    ("task", "done", True),
]

BAD: list[tuple[str, str, Value, str]] = [
    ("account", "name", None, "field.required"),
    ("account", "name", "x" * 201, "field.too_long"),
    ("account", "name", 5, "field.wrong_type"),
    ("account", "name", "a\x00b", "field.unreadable"),
    ("account", "name", "two\nlines", "field.unreadable"),
    ("account", "name", "half \ud83d", "field.unreadable"),
    ("account", "notes", "bell \x07", "field.unreadable"),
    ("account", "level", "huge", "field.not_a_choice"),
    ("account", "level", ["key"], "field.not_a_choice"),
    ("account", "form", "partner", "field.not_a_choice"),
    ("account", "health", 101, "field.too_large"),
    ("account", "health", -1, "field.too_small"),
    ("account", "health", "62", "field.digits_only"),
    ("account", "health", True, "field.digits_only"),
    ("account", "health", 1.5, "field.digits_only"),
    ("account", "revenue", 2**63, "field.too_large"),
    ("account", "renewal_on", "2026-02-29", "field.not_a_day"),
    ("account", "renewal_on", "2026-2-3", "field.not_a_day"),
    ("account", "renewal_on", "２０２６-02-03", "field.not_a_day"),
    ("account", "renewal_on", "0026-02-03", "field.not_a_day"),
    ("account", "last_contact_at", 10**15, "field.not_a_moment"),
    ("account", "last_contact_at", "yesterday", "field.not_a_moment"),
    ("account", "owner_id", "me", "field.not_a_link"),
    ("account", "latitude", 90.5, "field.not_a_coordinate"),
    ("account", "latitude", float("nan"), "field.not_a_coordinate"),
    ("account", "tag_ids", ["me"], "field.not_a_link"),
    ("account", "tag_ids", [ID] * 501, "field.too_many"),
    ("account", "tag_ids", ID, "field.wrong_type"),
    ("role", "reads", ["a\x00"], "field.unreadable"),
    ("account", "phone", "12", "field.not_a_phone"),
    ("account", "phone", "call the office 12345", "field.not_a_phone"),
    ("account", "website", "javascript:alert(1)", "field.not_a_web_address"),
    ("account", "website", "ftp://example.com", "field.not_a_web_address"),
    ("account", "website", "no blanks.com", "field.not_a_web_address"),
    ("contact", "email", "mei.li", "field.not_an_email"),
    ("contact", "email", "a@b", "field.not_an_email"),
    ("contact", "email", "a@b.com, c@d.com", "field.not_an_email"),
    ("task", "done", 1, "field.wrong_type"),
    ("task", "colour", "red", "field.unknown"),
]


@pytest.mark.parametrize(("kind", "name", "value"), GOOD)
def test_what_people_rightly_write_passes(kind: str, name: str, value: Value) -> None:
    assert code(kind, name, value) == ""


@pytest.mark.parametrize(("kind", "name", "value", "expected"), BAD)
def test_what_cannot_be_is_named(kind: str, name: str, value: Value, expected: str) -> None:
    assert code(kind, name, value) == expected


def test_a_new_record_needs_every_required_field_and_an_edit_only_those_it_names() -> None:
    assert [problem.field for problem in check(KINDS["opportunity"], {}, options, complete=True)] == [
        "name",
        "stage_id",
    ]
    assert check(KINDS["opportunity"], {"notes": "x"}, options) == []


def test_problems_never_hold_what_was_typed() -> None:
    problems = check(KINDS["account"], {"name": "秘" * 300, "phone": "secret"}, options)
    assert all(isinstance(fact, int) for problem in problems for fact in problem.facts.values())
    assert "秘" not in repr(problems)
    assert "secret" not in repr(problems)


def test_fields_of_the_server_are_not_the_clients_to_write() -> None:
    problems = check_writable(KINDS["conflict"], ["state", "winner"])
    assert [(problem.field, problem.code) for problem in problems] == [("winner", "field.read_only")]


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("name", "a\x00b\tc\nd", "ab c d"),
        ("name", "half \ud83d", "half "),
        ("notes", "a\x07\r\nb\tc", "a\nb\tc"),
        ("tag_ids", ["a\x00"], ["a"]),
        ("health", 5, 5),
    ],
)
def test_what_is_pasted_loses_signs_no_screen_shows(name: str, typed: Value, kept: Value) -> None:
    assert without_controls(KINDS["account"].field(name), typed) == kept


SIGNS = st.text(st.sampled_from("a 恒\u3000\t\n\r\x07\u200b\ud83d\xa0"), max_size=8)


@given(
    SIGNS | st.lists(SIGNS, max_size=3) | st.integers() | st.none(),
    st.sampled_from(["name", "notes", "level", "phone"]),
)
def test_what_needs_no_tidying_is_kept_by_the_short_way_just_as_by_the_long_one(value: Value, name: str) -> None:
    field = KINDS["account"].field(name)
    assert kept(field, value) == canonical(field, without_controls(field, value))


def test_what_a_declaration_gives_by_default_may_stand_there() -> None:
    for kind in KINDS.values():
        plain = [field for field in kind.fields if field.default is not None and not field.picklist]
        assert check(kind, {field.name: canonical(field, field.default) for field in plain}, options) == []
