"""Whole addresses as people copy them are taken apart; what is none, or not sure, is left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.addresses.countries import country_code, is_odd_postcode, postcode_example
from crm_desktop.models.addresses.splitting import Address, split_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("广东省深圳市南山区科苑路15号 518057", ("", "深圳市", "南山区科苑路15号", "518057")),
        ("地址：中国广东深圳南山区科苑路15号科兴科学园A栋，邮编：518057",
         ("中国", "深圳市", "南山区科苑路15号科兴科学园A栋", "518057")),
        ("100096北京市海淀区西三旗建材城中路27号", ("", "北京市", "海淀区西三旗建材城中路27号", "100096")),
        ("上海浦东新区世纪大道100号", ("", "上海市", "浦东新区世纪大道100号", "")),
        ("吉林市船营区解放大路20号", ("", "吉林市", "船营区解放大路20号", "")),
        ("内蒙古自治区呼和浩特市赛罕区大学西街235号", ("", "呼和浩特市", "赛罕区大学西街235号", "")),
        ("杭州市余杭区文一西路969号\n311121", ("", "杭州市", "余杭区文一西路969号", "311121")),
        ("Musterstraße 5, 80331 München, Germany", ("Germany", "München", "Musterstraße 5", "80331")),
        ("Musterstraße 5, D-80331 München, Deutschland", ("Deutschland", "München", "Musterstraße 5", "80331")),
        ("1600 Amphitheatre Pkwy, Mountain View, CA 94043, USA",
         ("USA", "Mountain View, CA", "1600 Amphitheatre Pkwy", "94043")),
        ("221B Baker Street\nLondon NW1 6XE\nUnited Kingdom",
         ("United Kingdom", "London", "221B Baker Street", "NW1 6XE")),
        ("No. 5 Keyuan Road, Nanshan District, Shenzhen, Guangdong 518057, China",
         ("China", "Shenzhen, Guangdong", "No. 5 Keyuan Road, Nanshan District", "518057")),
        ("12 rue de Rivoli, 75004 Paris, France", ("France", "Paris", "12 rue de Rivoli", "75004")),
    ],
)  # fmt: skip
def test_whole_addresses_are_taken_apart(text: str, parts: tuple[str, str, str, str]) -> None:
    assert split_address(text) == Address(*parts)


@pytest.mark.parametrize(
    "text",
    ["", "深圳市", "科苑路15号", "南山区科苑路15号", "Main Street 5", "Baker Street, London", "北京饭店",
     "长春路 12 号", "518057", "Room 5, 2nd floor", "x" * 5_000],
)  # fmt: skip
def test_what_is_no_whole_address_is_left_alone(text: str) -> None:
    assert split_address(text) is None


def test_countries_are_known_by_their_names_in_both_languages() -> None:
    for name in ("德国", "Germany", "DE", "de", " germany "):
        assert country_code(name) == "DE"
    assert country_code("USA") == country_code("美国") == country_code("United States") == "US"
    assert country_code("中国") == country_code("China") == "CN"
    assert country_code("Atlantis") == ""


def test_a_postcode_of_another_shape_is_odd_only_where_the_country_is_known() -> None:
    assert is_odd_postcode("中国", "5180")
    assert not is_odd_postcode("中国", "518057")
    assert is_odd_postcode("Germany", "8033")
    assert not is_odd_postcode("Atlantis", "8033")
    assert not is_odd_postcode("", "1")
    assert postcode_example("DE").isdigit()


@given(st.text(alphabet="广东深圳市省区路1234567890号 ,，\nabcé中国", max_size=60))
def test_nothing_that_was_written_is_lost(text: str) -> None:
    found = split_address(text)
    if found is not None:
        kept = "".join(found.parts.values())
        assert {sign for sign in text if sign.isdigit()} <= set(kept)
