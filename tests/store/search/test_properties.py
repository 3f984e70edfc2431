"""What holds for every name and for every text that somebody may type."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
import sqlcipher3
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crm_desktop.models.ids import new_id
from crm_desktop.models.pinyin import pinyin
from crm_desktop.store.search.index import index_rows
from crm_desktop.store.search.query import search
from crm_desktop.store.search.schema import create_search_tables

CHARACTERS = "恒川精密机械有限公司重庆银行长沙西安王伟单曾仇欧阳修安徽厦门乐清吕女旅儿鹅昂恩呕嗯一二三丁"
CHINESE = st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=8) | st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=5
)


@contextlib.contextmanager
def holding(name: str, phones: str = "", emails: str = "", texts: str = "") -> Iterator[sqlcipher3.Connection]:
    """Open a small index with one record in it."""
    connection = sqlcipher3.connect(":memory:")
    create_search_tables(connection)
    index_rows(connection, "contact", [(new_id(), name, texts, phones, emails)])
    try:
        yield connection
    finally:
        connection.close()


def parts(text: str, least: int = 1) -> list[str]:
    return [text[a:b] for a in range(len(text)) for b in range(a + least, len(text) + 1)]


@settings(max_examples=20, deadline=None)
@given(CHINESE)
def test_every_part_of_a_chinese_name_finds_it(name: str) -> None:
    with holding(name) as connection:
        assert [part for part in parts(name) if not search(connection, part)] == []


@settings(max_examples=30, deadline=None)
@given(CHINESE)
def test_every_beginning_of_its_spelling_finds_a_chinese_name(name: str) -> None:
    # A legal form is spelled by its first syllable alone (store/search/terms.py): a name that is no more has no more.
    assume(not name.startswith("有限公司"))
    spelled = pinyin(name)
    with holding(name) as connection:
        beginnings = [spelled[:size] for size in range(1, len(spelled) + 1)]
        assert [each for each in beginnings if not search(connection, each)] == []


@settings(max_examples=10, deadline=None)
@given(st.from_regex(r"(\+861[3-9][0-9]{9}|0[1-9][0-9]{1,2}-[0-9]{7,8})", fullmatch=True))
def test_any_three_digits_or_more_find_a_phone(phone: str) -> None:
    digits = "".join(filter(str.isdigit, phone))
    with holding("恒川", phones=phone) as connection:
        assert [part for part in parts(digits, 3) if not search(connection, part)] == []


@settings(max_examples=10, deadline=None)
@given(st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@[a-z]{2,8}\.(com|cn)", fullmatch=True))
def test_any_four_signs_find_an_email(address: str) -> None:
    with holding("恒川", emails=address) as connection:
        wanted = [part for part in parts(address, 4) if part[0].isalnum() and part[-1].isalnum()]
        assert [part for part in wanted if not search(connection, part)] == []


@settings(max_examples=10, deadline=None)
@given(st.from_regex(r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,2}", fullmatch=True))
def test_any_three_letters_of_a_word_find_a_latin_name(name: str) -> None:
    with holding(name) as connection:
        assert [part for word in name.split() for part in parts(word, 3) if not search(connection, part)] == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_be_stored_and_asked_for(stored: str, asked: str) -> None:
    with holding(stored, stored, stored, stored) as connection:
        search(connection, asked)
        search(connection, stored)


HOSTILE = [
    '"',
    '""" OR *',
    "NEAR(a b)",
    "恒* AND",
    "tokens:恒",
    "a'--",
    "^恒",
    "(",
    ")" * 50,
    "\0",
    "a\0b",
    "恒\0川",
    "{",
    "}",
    "-x",
]
HOSTILE += [
    "a" * 10_000,
    "恒" * 10_000,
    "heng" * 2_500,
    "1" * 10_000,
    "a " * 5_000,
    "xi'an " * 100,
    "\n".join("ab" * 9),
    "@" * 999,
]
HOSTILE += [
    "+",
    "~",
    "#123",
    "@abc",
    "_abc",
    "!1",
    "<he",
    "=hc",
    ".",
    "a%b@c",
    "\u0301",
    "\ud7a3",
    "\U0010ffff",
    "ﬃ",
    "İ",
    "①②③",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_taken_for_syntax_or_costs_much(text: str) -> None:
    with holding("恒川精密", "13812345678", "a@b.cn", "note") as connection:
        search(connection, text)
        search(connection, f"恒 {text}")
    with holding(text, text, text, text) as connection:
        search(connection, text)
