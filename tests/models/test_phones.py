"""Phone numbers as people write them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.phones import digits_of, normalise_phone, written_phone


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("13812345678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("0086-13812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("tel: 13812345678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("（0571）88881234", "+8657188881234"),
        ("０２１－６１２３４５６７", "+862161234567"),
        ("+1 (415) 555-2671", "+14155552671"),
    ],
)
def test_a_number_understood_becomes_e164(written: str, normal: str) -> None:
    assert normalise_phone(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("0571-88881234转801", "+8657188881234;ext=801"),
        ("（0571）88881234 转 801", "+8657188881234;ext=801"),
        ("010-82618888 分机：123", "+861082618888;ext=123"),
        ("021/61234567#8", "+862161234567;ext=8"),
        ("0571-88881234 ext. 12", "+8657188881234;ext=12"),
        ("+1 (415) 555-2671 x22", "+14155552671;ext=22"),
    ],
)
def test_an_extension_is_kept_apart(written: str, normal: str) -> None:
    assert normalise_phone(written) == normal


@pytest.mark.parametrize(("written", "normal"), [("12", "12"), ("999-00", "99900"), ("abc", ""), ("", ""), ("+", "")])
def test_what_is_no_number_keeps_its_digits(written: str, normal: str) -> None:
    assert normalise_phone(written) == normal


def test_the_region_decides_about_numbers_without_country_code() -> None:
    assert normalise_phone("415 555 2671", "US") == "+14155552671"


def test_digits_of_all_scripts_count() -> None:
    assert digits_of("（０５７１）8-8٣") == "0571883"


@given(st.text())
def test_any_text_can_be_normalised(text: str) -> None:
    assert digits_of(text).isdecimal() or digits_of(text) == ""
    assert isinstance(normalise_phone(text), str)


@given(st.from_regex(r"1[38][0-9]{9}", fullmatch=True))
def test_normalising_twice_changes_nothing(number: str) -> None:
    assert normalise_phone(normalise_phone(number)) == normalise_phone(number)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("０２１－５５５５１２３４转801", "021 5555 1234 转 801"),
        ("86 13800138000", "138 0013 8000"),
        ("+49(0)89123456", "+49 89 123456"),
        ("＋1 650-253-0000 x12", "+1 650-253-0000 ext. 12"),
        ("call reception", "call reception"),
        ("１２３", "123"),
    ],
)
def test_a_number_is_written_in_its_usual_groups_and_what_is_none_only_tidied(typed: str, written: str) -> None:
    assert written_phone(typed) == written
    assert written_phone(written) == written


@given(st.from_regex(r"(\+86)?(0?1[3-9][0-9]{9}|0(10|2[1-9]|571|512|755)[0-9]{7,8})", fullmatch=True))
def test_usual_chinese_numbers_are_read_as_the_full_metadata_read_them(number: str) -> None:
    parsed = phonenumbers.parse(number, "CN")
    expected = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert normalise_phone(number) == (expected if phonenumbers.is_valid_number(parsed) else digits_of(number))
