"""The sign on a tile."""

import pytest

from crm_desktop.models.rules.person_names import tile_text


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("林悦", "林"),
        ("顾振华", "顾"),
        ("Li Qian", "LQ"),
        ("anna maria de vries", "AV"),
        ("Hengchuan", "H"),
        ("Élodie Noir", "ÉN"),
        ("MES 二期", "M"),
        ("3M China", "3C"),
        ("（上海）一厂", "上"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_tile_shows_one_chinese_sign_or_two_initials(name: str, sign: str) -> None:
    assert tile_text(name) == sign
