"""How Chinese is spelled, and how names are sorted."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.pinyin import initials, pinyin, sort_key, spell

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("恒川", "hengchuan"),
        ("恒川精密", "hengchuanjingmi"),
        ("吕布", "lvbu"),
        ("恒川 CRM 2期", "hengchuancrm2qi"),
        ("Café Zürich", "cafezurich"),
        ("ＦＩＥＬＤ１", "field1"),
        ("恒川（上海）", "hengchuanshanghai"),
        ("", ""),
    ],
)
def test_text_is_spelled_in_lower_case_letters(text: str, spelled: str) -> None:
    assert pinyin(text) == spelled


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("重庆", "chongqing"),
        ("中国重汽", "zhongguozhongqi"),
        ("银行", "yinhang"),
        ("行政", "xingzheng"),
        ("长沙", "changsha"),
        ("董事长", "dongshizhang"),
        ("厦门", "xiamen"),
        ("上海大厦", "shanghaidasha"),
        ("音乐", "yinyue"),
        ("快乐", "kuaile"),
        ("会计", "kuaiji"),
        ("台州", "taizhou"),
        ("成都", "chengdu"),
    ],
)
def test_a_character_is_read_as_its_neighbours_demand(text: str, spelled: str) -> None:
    assert pinyin(text) == spelled


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("单雄信", "shanxiongxin"),
        ("单位", "danwei"),
        ("订单", "dingdan"),
        ("曾国藩", "zengguofan"),
        ("曾经", "cengjing"),
        ("仇英", "qiuying"),
        ("解缙", "xiejin"),
        ("解决", "jiejue"),
        ("区伟", "ouwei"),
        ("区域", "quyu"),
        ("查良镛", "zhaliangyong"),
        ("查询", "chaxun"),
        ("尉迟恭", "yuchigong"),
        ("翟志刚", "zhaizhigang"),
    ],
)
def test_a_surname_is_read_as_one_only_at_the_head_of_a_persons_name(text: str, spelled: str) -> None:
    assert pinyin(text) == spelled


@pytest.mark.parametrize(
    ("text", "letters"),
    [("恒川精密", "hcjm"), ("重庆银行", "cqyh"), ("John Smith", "js"), ("恒川 CRM", "hcc"), ("", "")],
)
def test_initials_are_first_letters_of_characters_and_words(text: str, letters: str) -> None:
    assert initials(text) == letters


@given(st.lists(st.text(), max_size=6))
def test_many_names_at_once_are_spelled_like_each_alone(names: list[str]) -> None:
    lines = [name.replace("\n", " ") for name in names]
    assert spell("\n".join(lines)).split("\n") == [spell(line) for line in lines] or not lines


@given(CHINESE)
def test_each_chinese_character_has_one_initial_in_its_spelling(text: str) -> None:
    assert len(initials(text)) <= len(text)
    assert pinyin(text).isascii()


@given(st.text())
def test_any_text_can_be_spelled_and_sorted(text: str) -> None:
    assert pinyin(text).isascii()
    assert isinstance(sort_key(text), str)


def test_names_sort_by_letter_latin_before_chinese_and_digits_first() -> None:
    ordered = ["360 Security", "Adams", "阿里", "白云", "北京", "重庆", "Hengli", "恒川", "章伟", "Zulu", "张伟"]
    expected = ["360 Security", "Adams", "阿里", "白云", "北京", "重庆", "Hengli", "恒川", "Zulu", "张伟", "章伟"]
    assert sorted(ordered, key=sort_key) == expected


def test_namesakes_in_letters_only_are_grouped_by_character() -> None:
    names = ["张伟", "章伟", "张敏", "章敏"]
    ordered = sorted(names, key=sort_key)
    assert [surname for surname, _ in itertools.groupby(ordered, key=lambda name: name[0])] == ["张", "章"]


def test_the_sort_key_starts_with_the_letter_of_the_address_book() -> None:
    assert [sort_key(name)[0] for name in ("恒川", "Hengli", "重庆", "单雄信")] == ["h", "h", "c", "s"]


def test_case_and_punctuation_do_not_take_part_in_the_order() -> None:
    assert sort_key("“O'Neill”") == sort_key("oneill")
